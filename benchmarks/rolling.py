"""How fast the voter rolls of every community of a city are drawn up: from the register to one CSV for each.

Each run is the whole action: the snapshot is brought up to date, the rolls are drawn, compared with the last ones,
stored and noted in the log, and their files written.
"""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.people import GRIDS, TODAY, make_people
from benchmarks.shapes import Options, Row, at_most, told
from benchmarks.watching import load_average
from django.db import connection
from django.utils import timezone

from linli.core.ids import new_id
from linli.places import actions as places
from linli.places.queries import all_codes
from linli.places.rules import AreaDraft, level_of
from linli.register.actions.rolls import Drawn, draw_rolls
from linli.register.asking.snapshot import fresh_snapshot
from linli.register.models import RollRun
from linli.register.queries.drafting import head_line
from linli.register.rules.rolls import RollRule
from linli.site import preparing
from linli.staff.rules import SYSTEM, Command

BUDGET_S = 4.0
DISTRICT = "990101"


def run(options: Options) -> list[Row]:
    """Measure one run of all rolls (median of the repeats) and the snapshot behind them."""
    preparing.prepare()
    make_people(options.residents)
    _lay_areas()
    start = time.monotonic()
    fresh_snapshot(full=True)
    whole = time.monotonic() - start
    with tempfile.TemporaryDirectory() as folder:
        runs = [_timed(Path(folder)) for _repeat in range(options.repeats)]
    spent, busy = (statistics.median(one[place] for one in runs) for place in (0, 1))
    drawn = runs[-1][2]
    note = (
        f"{len(drawn.runs)} communities, {sum(one.count for one in drawn.runs):,} voters of {options.residents:,} residents; "
        f"{connection.vendor}; load {load_average()}"
    )
    RollRun.objects.all()._raw_delete(using="default")
    return [
        at_most("voter rolls of every community", BUDGET_S, spent, "s", note=note),
        told("the same, processor time of the process alone", busy, "s", note="without the database"),
        told("the snapshot they read, wholly anew", whole, "s", note=f"{connection.vendor}; load {load_average()}"),
    ]


def _timed(folder: Path) -> tuple[float, float, Drawn]:
    start, busy = time.monotonic(), time.process_time()
    command = Command(new_id(), SYSTEM, timezone.now())
    drawn = draw_rolls(DISTRICT, on=TODAY, rule=RollRule.REGISTERED, command=command)
    for code, lines in drawn.lines.items():
        (folder / f"{code}.csv").write_text(f"\ufeff{head_line()}\r\n{lines}\r\n", encoding="utf-8", newline="")
    return time.monotonic() - start, time.process_time() - busy, drawn


def _lay_areas() -> None:
    """Store the areas that the residents' grids lie in, where there are none of these codes."""
    known = all_codes()
    codes = sorted({grid[:length] for grid in GRIDS for length in (6, 9, 12)} - known)
    drafts = [AreaDraft(code, f"测速{code[6:] or '区'}", level_of(code), None) for code in codes]
    if drafts:
        places.import_areas(drafts, by="测速", at=timezone.now(), on=TODAY)
