"""Two records made one are one in every room: visits, forms, requests and what phones send; and two again when it is undone."""

import datetime as dt

import pytest
import time_machine

from linli.cases.actions.verifying import open_verification
from linli.cases.models import CaseSubject
from linli.cases.queries.subjects import cases_about_resident
from linli.cases.testing import make_case, make_places
from linli.core.facts import tell_facts
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.fieldsync.tests.phone import Phone, command
from linli.forms import actions as forms
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.about_me import forms_about
from linli.forms.queries.reviewing import current_value, mark_of
from linli.forms.testing import AT, a_command, household_xml, make_forms, member_xml
from linli.register import actions as register
from linli.register.actions.consents import Asked, give_consent
from linli.register.queries.held import held_person
from linli.register.rules.consents import Channel
from linli.register.testing import make_resident
from linli.staff.rules import SYSTEM
from linli.visits.listeners import follow_a_merge
from linli.visits.models import Visit
from linli.visits.queries.about_me import visits_about
from linli.visits.queries.field import field_visits
from linli.visits.rules import VisitState
from linli.visits.testing import MONDAY, make_visit_row

pytestmark = pytest.mark.django_db
NAME, BORN, NUMBER = "何秀兰", dt.date(1958, 4, 5), "13900000222"
LATER = AT + dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.LINLI_MEDIA = settings.LINLI_DATA = tmp_path
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def two(cast):
    """Give two records of one person, each with a home of its own."""
    make_places()
    make_forms(cast)
    return tuple(make_resident(NAME, born_on=BORN, phone=f"1990000000{one}") for one in (1, 2))


def tell():
    while tell_facts():
        pass


def merge(cast, kept, other):
    asked = a_command(cast.jiang.actor, at=LATER)
    register.merge_residents(kept.pk, other.pk, command=asked, reason="同一人，已核对")
    tell()
    return asked.id


def unmerge(cast, command_id):
    register.undo(command_id, command=a_command(cast.jiang.actor, at=LATER), reason="是两个人")
    tell()


def her_form(cast, resident):
    turn = member_xml(resident_id=str(resident.pk), member_name=NAME, sex="female", born_on=str(BORN), phone=NUMBER)
    xml = household_xml(turn, household=resident.residencies.get().household_id)
    forms.take_submission(forms.Sent("", "", "", xml), command=a_command(cast.lin.actor))


def elder_form(resident):
    return (
        f'<data id="elder-visit-needs" version="2026112201"><resident_id>{resident.pk}</resident_id>'
        f"<resident_name>{NAME}</resident_name><often>weekly</often><help>meals</help>"
        "<meta><instanceID>uuid:elder</instanceID></meta></data>"
    )


def told(section, cast, resident):
    return sum(len(one.rows) for one in section(cast.lin.actor.account_id, resident.pk))


def made_visit(cast, resident):
    home = resident.residencies.get().household
    return make_visit_row(cast, at=AT, state=VisitState.MADE, home=home, resident_id=resident.pk)


def planned_visit(cast, resident):
    home = resident.residencies.get().household
    return make_visit_row(cast, at=AT, home=home, resident_id=resident.pk)


def test_the_kept_person_reads_the_visits_and_forms_of_the_other(cast, two):
    kept, other = two
    made_visit(cast, other)
    her_form(cast, other)
    merge(cast, kept, other)
    assert (told(visits_about, cast, kept), told(forms_about, cast, kept)) == (1, 1)


def test_an_open_visit_goes_to_where_the_kept_person_lives(cast, two):
    kept, other = two
    visit = planned_visit(cast, other)
    merge(cast, kept, other)
    visit.refresh_from_db()
    assert unseal(visit.records.latest("seq").note_sealed) == "record-joined"
    assert (visit.resident_id, visit.household_id) == (kept.pk, kept.residencies.get(until=None).household_id)
    assert [(one.id, one.resident) for one in field_visits(cast.lin.actor, on=MONDAY)] == [
        (str(visit.pk), str(kept.pk))
    ]


def test_a_value_about_the_other_is_taken_into_the_kept_record(cast, two):
    kept, other = two
    her_form(cast, other)
    merge(cast, kept, other)
    row = WriteBack.objects.get()
    assert forms.take_write_back(row.pk, command=a_command(cast.jiang.actor, at=LATER)).state == "conflict"
    row.refresh_from_db()
    seen = mark_of(current_value(row))
    taken = forms.take_write_back(row.pk, command=a_command(cast.jiang.actor, at=LATER), seen=seen)
    assert (taken.state, held_person(kept.pk).phone) == ("taken", NUMBER)


def test_undoing_the_merge_gives_each_its_own_again(cast, two):
    kept, other = two
    visit, own = made_visit(cast, other), made_visit(cast, kept)
    her_form(cast, other)
    unmerge(cast, merge(cast, kept, other))
    assert dict(Visit.objects.values_list("pk", "resident_id")) == {visit.pk: other.pk, own.pk: kept.pk}
    assert WriteBack.objects.get().resident_id == other.pk
    assert not Visit.objects.exclude(named_id=None).exists()
    assert (told(visits_about, cast, kept), told(visits_about, cast, other)) == (1, 1)


