"""Questions over a million residents: seven shapes, each counted and its first page found, against the budgets.

A question of a grid or a community goes to the store, one of the whole city to the snapshot: as people ask them.
Each figure is the median of the repeats, warm, wall time.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.load import median_of
from benchmarks.people import GRIDS, TODAY, make_people
from benchmarks.shapes import Options, Row, at_most
from benchmarks.watching import load_average

from linli.register.asking import columns, live
from linli.register.asking.compiling import Asked
from linli.register.asking.language import parse
from linli.register.asking.snapshot import fresh_snapshot
from linli.register.asking.tree import Node
from linli.register.models import Organisation, Resident
from linli.site import preparing

CITY = "990101"
GRID, COMMUNITY = GRIDS[330], GRIDS[330][:12]
FORTY = ", ".join(f'"990101{street:03d}{community:03d}"' for street in range(1, 5) for community in range(1, 11))
SCOPED_MS, CITY_MS, LARGE_CITY_MS = 20.0, 230.0, 1_400.0
LARGE = 5_000_000
# engines.md §4: a grid's members; a community's elders living alone; the city's members; eight attributes joined with
# or; twelve with and in forty communities; who lives with whom; nearly everybody.
SHAPES = (
    ("a member, age, grid", GRID, 'member("x") and age > 45'),
    ("b community, age, alone, not enrolled", COMMUNITY, 'age >= 60 and alone and not enrolled("care-visits")'),
    ("c city: member, age, enrolled", CITY, 'member("x") and age > 45 and enrolled("care-visits")'),
    (
        "d city: eight attributes with or",
        CITY,
        "(age < 6 and not registered) or (age > 85 and alone) or (dwelling-use = rented and sex = female and "
        'age between 70 to 75) or (enrolled("volunteers") and household-size >= 5 and not lives)',
    ),
    (
        "e twelve attributes, forty communities",
        CITY,
        "age between 30 to 70 and sex = female and lives and registered = false and relation in (head, spouse) and "
        "household-size between 2 to 4 and since >= 2020-01-01 and dwelling-use = home and dwelling-state = lived-in "
        f'and has-phone and has-id-number and enrolled("volunteers") and area in ({FORTY})',
    ),
    ("f city: elders with a child at home", CITY, "age >= 60 and any(age < 14)"),
    ("g city: age, registered", CITY, "age > 45 and registered"),
)


def run(options: Options, _ground: object = None) -> list[Row]:
    """Make the people unless they are there, refresh the snapshot, and ask."""
    preparing.prepare()
    make_people(options.residents)
    path = fresh_snapshot()
    team = Organisation.objects.get(name="测速志愿队").pk
    city_ms = LARGE_CITY_MS if Resident.objects.count() > LARGE else CITY_MS
    return [
        row
        for name, scope, text in SHAPES
        for row in _asked(name, parse(text), Asked(TODAY, (scope,), lambda code: [code], lambda _name: team), path, options.repeats, city_ms)
    ]  # fmt: skip


def _asked(name: str, node: Node, asked: Asked, path: Path, repeats: int, city_ms: float) -> list[Row]:
    is_live = len(asked.prefixes[0]) >= 12 or "member" in name
    if is_live:
        count, page = partial(live.count_live, node, asked), partial(live.page_live, node, asked)
    else:
        count, page = (
            partial(columns.count_columns, node, asked, path),
            partial(columns.page_columns, node, asked, path),
        )
    budget = city_ms if len(asked.prefixes[0]) < 12 else SCOPED_MS
    note = f"{count():,} found, {'store' if is_live else 'snapshot'}; load {load_average():.1f}"
    return [
        at_most(f"query {name}: count", budget, _milliseconds(count, repeats), "ms", note=note),
        at_most(f"query {name}: page", budget, _milliseconds(page, repeats), "ms", note=note),
    ]


def _milliseconds(work: Callable[[], object], repeats: int) -> float:
    spent = []
    for _repeat in range(max(repeats, 3)):
        start = time.perf_counter()
        work()
        spent.append(columns.milliseconds_since(start))
    return median_of(spent)
