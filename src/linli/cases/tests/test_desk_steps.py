"""The forms of the case page: who gets which, what they do, that they apply once, and how a refusal is told."""

import pytest
import time_machine
from django.urls import reverse

from linli.cases import actions
from linli.cases.models import Attachment, Case, CaseRecord
from linli.cases.rules import State
from linli.cases.testing import RUBBISH, a_command, a_photo, make_case
from linli.cases.tests.desk import SOON_AFTER, send, steps_on, text_of
from linli.core.ids import new_id
from linli.staff.testing import CLEANING, GRID, WATER, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def in_the_grid(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(area_code=GRID, is_located=True)
    return case


ALWAYS = {"notes", "photos"}
OFFERED = [
    ("chen", "reported", {"filing", "refusal", "kind"}),
    ("wei", "reported", set()),
    ("lin", "reported", {"settlement"}),
    ("qian", "reported", set()),
    ("wu", "reported", {"filing", "refusal", "kind"}),
    ("chen", "filed", {"kind"}),
    ("wei", "filed", {"dispatch"}),
    ("wu", "filed", {"kind", "voiding"}),
    ("sun", "dispatched", {"acceptance", "return"}),
    ("wei", "dispatched", set()),
    ("sun", "handling", {"answer", "return"}),
    ("lin", "handling", set()),
    ("qian", "responded", {"check"}),
    ("lin", "responded", {"check"}),
    ("sun", "responded", set()),
    ("wu", "checked", {"closure"}),
    ("qian", "checked", {"closure"}),
    ("chen", "checked", set()),
]


# Steps beside the course: more time, reminders, joint work, orders; see `test_joint_page.py`.
BESIDE = {
    "pause", "extension", "resumption", "reminder", "call", "meeting", "action", "order", "delegation", "recall", "merging",
    "splitting", "relation",
}  # fmt: skip


@pytest.mark.parametrize(("name", "state", "nouns"), OFFERED)
def test_a_page_offers_the_allowed_steps_and_only_those(cast: Cast, name: str, state: str, nouns: set[str]):
    case = in_the_grid(make_case(cast, state=State(state)))
    page = text_of(getattr(cast, name).sign_in().get(reverse("cases:detail", args=[case.pk])))
    assert steps_on(page) - {"contact"} - BESIDE == nouns | ALWAYS


def test_an_ended_case_offers_opening_again_to_supervision_only(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    offered = {
        name: steps_on(text_of(getattr(cast, name).sign_in().get(f"/desk/cases/{case.pk}/"))) - BESIDE
        for name in ("chen", "wei", "sun", "qian")
    }
    assert offered == {"chen": {"reopening"}, "wei": set(), "sun": set(), "qian": set()}


def test_a_case_goes_its_whole_way_through_the_forms(cast: Cast):
    case = make_case(cast, kind_code="")
    photos = {"before": a_photo(colour="red"), "after": a_photo(colour="green")}
    course = [
        (cast.chen, "filing", {"kind": RUBBISH, "lane": "dispatch"}, State.FILED),
        (cast.wei, "dispatch", {"unit": "", "note": ""}, State.DISPATCHED),
        (cast.sun, "acceptance", {}, State.HANDLING),
        (cast.sun, "answer", {"result": "已清运并冲洗", **photos}, State.RESPONDED),
        (cast.qian, "check", {"verdict": "pass", "reason": "现场干净"}, State.CHECKED),
        (cast.wu, "closure", {"outcome": "solved", "note": ""}, State.CLOSED),
    ]
    for member, noun, values, state in course:
        answer = send(member, case, noun, **values)
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/"), text_of(answer)
        case.refresh_from_db()
        assert case.state == state
    assert case.unit_code == CLEANING
    assert sorted(case.attachments.values_list("purpose", flat=True)) == ["after", "before"]


def test_a_second_click_applies_nothing_twice(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    command_id = str(new_id())
    for _click in range(2):
        answer = send(
            cast.sun,
            case,
            "answer",
            command_id=command_id,
            result="已清运干净",
            before=a_photo(),
            after=a_photo(colour="red"),
        )
        assert answer.status_code == 302
    assert CaseRecord.objects.filter(case=case, name="respond").count() == 1
    assert Attachment.objects.filter(case=case).count() == 2


def test_a_form_without_its_command_id_is_told_to_be_old(cast: Cast):
    case = make_case(cast)
    answer = cast.chen.sign_in().post(f"/desk/cases/{case.pk}/notes", {"text": "一条备注"})
    assert answer.status_code == 400
    assert "这一页已过期" in text_of(answer)
    assert "一条备注" in text_of(answer)


def test_an_answer_without_its_photos_is_refused_and_keeps_what_was_typed(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    answer = send(cast.sun, case, "answer", result="已经清运干净了", before=a_photo())
    page = text_of(answer)
    assert answer.status_code == 409
    assert "须有处置后照片" in page
    assert "已经清运干净了" in page
    assert "文件没有保存" not in page
    assert case.attachments.get().purpose == "before"  # what was sent is kept: only the other photo is still asked for


def test_what_is_no_photo_is_named(cast: Cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = make_case(cast, state=State.HANDLING)
    answer = send(cast.sun, case, "photos", purpose="after", photos=SimpleUploadedFile("<b>x.jpg", b"MZ"))
    assert answer.status_code == 400
    assert "不是可以读取的照片" in text_of(answer)
    assert "<b>x" not in text_of(answer)


@pytest.mark.parametrize(
    ("name", "state", "noun", "values", "sentence"),
    [
        ("chen", "reported", "filing", {"kind": "", "lane": "dispatch"}, "请选定事项类别"),
        ("chen", "reported", "filing", {"kind": "event.none", "lane": "dispatch"}, "选择一个有效的选项"),
        ("chen", "reported", "filing", {"kind": RUBBISH, "lane": "urgent"}, "不能走所选的办理通道"),
        ("chen", "reported", "refusal", {"reason": " "}, "请写明理由"),
        ("chen", "reported", "refusal", {"reason": "与另一件重复", "duplicate_number": "999"}, "没有找到这件案卷"),
        ("wei", "filed", "dispatch", {"unit": "nobody"}, "没有编码或名称为“nobody”的单位"),
        ("sun", "dispatched", "return", {"reason_code": "not-ours", "reason": ""}, "请写明具体情况"),
        ("sun", "dispatched", "return", {"reason": ""}, "请写明理由"),
        ("sun", "handling", "answer", {"result": "好"}, "请写明处置结果"),
        ("qian", "responded", "check", {"verdict": "fail", "reason": ""}, "请写明理由"),
        ("wu", "checked", "closure", {"outcome": "not-fixable", "note": ""}, "请写明理由"),
        ("wu", "filed", "voiding", {"reason": ""}, "请写明理由"),
        ("chen", "reported", "notes", {"text": ""}, "请写明理由"),
    ],
)
def test_a_refusal_is_a_sentence_in_the_form(cast: Cast, name, state, noun, values, sentence):
    case = make_case(cast, state=State(state))
    answer = send(getattr(cast, name), case, noun, **values)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    case.refresh_from_db()
    assert case.state == state


@pytest.mark.parametrize(
    ("name", "noun", "values"),
    [
        ("wei", "filing", {"kind": RUBBISH, "lane": "dispatch"}),
        ("chen", "dispatch", {"unit": WATER}),
        ("chen", "voiding", {"reason": "不该由我作废"}),
        ("qian", "closure", {"outcome": "solved"}),
    ],
)
def test_a_step_of_somebody_elses_post_is_refused(cast: Cast, name: str, noun: str, values: dict[str, str]):
    case = make_case(cast, state=State.FILED)
    answer = send(getattr(cast, name), case, noun, **values)
    assert answer.status_code in {403, 409}
    case.refresh_from_db()
    assert (case.state, case.version) == ("filed", 2)


def test_who_comes_second_reads_why_and_keeps_what_was_typed(cast: Cast):
    case = make_case(cast)
    actions.file_case(case.pk, command=a_command(cast.wu.actor, at=SOON_AFTER))
    answer = send(cast.chen, case, "refusal", reason="现场看过了，没有这回事")
    page = text_of(answer)
    assert answer.status_code == 409
    assert "现在的状态不能办理这一步" in page
    assert "现场看过了，没有这回事" in page
    case.refresh_from_db()
    assert case.state == "filed"


def test_a_unit_that_returned_once_is_told_so(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    assert send(cast.sun, case, "return", reason_code="not-on-list", reason="").status_code == 302
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=SOON_AFTER), unit_code="990101-cleaning")
    answer = send(cast.sun, case, "return", reason_code="not-on-list", reason="")
    assert answer.status_code == 409
    assert "本单位已退回过一次" in text_of(answer)


def test_a_returned_order_says_the_reason_of_the_catalogue(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    send(cast.sun, case, "return", reason_code="wrong-place", reason="在河对岸")
    assert case.records.get(name="return").note == "地点不在本单位辖区：在河对岸"


def test_declining_as_a_repeat_names_the_first_case(cast: Cast):
    first, case = make_case(cast), make_case(cast)
    send(cast.chen, case, "refusal", reason_code="same-matter", duplicate_number=first.number)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.duplicate_of) == ("declined", "duplicate", first.pk)
    assert case.result


def test_a_likely_duplicate_is_declined_without_copying_its_number(cast: Cast):
    first, case = make_case(cast), make_case(cast)
    client = cast.chen.sign_in()
    assert f'href="?duplicate={first.number}#refusal"' in text_of(client.get(f"/desk/cases/{case.pk}/"))
    page = text_of(client.get(f"/desk/cases/{case.pk}/?duplicate={first.number}"))
    assert f'value="{first.number}"' in page
    assert '<option value="same-matter" selected>' in page
    assert 'id="refusal" open' in page
    send(cast.chen, case, "refusal", reason_code="same-matter", duplicate_number=first.number)
    assert f'href="/desk/cases/{first.pk}/"' in text_of(client.get(f"/desk/cases/{case.pk}/"))


def test_a_unit_reads_beside_its_form_why_the_check_failed(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    send(cast.qian, case, "check", verdict="fail", reason="桶边还有两袋垃圾")
    page = text_of(cast.sun.sign_in().get(f"/desk/cases/{case.pk}/"))
    assert "上次核查不通过：桶边还有两袋垃圾" in page


def test_whoever_is_done_with_a_case_goes_on_to_the_next(cast: Cast):
    done, waiting = make_case(cast, state=State.FILED), make_case(cast)
    client = cast.chen.sign_in()
    assert f"/desk/cases/next/?after={done.pk}" in text_of(client.get(f"/desk/cases/{done.pk}/"))
    assert "/desk/cases/next/" not in text_of(client.get(f"/desk/cases/{waiting.pk}/"))
    assert client.get(f"/desk/cases/next/?after={done.pk}")["Location"] == f"/desk/cases/{waiting.pk}/"
    last = client.get(f"/desk/cases/next/?after={waiting.pk}", follow=True)
    assert "现在没有等您办理的案卷" in text_of(last)


def test_another_unit_than_the_dutys_may_be_named(cast: Cast):
    case = make_case(cast, state=State.FILED)
    send(cast.wei, case, "dispatch", unit=WATER, note="管道漏水造成")
    case.refresh_from_db()
    assert (case.state, case.unit_code) == ("dispatched", WATER)


def test_a_worker_settles_on_the_spot_with_a_photo(cast: Cast):
    case = in_the_grid(make_case(cast, kind_code=""))
    answer = send(cast.lin, case, "settlement", kind=RUBBISH, result="当场清理完毕", after=a_photo())
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.lane) == ("closed", "on-spot")


def test_a_failed_check_goes_back_and_a_closed_case_opens_again(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    send(cast.qian, case, "check", verdict="fail", reason="垃圾还在")
    case.refresh_from_db()
    assert (case.state, case.reworks) == ("handling", 1)
    closed = make_case(cast, state=State.CLOSED)
    assert send(cast.wu, closed, "reopening", reason="居民说又堆上了").status_code == 302
    closed.refresh_from_db()
    assert closed.state == "filed"


def test_notes_kinds_and_voiding_are_kept_in_the_history(cast: Cast):
    case = make_case(cast, state=State.FILED)
    send(cast.wu, case, "notes", text="已电话联系")
    send(cast.chen, case, "kind", kind="event.dirty-road")
    send(cast.wu, case, "voiding", reason="重复录入")
    names = list(case.records.order_by("seq").values_list("name", flat=True))
    assert names == ["report", "file", "note", "correct-kind", "void"]


def test_an_address_of_a_step_opened_by_hand_leads_to_the_case(cast: Cast):
    case = make_case(cast)
    answer = cast.chen.sign_in().get(f"/desk/cases/{case.pk}/filing")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/")


def test_who_may_not_read_on_after_filing_sees_state_and_dates(cast: Cast):
    case = make_case(cast, kind_code="")
    answer = send(cast.chen, case, "filing", kind="dispute.neighbour", lane="dispatch")
    page = cast.chen.sign_in().get(answer["Location"]).content.decode()
    assert "保密" in page
    assert case.text not in page


def test_whoever_may_not_read_a_case_files_it_unread_under_its_own_kind(cast: Cast):
    case = in_the_grid(make_case(cast, kind_code="dispute.family"))
    page = text_of(cast.chen.sign_in().get(reverse("cases:detail", args=[case.pk])))
    assert "按登记的类别" in page
    assert "婚姻家庭纠纷" not in page
    assert steps_on(page) == {"filing", "refusal"}
    assert send(cast.chen, case, "filing", kind=RUBBISH, lane="dispatch").status_code == 403
    assert send(cast.chen, case, "filing", kind="", lane="dispatch").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.kind_code, case.is_confidential) == ("filed", "dispute.family", True)
