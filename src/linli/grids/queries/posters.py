"""What stands on a printed map of grids: outlines, neighbours, streets, buildings, and who is there for residents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from django.conf import settings
from django.urls import reverse
from shapely.geometry.base import BaseGeometry

from linli.core.errors import NotAllowed
from linli.grids.errors import NothingToPrint
from linli.grids.queries.staffing import may_check
from linli.places import queries as places
from linli.places.queries.by_area import boundaries_under
from linli.places.queries.layers import layer_rows
from linli.places.queries.tree import Bounds
from linli.places.rules import DIGITS, Level
from linli.staff.queries.cards import CardPerson, people_on_cards, supervision_phone
from linli.staff.rules import Actor, Permission, Role

PRINTING = (Permission.AREAS_VIEW,)
_STREET, _COMMUNITY = DIGITS[Level.STREET], DIGITS[Level.COMMUNITY]
_BEYOND = 0.35  # of the frame's size: what lies around is drawn too
_LAYERS = ("streets", "buildings", "compounds", "barriers", "facilities")


@dataclass(frozen=True)
class Named:
    """A shape in degrees with its name, and the code of its grid or its class."""

    name: str
    shape: BaseGeometry
    code: str = ""


@dataclass(frozen=True)
class GridOnMap:
    """A grid with its outline and its workers."""

    code: str
    name: str
    shape: BaseGeometry
    workers: tuple[CardPerson, ...]
    url: str  # of its public page; '' where nobody said at which address the site is reached


@dataclass(frozen=True)
class Around:
    """What lies on the ground of a map."""

    streets: Sequence[Named]
    buildings: Sequence[Named]
    compounds: Sequence[Named]
    barriers: Sequence[Named]
    facilities: Sequence[Named]
    grids: Sequence[Named]  # those around, too


@dataclass(frozen=True)
class PosterFacts:
    """Everything the maps of a community say."""

    community_code: str
    community: str
    above: str  # the names above it
    supervision: str
    outline: BaseGeometry
    grids: Sequence[GridOnMap]
    around: Around


def may_print(actor: Actor, area_code: str) -> bool:
    """Say whether somebody prints the maps of an area: it holds nothing about people."""
    return may_check(actor, area_code) or any(actor.may(permission, area_code) for permission in PRINTING)


def poster_facts(actor: Actor, area_code: str, *, origin: str = "") -> PosterFacts:
    """Gather what the maps of a community say, or the map of one of its grids."""
    area = places.describe(area_code)
    if not may_print(actor, area_code):
        raise NotAllowed
    shapes = {one: shape for one, shape in boundaries_under([area_code]).items() if area.is_open}
    if len(area_code) < _COMMUNITY or not shapes:
        raise NothingToPrint(field="area")
    community, phone = area_code[:_COMMUNITY], supervision_phone(area_code)
    outline = shapely.union_all(list(shapes.values()))
    return PosterFacts(
        community_code=community, community=places.area_name(community),
        above=" ".join(places.area_path(community)[:-1]), supervision=phone, outline=outline,
        grids=_grids(shapes, origin=origin), around=_around(community, outline.bounds),
    )  # fmt: skip


def public_url(code: str, *, origin: str = "") -> str:
    """Write the address of a grid's public page; '' where nobody said at which address the site is reached."""
    site = (settings.LINLI_SITE_URL or origin).rstrip("/")
    return f"{site}{reverse('grid-public:grid', args=[code])}" if site else ""


def workers_by_grid(codes: Iterable[str]) -> dict[str, tuple[CardPerson, ...]]:
    """Find the grid workers of each grid, its own before those of its community; one query."""
    wanted = tuple(codes)
    posts = [one for one in people_on_cards(wanted) if one.role is Role.GRID_WORKER]
    found: dict[str, tuple[CardPerson, ...]] = {}
    for code in wanted:
        own = tuple(one for one in posts if one.area_code == code)
        found[code] = own or tuple(one for one in posts if one.area_code == code[:_COMMUNITY])
    return found


def _grids(shapes: Mapping[str, BaseGeometry], *, origin: str) -> list[GridOnMap]:
    workers = workers_by_grid(shapes)
    return [
        GridOnMap(code, places.area_name(code), shape, workers[code], public_url(code, origin=origin))
        for code, shape in shapes.items()
    ]


def _around(community: str, bounds: Bounds) -> Around:
    west, south, east, north = bounds
    wide = _BEYOND * max(east - west, north - south)
    frame = (west - wide, south - wide, east + wide, north + wide)
    found = {name: _named(name, community, frame) for name in _LAYERS}
    return Around(**found, grids=_grids_near(community, frame))


def _named(layer: str, community: str, frame: Bounds) -> list[Named]:
    """Read a layer of the ground; one this installation does not have is empty."""
    if layer not in places.layer_names():
        return []
    rows = layer_rows(layer, [community[:_STREET]], bbox=frame)
    return [Named(_label(facts), shape, facts.get("kind") or facts.get("area") or "") for shape, facts in rows]


def _label(facts: Mapping[str, str]) -> str:
    """Name a thing as short as a map can: a building by its plate, everything else by its name."""
    return facts.get("plate") or facts.get("name") or ""


def _grids_near(community: str, frame: Bounds) -> list[Named]:
    window = shapely.box(*frame)
    found = boundaries_under([community[:_STREET]])
    return [Named(places.area_name(code), shape, code) for code, shape in found.items() if shape.intersects(window)]
