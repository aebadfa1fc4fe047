"""How fast points find their grid: 1 M points among 1,110 and 11,100 grids, against an STRtree in the same run.

The grids are a jittered lattice with crooked sides, so that neighbours share every corner. Run alone with
`python -m benchmarks.locate`.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
import shapely
from benchmarks.shapes import Row, at_least, at_most, told
from numpy.typing import NDArray

from linli.places.cell_index import CellIndex, NearIndex

SIZES = ((37, 30), (148, 75))  # 1,110 grids, as Yichang has, and ten times as many
POINTS = 1_000_000
SINGLE = 20_000
BUDGETS = {1_110: 15.0, 11_100: 8.0}  # M points/s
BUILD_BUDGET_S = 2.0
NEAR_M = 20.0
SINGLE_BUDGET_US = 100.0
_SIDE_POINTS = 12
_WEST, _SOUTH, _WIDE, _HIGH = 111.2, 30.6, 0.004, 0.0035

Floats = NDArray[np.float64]


def run(repeats: int = 5) -> Iterator[Row]:
    """Measure both sizes: building, bulk, single, near borders and the peer; medians of the repeats, process CPU time."""
    from benchmarks.locate_files import file_rows  # noqa: PLC0415 the index alone is measured without Django

    for columns, rows in SIZES:
        grids = lattice(columns, rows)
        lons, lats = _points(grids)
        yield from index_rows(grids, lons, lats, repeats)
        yield from file_rows(columns, rows, lons, lats)


def index_rows(grids: list[shapely.Polygon], lons: Floats, lats: Floats, repeats: int) -> Iterator[Row]:
    """Measure the index alone."""
    budget, many = BUDGETS[len(grids)], f"{len(grids):,} grids"
    codes = codes_of(len(grids))
    index = CellIndex(codes, grids)
    places = index.places(lons, lats)
    build_s = _median(lambda: CellIndex(codes, grids), repeats)
    bulk_s = _median(lambda: index.locate_many(lons, lats), repeats)
    few = list(zip(lons[:SINGLE].tolist(), lats[:SINGLE].tolist(), strict=True))
    single_s = _median(lambda: [index.locate(lon, lat) for lon, lat in few], repeats)
    tree_s = _median(lambda: _ask_tree(grids, lons, lats), max(1, repeats // 2))
    agree = float((_ask_tree(grids, lons, lats) == places).mean())
    near = NearIndex(index, NEAR_M)
    near_s = _median(lambda: near.nearest_other(lons, lats, places), repeats)
    yield at_least(f"locate in bulk, {many}", budget, POINTS / bulk_s / 1e6, "M points/s")
    yield at_most(f"locate one point, {many}", SINGLE_BUDGET_US, single_s / SINGLE * 1e6, "µs")
    yield at_least(f"same answers as STRtree, {many}", 1.0, agree, "share")
    yield at_least(f"times faster than STRtree, {many}", 8.0, tree_s / bulk_s, "×")
    yield at_most(f"build the index, {many}", BUILD_BUDGET_S, build_s, "s", note=f"{index.size_bytes / 1e6:.0f} MB")
    yield told(f"next grid within {NEAR_M:.0f} m, {many}", POINTS / near_s / 1e6, "M points/s")


def codes_of(grids: int) -> list[str]:
    """Give codes to grids: ten to a community, a hundred communities to a street."""
    return [f"990197{place // 1000 + 1:03d}{place // 10 % 100 + 1:03d}{place % 10 + 1:03d}" for place in range(grids)]


def lattice(columns: int, rows: int, *, seed: int = 0) -> list[shapely.Polygon]:
    """Draw connected polygons: a lattice whose corners and sides are jittered once for both neighbours."""
    generator = np.random.default_rng(seed)
    shake = generator.uniform(-0.3, 0.3, (rows + 1, columns + 1, 2))
    across, up = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    corner = np.stack([across, up], axis=-1) + shake
    level = [[_side(corner[r, c], corner[r, c + 1], generator) for c in range(columns)] for r in range(rows + 1)]
    upright = [[_side(corner[r, c], corner[r + 1, c], generator) for c in range(columns + 1)] for r in range(rows)]
    rings = (
        np.concatenate([level[r][c][:-1], upright[r][c + 1][:-1], level[r + 1][c][:0:-1], upright[r][c][::-1]])
        for r in range(rows)
        for c in range(columns)
    )
    return [shapely.Polygon(ring * (_WIDE, _HIGH) + (_WEST, _SOUTH)) for ring in rings]


def _side(start: Floats, end: Floats, generator: np.random.Generator) -> Floats:
    along = np.linspace(0, 1, _SIDE_POINTS + 1)[:, None]
    points: Floats = start + (end - start) * along
    points[1:-1] += generator.uniform(-0.02, 0.02, (_SIDE_POINTS - 1, 2))
    return points


def _points(grids: list[shapely.Polygon]) -> tuple[Floats, Floats]:
    """Scatter points over the lattice, some beyond its edge."""
    west, south, east, north = shapely.total_bounds(grids)
    generator = np.random.default_rng(1)
    return generator.uniform(west - 0.001, east + 0.001, POINTS), generator.uniform(
        south - 0.001, north + 0.001, POINTS
    )


def _ask_tree(grids: list[shapely.Polygon], lons: Floats, lats: Floats) -> NDArray[np.int32]:
    points, found = shapely.STRtree(grids).query(shapely.points(lons, lats), predicate="intersects")
    places = np.full(len(lons), len(grids), dtype=np.int32)
    np.minimum.at(places, points, found.astype(np.int32))
    return np.where(places == len(grids), -1, places)


def _median(work: Callable[[], object], repeats: int) -> float:
    spent = []
    for _repeat in range(repeats):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    for size in SIZES:
        lattice_of_size = lattice(*size)
        for row in index_rows(lattice_of_size, *_points(lattice_of_size), 3):
            print(row)
