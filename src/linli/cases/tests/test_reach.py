"""The form that gives a place's newest cases from an index selects the same cases as the range of codes."""

import datetime as dt

import pytest
from django.db import connection

from linli.cases.models import Case
from linli.cases.queries.lists import Filters, Tab, list_cases
from linli.cases.queries.reach import within_places
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, make_case
from linli.staff.testing import COMMUNITY, DISTRICT, GRID, GRID_ELSEWHERE, GRID_NEXT_COMMUNITY, STREET, Cast

pytestmark = pytest.mark.django_db
PLACES = ([""], ["99"], ["9901"], [DISTRICT], [STREET], [COMMUNITY], [GRID], [GRID, GRID_ELSEWHERE], [STREET, GRID], [])


@pytest.fixture(autouse=True)
def _cases(cast: Cast) -> None:
    for area in (GRID, GRID_NEXT_COMMUNITY, GRID_ELSEWHERE):
        make_case(cast, area_code=area)


@pytest.mark.parametrize("prefixes", PLACES)
def test_both_forms_select_the_same(prefixes: list[str]):
    by_range, by_digits = (
        set(Case.objects.filter(within_places(prefixes, newest_first=newest)).values_list("pk", flat=True))
        for newest in (False, True)
    )
    assert by_range == by_digits


@pytest.mark.parametrize(
    ("prefix", "index"), [(STREET, "case_street_reported"), (COMMUNITY, "case_community_reported")]
)
def test_the_newest_of_a_place_come_from_its_index(prefix: str, index: str):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table of three rows whole")
    newest = Case.objects.filter(within_places([prefix], newest_first=True)).order_by("-reported_at", "-id")
    plan = newest.explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("tab", [Tab.OPEN, Tab.ALL])
def test_days_narrow_every_list(cast: Cast, tab: Tab):
    late = make_case(cast, state=State.FILED, at=MONDAY_9 + dt.timedelta(days=3))
    since = list_cases(cast.chen.actor, Filters(tab=tab, since=dt.date(2026, 11, 19)))
    until = list_cases(cast.chen.actor, Filters(tab=tab, until=dt.date(2026, 11, 18)))
    assert [row.id for row in since.rows] == [late.pk]
    assert late.pk not in {row.id for row in until.rows}
    assert len(until.rows) == 3
