"""The case page: what it tells to whom, a reporter's contact for a purpose, photos, secrets, HTML as text."""

import datetime as dt
import re

import pytest
import time_machine

from linli.cases import actions
from linli.cases.models import Case, Disclosure
from linli.cases.queries.kinds import kind_named
from linli.cases.rules import State
from linli.cases.testing import a_command, a_photo, make_case
from linli.cases.tests.desk import SOON_AFTER, send, text_of
from linli.core.ids import new_id
from linli.staff.testing import GRID, GRID_ELSEWHERE, WATER, Cast, Member

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def page_of(member: Member, case: Case) -> str:
    return text_of(member.sign_in().get(f"/desk/cases/{case.pk}/"))


def a_photo_of(cast: Cast, case: Case, purpose: str = "report"):
    command = a_command(cast.wu.actor, at=SOON_AFTER)
    actions.attach_photo(case.pk, command=command, file=a_photo(), name="p.jpg", purpose=purpose)
    return case.attachments.get(purpose=purpose)


def test_a_page_tells_the_whole_course_in_words(cast: Cast):
    page = page_of(cast.wu, make_case(cast, state=State.CLOSED))
    for words in (
        "暴露垃圾",
        "松门区环卫所",
        "依据：",
        "派给松门区环卫所",
        "核查通过",
        "现场已干净",
        "已清运并冲洗地面",
        "按时完成",
        "已解决",
    ):
        assert words in page, words
    assert "sanitation@" not in page  # the rule is said in words


def test_a_page_shows_both_clocks_and_before_and_after(cast: Cast):
    page = page_of(cast.qian, make_case(cast, state=State.RESPONDED))
    assert "责任单位处置" in page
    assert "答复居民" in page
    assert "data-before-after" in page


def test_the_seven_stages_are_shown_until_a_case_is_declined(cast: Cast):
    case = make_case(cast)
    assert page_of(cast.chen, case).count('class="step-item') == 7
    send(cast.chen, case, "refusal", reason="不属于本区职责范围")
    assert 'class="step-item' not in page_of(cast.chen, case)


def test_a_case_with_a_point_is_shown_on_the_map(cast: Cast):
    case = make_case(cast, lon_cgcs2000=121.55, lat_cgcs2000=29.87)
    page = page_of(cast.chen, case)
    assert 'data-point="121.550000,29.870000"' in page
    assert "bbox=121.54,29.86,121.57,29.89" in page
    assert "不在任何网格内" in page


def test_html_in_every_text_is_shown_as_text(cast: Cast):
    evil = "<img src=x onerror=alert(1)>"
    case = make_case(cast, text=evil, title=evil, address=evil, reporter_name=evil)
    actions.add_note(case.pk, command=a_command(cast.wu.actor), text=evil)
    page = page_of(cast.chen, case)
    assert evil not in page
    assert page.count("&lt;img src=x") >= 4


def test_a_page_takes_a_bounded_number_of_queries(cast: Cast, django_assert_max_num_queries):
    case = make_case(cast, state=State.RESPONDED)
    client = cast.qian.sign_in()
    with django_assert_max_num_queries(14):
        client.get(f"/desk/cases/{case.pk}/")


