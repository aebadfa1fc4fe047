"""Compounds, buildings and dwellings on the blocks: lane houses, walk-ups, towers, and the market's and school's houses."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.places.rules import BuildingDraft, CompoundDraft, EstateType
from linli.site.sampletown.blocks import HOMES, Block, Division, Use
from linli.site.sampletown.names import compound_names
from linli.site.sampletown.streets import Net


@dataclass(frozen=True)
class Style:
    """How one kind of building is made: entrances, dwellings on a floor, the most floors, who looks after it."""

    entrances: int
    per_floor: int
    floors: int
    size_m: tuple[float, float]
    estates: tuple[EstateType, ...]

    @property
    def most(self) -> int:
        """How many dwellings fit."""
        return self.entrances * self.per_floor * self.floors


_E = EstateType
STYLES = {
    Use.LANE: Style(1, 1, 3, (9.0, 11.0), (_E.SELF_MANAGED, _E.SELF_MANAGED, _E.UNKNOWN)),
    Use.WALKUP: Style(2, 2, 6, (38.0, 12.0), (_E.PROPERTY_MANAGED, _E.UNIT, _E.SELF_MANAGED)),
    Use.TOWER: Style(1, 4, 18, (24.0, 20.0), (_E.PROPERTY_MANAGED,)),
}
_PUBLIC = {Use.SCHOOL: ("学校", 4, (60.0, 18.0)), Use.MARKET: ("农贸市场", 2, (55.0, 34.0))}
_MARGIN = 0.14
_PAVEMENT = 0.04


@dataclass(frozen=True)
class House:
    """A building with the dwellings in it."""

    draft: BuildingDraft
    dwellings: int
    style: Style | None

    def flats(self) -> Iterator[tuple[str, int, str]]:
        """Walk the dwellings: entrance ('' when there is only the door), floor, number."""
        style = self.style
        if style is None:
            return
        for number in range(self.dwellings):
            floor, place = divmod(number, style.entrances * style.per_floor)
            entrance, side = divmod(place, style.per_floor)
            label = f"{floor + 1}{side + 1:02d}"
            yield (self.draft.entrances[entrance] if self.draft.entrances else ""), floor + 1, label


@dataclass(frozen=True)
class Built:
    """All that stands in the town."""

    compounds: tuple[CompoundDraft, ...]
    houses: tuple[House, ...]


def build(net: Net, blocks: dict[tuple[int, int], Block], division: Division, *, thrown: random.Random) -> Built:
    """Put compounds and buildings on the blocks, grid by grid."""
    placed = [(part.code, blocks[cell]) for part in division.grids for cell in part.cells()]
    homes = [(code, block) for code, block in placed if block.use in HOMES and block.dwellings]
    names = iter(compound_names([block.use.value for _, block in homes], thrown))
    compounds, houses = list[CompoundDraft](), list[House]()
    number_in = dict[str, int]()
    for grid_code, block in placed:
        ground = Ground(net, block, grid_code, number_in.get(grid_code, 0))
        if block.use in HOMES and block.dwellings:
            compound = _compound(ground, next(names), len(compounds) + 1, thrown)
            compounds.append(compound)
            new = _homes(ground, compound, thrown)
        else:
            new = _public(ground)
        number_in[grid_code] = ground.numbered + len(new)
        houses += new
    return Built(tuple(compounds), tuple(houses))


@dataclass(frozen=True)
class Ground:
    """A block as one builds on it."""

    net: Net
    block: Block
    grid_code: str
    numbered: int

    @property
    def corners(self) -> NDArray[np.float64]:
        """North-west, north-east, south-east, south-west."""
        return self.net.corners(self.block.row, self.block.column)

    def at(self, along: float, down: float) -> tuple[float, float]:
        """Give the point at a share of the way east and south."""
        north_west, north_east, south_east, south_west = self.corners
        north = north_west + (north_east - north_west) * along
        south = south_west + (south_east - south_west) * along
        lon, lat = (north + (south - north) * down).round(7)
        return float(lon), float(lat)

    def outline(self, along: float, down: float, *, size_m: tuple[float, float], most: tuple[float, float]) -> bytes:
        """Draw a building around a point, no larger than its share of the block."""
        width, depth = min(size_m[0] / 118.0, most[0]) / 2, min(size_m[1] / 92.0, most[1]) / 2
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return bytes(shapely.to_wkb(shapely.Polygon([self.at(along + x * width, down + y * depth) for x, y in signs])))

    def wall(self) -> bytes:
        """Draw the wall round a compound, a pavement's width off the streets."""
        near, far = _PAVEMENT, 1 - _PAVEMENT
        corners = ((near, near), (far, near), (far, far), (near, far))
        return bytes(shapely.to_wkb(shapely.Polygon([self.at(*corner) for corner in corners])))

    def plate(self, number: int) -> tuple[str, str]:
        """Give street and door plate: even numbers along the north side of the block, odd along the west."""
        if number % 2 == 0:
            return self.net.across[self.block.row], f"{self.block.column * 40 + number + 2}号"
        return self.net.down[self.block.column], f"{self.block.row * 40 + number}号"


