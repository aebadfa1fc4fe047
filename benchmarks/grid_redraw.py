"""A city changes, its grids with it: how many households move, and how level the work is afterwards.

`python -m benchmarks.grid_redraw '{"city": "M", "change": "new dwellings", "way": "redraw"}'` does one of `WAYS` in a process
of its own. The present grids are those drawn before the change, with the same seed in every way.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from benchmarks.grid_cities import TARGET, City, city, grids_needed, some_communities, without_compounds
from benchmarks.grid_figures import community_of_grid, figures_of, moved_percent
from benchmarks.grid_peers import metis, nested
from scipy.optimize import linear_sum_assignment

from linli.grids.drawing.graph import Ints, UnitGraph
from linli.grids.rules.settings import DrawSettings

SETTINGS = DrawSettings(target=TARGET, whole_up_to=0)
NEW_SHARE = 0.05
_NEW_PER_HA = 150.0  # households of a compound that is built
_FACTORS = (0.0, 0.5, 1.4, 1.8)


@dataclass(frozen=True)
class Changed:
    """A city after a change, with the grids it had before."""

    town: City
    present: Ints


def new_dwellings(town: City) -> UnitGraph:
    """Build new compounds here and there until there are 5 % more households."""
    graph, generator = town.graph, np.random.default_rng(7)
    parcels, parcel = np.unique(town.parcel, return_inverse=True)
    area_ha = np.bincount(parcel, graph.area_m2) / 1e4
    order = generator.permutation(len(parcels))
    wanted = NEW_SHARE * graph.households.sum()
    built = order[: np.searchsorted(np.cumsum(area_ha[order]) * _NEW_PER_HA, wanted) + 1]
    is_built = np.zeros(len(parcels), dtype=bool)
    is_built[built] = True
    units = np.bincount(parcel)
    more = np.where(is_built[parcel], np.round(_NEW_PER_HA * area_ha[parcel] / units[parcel]), 0.0)
    return replace(graph, households=graph.households + more, workload=graph.workload + more)


def unrest(town: City) -> UnitGraph:
    """Change 5 % of the parcels to nothing, half, or up to 1.8 times, and everything by some 3 %."""
    graph, generator = town.graph, np.random.default_rng(7)
    parcels, parcel = np.unique(town.parcel, return_inverse=True)
    factor = np.ones(len(parcels))
    chosen = generator.choice(len(parcels), int(0.05 * len(parcels)), replace=False)
    factor[chosen] = generator.choice(_FACTORS, len(chosen))
    change = np.maximum(0.0, factor[parcel] * generator.normal(1, 0.03, len(graph)))
    return replace(graph, households=np.round(graph.households * change), workload=graph.workload * change)


def leave(changed: Changed) -> Ints:
    """Leave the grids as they are."""
    return changed.present


def redrawn(changed: Changed) -> Ints:
    """Change the grids as the program does."""
    from linli.grids.drawing.redrawing import redraw  # noqa: PLC0415 as in grid_runs

    return redraw(changed.town.graph, changed.present, SETTINGS).grid


def afresh(changed: Changed) -> Ints:
    """Draw afresh, and number the new grids after the old ones they share most with."""
    from linli.grids.drawing.search import draw  # noqa: PLC0415 as in grid_runs

    return matched(changed, draw(changed.town.graph, SETTINGS).grid)


def metis_afresh(changed: Changed) -> Ints:
    """Cut afresh by METIS, and number as above."""
    return matched(changed, nested(metis, changed.town, 1))


def matched(changed: Changed, grid: Ints) -> Ints:
    """Number new grids so that as many households as possible keep their grid's number."""
    graph, kept = changed.town.graph, np.empty(int(grid.max()) + 1, dtype=np.int32)
    spare = int(changed.present.max()) + 1
    old_community, new_community = community_of_grid(graph, changed.present), community_of_grid(graph, grid)
    for number in range(graph.communities):
        old, new = np.flatnonzero(old_community == number), np.flatnonzero(new_community == number)
        units = np.flatnonzero(graph.community == number)
        shared = np.zeros((len(new), len(old)))
        rows = (np.searchsorted(new, grid[units]), np.searchsorted(old, changed.present[units]))
        np.add.at(shared, rows, graph.households[units])
        row, column = linear_sum_assignment(-shared)
        kept[new] = spare + np.arange(len(new))
        kept[new[row]] = old[column]
        spare += len(new)
    return kept[grid]


CHANGES: Mapping[str, Callable[[City], UnitGraph]] = {"new dwellings": new_dwellings, "unrest": unrest}
WAYS: Mapping[str, Callable[[Changed], Ints]] = {
    "left as it is": leave,
    "redraw": redrawn,
    "afresh": afresh,
    "METIS afresh": metis_afresh,
}


def measure(name: str, change: str, way: str) -> dict[str, float | str]:
    """Change a city, and its grids in one way."""
    town = city(name)
    WAYS[way](_changed(replace(town, graph=some_communities(town.graph, 1)), leave))
    changed = _changed(town, CHANGES[change])
    begun = time.process_time()
    grid = WAYS[way](changed)
    cpu_s = time.process_time() - begun
    graph = changed.town.graph
    return {
        "city": name,
        "change": change,
        "way": way,
        "cpu_s": cpu_s,
        "moved": moved_percent(graph, changed.present, grid),
        "touched": _touched_percent(changed, grid),
        "more_households": 100 * (float(graph.households.sum() / town.graph.households.sum()) - 1),
        "grids_needed": int(grids_needed(graph).sum()),
        **figures_of(changed.town, np.unique(grid, return_inverse=True)[1]).plain,
    }


def curve(name: str, change: str) -> list[dict[str, float | str]]:
    """Give the points between leaving the grids and drawing afresh, as the program offers them."""
    from linli.grids.drawing.redrawing import trade_off  # noqa: PLC0415 as in grid_runs

    changed = _changed(city(name), CHANGES[change])
    points = list[dict[str, float | str]]()
    for one in trade_off(changed.town.graph, changed.present, SETTINGS):
        grid = one.drawn.grid
        figures = figures_of(changed.town, np.unique(grid, return_inverse=True)[1])
        moved = moved_percent(changed.town.graph, changed.present, grid)
        way = f"{one.way}, aiming at ±{one.tolerance:.0%}" if one.tolerance else str(one.way)
        points.append({"city": name, "change": change, "way": way, "moved": moved, **figures.plain})
    return points


def _changed(town: City, change: Callable[..., object]) -> Changed:
    from linli.grids.drawing.search import draw  # noqa: PLC0415 as in grid_runs

    before = replace(town, graph=without_compounds(town.graph))
    present = draw(before.graph, SETTINGS).grid
    after = change(before) if change is not leave else before.graph
    return Changed(replace(before, graph=after), present)


def _touched_percent(changed: Changed, grid: Ints) -> float:
    moved = changed.present != grid
    touched = np.union1d(changed.present[moved], grid[moved])
    return 100 * len(touched) / (int(changed.present.max()) + 1)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    warnings.simplefilter("ignore")
    found = curve(asked["name"], asked["change"]) if asked["way"] == "curve" else measure(**asked)
    print(json.dumps(found))
