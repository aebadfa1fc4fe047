"""Places where something may happen: at a building, or on a street corner."""

from collections.abc import Iterator
from dataclasses import dataclass

from linli.site.sampletown.blocks import Division
from linli.site.sampletown.buildings import Built
from linli.site.sampletown.streets import Net

_INSIDE = 0.09  # a corner's point lies a few metres inside its block, so that it has one grid


@dataclass(frozen=True)
class Spot:
    """A place with its grid, its address, and what people call it."""

    lon: float
    lat: float
    area_code: str
    address: str
    label: str
    is_corner: bool = False


def spots(net: Net, division: Division, built: Built) -> list[Spot]:
    """List the places of a town: the first is where the demo account "resident" lives."""
    return [*_buildings(built), *_corners(net, division)]


def _buildings(built: Built) -> Iterator[Spot]:
    for house in sorted(built.houses, key=lambda house: house.dwellings == 0):
        draft = house.draft
        address = f"{draft.street_name}{draft.plate_no}{draft.name}"
        yield Spot(draft.lon_cgcs2000, draft.lat_cgcs2000, draft.area_code, address, draft.name)


def _corners(net: Net, division: Division) -> Iterator[Spot]:
    for part in division.grids:
        for row, column in part.cells():
            north_west, _, south_east, _ = net.corners(row, column)
            lon, lat = (north_west + (south_east - north_west) * _INSIDE).round(7)
            label = f"{net.across[row]}与{net.down[column]}路口"
            yield Spot(float(lon), float(lat), part.code, label, label, is_corner=True)
