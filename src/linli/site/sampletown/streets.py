"""The street net: two bundles of lines that cross in jittered nodes, bent a little, with a river between two of them.

The net lies in the open sea east of Zhejiang, where there is no town: nobody can take it for a real one.
"""

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.site.sampletown.names import avenue_names, lane_names

MIDDLE_LON, MIDDLE_LAT = 122.95, 28.95
_WIDTH_M, _HEIGHT_M, _RIVER_M = 118.0, 92.0, 55.0
_JITTER_M = 13.0
_TURN = math.radians(9)
_BEND_M = 0.035  # of the town's width
_MAIN_EVERY = 4
_DECIMALS = 7


@dataclass(frozen=True)
class Net:
    """Nodes by row (from the north) and column (from the west), with the names of the lines through them."""

    nodes: NDArray[np.float64]
    across: tuple[str, ...]
    down: tuple[str, ...]
    river_row: int

    @property
    def columns(self) -> int:
        """How many blocks lie in a row."""
        return len(self.down) - 1

    @property
    def rows(self) -> int:
        """How many rows of blocks there are."""
        return len(self.across) - 1

    def corners(self, row: int, column: int) -> NDArray[np.float64]:
        """Give the four corners of a block: north-west, north-east, south-east, south-west."""
        here = self.nodes
        return np.array([here[row, column], here[row, column + 1], here[row + 1, column + 1], here[row + 1, column]])


def make_net(*, columns: int, rows: int, thrown: random.Random) -> Net:
    """Lay the streets of a town of so many blocks."""
    river_row = rows // 2
    heights = [_RIVER_M if row == river_row else _HEIGHT_M for row in range(rows)]
    ys = -np.concatenate(([0.0], np.cumsum(heights)))
    xs = np.arange(columns + 1) * _WIDTH_M
    flat = np.stack(np.meshgrid(xs - xs.mean(), ys - ys.mean()), axis=-1)
    noise = np.array([thrown.uniform(-_JITTER_M, _JITTER_M) for _ in range(flat.size)]).reshape(flat.shape)
    return Net(_degrees(_bent(flat + noise)), *_line_names(rows, columns, thrown), river_row)


def _bent(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the net and bend its lines, as no town is drawn with a ruler."""
    width = float(np.ptp(points[..., 0])) or 1.0
    x = points[..., 0] + _BEND_M * width * np.sin(points[..., 1] / width * 2.1 * math.pi)
    y = points[..., 1] + _BEND_M * width * np.sin(points[..., 0] / width * 1.7 * math.pi)
    turned = (x * math.cos(_TURN) - y * math.sin(_TURN), x * math.sin(_TURN) + y * math.cos(_TURN))
    return np.stack(turned, axis=-1)


def _degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    per_lat = 110_860.0
    per_lon = 111_320.0 * math.cos(math.radians(MIDDLE_LAT))
    lon = MIDDLE_LON + metres[..., 0] / per_lon
    return np.stack((lon, MIDDLE_LAT + metres[..., 1] / per_lat), axis=-1).round(_DECIMALS)


def _line_names(rows: int, columns: int, thrown: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lines = rows + 1 + columns + 1
    wide, narrow = avenue_names(lines, thrown), lane_names(lines, thrown)
    named = [wide.pop() if _is_main(place, rows) else narrow.pop() for place in range(lines)]
    return tuple(named[: rows + 1]), tuple(named[rows + 1 :])


def _is_main(place: int, rows: int) -> bool:
    return (place if place <= rows else place - rows - 1) % _MAIN_EVERY == 1
