"""The place that a card's or board's code names: it is filled in for whoever scans it, and can be changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.places import queries as places
from linli.places.errors import BuildingUnknown
from linli.places.rules import DIGITS, Level

_COMMUNITY = DIGITS[Level.COMMUNITY]


@dataclass(frozen=True)
class NamedPlace:
    """A building or an area as the report's form takes it."""

    name: str
    initial: Mapping[str, object]


def place_named(query: Mapping[str, str]) -> NamedPlace | None:
    """Read `?building=` or `?area=`; what names nothing fills nothing in."""
    if code := query.get("building", "")[:25]:
        return _building(code)
    return _area(query.get("area", "")[:15])


def _building(code: str) -> NamedPlace | None:
    try:
        building = places.find_building(code)
    except BuildingUnknown:
        return None
    if building.closed_on is not None:
        return None
    street = f"{building.street_name}{building.plate_no}" if building.street_name else ""
    compound = building.compound.name if building.compound else ""
    name = f"{street}{'' if building.name.startswith(compound) else compound}{building.name}"
    point = {"lon": building.lon_cgcs2000, "lat": building.lat_cgcs2000}
    return NamedPlace(name, {**point, "address": name, "community": building.area_code[:_COMMUNITY]})


def _area(code: str) -> NamedPlace | None:
    area = places.area_tree().by_code.get(code)
    if area is None or not area.is_open or len(code) < _COMMUNITY:
        return None
    names = places.area_path(code)[-2:] if len(code) > _COMMUNITY else places.area_path(code)[-1:]
    return NamedPlace(" ".join(names), {"community": code[:_COMMUNITY]})
