"""The tree of areas, kept in memory: names up the tree, parts below, one area's facts."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from linli.core.scope import covers, within
from linli.places.errors import AreaUnknown
from linli.places.models import Area, AreaChange, Building, Compound, Dwelling
from linli.places.queries import stamp
from linli.places.rules import LEVELS, Level, is_valid_on

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class AreaFacts:
    """One area as the tree keeps it: everything but its boundary."""

    code: str
    level: Level
    name: str
    parent_code: str
    grade: str
    kind: str
    estate_type: str
    features: tuple[str, ...]
    bounds: Bounds | None
    valid_from: dt.date
    valid_to: dt.date | None

    @property
    def is_open(self) -> bool:
        """Say whether the area has not been closed."""
        return self.valid_to is None

    def is_valid_on(self, day: dt.date) -> bool:
        """Say whether the area stood on a day."""
        return is_valid_on(day, valid_from=self.valid_from, valid_to=self.valid_to)


class AreaTree:
    """All areas by code, with their children in code order."""

    def __init__(self, areas: Iterable[AreaFacts]) -> None:
        self.by_code = {area.code: area for area in areas}

    @cached_property
    def _children(self) -> dict[str, list[AreaFacts]]:
        found: dict[str, list[AreaFacts]] = {}
        for area in self.by_code.values():
            if area.is_open:
                found.setdefault(area.parent_code, []).append(area)
        return found

    @cached_property
    def roots(self) -> tuple[AreaFacts, ...]:
        """The open areas whose parent is not among the areas: the tops of this installation."""
        return tuple(area for area in self.by_code.values() if area.is_open and area.parent_code not in self.by_code)

    def children(self, code: str) -> tuple[AreaFacts, ...]:
        """List the open areas directly below a code."""
        return tuple(self._children.get(code, ()))

    def under(self, code: str) -> Iterator[AreaFacts]:
        """Walk the open areas below a code, parents first."""
        for child in self.children(code):
            yield child
            yield from self.under(child.code)


@dataclass(frozen=True)
class AreaCounts:
    """What lies under an area, counted."""

    communities: int
    grids: int
    compounds: int
    buildings: int
    dwellings: int


def area_tree() -> AreaTree:
    """Give the tree of all areas, as of a few seconds ago at most."""
    return _tree.get()


def describe(code: str) -> AreaFacts:
    """Give the facts of one area, open or closed."""
    if (area := area_tree().by_code.get(code)) is None:
        raise AreaUnknown(area_code=code)
    return area


def area_name(code: str) -> str:
    """Give the name of an area, or the code itself when there is none of that code."""
    area = area_tree().by_code.get(code)
    return area.name if area else code


def area_path(code: str) -> tuple[str, ...]:
    """Give the names from the top of the installation down to an area; levels that are missing are left out."""
    tree = area_tree().by_code
    return tuple(tree[part].name for part in _codes_down_to(code) if part in tree)


def children(code: str) -> tuple[AreaFacts, ...]:
    """List the open areas directly below a code; '' gives the tops of the installation."""
    return area_tree().children(code) if code else area_tree().roots


def places_under(code: str, *, level: Level | None = None) -> tuple[AreaFacts, ...]:
    """List the open areas below a code, of one level or of all, parents first."""
    tree = area_tree()
    found = tree.under(code) if code else (area for top in tree.roots for area in (top, *tree.under(top.code)))
    return tuple(area for area in found if level is None or area.level is level)


def open_areas(prefixes: Iterable[str]) -> tuple[AreaFacts, ...]:
    """List the open areas within a scope, in code order."""
    wanted = tuple(prefixes)
    return tuple(area for area in area_tree().by_code.values() if area.is_open and covers(wanted, area.code))


def areas_on(prefixes: Iterable[str], on: dt.date) -> tuple[AreaFacts, ...]:
    """List the areas within a scope as they stood on a day, closed ones since then too, by the names they had."""
    wanted = tuple(prefixes)
    stood = [area for area in area_tree().by_code.values() if area.is_valid_on(on) and covers(wanted, area.code)]
    renamed = AreaChange.objects.filter(within("area_code", wanted), effective_on__gt=on, before__has_key="name")
    names = dict(
        renamed.order_by("-id").values_list("area_code", "before__name")
    )  # of several, the first after the day
    return tuple(replace(area, name=names.get(area.code, area.name)) for area in stood)


def has_feature(code: str, name: str) -> bool:
    """Say whether a feature is switched on for a place: by its community or any area above it."""
    tree = area_tree().by_code
    return any(name in tree[part].features for part in _codes_down_to(code) if part in tree)


def count_under(code: str) -> AreaCounts:
    """Count what lies under an area."""
    here = within("area_code", (code,))
    levels = [area.level for area in places_under(code)]
    return AreaCounts(
        communities=levels.count(Level.COMMUNITY),
        grids=levels.count(Level.GRID),
        compounds=Compound.objects.filter(here).count(),
        buildings=Building.objects.filter(here, closed_on=None).count(),
        dwellings=Dwelling.objects.filter(here).count(),
    )


def changes_of(code: str, *, limit: int = 50) -> tuple[AreaChange, ...]:
    """List what happened to an area, newest first."""
    return tuple(AreaChange.objects.filter(area_code=code).order_by("-id")[:limit])


def names_in_use() -> dict[str, list[tuple[str, str]]]:
    """List code and name of the open areas by the code of their parent."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name, parent_code in Area.objects.filter(Q(valid_to=None)).values_list("code", "name", "parent_code"):
        found.setdefault(parent_code, []).append((code, name))
    return found


def all_codes() -> frozenset[str]:
    """List every code ever given, closed ones too."""
    return frozenset(Area.objects.values_list("code", flat=True))


def _codes_down_to(code: str) -> Iterator[str]:
    for digits in (2, 4, 6, 9, 12, 15):
        if digits <= len(code):
            yield code[:digits]


_COLUMNS = (
    "code", "level", "name", "parent_code", "grade", "kind", "estate_type", "features", "valid_from", "valid_to",
)  # fmt: skip
_BOUNDS = ("min_lon", "min_lat", "max_lon", "max_lat")


def _build() -> AreaTree:
    rows = Area.objects.order_by("code").values_list(*_COLUMNS, *_BOUNDS)
    return AreaTree(_facts(row) for row in rows.iterator(chunk_size=5000))


def _facts(row: tuple[Any, ...]) -> AreaFacts:  # Any: as the database gave them
    code, level, name, parent_code, grade, kind, estate_type, features, valid_from, valid_to, *bounds = row
    return AreaFacts(
        code=str(code),
        level=LEVELS[_PLACE_OF_LEVEL[str(level)]],
        name=str(name),
        parent_code=str(parent_code),
        grade=str(grade),
        kind=str(kind),
        estate_type=str(estate_type),
        features=tuple(map(str, features)) if isinstance(features, list) else (),
        bounds=_bounds(bounds),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _bounds(values: list[object]) -> Bounds | None:
    west, south, east, north = (value if isinstance(value, float) else None for value in values)
    if west is None or south is None or east is None or north is None:
        return None
    return west, south, east, north


_PLACE_OF_LEVEL = {level.value: place for place, level in enumerate(LEVELS)}
_tree = stamp.Kept(_build)
