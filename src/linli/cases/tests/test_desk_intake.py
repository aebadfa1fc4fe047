"""Taking a report down at the counter or on the phone, and the receipt with its tracking code."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.cases.models import Case, Reporter
from linli.cases.queries.tracking import tracked_case
from linli.cases.rules import MOST_TEXT
from linli.cases.testing import RUBBISH, a_photo
from linli.cases.tests.desk import SOON_AFTER, text_of
from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.places.testing import make_town
from linli.staff.testing import DISTRICT, GRID, Cast

pytestmark = pytest.mark.django_db
NEW = "/desk/cases/new/"


@pytest.fixture(autouse=True)
def _house(db, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def filled_in(**values: object) -> dict[str, object]:
    return {
        "command_id": str(new_id()), "channel": "phone", "text": "小区门口的路灯三天没亮了", "kind": RUBBISH,
        "address": "青溪路 8 号", "reporter_name": "周小川", "reporter_phone": "13800001234", **values,
    }  # fmt: skip


def test_the_form_offers_channels_of_people_and_kinds_under_their_majors(cast: Cast):
    page = text_of(cast.chen.sign_in().get(NEW))
    assert "社区窗口" in page
    assert "文件导入" not in page
    assert f'<option value="{RUBBISH}">' in page


def test_a_report_is_taken_down_and_its_code_told(cast: Cast):
    client = cast.chen.sign_in()
    answer = client.post(NEW, filled_in(photos=a_photo()), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(f"/desk/cases/{case.pk}/receipt/", 302)]
    assert (case.channel, case.address, case.attachments.count()) == ("phone", "青溪路 8 号", 1)
    code = answer.context["receipt"].code
    assert answer.context["receipt"].code_parts in text_of(answer)
    assert tracked_case(code, at=SOON_AFTER).case == case


def test_the_code_is_kept_nowhere_in_the_clear(cast: Cast):
    client = cast.chen.sign_in()
    code = client.post(NEW, filled_in(), follow=True).context["receipt"].code
    assert code
    assert code not in str(dict(client.session))
    assert Reporter.objects.get().tracking_hash != code
    again = client.get(f"/desk/cases/{Case.objects.get().pk}/receipt/")
    assert again.context["receipt"].code == code  # as long as this session lasts, it can be printed again
    assert cast.wu.sign_in().get(f"/desk/cases/{Case.objects.get().pk}/receipt/").status_code == 302


def test_a_second_click_takes_nothing_down_twice(cast: Cast):
    client, values = cast.chen.sign_in(), filled_in()
    first = client.post(NEW, values)
    second = client.post(NEW, values)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    assert client.get(first["Location"]).context["receipt"].code


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": ""}, "请写明情况"),
        ({"text": "字" * (MOST_TEXT + 1)}, str(MOST_TEXT)),
        ({"reporter_phone": "12"}, "电话号码不正确"),
        ({"lon": "29.8", "lat": "121.5"}, "请检查是否写反"),
        ({"lon": "121.5", "lat": ""}, "坐标不正确"),
        ({"kind": "event.none"}, "不在可用的选项中"),
        ({"channel": "import"}, "不在可用的选项中"),
        ({"photos": SimpleUploadedFile("x.jpg", b"no photo")}, "不是可以读取的照片"),
    ],
)
def test_a_refusal_is_told_in_the_form_and_nothing_is_stored(cast: Cast, values: dict[str, object], sentence: str):
    answer = cast.chen.sign_in().post(NEW, filled_in(**values))
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "青溪路 8 号" in text_of(answer)
    assert not Case.objects.exists()


def test_without_a_contact_there_is_no_code_and_the_receipt_says_so(cast: Cast):
    answer = cast.chen.sign_in().post(NEW, filled_in(reporter_name="", reporter_phone=""), follow=True)
    assert answer.context["receipt"].number
    assert "没有查询码" in text_of(answer) or answer.context["receipt"].code


def test_who_may_not_follow_a_case_still_hands_out_its_receipt(cast: Cast):
    answer = cast.lin.sign_in().post(NEW, filled_in(), follow=True)
    assert answer.status_code == 200
    assert answer.context["may_open"] is False
    assert Case.objects.get().number in text_of(answer)


def test_a_grid_worker_begins_with_her_grid_and_goes_on_to_settle_what_she_found(cast: Cast):
    make_town()
    client = cast.lin.sign_in()
    page = text_of(client.get(NEW))
    assert '<option value="patrol" selected>' in page
    assert client.get(NEW).context["form"]["area"].value() == GRID
    own = filled_in(channel="patrol", area=GRID, reporter_name="", reporter_phone="", kind="")
    answer = client.post(NEW, own, follow=True)
    case = Case.objects.get()
    assert (answer.context["receipt"].code, case.area_code) == ("", GRID)
    assert f'btn-primary" href="/desk/cases/{case.pk}/"' in text_of(answer)
    assert f"/desk/cases/{case.pk}/settlement" in text_of(client.get(f"/desk/cases/{case.pk}/"))


def test_an_acceptor_begins_at_the_counter_and_the_receipt_says_where_to_follow(cast: Cast):
    client = cast.chen.sign_in()
    assert client.get(NEW).context["form"]["area"].value() is None
    assert "http://testserver/track/" in text_of(client.post(NEW, filled_in(), follow=True))


def test_a_handler_takes_nothing_down(cast: Cast):
    assert cast.sun.sign_in().get(NEW).status_code == 403


@pytest.mark.parametrize(
    ("words", "found", "missing"), [("垃圾", RUBBISH, "dispute.family"), ("没有这个词", "没有找到", RUBBISH)]
)
def test_kinds_are_found_by_name_keyword_or_major(cast: Cast, words: str, found: str, missing: str):
    page = text_of(cast.chen.sign_in().get("/desk/cases/kinds/", {"kind_words": words}))
    assert found in page
    assert missing not in page


def test_a_chosen_kind_stays_chosen_while_it_is_among_those_found(cast: Cast):
    page = text_of(cast.chen.sign_in().get("/desk/cases/kinds/", {"kind": RUBBISH}))
    assert f'<option value="{RUBBISH}" selected>' in page


def test_a_suggestion_is_a_part_of_the_page_and_asks_for_nothing_without_text(cast: Cast):
    client = cast.chen.sign_in()
    assert text_of(client.get("/desk/cases/suggestion/")).strip() == ""
    part = text_of(client.get("/desk/cases/suggestion/", {"text": "门口垃圾成堆"}))
    assert "建议" in part
    assert "<html" not in part
