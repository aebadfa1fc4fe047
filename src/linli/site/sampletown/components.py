"""Components along the streets: covers, lamps, signs, bins and trees, each with the unit that looks after it. All invented."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from linli.cases.queries.kinds import catalogue
from linli.places.rules import ComponentDraft, ComponentState
from linli.site.sampletown.blocks import DISTRICT_CODE
from linli.site.sampletown.staffing import DEPARTMENTS
from linli.site.sampletown.streets import Net

SOURCE = "示范普查"
# How far apart components of a class stand along a street, and how far from its middle, in metres.
SPACING_M = {
    "0101": (95, 2.5), "0102": (70, 1.0), "0103": (60, -1.0), "0105": (130, 3.0), "0107": (150, -3.0),
    "0111": (180, 2.0), "0118": (45, 5.5), "0209": (210, -5.5), "0305": (120, 6.0), "0402": (55, 6.5),
}  # fmt: skip
_STATES = (ComponentState.INTACT, ComponentState.DAMAGED, ComponentState.LOST)
_SHARES = (96, 3, 1)
_PER_LAT = 110_860.0


@dataclass(frozen=True)
class Sort:
    """One class of components: its code, its name, and the unit that maintains it."""

    class_code: str
    name: str
    unit_code: str


def sorts() -> list[Sort]:
    """List the classes put up, each maintained by the unit that has the duty of its kind."""
    holder = {duty: code for code, (_name, held) in DEPARTMENTS.items() for duty in held.split()}
    kinds = {kind.component_class: kind for kind in catalogue().kinds.values() if kind.component_class in SPACING_M}
    return [Sort(code, kinds[code].name.zh_hans, holder[kinds[code].duty]) for code in SPACING_M if code in kinds]


def components(net: Net, *, thrown: random.Random) -> Iterator[ComponentDraft]:
    """Put components up along every street, class by class, numbered as a census would."""
    lines = [(name, net.nodes[row], _inner(row, net.rows)) for row, name in enumerate(net.across)]
    lines += [(name, net.nodes[:, column], -_inner(column, net.columns)) for column, name in enumerate(net.down)]
    for sort in sorts():
        step_m, aside_m = SPACING_M[sort.class_code]
        places = (
            (name, spot)
            for name, line, side in lines
            for spot in _along(line, step_m, side * abs(aside_m) if side else aside_m, thrown)
        )
        for serial, (street, (lon, lat)) in enumerate(places, start=1):
            yield ComponentDraft(
                code=f"{DISTRICT_CODE}{sort.class_code}{serial:06d}",
                name=sort.name,
                lon_cgcs2000=lon,
                lat_cgcs2000=lat,
                state=thrown.choices(_STATES, weights=_SHARES)[0],
                charge_unit=sort.unit_code,
                care_unit=sort.unit_code,
                position_class="B",
                address=street,
                source=SOURCE,
            )


def _inner(place: int, last: int) -> int:
    """Say on which side of a line the town lies: right of the first one, left of the last, on both of the others."""
    return -1 if place == 0 else int(place == last)


def _along(
    line: NDArray[np.float64], step_m: float, aside_m: float, thrown: random.Random
) -> Iterator[tuple[float, float]]:
    """Walk a street and give a point every so many metres, a little aside of its middle."""
    left = thrown.uniform(0.2, 0.9) * step_m
    for start, end in pairwise(line):
        per_lon = 111_320.0 * math.cos(math.radians(float(start[1])))
        across, up = (end[0] - start[0]) * per_lon, (end[1] - start[1]) * _PER_LAT
        length = math.hypot(across, up)
        while left < length:
            x, y = across * left / length - up / length * aside_m, up * left / length + across / length * aside_m
            yield round(float(start[0] + x / per_lon), 7), round(float(start[1] + y / _PER_LAT), 7)
            left += step_m * thrown.uniform(0.9, 1.1)
        left -= length
