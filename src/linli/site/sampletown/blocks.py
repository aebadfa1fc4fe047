"""Blocks between the streets, what stands on them, and their division into streets, communities and grids.

Every block belongs to one grid, every grid to one community: unions of blocks that share their corners tile exactly.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.site.sampletown.chance import Choice, shared_out
from linli.site.sampletown.names import DISTRICT, place_names
from linli.site.sampletown.size import TownSize
from linli.site.sampletown.streets import Net

DISTRICT_CODE = "990101"


class Use(StrEnum):
    """What stands on a block."""

    LANE = "lane"
    WALKUP = "walkup"
    TOWER = "tower"
    PARK = "park"
    SCHOOL = "school"
    MARKET = "market"
    RIVER = "river"


HOMES = frozenset({Use.LANE, Use.WALKUP, Use.TOWER})
_USES = Choice({Use.LANE: 30, Use.WALKUP: 42, Use.TOWER: 14, Use.PARK: 6, Use.SCHOOL: 4, Use.MARKET: 4})
_DENSITY = {Use.LANE: 0.55, Use.WALKUP: 1.0, Use.TOWER: 2.1}


@dataclass(frozen=True)
class Block:
    """A piece of ground between four streets, and how many dwellings stand on it."""

    row: int
    column: int
    use: Use
    dwellings: int


@dataclass(frozen=True)
class Part:
    """An area of the town: its code, its name, its blocks as a rectangle of the net."""

    code: str
    name: str
    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> Iterator[tuple[int, int]]:
        """Walk the blocks of this part, row by row."""
        return ((row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right))


@dataclass(frozen=True)
class Division:
    """The district with its streets, communities and grids."""

    district: Part
    streets: tuple[Part, ...]
    communities: tuple[Part, ...]
    grids: tuple[Part, ...]

    def all(self) -> tuple[Part, ...]:
        """List every area, parents first."""
        return (self.district, *self.streets, *self.communities, *self.grids)


def lay_out(net: Net, size: TownSize, *, thrown: random.Random) -> dict[tuple[int, int], Block]:
    """Decide what stands on each block and share the dwellings out."""
    cells = [(row, column) for row in range(net.rows) for column in range(net.columns)]
    uses = [Use.RIVER if row == net.river_row else _USES.throw(thrown) for row, _ in cells]
    uses[0] = Use.WALKUP  # even the smallest town has homes
    weights = [_DENSITY.get(use, 0.0) * thrown.uniform(0.7, 1.3) for use in uses]
    counts = shared_out(size.dwellings, weights)
    return {cell: Block(*cell, use, count) for cell, use, count in zip(cells, uses, counts, strict=True)}


def divide(net: Net, blocks: dict[tuple[int, int], Block], size: TownSize, *, thrown: random.Random) -> Division:
    """Divide the town: as many dwellings as can be in each part, codes from north-west to south-east."""
    weights = np.zeros((net.rows, net.columns))
    for (row, column), block in blocks.items():
        weights[row, column] = block.dwellings + 0.5
    grids = shared_out(size.grids, [1.0] * size.communities)
    per_street = shared_out(size.communities, [1.0] * size.streets)
    names = place_names(size.streets + size.communities, thrown)
    district = Part(DISTRICT_CODE, DISTRICT, 0, 0, net.rows, net.columns)
    streets, communities, cells = list[Part](), list[Part](), list[Part]()
    left = iter(grids)
    plan = [[next(left) for _ in range(count)] for count in per_street]
    for street in _cut(district, [sum(counts) for counts in plan], weights, digits=3, ends=_named(names, "街道")):
        streets.append(street)
        parts = _cut(street, plan[len(streets) - 1], weights, digits=3, ends=_named(names, "社区"))
        for community, count in zip(parts, plan[len(streets) - 1], strict=True):
            communities.append(community)
            cells += _cut(community, [1] * count, weights, digits=3, ends=_numbered(community.name))
    return Division(district, tuple(streets), tuple(communities), tuple(cells))


def shape_of(part: Part, net: Net) -> shapely.Geometry:
    """Join the blocks of a part into one polygon, corner by corner the same as its neighbours'."""
    return _joined(part, net)


def _joined(part: Part, net: Net) -> shapely.Polygon:
    """Walk round the rectangle of blocks: every node on the way stays, so no border bends between two parts."""
    nodes = net.nodes
    top = nodes[part.top, part.left : part.right]
    right = nodes[part.top : part.bottom, part.right]
    bottom = nodes[part.bottom, part.right : part.left : -1]
    left = nodes[part.bottom : part.top : -1, part.left]
    return shapely.Polygon(np.concatenate((top, right, bottom, left)))


def _cut(
    whole: Part, shares: Sequence[int], weights: NDArray[np.float64], *, digits: int, ends: Iterator[str]
) -> list[Part]:
    """Cut a part into as many parts as there are shares, each with weight by its share."""
    found = sorted(_halves((whole.top, whole.left, whole.bottom, whole.right), list(shares), weights))
    return [Part(f"{whole.code}{number:0{digits}d}", next(ends), *sides) for number, sides in enumerate(found, start=1)]


Sides = tuple[int, int, int, int]


def _halves(sides: Sides, shares: list[int], weights: NDArray[np.float64]) -> list[Sides]:
    if len(shares) == 1:
        return [sides]
    top, left, bottom, right = sides
    half = len(shares) // 2
    first, second = shares[:half], shares[half:]
    here = weights[top:bottom, left:right]
    is_wide = ((right - left) * 1.3 >= bottom - top and right - left > 1) or bottom - top == 1
    sums = here.sum(axis=0 if is_wide else 1)
    across = bottom - top if is_wide else right - left
    place = _where(sums, share=sum(first) / sum(shares), least=-(-sum(first) // across), rest=-(-sum(second) // across))
    if is_wide:
        parts = (top, left, bottom, left + place), (top, left + place, bottom, right)
    else:
        parts = (top, left, top + place, right), (top + place, left, bottom, right)
    return _halves(parts[0], first, weights) + _halves(parts[1], second, weights)


def _where(sums: NDArray[np.float64], *, share: float, least: int, rest: int) -> int:
    """Find the cut that leaves the first part nearest to its share, with room on both sides for all its grids."""
    upto = np.cumsum(sums)[:-1] / sums.sum()
    allowed = np.arange(1, len(sums))
    off = np.abs(upto - share)
    off[(allowed < least) | (allowed > len(sums) - rest)] = np.inf
    return int(allowed[int(np.argmin(off))])


def _named(names: list[str], end: str) -> Iterator[str]:
    while True:
        yield f"{names.pop()}{end}"


def _numbered(name: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{name.removesuffix('社区')}第{number}网格"
