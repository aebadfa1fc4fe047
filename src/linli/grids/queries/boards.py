"""The board of a grid for everybody: where it is, who works there, how to say something; nothing about its residents."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from django.conf import settings
from django.urls import reverse

from linli.grids.errors import GridUnknown
from linli.grids.queries.households import public_households
from linli.grids.queries.posters import public_url
from linli.places import queries as places
from linli.places.queries import AreaFacts
from linli.places.queries.by_area import area_m2_of, boundaries_under, opened_on, standing_by_area
from linli.places.queries.facilities import FacilityFacts, FacilityFilter, listed_facilities
from linli.places.queries.layers import layer_rows
from linli.places.rules import DIGITS, Level
from linli.staff.queries.cards import CardPerson, people_on_cards, supervision_phone

_COMMUNITY = DIGITS[Level.COMMUNITY]
_MOST_FACILITIES = 60
_LEAST_SHARE = 0.05  # of a closed grid's ground: less is where borders were drawn anew
_BESIDE = 1.5e-4  # degrees, about fifteen metres: a street this near runs along the border
_LEAST_ALONG = 9e-4  # degrees, some ninety metres: a street that merely crosses bounds nothing


@dataclass(frozen=True)
class Board:
    """What the board of a grid says."""

    code: str
    name: str
    community: str
    path: str
    is_dedicated: bool
    since: dt.date | None
    area_km2: float | None
    buildings: int
    households: int | None  # as published; None where hidden or not counted yet
    counted_in: dt.date | None  # the month of that count
    bounded_by: Sequence[str]  # streets along the border
    facilities: Sequence[FacilityFacts]
    people: Sequence[CardPerson]
    supervision: str
    url: str
    report_url: str


def board_of(code: str, *, origin: str = "") -> Board:
    """Gather what a grid's board says; of closed grids and other areas there is none."""
    area = open_grid(code)
    shape = boundaries_under([code]).get(code)
    told = public_households()
    standing = standing_by_area([code]).get(code)
    return Board(
        code=code, name=area.name, community=places.area_name(code[:_COMMUNITY]),
        path=" / ".join(places.area_path(code)[:-1]), is_dedicated=area.kind == "dedicated",
        since=opened_on([code]).get(code), area_km2=None if shape is None else area_m2_of(shape) / 1e6,
        buildings=standing.buildings if standing else 0, households=told.by_grid.get(code), counted_in=told.month,
        facilities=[FacilityFacts.of(row) for row in listed_facilities(FacilityFilter((code,)))[:_MOST_FACILITIES]],
        bounded_by=_streets_along(places.map_mark(), code), people=people_on_cards([code]),
        supervision=supervision_phone(code), url=public_url(code, origin=origin), report_url=_report(code, origin),
    )  # fmt: skip


def followers_of(code: str) -> list[AreaFacts]:
    """List the open grids of its community that hold the ground of a closed grid now, most of it first; not mere edges."""
    area = places.area_tree().by_code.get(code)
    if area is None or area.is_open or area.level is not Level.GRID or (wkb := places.boundary_of(code)) is None:
        return []
    was, now = shapely.from_wkb(wkb), boundaries_under([code[:_COMMUNITY]])
    shared = {one: float(shape.intersection(was).area) for one, shape in now.items()}
    held = [one for one, ground in shared.items() if ground > _LEAST_SHARE * was.area]
    return [open_grid(one) for one in sorted(held, key=lambda one: -shared[one])]


def open_grid(code: str) -> AreaFacts:
    """Find an open grid."""
    area = places.area_tree().by_code.get(code)
    if area is None or not area.is_open or area.level is not Level.GRID:
        raise GridUnknown
    return area


@lru_cache(maxsize=4096)
def _streets_along(_mark: str, code: str) -> tuple[str, ...]:
    """Name the streets that run along a grid's border, the longest stretch first; the mark names the state of the map."""
    shape = boundaries_under([code]).get(code)
    if shape is None:
        return ()
    west, south, east, north = shape.bounds
    frame = (west - _BESIDE, south - _BESIDE, east + _BESIDE, north + _BESIDE)
    border = shapely.boundary(shape).buffer(_BESIDE)
    shapely.prepare(border)
    along: dict[str, float] = {}
    for line, facts in layer_rows("streets", [code[: DIGITS[Level.STREET]]], bbox=frame):
        if facts["name"]:
            along[facts["name"]] = along.get(facts["name"], 0.0) + float(border.intersection(line).length)
    found = sorted(along.items(), key=lambda one: -one[1])
    return tuple(name for name, length in found if length >= _LEAST_ALONG)


def _report(code: str, origin: str) -> str:
    site = (settings.LINLI_SITE_URL or origin).rstrip("/")
    return f"{site}{reverse('portal:report')}?area={code}"
