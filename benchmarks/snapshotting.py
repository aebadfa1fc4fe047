"""The snapshot over a million residents: made whole, and brought up to date after ten thousand people changed."""

import datetime as dt
import os
import time
from itertools import islice

from benchmarks.load import median_of
from benchmarks.people import AT, key, make_people
from benchmarks.shapes import Options, Row, at_most
from benchmarks.watching import load_average

from linli.core.bulk import insert_models
from linli.core.ids import new_id
from linli.register.asking import snapshot
from linli.register.models import RegisterChange, Resident
from linli.site import preparing

CHANGED = 10_000
WHOLE_S, LARGE_WHOLE_S, DELTA_S = 10.2, 56.0, 0.36
LARGE = 5_000_000
_PEOPLE = 1


def run(options: Options, _ground: object = None) -> list[Row]:
    """Refresh as often as asked; the store is left as it was but for lines of the history, which are taken away again."""
    preparing.prepare()
    make_people(options.residents)
    people = Resident.objects.count()
    whole = [_seconds(full=True) for _repeat in range(min(options.repeats, 3))]
    delta = _deltas(people, options.repeats)
    size = snapshot.snapshot_path().stat().st_size / 1e6
    note = f"{people:,} people, {size:.0f} MB; load {load_average():.1f}"
    budget = LARGE_WHOLE_S if people > LARGE else WHOLE_S
    return [
        at_most("snapshot made whole", budget, median_of([wall for wall, _cpu in whole]), "s", note=f"{note}; own CPU {median_of([cpu for _wall, cpu in whole]):.1f} s"),
        at_most(f"snapshot after {CHANGED:,} changes", DELTA_S, median_of([wall for wall, _cpu in delta]), "s", note=f"{note}; own CPU {median_of([cpu for _wall, cpu in delta]):.2f} s"),
    ]  # fmt: skip


def _deltas(people: int, repeats: int) -> list[tuple[float, float]]:
    command = new_id()
    step = max(people // CHANGED, 1)
    try:
        insert_models(
            [
                RegisterChange(
                    id=new_id(), subject_kind="resident", subject_id=pk, resident_id=pk, area_code="990101", at=AT,
                    effective_on=AT.date(), by="bench", by_name="bench", act="correct", command_id=command,
                )
                for pk in (key(_PEOPLE, one) for one in islice(range(0, people, step), CHANGED))
            ]
        )  # fmt: skip
        return [_seconds(full=False) for _repeat in range(repeats)]
    finally:
        RegisterChange.objects.filter(command_id=command).delete()


def _seconds(*, full: bool) -> tuple[float, float]:
    start, used = time.perf_counter(), os.times()
    snapshot.fresh_snapshot(max_age=dt.timedelta(0), full=full)
    now = os.times()
    cpu = now.user + now.system + now.children_user - used.user - used.system - used.children_user
    return time.perf_counter() - start, cpu
