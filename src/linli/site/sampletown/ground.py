"""What the ground of the town is besides homes: schools, markets and parks with their grounds, and the river."""

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from linli.places.rules import BarrierKind, BarrierShape, FacilityDraft
from linli.site.sampletown.blocks import DISTRICT_CODE, Block, Division, Use
from linli.site.sampletown.buildings import Ground
from linli.site.sampletown.streets import Net

SOURCE = "示范普查"
_SORTS = {Use.SCHOOL: ("school", "学校"), Use.MARKET: ("market", "农贸市场"), Use.PARK: ("park", "公园")}
_HOURS = {Use.SCHOOL: "", Use.MARKET: "05:30–18:30", Use.PARK: "05:00–22:00"}


def facilities(net: Net, blocks: Mapping[tuple[int, int], Block], division: Division) -> Iterator[FacilityDraft]:
    """Put a facility on every block that holds no homes, grid by grid; the larger ones are grids of their own by their class."""
    number = 0
    for part in division.grids:
        for cell in part.cells():
            if blocks[cell].use not in _SORTS:
                continue
            number += 1
            ground = Ground(net, blocks[cell], part.code, 0)
            class_code, what = _SORTS[blocks[cell].use]
            street, plate = ground.plate(0)
            lon, lat = ground.at(0.5, 0.5)
            yield FacilityDraft(
                code=f"{DISTRICT_CODE}S{number:04d}",
                class_code=class_code,
                name=f"{street.rstrip('路街巷弄大')}{what}",
                lon_cgcs2000=lon,
                lat_cgcs2000=lat,
                boundary=ground.wall(),
                address=f"{street}{plate}",
                hours=_HOURS[blocks[cell].use],
                source=SOURCE,
            )


def river(net: Net) -> BarrierShape:
    """Give the river between its two banks."""
    north, south = net.nodes[net.river_row], net.nodes[net.river_row + 1]
    water = shapely.Polygon(np.concatenate([north, south[::-1]]))
    return BarrierShape(f"{DISTRICT_CODE}-river", BarrierKind.WATER, water, name="玉带河", area_code=DISTRICT_CODE)