def _compound(ground: Ground, name: str, number: int, thrown: random.Random) -> CompoundDraft:
    estate = thrown.choice(STYLES[ground.block.use].estates)
    lon, lat = ground.at(0.5, 0.5)
    code = f"{ground.grid_code[:12]}{number:06d}"
    return CompoundDraft(code, name, ground.grid_code, estate, lon, lat, boundary=ground.wall())


def _homes(ground: Ground, compound: CompoundDraft, thrown: random.Random) -> list[House]:
    style, wanted = STYLES[ground.block.use], ground.block.dwellings
    count = max(-(-wanted // style.most), 1)
    if ground.block.use is Use.WALKUP and count == 1 and wanted > 8:
        count = 2
    columns = max(math.ceil(math.sqrt(count * 0.7)), 1)
    rows = math.ceil(count / columns)
    houses = []
    for number, dwellings in enumerate(_even(wanted, count)):
        row, column = divmod(number, columns)
        spot = (_spread(column, columns, thrown), _spread(row, rows, thrown))
        room = ((1 - 2 * _MARGIN) / columns * 0.86, (1 - 2 * _MARGIN) / rows * 0.72)
        houses.append(_house(ground, compound, style, number=number, dwellings=dwellings, spot=(*spot, *room)))
    return houses


def _even(total: int, count: int) -> Sequence[int]:
    return [total // count + (place < total % count) for place in range(count)]


def _spread(place: int, places: int, thrown: random.Random) -> float:
    cell = (1 - 2 * _MARGIN) / places
    return _MARGIN + cell * (place + 0.5 + thrown.uniform(-0.06, 0.06))


def _house(
    ground: Ground, compound: CompoundDraft, style: Style, *, number: int, dwellings: int, spot: tuple[float, ...]
) -> House:
    along, down, *room = spot
    lon, lat = ground.at(along, down)
    street, plate = ground.plate(ground.numbered + number)
    draft = BuildingDraft(
        code=f"{ground.grid_code}{ground.numbered + number + 1:04d}",
        name=f"{compound.name}{number + 1}号楼",
        lon_cgcs2000=lon,
        lat_cgcs2000=lat,
        area_code=ground.grid_code,
        compound_code=compound.code,
        street_name=street,
        plate_no=plate,
        footprint=ground.outline(along, down, size_m=style.size_m, most=(room[0], room[1])),
        floors=-(-dwellings // (style.entrances * style.per_floor)),
        entrances=tuple(f"{entrance}单元" for entrance in range(1, style.entrances + 1)) if style.entrances > 1 else (),
    )
    return House(draft, dwellings, style)


def _public(ground: Ground) -> list[House]:
    if ground.block.use not in _PUBLIC:
        return []
    what, floors, size_m = _PUBLIC[ground.block.use]
    lon, lat = ground.at(0.5, 0.45)
    street, plate = ground.plate(ground.numbered)
    draft = BuildingDraft(
        code=f"{ground.grid_code}{ground.numbered + 1:04d}",
        name=f"{street.rstrip('路街巷弄大')}{what}",
        lon_cgcs2000=lon,
        lat_cgcs2000=lat,
        area_code=ground.grid_code,
        street_name=street,
        plate_no=plate,
        footprint=ground.outline(0.5, 0.45, size_m=size_m, most=(0.7, 0.6)),
        floors=floors,
    )
    return [House(draft, 0, None)]
