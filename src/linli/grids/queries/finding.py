"""Which grid somebody lives in: found by a point, an address, or a name; areas alone, never a dwelling."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linli.places import queries as places
from linli.places.queries import AreaFacts
from linli.places.rules import DIGITS, Level

MOST = 20
_GRID, _COMMUNITY = DIGITS[Level.GRID], DIGITS[Level.COMMUNITY]


@dataclass(frozen=True)
class FoundGrid:
    """A grid that a place may lie in."""

    code: str
    name: str
    where: str
    by: str  # what was found: the building's address, or '' for the grid's own name


def grid_at(lon_cgcs2000: float, lat_cgcs2000: float) -> FoundGrid | None:
    """Find the grid of a point."""
    code = places.locate(lon_cgcs2000, lat_cgcs2000)
    return _found(code) if code else None


def grids_named(text: str) -> list[FoundGrid]:
    """Find grids by an address, the name of a place, or their own name or code; the likeliest first."""
    found: dict[str, FoundGrid] = {}
    for one in (*_by_address(text), *_by_name(text)):
        found.setdefault(one.code, one)
    return list(found.values())[:MOST]


def communities_of() -> Sequence[tuple[str, Sequence[AreaFacts]]]:
    """List the communities that have grids, by what lies above them."""
    above: dict[str, list[AreaFacts]] = {}
    for area in places.places_under("", level=Level.COMMUNITY):
        if any(part.level is Level.GRID for part in places.children(area.code)):
            above.setdefault(" / ".join(places.area_path(area.code)[:-1]), []).append(area)
    return sorted(above.items())


def grids_of_community(code: str) -> list[FoundGrid]:
    """List the open grids of a community."""
    return [_found(area.code) for area in places.children(code) if area.level is Level.GRID]


def _by_address(text: str) -> Iterator[FoundGrid]:
    match = places.match_address(text, to_dwelling=False)
    for one in (match.best, *match.others) if match.best else ():
        if one is not None and len(one.area_code) == _GRID:
            yield _found(one.area_code, by=one.text)


def _by_name(text: str) -> Iterator[FoundGrid]:
    for area in places.open_areas([""]):
        if area.level is Level.GRID and (text == area.code or text in _whole_name(area)):
            yield _found(area.code)


def _whole_name(area: AreaFacts) -> str:
    return f"{places.area_name(area.code[:_COMMUNITY])}{area.name}"


def _found(code: str, *, by: str = "") -> FoundGrid:
    return FoundGrid(code, places.area_name(code), " / ".join(places.area_path(code)[:-1]), by)
