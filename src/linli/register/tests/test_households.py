"""Households are split and joined, headed and related; contacts and guardians come and go, sealed."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.errors import Stale
from linli.places.testing import make_dwelling
from linli.register import actions, errors, queries
from linli.register.actions import Split
from linli.register.models import Contact, Guardianship, Residency
from linli.register.rules import NewContact, NewGuardian, Relation
from linli.register.testing import AT, a_command, make_household, make_resident
from linli.register.tests.lives import GRANDSON, HUSBAND, SON, TODAY, a_person, everything, make_family
from linli.staff.testing import GRID_BESIDE, GRID_ELSEWHERE

MARCH = dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def split(cast, home, *leaving, by=None, command=None, version=None, **more):
    parts = Split(tuple(one.pk for one in leaving), more.pop("on", MARCH), **more)
    command = command or a_command((by or cast.lin).actor)
    return actions.split_household(home.pk, parts, command=command, version=version)


def relations(home):
    rows = home.residencies.filter(until=None).select_related("resident")
    return {one.resident.name: one.relation for one in rows}


def test_a_son_who_keeps_his_own_household_heads_it(cast):
    home, family = make_family()
    new = split(cast, home, family["何伟"], head_id=family["何伟"].pk)
    assert (new.dwelling_id, new.head_id, new.since) == (home.dwelling_id, family["何伟"].pk, MARCH)
    assert relations(new) == {"何伟": "head"}
    assert relations(home) == {"何建国": "head", "徐秀兰": "spouse", "何宇轩": "grandchild"}
    assert len(queries.household_as_of(home.pk, MARCH - dt.timedelta(days=1)).members) == 4
    assert len(queries.household_as_of(home.pk, MARCH).members) == 3


def test_a_household_split_off_may_live_elsewhere(cast):
    home, family = make_family()
    flat = make_dwelling(area_code=GRID_BESIDE, unit_no="501")
    new = split(cast, home, family["何伟"], family["何宇轩"], dwelling_id=flat, by=cast.jiang)
    assert new.area_code == GRID_BESIDE
    assert {one.area_code for one in new.residencies.all()} == {GRID_BESIDE}


def test_a_head_who_leaves_passes_the_household_on(cast):
    home, family = make_family()
    split(cast, home, family["何建国"], head_id=family["何建国"].pk)
    home.refresh_from_db()
    assert home.head_id == family["徐秀兰"].pk


def test_somebody_stays_and_somebody_leaves(cast):
    home, family = make_family()
    for leaving in ((), tuple(family.values())):
        with pytest.raises(errors.HouseholdKeepsNobody):
            split(cast, home, *leaving)
    with pytest.raises(errors.NotOfThisHousehold):
        split(cast, home, make_resident("吴芳"))
    with pytest.raises(errors.NotOfThisHousehold):
        split(cast, home, family["何伟"], head_id=family["徐秀兰"].pk)


@pytest.mark.parametrize(
    ("on", "refusal"),
    [(TODAY + dt.timedelta(days=1), errors.DayInFuture), (dt.date(2019, 1, 1), errors.DayBeforeStart)],
    ids=["tomorrow", "before"],
)
def test_a_household_is_not_split_on_a_day_that_cannot_be(cast, on, refusal):
    home, family = make_family()
    with pytest.raises(refusal):
        split(cast, home, family["何伟"], on=on)


def test_a_split_is_undone_whole(cast):
    home, family = make_family()
    stood, command = everything(), a_command(cast.lin.actor)
    split(cast, home, family["何建国"], family["何伟"], command=command)
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="并未分户")
    assert everything() == stood


def test_two_households_are_joined_and_the_other_one_ends(cast):
    home, _family = make_family()
    other = make_household(a_person("吴芳"))
    stood, command = everything(), a_command(cast.lin.actor)
    actions.join_households(home.pk, other.pk, command=command, on=MARCH)
    other.refresh_from_db()
    assert other.until == MARCH
    assert relations(home)["吴芳"] == Relation.UNKNOWN
    assert not other.residencies.filter(until=None).exists()
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="并未并户")
    assert everything() == stood


def test_a_household_is_not_joined_with_itself_or_a_stranger(cast):
    home, _family = make_family()
    with pytest.raises(errors.SameRecord):
        actions.join_households(home.pk, home.pk, command=a_command(cast.lin.actor), on=MARCH)
    far = make_household(area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.HouseholdNotFound):
        actions.join_households(home.pk, far.pk, command=a_command(cast.lin.actor), on=MARCH)


def test_the_new_head_is_a_member_and_another_one(cast):
    home, family = make_family()
    with pytest.raises(errors.NotOfThisHousehold):
        actions.set_head(home.pk, make_resident("吴芳").pk, command=a_command(cast.lin.actor))
    with pytest.raises(errors.NothingChanges):
        actions.set_head(home.pk, family["何建国"].pk, command=a_command(cast.lin.actor))


def test_relations_to_a_new_head_follow_where_they_are_certain(cast):
    home, family = make_family(HUSBAND, SON, replace(SON, name="何强"), GRANDSON)
    actions.set_head(home.pk, family["何伟"].pk, command=a_command(cast.lin.actor))
    assert relations(home) == {"何伟": "head", "何建国": "parent", "何强": "sibling", "何宇轩": ""}
    command = a_command(cast.lin.actor)
    actions.set_relation(home.pk, family["何宇轩"].pk, "child", command=command)
    actions.set_relation(home.pk, family["何宇轩"].pk, "child", command=command)
    assert relations(home)["何宇轩"] == "child"


@pytest.mark.parametrize("relation", ["head", "cousin"])
def test_a_relation_is_one_that_is_known_and_not_the_heads(cast, relation):
    home, family = make_family()
    with pytest.raises(errors.RelationUnknown):
        actions.set_relation(home.pk, family["何伟"].pk, relation, command=a_command(cast.lin.actor))


def test_a_form_over_a_household_that_changed_since_is_refused(cast):
    home, family = make_family()
    seen = queries.household_sheet(cast.lin.actor, home.pk).version
    actions.set_head(home.pk, family["徐秀兰"].pk, command=a_command(cast.lin.actor), version=seen)
    with pytest.raises(Stale):
        actions.set_head(home.pk, family["何伟"].pk, command=a_command(cast.lin.actor), version=seen)
    with pytest.raises(Stale):
        split(cast, home, family["何伟"], version=seen)


def test_zhao_changes_no_household(cast):
    home, family = make_family()
    command = a_command(cast.zhao.actor)
    for change in (
        lambda: split(cast, home, family["何伟"], by=cast.zhao),
        lambda: actions.set_head(home.pk, family["何伟"].pk, command=command),
        lambda: actions.set_relation(home.pk, family["何伟"].pk, "other", command=command),
        lambda: actions.join_households(home.pk, home.pk, command=command, on=MARCH),
    ):
        with pytest.raises(errors.HouseholdNotFound):
            change()


def test_a_contact_lies_sealed_and_is_masked(cast):
    row = make_resident()
    contact = actions.name_contact(
        row.pk, NewContact(" 吴芳 ", "199 0000 0009", Relation.CHILD), command=a_command(cast.lin.actor)
    )
    assert "吴芳" not in contact.name_sealed
    (shown,) = queries.resident_sheet(cast.lin.actor, row.pk).contacts
    assert (shown.name, shown.phone, shown.relation) == ("吴*", "199******09", "child")
    actions.end_contact(contact.pk, command=a_command(cast.lin.actor))
    assert queries.resident_sheet(cast.lin.actor, row.pk).contacts == ()
    with pytest.raises(errors.ContactNotFound):
        actions.end_contact(contact.pk, command=a_command(cast.lin.actor))


@pytest.mark.parametrize(
    ("contact", "refusal"),
    [(NewContact(" ", "19900000009"), errors.ContactWrong), (NewContact("吴芳", "12"), errors.PhoneInvalid)],
    ids=["nameless", "no-phone"],
)
def test_a_contact_who_cannot_be_called_is_refused(cast, contact, refusal):
    with pytest.raises(refusal):
        actions.name_contact(make_resident().pk, contact, command=a_command(cast.lin.actor))


def test_a_guardian_of_the_register_is_shown_with_the_wards(cast):
    home, family = make_family()
    child, father = family["何宇轩"], family["何伟"]
    named = actions.name_guardian(
        child.pk, NewGuardian("parent", guardian_id=father.pk, relation=Relation.PARENT),
        command=a_command(cast.lin.actor), on=MARCH,
    )  # fmt: skip
    assert queries.resident_sheet(cast.lin.actor, child.pk).guardians[0].resident_id == father.pk
    assert queries.resident_sheet(cast.lin.actor, father.pk).wards[0].resident_id == child.pk
    actions.end_guardian(named.pk, command=a_command(cast.lin.actor), on=TODAY)
    assert queries.resident_sheet(cast.lin.actor, child.pk).needs_guardian
    with pytest.raises(errors.ContactNotFound):
        actions.end_guardian(named.pk, command=a_command(cast.lin.actor), on=TODAY)
    assert home.area_code


@pytest.mark.parametrize(
    ("guardian", "refusal"),
    [
        (NewGuardian("friend", name="吴芳"), errors.GuardianBasisUnknown),
        (NewGuardian("court"), errors.GuardianWrong),
        (NewGuardian("court", name="吴芳", phone="12"), errors.PhoneInvalid),
    ],
    ids=["basis", "nobody", "phone"],
)
def test_a_guardian_who_is_none_is_refused(cast, guardian, refusal):
    with pytest.raises(refusal):
        actions.name_guardian(make_resident().pk, guardian, command=a_command(cast.lin.actor), on=MARCH)


def test_nobody_is_their_own_guardian_nor_twice_the_same_nor_a_child(cast):
    _home, family = make_family()
    child = family["何宇轩"]
    command = lambda: a_command(cast.lin.actor)  # noqa: E731 a new one each time
    with pytest.raises(errors.GuardianWrong):
        actions.name_guardian(child.pk, NewGuardian("court", guardian_id=child.pk), command=command(), on=MARCH)
    with pytest.raises(errors.GuardianWrong):
        actions.name_guardian(
            family["何伟"].pk, NewGuardian("court", guardian_id=child.pk), command=command(), on=MARCH
        )
    father = NewGuardian("parent", guardian_id=family["何伟"].pk)
    actions.name_guardian(child.pk, father, command=command(), on=MARCH)
    with pytest.raises(errors.NothingChanges):
        actions.name_guardian(child.pk, father, command=command(), on=MARCH)


def test_zhao_names_nobody(cast):
    row = make_resident()
    command = a_command(cast.zhao.actor)
    with pytest.raises(errors.ResidentNotFound):
        actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=command)
    with pytest.raises(errors.ResidentNotFound):
        actions.name_guardian(row.pk, NewGuardian("court", name="吴芳"), command=command, on=MARCH)
    named = actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=a_command(cast.lin.actor))
    with pytest.raises(errors.ResidentNotFound):
        actions.end_contact(named.pk, command=command)
    assert Contact.objects.get().until is None
    assert not Guardianship.objects.exists()
    assert Residency.objects.count() == 1