def test_a_case_outside_ones_scope_is_not_there(cast: Cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(area_code=GRID_ELSEWHERE)
    for member in (cast.lin, cast.sun, cast.feng, cast.zheng):
        answer = member.sign_in().get(f"/desk/cases/{case.pk}/")
        assert answer.status_code == 404, member
        assert "楼道口" not in text_of(answer)


def test_a_reporter_is_masked_until_a_purpose_is_stated(cast: Cast):
    case = make_case(cast, reporter_name="周小川", reporter_phone=PHONE)
    page = page_of(cast.chen, case)
    assert "周**" in page
    assert "138******34" in page
    assert PHONE not in page
    assert "周小川" not in page


def test_a_stated_purpose_shows_the_contact_once_and_is_kept(cast: Cast):
    case = make_case(cast, reporter_name="周小川", reporter_phone=PHONE)
    answer = send(cast.chen, case, "contact", purpose="联系核实地点")
    assert answer.status_code == 200
    assert PHONE in text_of(answer)
    assert "已记录" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    kept = Disclosure.objects.get()
    assert (kept.by_name, kept.purpose) == ("陈雨", "联系核实地点")
    assert PHONE not in page_of(cast.chen, case)


def test_without_a_purpose_nothing_is_shown(cast: Cast):
    case = make_case(cast, reporter_name="周小川", reporter_phone=PHONE)
    answer = send(cast.chen, case, "contact", purpose=" ")
    assert answer.status_code == 400
    assert "请写明理由" in text_of(answer)
    assert PHONE not in text_of(answer)
    assert not Disclosure.objects.exists()


def test_whose_post_has_no_contacts_is_not_offered_them(cast: Cast):
    case = make_case(cast, reporter_name="周小川", reporter_phone=PHONE)
    assert "/contact" not in page_of(cast.wei, case)
    answer = send(cast.wei, case, "contact", purpose="想看一下电话")
    assert answer.status_code == 403
    assert PHONE not in text_of(answer)


def test_outsiders_of_a_confidential_case_see_state_and_dates_only(cast: Cast):
    case = make_case(cast, text="张家两口子又吵架了", title="张家的事", reporter_name="周小川")
    a_photo_of(cast, case)
    quarrel = kind_named("dispute.family")
    Case.objects.filter(pk=case.pk).update(
        is_confidential=True, state="filed", area_code=GRID, kind_code=quarrel.code, kind_version=quarrel.version
    )
    page = page_of(cast.wei, case)
    assert "保密事项" in page
    assert "已立案" in page
    for secret in ("张家", "周*", "婚姻家庭", "/photos/", "data-point"):
        assert secret not in page.replace(f"/desk/cases/{case.pk}/photos", ""), secret
    assert "张家的事" in page_of(cast.zheng, case)


def test_a_photo_is_served_to_readers_only_and_never_sniffed(cast: Cast):
    case = make_case(cast)
    photo = a_photo_of(cast, case)
    answer = cast.chen.sign_in().get(f"/desk/cases/photos/{photo.pk}.jpg")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("inline")
    assert "private" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert cast.sun.sign_in().get(f"/desk/cases/photos/{photo.pk}.jpg").status_code == 404
    assert cast.chen.sign_in().get(f"/desk/cases/photos/{new_id()}.jpg").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(cast: Cast, settings, tmp_path):
    photo = a_photo_of(cast, make_case(cast))
    settings.LINLI_MEDIA = tmp_path / "elsewhere"
    assert cast.chen.sign_in().get(f"/desk/cases/photos/{photo.pk}.jpg").status_code == 404


def test_a_handler_is_reminded_that_a_case_is_confidential(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    assert 'lock"/></svg>保密' not in page_of(cast.sun, case)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    assert 'lock"/></svg>保密' in page_of(cast.sun, case)


def test_the_photos_of_a_confidential_case_are_for_its_handlers(cast: Cast):
    case = make_case(cast)
    photo = a_photo_of(cast, case)
    Case.objects.filter(pk=case.pk).update(is_confidential=True, area_code=GRID, kind_code="dispute.family")
    address = f"/desk/cases/photos/{photo.pk}.jpg"
    assert cast.chen.sign_in().get(address).status_code == 404
    answer = cast.zheng.sign_in().get(address)
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize("state", [State.REPORTED, State.HANDLING, State.RESPONDED])
def test_every_form_carries_its_token_and_its_command_id(cast: Cast, state: State):
    case = make_case(cast, state=state, reporter_name="周小川")
    member = {State.REPORTED: cast.chen, State.HANDLING: cast.sun, State.RESPONDED: cast.qian}[state]
    page = page_of(member, case)
    forms = re.findall(r'<form[^>]*action="/desk/cases/[0-9a-f-]{36}/.*?</form>', page, re.DOTALL)
    assert len(forms) >= 3
    for form in forms:
        assert 'name="csrfmiddlewaretoken"' in form
        assert 'name="command_id" value="' in form
    assert len(set(re.findall(r'name="command_id" value="([^"]+)"', page))) == len(forms)


def test_the_clocks_of_a_confidential_case_do_not_tell_outsiders_who_was_called_in(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    at = case.reported_at + dt.timedelta(hours=4)
    actions.join_case(case.pk, command=a_command(cast.wei.actor, at=at), call=actions.Call((WATER,), "请到场关阀"))
    named = "协办：松门区供水公司"
    assert named in page_of(cast.wei, case)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    page = page_of(cast.wei, case)
    assert "协办" in page
    assert named not in page
    assert named in page_of(cast.sun, case)
