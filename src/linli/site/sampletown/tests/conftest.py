"""A small town, made for each test that asks."""

import datetime as dt

import pytest

from linli.cases.actions import load_catalogue
from linli.cases.queries.kinds import catalogue
from linli.places import queries as places
from linli.site.sampletown.making import make_town
from linli.site.sampletown.size import TownSize
from linli.staff import queries as staff

TODAY = dt.date(2026, 11, 20)
SMALL = TownSize(300, 260)


def make(seed=1, size=SMALL):
    places.forget()
    staff.forget_duties()
    load_catalogue(catalogue(), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return make_town(size, seed=seed, today=TODAY, progress=lambda _part, _done, _total: None)


@pytest.fixture
def small_town(db):
    yield make()
    places.forget()
    staff.forget_duties()
