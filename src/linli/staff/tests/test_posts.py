"""Posts are given and ended."""

import datetime as dt

import pytest

from linli.core.errors import NotAllowed
from linli.staff import actions, errors, queries
from linli.staff.models import Post, StaffRecord, Unit
from linli.staff.rules import SYSTEM, Permission, PostFacts, Role
from linli.staff.testing import CLEANING, DISTRICT, GRID, OTHER_DISTRICT, STREET, Cast, make_actor, make_unit

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)


def give(account, post, *, by=SYSTEM, **more):
    return actions.set_post(account.pk, post=post, valid_from=DAY, by=by, at=AT, **more)


def test_a_post_gives_its_rights_from_its_first_day(cast: Cast):
    give(cast.zhao.account, PostFacts(Role.DISPATCHER, STREET), by=cast.root.actor)
    assert queries.actor_of(cast.zhao.account, on=DAY).may(Permission.CASES_DISPATCH, GRID)
    assert not queries.actor_of(cast.zhao.account, on=DAY - dt.timedelta(days=1)).posts
    assert StaffRecord.objects.get().what == "post-set"


def test_the_same_post_given_twice_is_one_post(cast: Cast):
    post = PostFacts(Role.HANDLER, DISTRICT, CLEANING, "夜班")
    first, second = give(cast.zhao.account, post), give(cast.zhao.account, post)
    assert first == second
    assert Post.objects.filter(account=cast.zhao.account).count() == 1
    assert StaffRecord.objects.count() == 1


def test_a_manager_gives_posts_within_the_own_area_only(cast: Cast):
    manager = make_actor(Role.ADMIN, area_code=STREET)
    give(cast.zhao.account, PostFacts(Role.LEADER, GRID), by=manager)
    for area_code in ("", DISTRICT, OTHER_DISTRICT):
        with pytest.raises(NotAllowed):
            give(cast.zhao.account, PostFacts(Role.LEADER, area_code), by=manager)


def test_nobody_gives_themselves_a_post(cast: Cast):
    with pytest.raises(errors.NotForOneself):
        give(cast.root.account, PostFacts(Role.LEADER, DISTRICT), by=cast.root.actor)
    assert not cast.root.actor.may_anywhere(Permission.CASES_VIEW)


def test_the_stranger_gives_no_post(cast: Cast):
    with pytest.raises(NotAllowed):
        give(cast.lin.account, PostFacts(Role.LEADER, DISTRICT), by=cast.zhao.actor)


def test_a_post_needs_an_open_account_and_a_unit_in_use(cast: Cast):
    Unit.objects.filter(code=CLEANING).update(is_active=False)
    with pytest.raises(errors.UnitClosed):
        give(cast.zhao.account, PostFacts(Role.HANDLER, DISTRICT, CLEANING))
    with pytest.raises(errors.UnitUnknown):
        give(cast.zhao.account, PostFacts(Role.HANDLER, DISTRICT, "nowhere"))
    actions.deactivate_account(cast.zhao.account.pk, by=SYSTEM, at=AT)
    with pytest.raises(errors.AccountClosed):
        give(cast.zhao.account, PostFacts(Role.LEADER, DISTRICT))


def test_an_ended_post_stays_known(cast: Cast):
    held = give(cast.zhao.account, PostFacts(Role.LEADER, DISTRICT))
    actions.end_post(held.pk, last_day=DAY, by=cast.root.actor, at=AT)
    assert queries.actor_of(cast.zhao.account, on=DAY).posts
    assert not queries.actor_of(cast.zhao.account, on=DAY + dt.timedelta(days=1)).posts
    assert StaffRecord.objects.filter(what="post-ended").count() == 1


def test_a_post_is_not_ended_before_it_began(cast: Cast):
    held = give(cast.zhao.account, PostFacts(Role.LEADER, DISTRICT))
    with pytest.raises(errors.PostEndsBeforeStart):
        actions.end_post(held.pk, last_day=DAY - dt.timedelta(days=1), by=SYSTEM, at=AT)


def test_a_post_of_another_area_is_not_there_for_a_manager(cast: Cast):
    held = give(cast.zhao.account, PostFacts(Role.LEADER, DISTRICT))
    for by in (make_actor(Role.ADMIN, area_code=STREET), cast.zhao.actor, cast.wei.actor):
        with pytest.raises(errors.PostUnknown):
            actions.end_post(held.pk, last_day=DAY, by=by, at=AT)
    with pytest.raises(errors.PostUnknown):
        actions.end_post(0, last_day=DAY, by=SYSTEM, at=AT)


def test_nobody_ends_their_own_post(cast: Cast):
    held = Post.objects.get(account=cast.root.account)
    with pytest.raises(errors.NotForOneself):
        actions.end_post(held.pk, last_day=DAY, by=cast.root.actor, at=AT)


def test_a_unit_made_by_a_builder_stands(db):
    assert make_unit("u1").name == str(Unit.objects.get())
