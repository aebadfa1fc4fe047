"""A city of a million is divided anew: how long its dwellings, people, visits and cases take to follow the map.

In an installation of its own, laid out anew each time (an empty folder, or an empty database in LINLI_DATABASE_URL):

    PYTHONPATH=.:src LINLI_DATA=/tmp/relocating .venv/bin/python -m benchmarks.relocating [--residents 1000000]

Every community's grids shift by half their width, so that half of the city changes its grid, and one grid of each closes.
A second telling must move nothing.
"""

import argparse
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

import django
import numpy as np
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from django.db import connection  # noqa: E402 Django is set up first

from linli.cases.actions import relocate_cases, report_case  # noqa: E402 as above
from linli.cases.actions.reporting import NewReport  # noqa: E402 as above
from linli.core.bulk import insert_models, insert_rows  # noqa: E402 as above
from linli.core.ids import new_id  # noqa: E402 as above
from linli.core.installation import set_installation  # noqa: E402 as above
from linli.forms.actions.relocating import relocate_forms  # noqa: E402 as above
from linli.places import actions as places  # noqa: E402 as above
from linli.places.models import Building, Dwelling  # noqa: E402 as above
from linli.places.rules import AreaDraft, level_of  # noqa: E402 as above
from linli.register.actions import relocate_homes  # noqa: E402 as above
from linli.register.models import Enrolment, Household, Residency  # noqa: E402 as above
from linli.site import preparing  # noqa: E402 as above
from linli.staff.rules import SYSTEM, Command  # noqa: E402 as above
from linli.visits.actions import follow_homes  # noqa: E402 as above
from linli.visits.models import Visit  # noqa: E402 as above

ROOT = "990102"
STREETS, COMMUNITIES, GRIDS = 10, 11, 10
WIDE = 0.004  # degrees of a grid
FLATS, PEOPLE_A_HOME = 10, 2.7
VISITS, CASES, ENROLLED = 40_000, 3_000, 40_000
TODAY, AT = dt.date(2026, 11, 16), dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
SINCE = dt.date(2020, 1, 1)
_BUILDING, _DWELLING, _HOME, _STAY, _PERSON, _ENROLLED, _VISIT = range(1, 8)


def main() -> None:
    """Lay the city out, divide it anew, and tell how long each room took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=1_000_000)
    residents = asked.parse_args().residents
    preparing.prepare()
    set_installation(name="测速", root_code=ROOT, is_demo=False)
    places.import_areas(_city(), by="bench", at=AT, on=SINCE)
    _store_people(residents)
    _store_cases()
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    print(f"{connection.vendor}: {residents:,} residents")
    prefixes = _timed("grids adopted", _divide_anew)
    print(f"  announced as {len(prefixes)} prefixes")
    for round_name in ("", ", told again"):
        for name, follow in _followers(prefixes).items():
            _timed(f"{name}{round_name}", follow)


def _followers(prefixes: tuple[str, ...]) -> Mapping[str, Callable[[], object]]:
    change = places.Change("system", AT, TODAY)
    return {
        "buildings moved": lambda: places.relocate_dwellings(prefixes, change=change),
        "rows of people moved": lambda: relocate_homes(prefixes, on=str(TODAY)),
        "open visits moved": lambda: follow_homes(AT, prefixes=prefixes),
        "forms moved": lambda: relocate_forms(prefixes),
        "open cases moved": lambda: relocate_cases(prefixes, command=Command(new_id(), SYSTEM, AT)),
    }


def _timed[T](name: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = work()
    count = f" {done if isinstance(done, int) else getattr(done, 'total', '')}"
    print(f"  {name + count:45} {time.perf_counter() - start:8.2f} s")
    return done


def _corner(community: int) -> tuple[float, float]:
    return 111.0 + WIDE * GRIDS * (community % 11), 30.0 + WIDE * (community // 11)


def _code(community: int, grid: int | None = None) -> str:
    street, order = divmod(community, COMMUNITIES)
    return f"{ROOT}{street + 1:03d}{order + 1:03d}" + ("" if grid is None else f"{grid + 1:03d}")


def _box(community: int, west: float, east: float) -> bytes:
    """Give the ground of a community between two of its grids' borders."""
    lon, lat = _corner(community)
    return bytes(shapely.to_wkb(shapely.box(lon + west * WIDE, lat, lon + east * WIDE, lat + WIDE)))


def _city() -> Iterator[AreaDraft]:
    for code in (ROOT, *(f"{ROOT}{street + 1:03d}" for street in range(STREETS))):
        yield AreaDraft(code, code, level_of(code))
    for community in range(STREETS * COMMUNITIES):
        yield AreaDraft(_code(community), _code(community), level_of(_code(community)), _box(community, 0, GRIDS))
        for grid in range(GRIDS):
            code = _code(community, grid)
            yield AreaDraft(code, f"第{grid + 1}网格", level_of(code), _box(community, grid, grid + 1))