def test_a_chain_of_merges_is_undone_one_by_one(cast, two):
    kept, other = two
    third = make_resident(NAME, born_on=BORN)
    visit = made_visit(cast, other)
    first = merge(cast, kept, other)
    second = merge(cast, third, kept)

    def whose():
        visit.refresh_from_db()
        return visit.resident_id

    assert whose() == third.pk
    unmerge(cast, second)
    assert whose() == kept.pk
    unmerge(cast, first)
    assert whose() == other.pk


def test_facts_told_late_and_all_at_once_end_where_the_register_stands(cast, two):
    kept, other = two
    visit = made_visit(cast, other)
    asked = a_command(cast.jiang.actor, at=LATER)
    register.merge_residents(kept.pk, other.pk, command=asked, reason="同一人，已核对")
    register.undo(asked.id, command=a_command(cast.jiang.actor, at=LATER), reason="是两个人")
    tell()
    visit.refresh_from_db()
    assert (visit.resident_id, visit.named_id) == (other.pk, None)


def test_a_phone_edits_the_kept_record_by_the_old_id(cast, two):
    kept, other = two
    phone = Phone(cast.lin)
    merge(cast, kept, other)
    said = {"person": str(other.pk), "base": {"sex": other.sex}, "set": {"sex": "male"}, "reason": "上门核对"}
    answer = phone.one(command("person.edit", f"person:{other.pk}", **said))
    assert (answer["outcome"], held_person(kept.pk).sex) == ("applied", "male")


def test_a_form_about_the_old_id_is_about_the_kept_person_until_the_merge_is_undone(cast, two):
    kept, other = two
    give_consent(kept.pk, "elder-visits", command=a_command(cast.jiang.actor), asked=Asked(Channel.PAPER))
    home = other.residencies.get().household_id
    merged = merge(cast, kept, other)
    said = {"form": "elder-visit-needs", "xml": elder_form(other), "person": str(other.pk), "household": str(home)}
    assert Phone(cast.lin).one(command("form.submit", "form:9", **said))["outcome"] == "applied"
    assert Submission.objects.get().resident_id == kept.pk
    unmerge(cast, merged)
    assert Submission.objects.get().resident_id == other.pk


def test_a_turn_with_the_old_key_means_the_kept_person(cast, two):
    kept, other = two
    merge(cast, kept, other)
    turn = member_xml(resident_id=str(other.pk), member_name="何阿婆", sex="female", born_on=str(BORN), phone=NUMBER)
    xml = household_xml(turn, household=kept.residencies.get(until=None).household_id)
    forms.take_submission(forms.Sent("", "", "", xml), command=a_command(cast.lin.actor, at=LATER))
    found = set(WriteBack.objects.values_list("field", "resident_id", "named_id"))
    assert found == {("name", kept.pk, other.pk), ("phone", kept.pk, other.pk)}


def test_a_visit_told_of_the_old_id_is_to_the_kept_person(cast, two):
    kept, other = two
    merge(cast, kept, other)
    visit = new_id()
    new = {"resident": str(other.pk), "purpose": "get-to-know"}
    said = {"visit": str(visit), "new": new, "made_at": LATER.isoformat(), "talked": "谈了很多话"}
    assert Phone(cast.lin).one(command("visit.made", f"visit:{visit}", **said))["outcome"] == "applied"
    row = Visit.objects.get(pk=visit)
    assert (row.resident_id, row.named_id) == (kept.pk, other.pk)


def test_a_visit_planned_before_the_merge_can_still_be_told(cast, two):
    kept, other = two
    visit = planned_visit(cast, other)
    merge(cast, kept, other)
    said = {"visit": str(visit.pk), "made_at": LATER.isoformat(), "talked": "谈了很多话"}
    assert Phone(cast.lin).one(command("visit.made", f"visit:{visit.pk}", **said))["outcome"] == "applied"
    assert told(visits_about, cast, kept) == 1


def test_work_on_the_old_record_is_found_beside_the_kept_one(cast, two):
    kept, other = two
    case = make_case(cast)
    CaseSubject.objects.create(case=case, resident_id=other.pk, field="phone")
    type(case).objects.filter(pk=case.pk).update(kind_code="service.record-resident")
    merge(cast, kept, other)
    assert open_verification(kept.pk, "phone").pk == case.pk
    assert [one.id for one in cases_about_resident(SYSTEM, kept.pk)] == [case.pk]


def test_visits_follow_once(cast, two):
    kept, other = two
    visit = made_visit(cast, other)
    merge(cast, kept, other)
    visit.refresh_from_db()
    version = visit.version
    follow_a_merge({"kept_id": str(kept.pk), "other_id": str(other.pk)})
    visit.refresh_from_db()
    assert visit.version == version
