"""The benchmarks of clocks measure what they say: few ring, all are looked at, a day off changes due times."""

import datetime as dt
from uuid import UUID

import pytest
from benchmarks import clocks, copying, sweeping
from django.conf import settings

from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, make_case
from linli.staff.rules import SYSTEM
from linli.staff.testing import Cast


@pytest.fixture
def open_ids(cast: Cast) -> list[UUID]:
    hours = [dt.timedelta(minutes=10 * number) for number in range(6)]
    return [
        make_case(cast, state=State.HANDLING, at=MONDAY_9 + hour, source="b", source_key=str(hour)).pk for hour in hours
    ]


def test_rates_of_clocks_are_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clocks, "COUNT", 50)
    rows = clocks.run(1)
    assert [row.name for row in rows] == ["clocks: due times", "clocks: read and replanned", "clocks: next rung found"]
    assert all(row.unit == "/CPU-s" and row.measured > 0 and row.budget for row in rows)


def test_each_sweep_is_made_at_the_moment_of_the_next_few(open_ids: list[UUID], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweeping, "RINGING", 0.34)
    told, spent = sweeping._sweep_next()
    assert told == 3
    assert spent.wall > 0
    assert cases_visible_to(SYSTEM).filter(records__name="warn").count() == 3


def test_a_day_off_is_declared_as_a_city_would_and_taken_back(open_ids: list[UUID]):
    own = settings.LINLI_CATALOGUE
    (row,) = sweeping._after_a_new_day_off(MONDAY_9 + dt.timedelta(hours=5))
    assert row.name == "replan: a new day off changes 6"
    assert own == settings.LINLI_CATALOGUE
    assert cases_visible_to(SYSTEM).filter(records__name="replan").count() == 6


def test_copies_are_cases_of_their_own_with_the_same_clocks(open_ids: list[UUID]):
    cases_visible_to(SYSTEM).filter(pk=open_ids[0]).update(
        source=sweeping.SOURCE, source_key="", number="99999900000000000001"
    )
    assert list(copying.copy_open_cases(sweeping.SOURCE, 2)) == [1, 2]
    found = cases_visible_to(SYSTEM).filter(source=sweeping.SOURCE)
    assert (found.count(), len(set(found.values_list("number", flat=True)))) == (3, 3)
    assert len({str(case.clocks) for case in found}) == 1
