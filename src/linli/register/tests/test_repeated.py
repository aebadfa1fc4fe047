"""A command that comes twice, through whichever door, is applied once and answered alike; and what is refused beside that."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.errors import NotAllowed
from linli.places.testing import make_dwelling
from linli.register import actions, errors, queries
from linli.register.actions import Split
from linli.register.models import Guardianship, RegisterChange
from linli.register.rules import NewContact, NewGuardian, NewHome, NewResident, Relation
from linli.register.testing import AT, CHILD, a_command, make_household, make_id_number, make_resident
from linli.register.tests.lives import HUSBAND, TODAY, WIFE, a_person, everything, make_family
from linli.staff.rules import Command
from linli.staff.testing import GRID, GRID_BESIDE

BORN, MAY = dt.date(1985, 6, 7), dt.date(2026, 5, 1)
NUMBER = make_id_number(BORN, "male")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def _contact(cast, row):
    return actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=a_command(cast.lin.actor))


def _guardian(cast, row):
    named = NewGuardian("court", name="吴芳")
    return actions.name_guardian(row.pk, named, command=a_command(cast.lin.actor), on=MAY)


ACTS = {
    "enter-resident": lambda cast, home, people: (
        lambda c: actions.enter_resident(home.pk, CHILD, command=c, source="self")
    ),
    "change": lambda cast, home, people: (
        lambda c: actions.change_resident(
            people["何伟"].pk, command=c, values={"phone": "19900000003"}, on=MAY, source="self"
        )
    ),
    "move-in": lambda cast, home, people: (
        lambda c: actions.move_in(people["何伟"].pk, NewHome(home.dwelling_id, MAY, lives=True, leaves=True), command=c)
    ),
    "birth": lambda cast, home, people: (
        lambda c: actions.record_birth(
            home.pk, NewResident("何小雨", "female", TODAY, relation=Relation.GRANDCHILD), command=c, on=TODAY
        )
    ),
    "death": lambda cast, home, people: (
        lambda c: actions.record_death(people["何伟"].pk, command=c, on=TODAY, source="self")
    ),
    "merge": lambda cast, home, people: (
        lambda c: actions.merge_residents(people["何伟"].pk, people["何建国"].pk, command=c, reason="同一人，已核对")
    ),
    "part": lambda cast, home, people: (
        lambda c: actions.split_resident(people["何伟"].pk, CHILD, command=c, reason="两人登记成一人", source="self")
    ),
    "split": lambda cast, home, people: (
        lambda c: actions.split_household(home.pk, Split((people["何伟"].pk,), MAY), command=c)
    ),
    "head": lambda cast, home, people: lambda c: actions.set_head(home.pk, people["何伟"].pk, command=c),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_command_sent_twice_is_applied_once_and_answered_alike(cast, name):
    home, people = make_family()
    do, command = ACTS[name](cast, home, people), a_command(cast.lin.actor)
    first = do(command)
    stood = everything()
    assert do(command) == first
    assert everything() == stood


def test_what_hangs_on_a_person_is_ended_once(cast):
    row = make_resident()
    contact, guardian = _contact(cast, row), _guardian(cast, row)
    for end in (
        lambda c: actions.end_contact(contact.pk, command=c),
        lambda c: actions.end_guardian(guardian.pk, command=c, on=TODAY),
    ):
        command = a_command(cast.lin.actor)
        assert end(command) == end(command)


def test_contacts_guardians_statements_and_undoing_are_kept_once(cast):
    row = make_resident(phone="19900000001")
    changed = a_command(cast.lin.actor)
    actions.correct_resident(row.pk, command=changed, values={"name": "徐秀兰"}, source="self", reason="本人更正")
    said = actions.state_value(row.pk, "phone", "19900000002", source="self", command=a_command(cast.lin.actor))
    for act in (
        lambda c: actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=c),
        lambda c: actions.name_guardian(row.pk, NewGuardian("court", name="吴芳"), command=c, on=MAY),
        lambda c: actions.state_value(row.pk, "name", "吴秀兰", source="self", command=c),
        lambda c: actions.settle_statement(said.pk, command=c, take=False),
        lambda c: actions.undo(changed.id, command=c, reason="填错了人"),
    ):
        command = a_command(cast.lin.actor)
        assert act(command) == act(command)


def test_households_are_joined_and_people_taken_in_once(cast):
    home, _people = make_family()
    other = make_household(a_person("吴芳"))
    joined = a_command(cast.lin.actor)
    for _time in range(2):
        assert actions.join_households(home.pk, other.pk, command=joined, on=MAY) == home
    row = make_resident("何强", sex="male", born_on=BORN, id_number=NUMBER, area_code=GRID_BESIDE)
    taken, there = a_command(cast.lin.actor), NewHome(home.dwelling_id, MAY, home.pk, leaves=True)
    first = actions.take_in(NUMBER, "何强", there, command=taken)
    assert actions.take_in(NUMBER, "何强", there, command=taken) == first
    assert first.resident_id == row.pk


def test_a_statement_said_twice_by_one_command_is_one(cast):
    row, command = make_resident(), a_command(cast.lin.actor)
    first = actions.state_value(row.pk, "phone", "19900000002", source="self", command=command)
    assert actions.state_value(row.pk, "phone", "19900000002", source="self", command=command) == first


def test_a_second_head_is_not_entered(cast):
    home, _people = make_family()
    with pytest.raises(errors.RelationUnknown):
        actions.enter_resident(
            home.pk, replace(CHILD, relation=Relation.HEAD), command=a_command(cast.lin.actor), source="self"
        )


def test_a_household_without_a_head_gets_one_by_entering_or_moving(cast):
    for enter in (True, False):
        home = make_household(replace(WIFE, relation=Relation.UNKNOWN))
        if enter:
            row = actions.enter_resident(home.pk, HUSBAND, command=a_command(cast.lin.actor), source="self")
        else:
            row = make_resident("何强", sex="male", born_on=BORN)
            there = NewHome(home.dwelling_id, MAY, home.pk, leaves=True, relation=Relation.HEAD)
            actions.move_in(row.pk, there, command=a_command(cast.lin.actor))
        home.refresh_from_db()
        assert home.head_id == row.pk


@pytest.mark.parametrize(
    ("home", "refusal"),
    [
        ({"lives": False}, errors.NeitherLivesNorRegistered),
        ({"household_id": True}, errors.HouseholdNotFound),
    ],
    ids=["neither", "other-dwelling"],
)
def test_a_move_to_nowhere_is_refused(cast, home, refusal):
    there, people = make_family()
    given = {**home, **({"household_id": there.pk} if "household_id" in home else {})}
    with pytest.raises(refusal):
        actions.move_in(
            people["何伟"].pk, NewHome(make_dwelling(unit_no="77"), MAY, **given), command=a_command(cast.lin.actor)
        )


def test_nothing_begins_for_the_dead_and_somebody_without_a_home_is_not_parted(cast):
    home, people = make_family()
    row = people["何伟"]
    actions.record_death(row.pk, command=a_command(cast.lin.actor), on=TODAY, source="self")
    with pytest.raises(errors.HasDied):
        _contact(cast, row)
    with pytest.raises(errors.HasDied):
        _guardian(cast, row)
    with pytest.raises(errors.HasDied):
        actions.name_guardian(
            people["何宇轩"].pk, NewGuardian("parent", guardian_id=row.pk), command=a_command(cast.lin.actor), on=TODAY
        )
    with pytest.raises(errors.NoHomeToLeave):
        actions.split_resident(row.pk, CHILD, command=a_command(cast.lin.actor), reason="两人登记成一人", source="self")
    assert home.area_code == GRID


def test_a_record_merged_with_its_own_guardian_is_guardian_of_itself_no_more(cast):
    ward, guardian, child = make_resident(), make_resident(), make_resident("何宇轩", born_on=dt.date(2019, 9, 1))
    for whose in (ward, child):
        actions.name_guardian(
            whose.pk, NewGuardian("court", guardian_id=guardian.pk), command=a_command(cast.lin.actor), on=MAY
        )
    stood, command = everything(), a_command(cast.lin.actor)
    actions.merge_residents(ward.pk, guardian.pk, command=command, reason="")
    assert Guardianship.objects.get(ward=ward).until == TODAY
    assert Guardianship.objects.get(ward=child).guardian_id == ward.pk
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="并非同一人")
    assert everything() == stood


def test_a_guardian_goes_with_the_person_parted(cast):
    row = make_resident()
    guardian = _guardian(cast, row)
    made = actions.split_resident(
        row.pk, CHILD, command=a_command(cast.lin.actor), reason="两人登记成一人", rows=[guardian.pk], source="self"
    )
    assert Guardianship.objects.get().ward_id == made.pk


def test_the_history_of_a_record_holds_that_of_records_merged_into_it(cast):
    kept, other = make_resident(), make_resident()
    actions.correct_resident(
        other.pk, command=a_command(cast.lin.actor), values={"name": "徐秀兰"}, source="self", reason="本人更正"
    )
    actions.merge_residents(kept.pk, other.pk, command=a_command(cast.lin.actor), reason="")
    assert {"correct", "merge"} <= {one.act for one in queries.history_of(kept.pk)}
    assert {"correct", "merge"} <= {row.act for row in queries.resident_sheet(cast.lin.actor, kept.pk).timeline}


def test_what_another_part_of_the_register_did_is_undone_in_its_own_way(cast):
    row = make_resident()
    command = a_command(cast.lin.actor)
    RegisterChange.objects.create(
        subject_kind="organisation", subject_id=row.pk, area_code=GRID, at=AT, effective_on=TODAY, by="x", by_name="x",
        act="enter", command_id=command.id,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.undo(command.id, command=Command(a_command(cast.lin.actor).id, cast.lin.actor, AT), reason="填错了人")


def test_a_record_that_was_never_there_stands_on_no_day(cast):
    home = make_household()
    assert queries.resident_as_of(home.pk, TODAY) is None
    assert queries.household_as_of(home.head_id, TODAY) is None
    assert queries.household_as_of(home.pk, dt.date(2019, 12, 31)) is None
