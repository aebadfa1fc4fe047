"""Counts of households that are owed visits, by building: for levelling work, never who they are."""

import datetime as dt

import pytest

from linli.places.actions import put_dwellings
from linli.places.queries import buildings_within
from linli.places.queries.dwelling_counts import dwelling_counts
from linli.places.rules import DwellingDraft, DwellingState, DwellingUse
from linli.places.testing import make_dwelling
from linli.register.queries.by_building import households_by_building
from linli.register.testing import make_household
from linli.staff.testing import GRID
from linli.visits.queries.care_load import care_by_building
from linli.visits.testing import make_elder, make_home

pytestmark = pytest.mark.django_db
CARE = ("elders-alone", "hardship-monthly")


def test_households_are_counted_by_the_building_of_their_dwelling(cast):
    make_household(dwelling_id=make_dwelling(unit_no="101"))
    make_household(dwelling_id=make_dwelling(unit_no="102"))
    make_household(dwelling_id=make_dwelling(building="990101001001-2", unit_no="101"))
    counted = households_by_building([GRID])
    codes = {pk: code for pk, code, *_rest in buildings_within([GRID])}
    assert {codes[pk]: count for pk, count in counted.items()} == {"990101001001-1": 2, "990101001001-2": 1}


def test_a_household_that_has_ended_is_not_counted(cast):
    home = make_home()
    type(home).objects.filter(pk=home.pk).update(until=dt.date(2026, 1, 1))
    assert households_by_building([GRID]) == {}


def test_households_of_another_community_are_not_counted(cast):
    make_home()
    assert households_by_building(["990101001009"]) == {}


def test_who_is_owed_visits_is_counted_once_in_their_building(cast):
    make_elder(cast)
    make_elder(cast, name="沈玉兰")
    counts = list(care_by_building([GRID], CARE).values())
    assert sum(sum(one.values()) for one in counts) == 2
    assert {code for one in counts for code in one} == {"elders-alone"}


def test_who_took_back_consent_is_counted_no_more(cast):
    _resident, enrolment = make_elder(cast)
    type(enrolment).objects.filter(pk=enrolment.pk).update(until=dt.date(2026, 11, 1))
    assert care_by_building([GRID], CARE) == {}


def test_no_class_named_asks_nothing_of_anybody(cast):
    make_elder(cast)
    assert care_by_building([GRID], ()) == {}


def test_dwellings_are_counted_by_use_and_state(cast):
    make_dwelling(unit_no="1")
    ((house, *_rest),) = buildings_within([GRID])
    put_dwellings(
        [
            DwellingDraft(house, GRID, unit, use=use, state=state)
            for unit, state, use in (
                ("2", DwellingState.LIVED_IN, DwellingUse.RENTED),
                ("3", DwellingState.VACANT, DwellingUse.HOME),
                ("4", DwellingState.GONE, DwellingUse.HOME),
                ("5", DwellingState.LIVED_IN, DwellingUse.BUSINESS),
            )
        ]
    )
    (counts,) = dwelling_counts([GRID]).values()
    assert (counts.lived_in, counts.vacant, counts.other) == (2, 1, 1)
