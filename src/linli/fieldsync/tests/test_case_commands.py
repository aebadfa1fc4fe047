"""What workers do with cases from the phone: report, handle, check, settle; wholly or not at all."""

import json

import pytest
from django.apps import apps

from linli.cases.queries.kinds import catalogue
from linli.cases.rules import State
from linli.cases.testing import RUBBISH, make_case
from linli.core.models import AppliedCommand
from linli.fieldsync.actions.complaining import COMPLAINT_KIND
from linli.fieldsync.tests.phone import Phone, a_report, command, sha, with_photo
from linli.places.testing import make_building, middle
from linli.staff.testing import CLEANING, DISTRICT, GRID, make_duty

pytestmark = pytest.mark.django_db
Case, CaseRecord, Attachment = (apps.get_model("cases", name) for name in ("Case", "CaseRecord", "Attachment"))
HAZARD = "hazard.small-premises"


def test_a_report_becomes_a_case_under_the_phone_s_own_id(phone, cast):
    made = a_report(kind=RUBBISH)
    answer = phone.one(made)
    case = Case.objects.get(pk=made["payload"]["case"])
    assert answer == {"id": made["id"], "outcome": "applied", "result": {"number": case.number}}
    assert (case.channel, case.reported_by, case.area_code) == ("field", cast.lin.account.pk, GRID)


def test_a_report_at_a_building_lies_where_the_building_stands(phone):
    house = make_building()
    phone.one(a_report(place="building", building=house.code, area="", lon=1.0, lat=1.0))
    case = Case.objects.get()
    assert (case.lon_cgcs2000, case.lat_cgcs2000) == (house.lon_cgcs2000, house.lat_cgcs2000)
    assert (case.address, case.area_code) == ("B001号楼", house.area_code)


@pytest.mark.parametrize("place", ["gps", "map"])
def test_a_report_lies_at_its_own_point_and_says_nothing_of_who_stood_where(phone, place):
    lon, lat = middle(0, 0)
    phone.one(a_report(place=place, lon=lon, lat=lat, accuracy_m=8.5625, area=""))
    case = Case.objects.get()
    assert (case.lon_cgcs2000, case.lat_cgcs2000, case.is_located) == (lon, lat, True)
    said = json.dumps([str(row) for row in CaseRecord.objects.values_list()] + [str(Case.objects.values())])
    assert "8.5625" not in said


def test_a_building_nobody_knows_is_refused(phone):
    answer = phone.one(a_report(place="building", building="B999"))
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "places.building-unknown")


def test_a_step_that_the_workflow_declares_is_taken(cast, folders):
    for duty in catalogue().duties:
        if duty not in {"sanitation", "water", "community", "street-office"}:
            make_duty(duty, area_code=DISTRICT, unit=cast.units[CLEANING])
    case = make_case(cast, kind_code=HAZARD, state=State.HANDLING)
    said = {"grade": "major", "measures": "打通出口", "rectify-by": "2027-11-30", "protection": "夜间不得住人"}
    made = command("case.step", f"case:{case.pk}", case=str(case.pk), step="issue-notice", fields=said)
    phone = Phone(cast.sun)
    assert phone.one(made)["outcome"] == "applied"
    case.refresh_from_db()
    assert case.answers["measures"] == "打通出口"
    other = command("case.step", f"case:{case.pk}", case=str(case.pk), step="no-such-step", fields={})
    assert phone.one(other)["outcome"] == "refused"


def test_settling_on_the_spot_closes_the_report_at_once(phone):
    made = a_report(kind=RUBBISH, settled={"result": "已当场清走"})
    assert phone.one(made)["outcome"] == "applied"
    assert Case.objects.get().state == State.CLOSED.value


def test_settling_what_may_not_be_settled_refuses_all_of_it(phone, folders):
    made = a_report(settled={"result": "已当场清走"})  # no kind, so nobody knows whether it may be
    with_photo(phone, made)
    answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "case.kind-missing")
    assert not Case.objects.exists()
    assert not AppliedCommand.objects.exists()
    assert not list((folders / "attachments").rglob("*.jpg"))
    assert len(list((folders / "incoming").rglob("[0-9a-f]*"))) >= 1  # kept for when it is mended


