"""Which grids reach into a circle."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.places import actions
from linli.places.queries import grids_near, locate
from linli.places.testing import GRIDS, SIDE, WEST, make_town, middle

pytestmark = pytest.mark.django_db


def test_in_the_middle_of_a_grid_it_is_the_only_one_near():
    make_town()

    assert list(grids_near(*middle(1, 0), radius_m=50)) == [GRIDS[1]]


def test_beside_a_border_the_neighbour_is_near_too_also_across_communities():
    make_town()
    border = WEST + 2 * SIDE

    assert set(grids_near(border - 0.0001, middle(0, 0)[1], radius_m=50)) == {GRIDS[1], GRIDS[2]}


def test_every_point_within_the_radius_lies_in_one_of_them():
    make_town()
    lon, lat = middle(1, 0)
    near = set(grids_near(lon, lat, radius_m=300))

    around = [(lon + east * 0.0005, lat + north * 0.0005) for east in range(-5, 6) for north in range(-4, 5)]
    assert {locate(*point) for point in around} - {None} <= near


def test_far_outside_none_is_near():
    make_town()

    assert list(grids_near(100.0, 20.0, radius_m=500)) == []


def test_a_closed_grid_stays_near_for_what_happened_there():
    make_town()
    actions.close_area(GRIDS[1], on=dt.date(2026, 1, 1), by="测试", at=timezone.now())

    assert list(grids_near(*middle(1, 0), radius_m=50)) == [GRIDS[1]]
