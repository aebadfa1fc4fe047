"""Cases of an earlier system with the limits it had set, some ended and some not."""

import csv

import pytest
from django.utils import timezone

from linli.cases.importing import import_cases, read_mapping
from linli.cases.importing.running import ImportOrder
from linli.cases.models import Case
from linli.cases.queries.replaying import replay_cases
from linli.cases.queries.tallies import count_by_area
from linli.cases.testing import make_places
from linli.core.tables import read_table
from linli.staff.rules import SYSTEM
from linli.staff.testing import DISTRICT, GRID

pytestmark = pytest.mark.django_db
COLUMNS = ("key", "text", "area", "reported_at", "due", "closed_at")
ROWS = (
    ("1", "路口的灯坏了", GRID, "2026-03-02 09:00", "2026-03-04 09:00", "2026-03-03 09:00"),
    ("2", "井盖丢了，危险", GRID, "2026-03-02 09:00", "2026-03-04 09:00", "2026-03-05 09:00"),
    ("3", "垃圾没人清运", GRID, "2026-03-02 09:00", "2026-03-04 09:00", ""),
    ("4", "绿化带有枯树", GRID, "2026-03-02 09:00", "", ""),
    ("5", "路面坑洼不平", GRID, "2026-03-02 09:00", "很快", ""),
)


def taken(folder, **order):
    make_places()
    path = folder / "past.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *ROWS])
    table = read_table(path)
    mapping = read_mapping((), present=table.columns)
    return import_cases(
        table, ImportOrder(mapping, source="past", crs="cgcs2000", by=SYSTEM, at=timezone.now(), **order)
    )


def test_rows_that_say_when_they_ended_are_closed_and_the_others_wait(tmp_path, cast):
    report = taken(tmp_path, closed_when_dated=True)

    assert dict(Case.objects.values_list("source_key", "state")) == {
        "1": "closed", "2": "closed", "3": "reported", "4": "reported",
    }  # fmt: skip
    assert [bad.why[:4] for bad in report.bad] == ["“很快”"]
    assert all(found == [] for _number, found in replay_cases())


def test_the_limits_of_the_earlier_system_count_in_the_figures(tmp_path, cast):
    taken(tmp_path, closed_when_dated=True)
    start = timezone.datetime.fromisoformat("2026-03-01T00:00:00+08:00")
    end = timezone.datetime.fromisoformat("2026-04-01T00:00:00+08:00")
    (found,) = count_by_area(DISTRICT, start=start, end=end, digits=6)

    assert (found.received, found.due, found.closed, found.in_time) == (4, 3, 2, 1)
