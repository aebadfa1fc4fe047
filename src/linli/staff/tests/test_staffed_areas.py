"""Which areas have people whom a change of grids concerns."""

import datetime as dt

import pytest

from linli.staff.models import Post
from linli.staff.queries import staffed_areas
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, COMMUNITY, GRID, GRID_BESIDE, make_duty, make_member, make_unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def staffed():
    return staffed_areas([COMMUNITY], on=DAY) - {COMMUNITY}


def test_an_area_with_a_post_is_staffed_until_its_last_day(cast):
    post = make_member("gao", "高远", Role.GRID_WORKER, GRID_BESIDE).account.posts.get()
    assert GRID_BESIDE in staffed()
    for last, is_staffed in ((DAY, True), (DAY - dt.timedelta(days=1), False)):
        Post.objects.filter(pk=post.pk).update(valid_from=DAY - dt.timedelta(days=9), valid_to=last)
        assert (GRID_BESIDE in staffed()) is is_staffed


def test_an_area_with_a_duty_or_a_unit_is_staffed(cast):
    assert GRID_BESIDE not in staffed()
    make_duty("lifts", area_code=GRID_BESIDE, unit=cast.units[CLEANING])
    make_unit("shop", area_code=f"{COMMUNITY}008")
    assert {GRID, GRID_BESIDE, f"{COMMUNITY}008"} <= staffed()


def test_areas_outside_the_scope_are_not_told(cast):
    assert staffed_areas(["42"], on=DAY) == frozenset()
