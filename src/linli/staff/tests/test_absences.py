"""Being away: who stands in, for which days, and that nothing more is kept."""

import datetime as dt

import pytest
import time_machine
from click.testing import CliRunner

from linli.core.errors import NotAllowed
from linli.staff import actions, errors, queries, rules
from linli.staff.actions import NewAbsence
from linli.staff.cli import staff
from linli.staff.models import Absence, StaffRecord
from linli.staff.rules import SYSTEM, Actor, AwayFor, Permission, PostFacts, Role
from linli.staff.testing import (
    CLEANING,
    DISTRICT,
    GRID,
    STREET,
    WATER,
    Cast,
    make_account,
    make_actor,
    make_member,
    make_post,
)  # fmt: skip

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
ONE = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(name="he")
def colleague(cast):
    return make_member("he", "何力", Role.HANDLER, DISTRICT, CLEANING)


def away(member, stand_in=None, *, by=None, first=DAY, days=3, away_for=AwayFor.LEAVE):
    new = NewAbsence(first, first + days * ONE, away_for, stand_in.account.pk if stand_in else None)
    return actions.enter_absence(member.account.pk, new=new, by=by or member.actor, at=AT)


def test_a_stand_in_holds_the_posts_of_who_is_away_for_these_days_only(cast: Cast, he):
    make_post(cast.sun.account, Role.HANDLER, area_code=DISTRICT, unit_code=WATER)
    away(cast.sun, he, first=DAY + ONE)
    held = [queries.actor_of(he.account, on=DAY + n * ONE).unit_codes for n in (0, 1, 4, 5)]
    assert held == [{CLEANING}, {CLEANING, WATER}, {CLEANING, WATER}, {CLEANING}]
    assert queries.actor_of(he.account, on=DAY + ONE).stands_in_for == ("孙大海",)


def test_standing_in_costs_no_second_query(cast: Cast, he, django_assert_num_queries):
    away(cast.sun, he)
    with django_assert_num_queries(1):
        assert queries.actor_of(he.account).stands_in_for


def test_history_names_the_stand_in_and_whom_they_stand_in_for(cast: Cast, he):
    make_post(cast.sun.account, Role.HANDLER, area_code=DISTRICT, unit_code=WATER)
    away(cast.sun, he)
    actor = queries.actor_of(he.account)

    def signed_for(unit):
        return rules.signed(actor, may=lambda one: unit in one.unit_codes and one.may_anywhere(Permission.CASES_HANDLE))

    assert signed_for(WATER) == "何力（代孙大海）"
    assert signed_for(CLEANING) == "何力"
    assert rules.on_behalf_of(he.actor, may=lambda _one: False) == ""
    assert rules.signed(actor, may=lambda _one: False) == "何力"


def test_keeping_accounts_is_never_passed_on(cast: Cast):
    boss = make_member("boss", "主管", Role.ADMIN, STREET, WATER)
    helper = make_member("helper", "助理", Role.HANDLER, STREET, WATER)
    away(boss, helper)
    assert not queries.actor_of(helper.account).may_anywhere(Permission.STAFF_MANAGE)


def test_a_stand_in_who_left_or_an_absent_person_who_was_closed_opens_nothing(cast: Cast, he):
    away(cast.sun, he)
    actions.deactivate_account(cast.sun.account.pk, by=SYSTEM, at=AT)
    assert not queries.actor_of(he.account).stands_in_for


def test_an_absence_taken_back_ends_the_standing_in_at_once(cast: Cast, he):
    row = away(cast.sun, he)
    actions.end_absence(row.pk, by=cast.sun.actor, at=AT)
    actions.end_absence(row.pk, by=cast.sun.actor, at=AT)
    assert not queries.actor_of(he.account).stands_in_for
    assert queries.absences_of([cast.sun.account.pk]) == []
    assert list(StaffRecord.objects.order_by("id").values_list("what", flat=True)) == [
        "absence-entered",
        "absence-ended",
    ]


def test_who_is_away_comes_last_among_those_who_may_handle(cast: Cast, he):
    away(cast.sun, he)
    found = queries.colleagues(CLEANING)
    assert [(one.person.username, one.is_away, one.stand_in_id) for one in found] == [
        ("he", False, None),
        ("sun", True, he.account.pk),
    ]
    assert [[row.account.username for row in rows] for rows in queries.absences_about(he.account.pk)] == [[], ["sun"]]


