"""Streets as the map keeps them: pieces of each line, cut where it passes from one grid to the next."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.site.sampletown.blocks import Division
from linli.site.sampletown.streets import Net

Piece = tuple[str, str, bytes]


def road_pieces(net: Net, division: Division) -> list[Piece]:
    """List (grid code, name, line) of every street; a piece belongs to the grid south or east of it."""
    owner = {cell: part.code for part in division.grids for cell in part.cells()}
    pieces = list[Piece]()
    for row, name in enumerate(net.across):
        codes = [owner[min(row, net.rows - 1), column] for column in range(net.columns)]
        pieces += _runs(codes, name, net.nodes[row])
    for column, name in enumerate(net.down):
        codes = [owner[row, min(column, net.columns - 1)] for row in range(net.rows)]
        pieces += _runs(codes, name, net.nodes[:, column])
    return pieces


def _runs(codes: Sequence[str], name: str, nodes: NDArray[np.float64]) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(codes) + 1):
        if place == len(codes) or codes[place] != codes[start]:
            yield codes[start], name, bytes(shapely.to_wkb(shapely.LineString(nodes[start : place + 1])))
            start = place
