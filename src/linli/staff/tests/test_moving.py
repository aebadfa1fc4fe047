"""When a grid closes, its people and duties go over to the grid that follows it."""

import datetime as dt

import pytest

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.staff import actions, errors, queries
from linli.staff.actions import Moved, NewAbsence
from linli.staff.models import DutyUnit, Post, StaffRecord, Unit
from linli.staff.rules import SYSTEM, Actor, Command, Permission, PostFacts, Role
from linli.staff.testing import COMMUNITY_OFFICE, GRID, GRID_BESIDE, Cast, make_actor, make_duty, make_post, make_unit

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
DAY_BEFORE = dt.date(2026, 3, 1)
NEW_GRID = "990101001001007"


def move(*, by: Actor = SYSTEM, to: str = NEW_GRID) -> Moved:
    return actions.move_posts(GRID, to, on=DAY, command=Command(new_id(), by, AT))


def test_a_worker_goes_over_and_the_day_before_stays_as_it_was(cast: Cast):
    assert move().posts == 1
    lin = cast.lin.account
    assert queries.actor_of(lin, on=DAY_BEFORE).prefixes(Permission.CASES_HANDLE) == (GRID,)
    assert queries.actor_of(lin, on=DAY).prefixes(Permission.CASES_HANDLE) == (NEW_GRID,)
    assert queries.actor_of(lin, on=DAY).unit_codes == {COMMUNITY_OFFICE}
    assert [person.name for person in queries.workers_of_grid(NEW_GRID, on=DAY)] == ["林小满"]
    moved = StaffRecord.objects.get(what="post-moved")
    assert (moved.facts["from_area"], moved.facts["area_code"]) == (GRID, NEW_GRID)


def test_a_second_time_moves_nothing(cast: Cast):
    assert (move().posts, move().posts) == (1, 0)
    assert Post.objects.filter(account=cast.lin.account).count() == 2


def test_a_post_held_there_already_is_not_given_twice(cast: Cast):
    make_post(cast.lin.account, Role.GRID_WORKER, area_code=GRID_BESIDE, unit_code=COMMUNITY_OFFICE)
    move(to=GRID_BESIDE)
    assert queries.actor_of(cast.lin.account, on=DAY).prefixes(Permission.CASES_HANDLE) == (GRID_BESIDE,)


def test_an_end_that_was_set_stays_and_a_post_over_before_is_left(cast: Cast):
    last = DAY + dt.timedelta(days=30)
    Post.objects.filter(account=cast.lin.account).update(valid_to=last)
    over = make_post(cast.zhao.account, Role.GRID_WORKER, area_code=GRID)
    Post.objects.filter(pk=over.pk).update(valid_to=DAY_BEFORE)
    assert move().posts == 1
    assert Post.objects.get(area_code=NEW_GRID).valid_to == last


def test_a_post_that_had_not_begun_begins_in_the_new_grid(cast: Cast):
    begins = DAY + dt.timedelta(days=7)
    post = PostFacts(Role.GRID_WORKER, GRID)
    actions.set_post(cast.zhao.account.pk, post=post, valid_from=begins, by=SYSTEM, at=AT)
    move()
    assert [held.area_code for held in Post.objects.filter(account=cast.zhao.account)] == [NEW_GRID]
    assert Post.objects.get(account=cast.zhao.account).valid_from == begins


def test_whoever_stands_in_goes_on_standing_in(cast: Cast):
    make_post(cast.zhao.account, Role.HANDLER, area_code=GRID_BESIDE, unit_code=COMMUNITY_OFFICE)
    away = NewAbsence(DAY, DAY + dt.timedelta(days=3), stand_in_id=cast.zhao.account.pk)
    actions.enter_absence(cast.lin.account.pk, new=away, by=SYSTEM, at=AT)
    move()
    assert NEW_GRID in queries.actor_of(cast.zhao.account, on=DAY).prefixes(Permission.CASES_SETTLE)


def test_duties_and_units_of_the_grid_go_over(cast: Cast):
    station = make_unit("grid-station", area_code=GRID)
    make_duty("patrol", area_code=GRID, unit=station)
    make_duty("lamps", area_code=GRID, unit=station)
    make_duty("lamps", area_code=NEW_GRID, unit=cast.units[COMMUNITY_OFFICE])
    assert move() == Moved(posts=1, duties=2, units=1)
    assert queries.unit_for_duty("patrol", NEW_GRID).unit_code == "grid-station"
    assert queries.unit_for_duty("lamps", NEW_GRID).unit_code == COMMUNITY_OFFICE
    assert not DutyUnit.objects.filter(area_code=GRID).exists()
    assert Unit.objects.get(pk="grid-station").area_code == NEW_GRID


def test_who_approves_grids_may_and_a_stranger_may_not(cast: Cast):
    for by in (cast.zhao.actor, cast.lin.actor, make_actor(Role.LEADER, area_code=GRID)):
        with pytest.raises(NotAllowed):
            move(by=by)
    assert move(by=cast.wei.actor).posts == 1


def test_nobody_moves_their_own_post(cast: Cast):
    make_post(cast.wei.account, Role.GRID_WORKER, area_code=GRID)
    with pytest.raises(errors.NotForOneself):
        move(by=cast.wei.actor)
    assert not Post.objects.filter(area_code=NEW_GRID).exists()