def test_asked_twice_the_same_absence_is_the_answer_and_another_over_it_is_refused(cast: Cast, he):
    first = away(cast.sun, he)
    assert away(cast.sun, he) == first
    with pytest.raises(errors.AbsenceTwice):
        away(cast.sun, he, days=5)


def test_wrong_days_are_refused(cast: Cast):
    for wrong, first, days in (
        (errors.AbsenceEndsBeforeStart, DAY, -1),
        (errors.AbsenceOver, DAY - 9 * ONE, 3),
        (errors.AbsenceTooLong, DAY, 400),
    ):
        with pytest.raises(wrong):
            away(cast.sun, first=first, days=days)
    with pytest.raises(errors.AwayForUnknown):
        rules.away_for_named("sick")


def test_a_stand_in_is_a_colleague_who_is_there(cast: Cast, he):
    with pytest.raises(errors.StandInIsSame):
        away(cast.sun, cast.sun)
    with pytest.raises(errors.StandInNoColleague):
        away(cast.sun, cast.wei)
    away(he)
    with pytest.raises(errors.StandInAway, match="何力"):
        away(cast.sun, he)
    actions.deactivate_account(he.account.pk, by=SYSTEM, at=AT)
    with pytest.raises(errors.AccountClosed):
        away(cast.sun, he)


def test_only_oneself_and_who_manages_them_enter_and_end_an_absence(cast: Cast, he):
    with pytest.raises(NotAllowed):
        away(cast.sun, he, by=cast.zhao.actor)
    with pytest.raises(NotAllowed):
        away(cast.sun, he, by=he.actor)
    row = away(cast.sun, he, by=cast.root.actor)
    with pytest.raises(errors.AbsenceUnknown):
        actions.end_absence(row.pk, by=cast.zhao.actor, at=AT)
    with pytest.raises(errors.AbsenceUnknown):
        actions.end_absence(cast.sun.account.pk, by=cast.root.actor, at=AT)
    elsewhere = make_actor(Role.ADMIN, area_code=STREET, account=make_account("boss"))
    with pytest.raises(errors.AbsenceUnknown):
        actions.end_absence(row.pk, by=elsewhere, at=AT)


def test_what_is_long_over_is_deleted(cast: Cast, he):
    Absence.objects.create(account=he.account, from_on=DAY - 60 * ONE, to_on=DAY - 40 * ONE)
    away(cast.sun)
    assert Absence.objects.count() == 1


def test_posts_that_a_stand_in_holds_are_marked():
    post = PostFacts(Role.HANDLER, DISTRICT, CLEANING)
    kept = rules.passed_on([post, PostFacts(Role.ADMIN, ""), PostFacts(Role.RESIDENT, GRID)], name="孙")
    assert kept == (PostFacts(Role.HANDLER, DISTRICT, CLEANING, for_name="孙"),)
    assert Actor("何", posts=kept).stands_in_for == ("孙",)


def test_absences_on_the_command_line(cast: Cast, he):
    run = CliRunner().invoke
    done = run(staff, ["absence", "sun", "--to", "2026-03-05", "--stand-in", "he", "--for", "training"])
    assert done.exit_code == 0
    assert "he" in run(staff, ["absences", "sun", "--json"]).output
    assert run(staff, ["end-absence", done.output.strip()]).exit_code == 0
    assert run(staff, ["absences", "sun"]).output == ""
    assert run(staff, ["absence", "sun", "--to", "2026-02-05"]).exit_code == 1


def test_who_keeps_the_accounts_does_not_name_themselves_stand_in(cast: Cast):
    boss = make_member("boss", "主管", Role.ADMIN, DISTRICT, CLEANING)
    with pytest.raises(errors.NotForOneself):
        away(cast.sun, boss, by=boss.actor)
    assert away(cast.sun, by=boss.actor).stand_in_id is None


def test_who_has_left_the_unit_stands_in_no_more(cast: Cast, he):
    away(cast.sun, he)
    he.account.posts.update(valid_to=DAY)
    assert queries.actor_of(he.account, on=DAY).stands_in_for == ("孙大海",)
    assert queries.actor_of(he.account, on=DAY + ONE).posts == ()
