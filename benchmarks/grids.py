"""Grids that draw themselves, on real streets: our drawing beside METIS, Mt-KaHyPar and gerrychain, and redrawing.

Every way of drawing runs in a process of its own; figures of all are taken by one yardstick (`grid_figures`). Budgets are
those of the study the drawing was built after, and of the cities as they are rebuilt here.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.grid_peers import INSTALL
from benchmarks.shapes import Line, Options, Row, at_least, at_most, told
from django.conf import settings

OURS, METIS = "ours", "METIS"
_MOST_SECONDS = 1_200
_MOST_SEEDS = 3

Found = Mapping[str, Any]  # Any: what a process printed


@dataclass(frozen=True)
class Budget:
    """What a drawing of one city may take, and how good it has to be."""

    cpu_s: float
    worst: float
    compactness: float
    cost_ratio: float  # to METIS in every community, one seed
    outside_10: int = 0
    most_mb: float | None = None


BUDGETS: Mapping[str, Budget] = {
    "S": Budget(cpu_s=0.7, worst=7.0, compactness=0.585, cost_ratio=0.73),
    "M": Budget(cpu_s=5.5, worst=8.0, compactness=0.59, cost_ratio=0.76),
    "A": Budget(cpu_s=6.5, worst=8.1, compactness=0.535, cost_ratio=0.67),
    "L": Budget(cpu_s=60, worst=100, compactness=0.585, cost_ratio=0.77, outside_10=4, most_mb=600),
}
_TIGHT_WORST = {"M": 4.5, "A": 7.3}
_WHOLE_WITHIN = {"M": 97.7, "A": 95.2}
_PEERS = ("METIS, best of 20", "Mt-KaHyPar", "gerrychain", "METIS, no communities", "Mt-KaHyPar, no communities")
_NOT_IN_L = frozenset({"gerrychain", "METIS, best of 20"})
_OWN = ("ours, tight", "ours, compounds whole", "ours, 300-500 households")
_REDRAWN_IN = ("M",)


def run(options: Options) -> Iterator[Row | Line]:
    """Draw the asked cities in every way, then change M and redraw it."""
    cities = [name for name in options.cities.split(",") if name in BUDGETS]
    for name in cities:
        yield from _city(name, seeds=1 if name == "L" else min(options.repeats, _MOST_SEEDS))
    for name in cities:
        if name in _REDRAWN_IN:
            yield from _redrawing(name)


def _city(name: str, *, seeds: int) -> Iterator[Row | Line]:
    base = _drawn(name, METIS)
    runs = [_drawn(name, OURS, seed=seed) for seed in range(1, seeds + 1)]
    for found in [*runs, base]:
        yield from _line(found, base)
    yield from _judged(name, [run for run in runs if "error" not in run], base)
    for way in _OWN:
        found = _drawn(name, way)
        yield from _line(found, base)
        yield from _judged_own(name, way, found)
    for way in _PEERS:
        if name != "L" or way not in _NOT_IN_L:
            yield from _line(_drawn(name, way), base)


def _judged(name: str, runs: list[Found], base: Found) -> Iterator[Row]:
    """Set our drawing against its budget: the worst of all seeds where one is enough to be bad, else the median."""
    if not runs:
        yield Row(f"{name}: drawn", None, 0, "seeds", ok=False, note="no seed came to its end")
        return
    budget, note = BUDGETS[name], f"{len(runs)} seeds, {runs[0]['grids']} grids"
    columns = {key: [float(run[key]) for run in runs] for key in runs[0] if key not in ("city", "way")}
    middle = {key: statistics.median(values) for key, values in columns.items()}
    most = {key: max(values) for key, values in columns.items()}
    ratio = middle["cost_km"] / float(base["cost_km"])
    yield at_most(f"{name}: draw", budget.cpu_s, middle["cpu_s"], "CPU-s", note=note)
    yield at_most(f"{name}: worst deviation", budget.worst, most["worst"], "%", note="of all seeds")
    yield at_most(f"{name}: beyond ±10 %", budget.outside_10, most["outside_10"], "grids", note="of all seeds")
    yield at_most(f"{name}: broken", 0, most["broken"], "grids", note="of all seeds")
    yield at_least(f"{name}: compactness", budget.compactness, middle["compactness"], "Polsby-Popper")
    yield at_most(
        f"{name}: border against METIS", budget.cost_ratio, ratio, "×", note="weighted: street 1, wall 2, inside 6"
    )
    yield told(
        f"{name}: border along streets", middle["street_share"], "%", note=f"METIS {float(base['street_share']):.1f} %"
    )
    if budget.most_mb:
        yield at_most(
            f"{name}: memory", budget.most_mb, most["most_mb"], "MB", note=f"{middle['loaded_mb']:.0f} before"
        )


def _judged_own(name: str, way: str, found: Found) -> Iterator[Row]:
    if "error" in found:
        yield Row(f"{name}: {way}", None, 0, "", ok=False, note=str(found["error"]))
    elif way == "ours, tight" and name in _TIGHT_WORST:
        yield at_most(f"{name}: tight, worst deviation", _TIGHT_WORST[name], float(found["worst"]), "%")
    elif way == "ours, compounds whole" and name in _WHOLE_WITHIN:
        yield at_least(f"{name}: compounds whole, within ±10 %", _WHOLE_WITHIN[name], float(found["within_10"]), "%")
        yield at_most(f"{name}: compounds whole, cut", 0, float(found["compounds_cut"]), "%")


def _line(found: Found, base: Found) -> Iterator[Line]:
    """Lay one drawing out as a line of the table that stands them side by side."""
    title = "drawing"
    if "error" in found:
        yield Line(title, {"city": found["city"], "way": found["way"], "note": found["error"]})
        return
    value = {key: float(cell) for key, cell in found.items() if key not in ("city", "way")}
    yield Line(
        title,
        {
            "city": found["city"],
            "way": found["way"],
            "grids": f"{value['grids']:.0f}",
            "max %": f"{value['worst']:.1f}",
            "mean %": f"{value['mean']:.1f}",
            "±10 %": f"{value['within_10']:.1f}",
            "±10 % of city": f"{value['within_10_of_city']:.1f}",
            "300-500": f"{value['in_band']:.1f}",
            "broken": f"{value['broken']:.0f}",
            "PP": f"{value['compactness']:.3f}",
            "street %": f"{value['street_share']:.1f}",
            "cut compounds %": f"{value['compounds_cut']:.1f}",
            "border": f"{value['cost_km'] / float(base['cost_km']):.2f}",
            "CPU s": f"{value['cpu_s']:.2f}",
            "MB": f"{value['most_mb']:.0f} ({value['loaded_mb']:.0f})",
        },
    )


def _redrawing(name: str) -> Iterator[Row | Line]:
    from benchmarks.grid_redraw import CHANGES, WAYS  # noqa: PLC0415 scipy's optimizer, for this part alone

    for change in CHANGES:
        for way in WAYS:
            found = _asked("benchmarks.grid_redraw", {"name": name, "change": change, "way": way}, city=name, way=way)
            yield _redrawn_line(change, found)
            if way == "redraw" and "error" not in found and change == "unrest":
                yield at_most(f"{name}: redraw, households moved", 3.6, float(found["moved"]), "%", note=change)
                yield at_least(f"{name}: redraw, within ±10 %", 99.5, float(found["within_10"]), "%", note=change)
                yield at_most(f"{name}: redraw", 1.0, float(found["cpu_s"]), "CPU-s", note=change)
    yield from _choices(name)


def _choices(name: str) -> Iterator[Line]:
    """Lay out the curve from leaving the grids to drawing afresh, as a person is offered it."""
    change = "new dwellings"
    found = _asked("benchmarks.grid_redraw", {"name": name, "change": change, "way": "curve"}, city=name, way="curve")
    for point in found.get("points", []):
        yield _redrawn_line(change, point, title="choices of a redrawing")


def _redrawn_line(change: str, found: Found, *, title: str = "redrawing") -> Line:
    if "error" in found:
        return Line(title, {"change": change, "way": found["way"], "note": found["error"]})
    cells = {"change": change, "way": found["way"]}
    shown = ("more_households", "within_10", "worst", "mean", "broken", "compactness", "moved", "touched", "cpu_s")
    names = ("more %", "±10 %", "max %", "mean %", "broken", "PP", "moved %", "touched %", "CPU s")
    known = [(head, key) for head, key in zip(names, shown, strict=True) if key in found]
    return Line(title, cells | {head: f"{float(found[key]):.2f}" for head, key in known})


@cache
def _drawn(name: str, way: str, *, seed: int = 1) -> Found:
    asked = {"city": name, "way": way, "seed": seed, "peers": str(_peers_folder())}
    return _asked("benchmarks.grid_runs", asked, city=name, way=way if seed == 1 else f"{way}, seed {seed}")


def _asked(module: str, asked: dict[str, object], *, city: str, way: str) -> Found:
    """Run one way in a process of its own; say why where it did not come to its end."""
    command = [sys.executable, "-m", module, json.dumps(asked)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"city": city, "way": way, "error": f"not done in {_MOST_SECONDS} s"}
    if done.returncode == 0:
        told = json.loads(done.stdout.splitlines()[-1])
        return {"points": told} if isinstance(told, list) else {**told, "city": city, "way": way}
    last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    if "PeersMissing" in last:
        last = f"not installed: {INSTALL.format(folder=_peers_folder())}"
    return {"city": city, "way": way, "error": last}


def _peers_folder() -> Path:
    folder: Path = settings.LINLI_DATA / "peers"
    return folder
