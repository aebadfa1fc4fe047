"""Visits and filled forms from the phone: planned, made with all that follows, moved, taken in once."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from linli.cases.testing import a_photo
from linli.fieldsync.tests.phone import Phone, command, sha
from linli.forms.testing import a_command, admit, an_admission, household_xml, make_forms, member_xml
from linli.forms.tests.beside import upload
from linli.places.testing import make_dwelling
from linli.staff.testing import GRID_ELSEWHERE
from linli.visits.testing import make_home

pytestmark = pytest.mark.django_db
Visit, Case = apps.get_model("visits", "Visit"), apps.get_model("cases", "Case")
Submission = apps.get_model("forms", "Submission")


def tomorrow(days=1):
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def a_plan(home, **more):
    key = str(uuid.uuid4())
    said = {
        "visit": key,
        "household": str(home.pk),
        "purpose": "get-to-know",
        "on": tomorrow(),
        "why": "新搬来",
        **more,
    }
    return command("visit.plan", f"visit:{key}", **said)


def of(plan, name, **said):
    return command(name, plan["record"], visit=plan["payload"]["visit"], **said)


def made_now(plan, **more):
    said = {
        "made_at": timezone.now().isoformat(),
        "talked": "膝盖疼，想装扶手",
        "agreed": "联系安装",
        "matters": [],
        **more,
    }
    return of(plan, "visit.made", **said)


def a_voice(phone, made):
    content = b"\x1a\x45\xdf\xa3" + b"webm" * 40
    phone.put(made, content)
    made["media"] = [{"sha256": sha(content), "size": len(content), "type": "audio/webm", "role": "voice"}]


def test_a_visit_is_planned_made_and_followed_up(phone):
    plan = a_plan(make_home())
    matter = {"case": str(uuid.uuid4()), "text": "楼道灯不亮", "kind": ""}
    made = made_now(plan, matters=[matter], next_on=tomorrow(14))
    a_voice(phone, made)
    answers = phone.send(plan, made)
    assert {one["outcome"] for one in answers.values()} == {"applied"}, answers
    case = Case.objects.get(pk=matter["case"])
    assert answers[made["id"]]["result"] == {"matters": [{"case": matter["case"], "number": case.number}]}
    assert phone.one(made) == answers[made["id"]]
    assert (Visit.objects.count(), Case.objects.count()) == (2, 1)


def test_a_visit_nobody_had_planned_is_told_with_its_plan(phone):
    home = make_home()
    plan = a_plan(home)
    made = made_now(plan, new={"household": str(home.pk), "purpose": "get-to-know", "why": "路过"})
    assert phone.one(made)["outcome"] == "applied"
    assert Visit.objects.get().state == "made"


def test_a_visit_to_a_door_where_nobody_is_registered_comes_back_with_the_door_s_address(phone):
    door, key = str(make_dwelling(unit_no="909")), str(uuid.uuid4())
    plan = command("visit.made", f"visit:{key}", visit=key)
    new = {"dwelling": door, "purpose": "get-to-know", "why": "登记没有人，里面亮着灯"}
    assert phone.one(made_now(plan, new=new, next_on=tomorrow(2)))["outcome"] == "applied"
    [row] = phone.call("GET", "changes").json()["parts"]["visits"]["put"]
    assert (row["dwelling"], row["last"]["agreed"], row["state"]) == (door, "联系安装", "planned")
    assert row["address"].endswith("909室")


@pytest.mark.parametrize("why", [{}, {"why": "  "}], ids=["unsaid", "blank"])
def test_a_visit_to_a_door_where_nobody_is_registered_says_why(phone, why):
    new = {"dwelling": str(make_dwelling(unit_no="909")), "purpose": "get-to-know", **why}
    made = made_now({"record": f"visit:{uuid.uuid4()}", "payload": {"visit": str(uuid.uuid4())}}, new=new)
    plan = command("visit.plan", "visit:1", visit=str(uuid.uuid4()), on=tomorrow(), **new)
    problems = [phone.one(one)["problem"] for one in (made, plan)]
    assert [(one["code"], one["field"]) for one in problems] == [("visits.why-missing", "why")] * 2
    assert not Visit.objects.exists()


@pytest.mark.parametrize("at", ["household", "dwelling"])
def test_a_visit_to_a_household_is_taken_without_a_reason_as_ever(phone, at):
    home = make_home()
    new = {at: str(home.pk if at == "household" else home.dwelling_id), "purpose": "get-to-know"}
    assert phone.one(made_now(a_plan(home), new=new))["outcome"] == "applied"
    assert Visit.objects.get().household_id == home.pk


def test_the_next_visit_to_a_door_needs_no_reason_of_its_own(phone):
    new = {"dwelling": str(make_dwelling(unit_no="909")), "purpose": "get-to-know", "why": "亮着灯"}
    plan = {"record": "visit:1", "payload": {"visit": str(uuid.uuid4())}}
    assert phone.one(made_now(plan, new=new, next_on=tomorrow(2)))["outcome"] == "applied"
    assert Visit.objects.count() == 2


def test_a_visit_whose_matter_is_refused_is_refused_as_a_whole(phone):
    plan = a_plan(make_home())
    phone.one(plan)
    made = made_now(plan, matters=[{"case": str(uuid.uuid4()), "text": "灯不亮", "kind": "no.such-kind"}])
    assert phone.one(made)["outcome"] == "refused"
    assert (Visit.objects.get().state, Case.objects.count()) == ("planned", 0)


@pytest.mark.parametrize("count", [21, 60])
def test_a_visit_with_too_many_matters_is_refused_with_how_many_there_may_be(phone, count):
    plan = a_plan(make_home())
    phone.one(plan)
    matters = [{"case": str(uuid.uuid4()), "text": "灯不亮"} for _number in range(count)]
    answer = phone.one(made_now(plan, matters=matters))
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "visits.too-many-matters")
    assert "20" in answer["problem"]["title"]


def test_a_visit_is_missed_moved_and_called_off(phone):
    plan = a_plan(make_home())
    base = plan["payload"]["on"]
    answers = phone.send(plan, of(plan, "visit.move", on=tomorrow(3), base_on=base))
    assert {one["outcome"] for one in answers.values()} == {"applied"}
    stale = of(plan, "visit.move", on=tomorrow(5), base_on=base)
    answer = phone.one(stale)
    [conflict] = answer["conflicts"]
    assert (answer["outcome"], conflict["mine"], conflict["theirs"]) == ("conflict", tomorrow(5), tomorrow(3))
    assert all((conflict["by"], conflict["at"]))
    settled = of(plan, "visit.move", on=tomorrow(5), base_on=conflict["theirs"])
    assert phone.one(settled)["outcome"] == "applied"
    assert phone.one(of(plan, "visit.not-in", said="敲门无人应"))["outcome"] == "applied"
    assert phone.one(of(plan, "visit.cancel", reason="已搬走"))["outcome"] == "applied"
    assert Visit.objects.get().state == "cancelled"


def test_a_home_elsewhere_is_not_visited(phone):
    assert phone.one(a_plan(make_home(area_code=GRID_ELSEWHERE)))["outcome"] == "refused"
    assert not Visit.objects.exists()


def test_an_inspector_plans_no_visits(cast, folders):
    assert Phone(cast.qian).one(a_plan(make_home()))["outcome"] == "refused"


def test_a_filled_form_is_taken_in_once(phone, cast):
    make_forms(cast)
    home = make_home()
    instance = f"uuid:{uuid.uuid4()}"
    xml = household_xml(
        member_xml(member_name="何秀兰", relation="head", sex="female"), instance=instance, household=home.pk
    ).decode()
    made = command(
        "form.submit", f"form:{instance}", form="household", version="", instance=instance, xml=xml,
        household=str(home.pk),
    )  # fmt: skip
    first = phone.one(made)
    assert first["outcome"] == "applied", first
    assert phone.one(made) == first
    assert phone.one({**made, "id": str(uuid.uuid4())})["result"]["submission"] == first["result"]["submission"]
    assert Submission.objects.count() == 1


def noted(phone, made, content, **note):
    phone.put(made, content)
    made["media"].append({"sha256": sha(content), "size": len(content), **note})


def test_a_visit_with_two_voices_is_refused_and_nothing_is_written(phone):
    plan = a_plan(make_home())
    phone.one(plan)
    made = made_now(plan, matters=[{"case": str(uuid.uuid4()), "text": "楼道灯不亮"}])
    for letter in (b"a", b"b"):
        noted(phone, made, b"\x1a\x45\xdf\xa3" + letter * 160, type="audio/webm", role="voice")
    answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "field.media-twice")
    assert (Visit.objects.get().state, Case.objects.count()) == ("planned", 0)
    del made["media"][1]
    assert phone.one(made)["outcome"] == "applied"
    assert Visit.objects.get(state="made").voices.count() == 1


def test_one_voice_that_is_noted_twice_is_one(phone):
    made = made_now(a_plan(home := make_home()), new={"household": str(home.pk), "purpose": "get-to-know"})
    for _twice in range(2):
        noted(phone, made, b"\x1a\x45\xdf\xa3" + b"a" * 160, type="audio/webm", role="voice")
    assert phone.one(made)["outcome"] == "applied"


def test_a_form_with_two_files_of_one_name_is_refused_and_mended(phone, cast):
    make_forms(cast)
    xml = household_xml(household=make_home().pk, today=str(timezone.localdate())).decode()
    made = command("form.submit", "form:1", form="household", xml=xml)
    for colour in ("red", "blue"):
        photo = a_photo(colour=colour).getvalue()
        noted(phone, made, photo, type="image/jpeg", role="file", name="image.jpg")
    answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "field.media-name-twice")
    assert "image.jpg" in answer["problem"]["title"]
    assert not Submission.objects.exists()
    made["media"][1]["name"] = "other.jpg"
    assert phone.one(made)["outcome"] == "applied"
    assert Submission.objects.get().files.count() == 2


def test_an_answer_does_not_tell_whether_a_form_says_what_the_register_has(phone, cast):
    make_forms(cast)
    home = make_home()
    answers = []
    for said in ("19900000123", "19900000124"):
        instance = f"uuid:{uuid.uuid4()}"
        turn = member_xml(member_name="何秀兰", relation="head", sex="female", phone=said)
        xml = household_xml(turn, instance=instance, household=home.pk, today=str(timezone.localdate())).decode()
        made = command("form.submit", f"form:{instance}", form="household", instance=instance, xml=xml)
        answers.append(phone.one(made))
    assert [(one["outcome"], set(one["result"])) for one in answers] == [("applied", {"submission"})] * 2


def test_what_is_no_form_is_refused(phone, cast):
    make_forms(cast)
    made = command("form.submit", "form:x", form="household", version="", instance="uuid:x", xml="<a>", household="")
    assert phone.one(made)["outcome"] == "refused"


def test_a_phone_is_told_of_a_forms_files_and_fetches_them_by_their_hash(cast):
    upload(cast)
    admission = an_admission(expires_on=timezone.localdate() + dt.timedelta(days=30))
    admit("with-files", admission, command=a_command(cast.luo.actor, at=timezone.now()))
    phone = Phone(cast.lin)
    (row,) = phone.call("GET", "changes").json()["parts"]["forms"]["put"]
    points = next(one for one in row["files"] if one["name"] == "points.csv")
    answer = phone.call("GET", f"forms/with-files/1/files/{points['md5']}")
    assert (answer.status_code, answer["Content-Type"], len(answer.content)) == (200, "text/csv", points["size"])
    assert phone.call("GET", "forms/with-files/1/files/none").status_code == 404
    assert phone.call("GET", f"forms/with-files/2/files/{points['md5']}").status_code == 404
    assert Client().get(f"/field/api/forms/with-files/1/files/{points['md5']}").status_code == 401
