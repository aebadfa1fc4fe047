"""Births begin with a guardian, deaths end what was the person's own, and can be taken back whole."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.register import actions, errors, queries
from linli.register.models import Consent, Enrolment, Guardianship, Membership, Residency, Resident
from linli.register.rules import NewHome, NewResident, Relation
from linli.register.testing import AT, a_command, make_organisation
from linli.register.tests.lives import GRANDSON, HUSBAND, SON, TODAY, WIFE, everything, give_everything, make_family

BIRTH = dt.date(2026, 10, 1)
BABY = NewResident("何小雨", "female", BIRTH, relation=Relation.CHILD)
YOUNG = (replace(HUSBAND, born_on=dt.date(1995, 1, 1)), replace(WIFE, born_on=dt.date(1996, 1, 1)))
DEATH = dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def born(cast, home, child=BABY, *, on=BIRTH, parents=(), by=None):
    return actions.record_birth(home.pk, child, command=a_command((by or cast.lin).actor), on=on, parents=parents)


def died(cast, row, *, on=DEATH, by=None, command=None):
    command = command or a_command((by or cast.lin).actor)
    return actions.record_death(row.pk, command=command, on=on, source="household")


def test_a_child_of_the_head_has_both_parents_as_guardians(cast):
    home, family = make_family(*YOUNG)
    baby = born(cast, home)
    guardians = set(Guardianship.objects.filter(ward=baby).values_list("guardian_id", "basis", "since"))
    assert guardians == {(one.pk, "parent", BIRTH) for one in family.values()}
    assert Residency.objects.get(resident=baby).since == BIRTH
    assert not queries.resident_sheet(cast.lin.actor, baby.pk).needs_guardian
    assert queries.resident_sheet(cast.lin.actor, baby.pk).timeline[0].act == "birth"


def test_a_grandchild_has_the_parent_who_is_named(cast):
    home, family = make_family()
    baby = born(cast, home, replace(BABY, relation=Relation.GRANDCHILD), parents=[family["何伟"].pk])
    assert Guardianship.objects.get(ward=baby).guardian_id == family["何伟"].pk


def test_a_child_nobody_is_named_for_shows_that_it_needs_a_guardian(cast):
    home, _family = make_family()
    baby = born(cast, home, replace(BABY, relation=Relation.GRANDCHILD))
    assert queries.resident_sheet(cast.lin.actor, baby.pk).needs_guardian


@pytest.mark.parametrize(
    ("child", "on", "refusal"),
    [
        (BABY, dt.date(2026, 10, 2), errors.BirthNotOnThisDay),
        (replace(BABY, born_on=TODAY + dt.timedelta(days=1)), TODAY + dt.timedelta(days=1), errors.BirthDateWrong),
        (replace(BABY, relation=Relation.HEAD), BIRTH, errors.RelationUnknown),
        (replace(BABY, born_on=dt.date(2019, 1, 1)), dt.date(2019, 1, 1), errors.DayBeforeStart),
    ],
    ids=["other-day", "tomorrow", "head", "before-the-household"],
)
def test_a_birth_that_cannot_be_is_refused(cast, child, on, refusal):
    home, _family = make_family(*YOUNG)
    with pytest.raises(refusal):
        born(cast, home, child, on=on)
    assert Resident.objects.count() == 2


def test_a_parent_is_no_child_and_a_member_of_the_household(cast):
    home, family = make_family(HUSBAND, WIFE, GRANDSON)
    with pytest.raises(errors.ParentTooYoung):
        born(cast, home, parents=[family["何宇轩"].pk])
    with pytest.raises(errors.NotOfThisHousehold):
        born(cast, home, parents=[home.pk])


def test_a_death_ends_home_membership_programme_and_consent_on_its_day(cast):
    _home, family = make_family()
    give_everything(family["何建国"], organisation_id=make_organisation().pk)
    died(cast, family["何建国"])
    whom = {"resident": family["何建国"]}
    assert Residency.objects.get(**whom).until == DEATH
    assert Membership.objects.get(**whom).until == DEATH
    assert (Enrolment.objects.get(**whom).until, Enrolment.objects.get(**whom).ended_because) == (DEATH, "died")
    assert (Consent.objects.get(**whom).withdrawn_at, Consent.objects.get(**whom).withdrawn_by) == (AT, "died")
    assert Guardianship.objects.get(ward=family["何建国"]).until == DEATH


def test_a_death_passes_the_household_to_the_spouse_and_relates_the_others(cast):
    home, family = make_family()
    died(cast, family["何建国"])
    home.refresh_from_db()
    relations = {
        one.resident.name: one.relation for one in home.residencies.filter(until=None).select_related("resident")
    }
    assert home.head_id == family["徐秀兰"].pk
    assert relations == {"徐秀兰": "head", "何伟": "", "何宇轩": ""}


def test_where_several_could_head_it_a_person_chooses(cast):
    home, family = make_family(HUSBAND, SON, replace(SON, name="何强"))
    died(cast, family["何建国"])
    home.refresh_from_db()
    assert home.head_id is None
    actions.set_head(home.pk, family["何伟"].pk, command=a_command(cast.lin.actor))
    assert Residency.objects.get(resident=family["何强"]).relation == Relation.SIBLING


def test_the_last_one_to_die_ends_the_household(cast):
    home, family = make_family(HUSBAND)
    died(cast, family["何建国"])
    home.refresh_from_db()
    assert home.until == DEATH


def test_a_guardian_who_dies_acts_no_more(cast):
    home, _family = make_family(*YOUNG)
    baby = born(cast, home)
    for parent in Guardianship.objects.filter(ward=baby):
        died(cast, parent.guardian)
    assert queries.resident_sheet(cast.lin.actor, baby.pk).needs_guardian


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (TODAY + dt.timedelta(days=1), errors.DayInFuture),
        (dt.date(1950, 1, 1), errors.DayBeforeBirth),
        (dt.date(2019, 1, 1), errors.DayBeforeStart),
    ],
    ids=["tomorrow", "before-birth", "before-the-home"],
)
def test_nobody_dies_on_a_day_that_cannot_be(cast, on, refusal):
    _home, family = make_family()
    with pytest.raises(refusal):
        died(cast, family["何建国"], on=on)


def test_nobody_dies_twice_and_nothing_begins_for_the_dead(cast):
    home, family = make_family()
    died(cast, family["何建国"])
    with pytest.raises(errors.DiedAlready):
        died(cast, family["何建国"])
    with pytest.raises(errors.HasDied):
        actions.move_in(
            family["何建国"].pk, NewHome(home.dwelling_id, TODAY, home.pk), command=a_command(cast.lin.actor)
        )


def test_a_death_recorded_wrongly_is_undone_whole(cast):
    _home, family = make_family()
    give_everything(family["何建国"], organisation_id=make_organisation().pk)
    stood = everything()
    command = a_command(cast.lin.actor)
    died(cast, family["何建国"], command=command)
    assert everything() != stood
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="登记错了人")
    assert everything() == stood


def test_a_birth_is_undone_whole(cast):
    home, _family = make_family(*YOUNG)
    stood = everything()
    command = a_command(cast.lin.actor)
    actions.record_birth(home.pk, BABY, command=command, on=BIRTH)
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="重复登记")
    assert everything() == stood


def test_zhao_records_no_birth_and_no_death(cast):
    home, family = make_family(*YOUNG)
    with pytest.raises(errors.HouseholdNotFound):
        born(cast, home, by=cast.zhao)
    with pytest.raises(errors.ResidentNotFound):
        died(cast, family["何建国"], by=cast.zhao)