def test_a_handler_works_an_order_to_its_answer(cast, folders):
    case = make_case(cast, state=State.DISPATCHED)
    phone = Phone(cast.sun)
    record = f"case:{case.pk}"
    accept = command("case.accept", record, case=str(case.pk))
    help_ = command("case.help", record, case=str(case.pk), text="需要吊车配合")
    answered = command("case.answer", record, case=str(case.pk), result="已清运并冲洗")
    for role, colour, taken in (("before", "red", "03:00"), ("after", "green", "03:30")):
        with_photo(phone, answered, role, colour=colour, taken_at=f"2026-11-22T{taken}:00Z")
    answers = phone.send(accept, help_, answered)
    assert {one["outcome"] for one in answers.values()} == {"applied"}
    case.refresh_from_db()
    assert case.state == State.RESPONDED.value
    before = Attachment.objects.get(case=case, purpose="before")
    assert before.taken_at is not None


def test_an_answer_without_its_evidence_is_refused_and_leaves_no_photo(cast, folders):
    case = make_case(cast, state=State.HANDLING)
    phone = Phone(cast.sun)
    made = command("case.answer", f"case:{case.pk}", case=str(case.pk), result="已清运并冲洗")
    with_photo(phone, made, "after")
    answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "case.evidence-missing")
    assert not case.attachments.exists()
    assert not list((folders / "attachments").rglob("*.jpg"))


def test_an_order_is_returned_with_a_reason(cast, folders):
    case = make_case(cast, state=State.HANDLING)
    made = command("case.return", f"case:{case.pk}", case=str(case.pk), reason_code="", reason="不属于本单位管辖范围")
    assert Phone(cast.sun).one(made)["outcome"] == "applied"


@pytest.mark.parametrize(("passed", "state"), [(True, State.CHECKED), (False, State.HANDLING)], ids=["yes", "no"])
def test_an_inspector_checks_on_the_spot(cast, folders, passed, state):
    case = make_case(cast, state=State.RESPONDED)
    phone = Phone(cast.qian)
    made = command("case.check", f"case:{case.pk}", case=str(case.pk), passed=passed, text="现场查看过了")
    with_photo(phone, made, "check", colour="blue")
    assert phone.one(made)["outcome"] == "applied"
    case.refresh_from_db()
    assert case.state == state.value


def test_a_note_may_be_a_photo_or_a_recording_alone(phone, cast, folders):
    case = make_case(cast)
    made = command("case.note", f"case:{case.pk}", case=str(case.pk), text="")
    with_photo(phone, made)
    voice = b"\x1a\x45\xdf\xa3" + b"webm" * 40
    phone.put(made, voice)
    made["media"].append({"sha256": sha(voice), "size": len(voice), "type": "audio/webm", "role": "voice"})
    assert phone.one(made)["outcome"] == "applied"
    assert sorted(case.attachments.values_list("purpose", flat=True)) == ["report", "voice"]


def test_a_resident_s_receipt_is_kept(cast, folders):
    case = make_case(cast, state=State.RESPONDED)
    made = command("case.receipt", f"case:{case.pk}", case=str(case.pk), how="name", name="王秀英")
    assert Phone(cast.sun).one(made)["outcome"] == "applied"
    assert case.records.filter(name="confirm").count() == 1


def test_a_complaint_about_the_app_becomes_a_case(phone):
    made = command("app.complaint", "", text="每天要求打开应用三次")
    answer = phone.one(made)
    case = Case.objects.get(number=answer["result"]["number"])
    assert (case.kind_code, case.is_confidential, case.channel) == (COMPLAINT_KIND, True, "field")
    assert phone.one(made) == answer


def test_who_complained_on_the_phone_reads_the_answer_and_nobody_else_of_the_grid(phone, cast):
    answer = phone.one(command("app.complaint", "", text="每天要求打开应用三次"))
    case = Case.objects.get(number=answer["result"]["number"])
    own, other = cast.lin.sign_in(), cast.zheng.sign_in()
    assert f"/track/{case.pk}/" in own.get("/my/").content.decode()
    assert "每天要求打开应用三次" in own.get(f"/track/{case.pk}/").content.decode()
    assert f"/track/{case.pk}/" not in other.get("/my/").content.decode()
    assert other.get(f"/track/{case.pk}/").status_code == 404


def test_a_stranger_to_a_case_learns_nothing_of_it(cast, folders):
    case = make_case(cast, area_code="990101002001001")
    phone = Phone(cast.lin)
    for name, said in (("case.note", {"text": "你好"}), ("case.accept", {}), ("case.settle", {"result": "好了"})):
        answer = phone.one(command(name, f"case:{case.pk}", case=str(case.pk), **said))
        assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "case.not-found")