def _divide_anew() -> tuple[str, ...]:
    drafts, closing = [], []
    for community in range(STREETS * COMMUNITIES):
        closing.append(_code(community, GRIDS - 1))
        for grid in range(GRIDS - 1):
            code, east = _code(community, grid), grid + 1.5 if grid < GRIDS - 2 else GRIDS
            west = grid + 0.5 if grid else 0
            drafts.append(AreaDraft(code, f"第{grid + 1}网格", level_of(code), _box(community, west, east)))
    places.adopt_grids(drafts, closing, on=TODAY, by="bench", at=AT)
    return tuple(_code(community) for community in range(STREETS * COMMUNITIES))


def _key(kind: int, number: int) -> UUID:
    moment = 0x0192_0000_0000 + (kind << 28) + number
    return UUID(int=(moment << 80) | (7 << 76) | (2 << 62) | (number * 0x9E37_79B9 & (1 << 62) - 1))


def _store_people(residents: int) -> None:
    homes = int(residents / PEOPLE_A_HOME)
    grids = [(community, grid) for community in range(STREETS * COMMUNITIES) for grid in range(GRIDS)]
    chance = np.random.default_rng(1).random((homes // FLATS + 1, 2)).tolist()

    def area(home: int) -> str:
        return _code(*grids[(home // FLATS) * len(grids) // (homes // FLATS + 1)])

    rows = []
    for one, (across, up) in enumerate(chance):
        community, grid = grids[one * len(grids) // len(chance)]
        lon, lat = _corner(community)
        rows.append(
            Building(
                id=_key(_BUILDING, one), area_code=_code(community, grid), code=f"B{one}", name=f"{one}号楼", floors=5,
                lon_cgcs2000=lon + (grid + 0.02 + 0.96 * across) * WIDE, lat_cgcs2000=lat + (0.02 + 0.96 * up) * WIDE,
            )
        )  # fmt: skip
    insert_models(rows)
    columns = ("id", "area_code", "building_id", "entrance_id", "floor", "unit_no", "use", "state")
    dwellings = (
        (_key(_DWELLING, one), area(one), _key(_BUILDING, one // FLATS), None, 1, str(one % FLATS), "home", "lived_in")
        for one in range(homes)
    )
    insert_rows(Dwelling, columns, dwellings)
    columns = ("id", "area_code", "dwelling_id", "head_id", "since", "until", "version")
    households = ((_key(_HOME, one), area(one), _key(_DWELLING, one), None, SINCE, None, 1) for one in range(homes))
    insert_rows(Household, columns, households)
    columns = (
        "id", "area_code", "resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", "since",
        "until",
    )  # fmt: skip
    stays = ((one, one * homes // residents) for one in range(residents))
    residencies = (
        (
            _key(_STAY, one), area(home), _key(_PERSON, one), _key(_HOME, home), _key(_DWELLING, home), True, True, "",
            SINCE, None,
        )
        for one, home in stays
    )  # fmt: skip
    insert_rows(Residency, columns, residencies)
    _store_care(residents, homes, area)


def _store_care(residents: int, homes: int, area: Callable[[int], str]) -> None:
    """Store enrolments and open visits to people all over the city."""
    columns = (
        "id", "area_code", "resident_id", "programme_code", "consent_id", "basis", "since", "review_by", "until",
        "ended_because",
    )  # fmt: skip
    some = range(0, residents, max(residents // ENROLLED, 1))
    rows = (
        (
            _key(_ENROLLED, one), area(one * homes // residents), _key(_PERSON, one), "care-visits", None, "法", SINCE,
            dt.date(2027, 11, 1), None, "",
        )
        for one in some
    )  # fmt: skip
    insert_rows(Enrolment, columns, rows)
    Visit.objects.bulk_create(
        (
            Visit(
                id=_key(_VISIT, one), area_code=area(one), household_id=_key(_HOME, one),
                dwelling_id=_key(_DWELLING, one), purpose_code="get-to-know", due_on=TODAY, planned_on=TODAY,
            )
            for one in range(0, homes, max(homes // VISITS, 1))
        ),
        batch_size=2_000,
    )  # fmt: skip


def _store_cases() -> None:
    chance = np.random.default_rng(2).random((CASES, 2)).tolist()
    for one, (across, up) in enumerate(chance):
        lon, lat = _corner(one % (STREETS * COMMUNITIES))
        point = {"lon_cgcs2000": lon + across * GRIDS * WIDE, "lat_cgcs2000": lat + up * WIDE}
        report = NewReport(text="楼道灯不亮", channel="phone", **point)
        report_case(report, command=Command(new_id(), SYSTEM, AT))


if __name__ == "__main__":
    main()
