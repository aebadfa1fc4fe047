"""One way of drawing one city, in a process of its own: `python -m benchmarks.grid_runs '{"city": "S", "way": "METIS"}'`.

Prints the figures of the plan with the seconds of the processor it took (without loading and compiling: a community is
drawn beforehand) and the most memory the process ever held.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from benchmarks.grid_cities import TARGET, City, city, pieces_of, some_communities, without_compounds
from benchmarks.grid_figures import figures_of
from benchmarks.grid_peers import Cut, gerrychain, metis, metis_best, mt_kahypar, nested, open_peers

from linli.grids.drawing.graph import Ints
from linli.grids.rules.settings import Band, DrawSettings, Preset

Way = Callable[[City, int], Ints]


def ours(town: City, seed: int, *, settings: DrawSettings) -> Ints:
    """Draw as the program draws."""
    from linli.grids.drawing.search import draw  # noqa: PLC0415 no peer's process pays for it

    graph = town.graph if settings.whole_up_to else without_compounds(town.graph)
    return draw(graph, replace(settings, seed=seed)).grid


def at_once(town: City, seed: int, *, cut: Cut) -> Ints:
    """Cut the city without its communities, as these libraries are usually called: each piece of ground at once.

    METIS gives up where the ground is in several pieces, so all are given one piece after the other.
    """
    ground = np.zeros(len(town.graph), dtype=np.int32)
    islands = replace(town.graph, community=pieces_of(town.graph, ground))
    return nested(cut, replace(town, graph=islands), seed)


FREE_HAND = DrawSettings(target=TARGET, whole_up_to=0)
WAYS: Mapping[str, Way] = {
    "ours": partial(ours, settings=FREE_HAND),
    "ours, tight": partial(ours, settings=replace(FREE_HAND, preset=Preset.TIGHT)),
    "ours, compounds whole": partial(ours, settings=replace(FREE_HAND, whole_up_to=1.1)),
    "ours, 300-500 households": partial(ours, settings=DrawSettings(target=400, band=Band(300, 500), whole_up_to=0)),
    "METIS": partial(nested, metis),
    "METIS, best of 20": partial(nested, metis_best),
    "Mt-KaHyPar": partial(nested, mt_kahypar),
    "gerrychain": partial(nested, gerrychain),
    "METIS, no communities": partial(at_once, cut=metis),
    "Mt-KaHyPar, no communities": partial(at_once, cut=mt_kahypar),
}


def measure(name: str, way: str, seed: int) -> dict[str, float | str]:
    """Draw one city in one way; give its figures, seconds and memory."""
    draw, town = WAYS[way], city(name)
    draw(first_of(town), seed)
    loaded_mb, begun_cpu, begun = _most_mb(), time.process_time(), time.perf_counter()
    grid = draw(town, seed)
    cpu_s, wall_s = time.process_time() - begun_cpu, time.perf_counter() - begun
    most_mb = _most_mb()
    if "no communities" in way:  # every grid is compared with the city's mean
        town = replace(town, graph=replace(town.graph, community=np.zeros(len(town.graph), dtype=np.int32)))
    figures = figures_of(town, grid).plain
    return {
        "city": name,
        "way": way,
        "cpu_s": cpu_s,
        "wall_s": wall_s,
        "most_mb": most_mb,
        "loaded_mb": loaded_mb,
        **figures,
    }


def first_of(town: City) -> City:
    """Give the first community as a city of its own."""
    return replace(town, graph=some_communities(town.graph, 1))


def _most_mb() -> float:
    """Give the most memory held so far; what `getrusage` says begins with that of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
    return int(kilobytes) / 1024


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    warnings.simplefilter("ignore")
    if peers := asked.get("peers"):
        open_peers(Path(peers))
    print(json.dumps(measure(asked["city"], asked["way"], asked.get("seed", 1))))
