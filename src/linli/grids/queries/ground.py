"""The ground of an area for a drawing: what the map and the register know, in local metres, with counts and nobody's name."""

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.grids import errors
from linli.grids.catalogue import declared
from linli.grids.ground.layers import KEPT, BarrierKind, BuildingFacts, Layers, Shapes, Zone
from linli.grids.ground.plane import Plane, as_shapes, plane_around
from linli.grids.rules import VACANT, DrawSettings, PlanKind
from linli.places import queries as places
from linli.places.errors import AreaUnknown
from linli.places.queries.boundaries import Boundary, boundaries_within
from linli.places.queries.dwelling_counts import DwellingCounts, dwelling_counts
from linli.places.queries.ground import ground_rows, standing_on
from linli.places.rules import (
    AreaShape,
    BarrierShape,
    BuildingShape,
    FacilityShape,
    Kind,
    Level,
    MapLayers,
    StreetKind,
    StreetLine,
)
from linli.register.queries.by_building import households_by_building
from linli.visits.queries.care_load import care_by_building

_Shaped = AreaShape | BarrierShape | BuildingShape | FacilityShape | StreetLine
_COMMUNITY_DIGITS = 12
_MOST_NAMED = 5
_MOSTLY = 0.5  # a dedicated place that lies so far in a kept grid is that grid


@dataclass(frozen=True)
class Ground:
    """All that a drawing of an area starts from."""

    area_code: str
    layers: Layers
    plane: Plane
    without_boundary: tuple[str, ...]  # communities that are left out
    marks: Mapping[str, str]  # of each community's present grids
    present: Mapping[str, AreaShape]  # today's grids by code


@dataclass(frozen=True)
class _Counts:
    """What the register counts in each building."""

    households: Mapping[UUID, int]
    dwellings: Mapping[UUID, DwellingCounts]
    care: Mapping[UUID, Sequence[tuple[str, int]]]

    def facts(self, building: BuildingShape, shape: BaseGeometry, *, is_home: bool) -> BuildingFacts:
        """Say what is known of a building: registered households, else dwellings lived in, else nothing."""
        pk = building.id
        dwellings = self.dwellings.get(pk) if pk else None
        households = self.households.get(pk) if pk else None
        if households is None and dwellings is not None:
            households = dwellings.lived_in
        care = list(self.care.get(pk, ())) if pk else []
        if dwellings is not None and (vacant := _vacant(dwellings, households)):
            care.append((VACANT, vacant))
        is_home = is_home and not (dwellings is not None and not dwellings.lived_in + dwellings.vacant)
        return BuildingFacts(
            key=building.key, shape=shape, households=households, floors=building.floors if building.are_floors_known else 0,
            is_home=is_home or bool(households), compound=building.compound, area_code=building.area_code,
            care=tuple(care),
        )  # fmt: skip


def check_drawable(area_code: str, kind: PlanKind, settings: DrawSettings) -> None:
    """Refuse what could not be drawn anyhow, before a plan is made of it: no ground, no grids to change, codes nobody knows."""
    name = name_of(area_code)
    drawn = [one for one in boundaries_within([area_code]) if one.wkb]
    communities = {one.code for one in drawn if one.level is Level.COMMUNITY}
    grids = {one.code for one in drawn if one.level is Level.GRID}
    if not communities:
        raise errors.NothingToDraw(area=name)
    if kind is PlanKind.REDRAW and not any(code[:_COMMUNITY_DIGITS] in communities for code in grids):
        raise errors.NoPresentGrids(area=name)
    wished = set(chain(*settings.together, *settings.apart))
    check_wishes(settings, grids=grids, places=standing_on(area_code, wished) if wished else ())


def check_wishes(settings: DrawSettings, *, grids: Container[str], places: Container[str]) -> None:
    """Refuse wishes about grids, buildings or compounds that are not there."""
    asked = (
        ("keep", settings.keep, grids),
        ("together", chain(*settings.together), places),
        ("apart", chain(*settings.apart), places),
    )
    for field, codes, known in asked:
        if unknown := [code for code in dict.fromkeys(codes) if code not in known]:
            raise errors.CodesUnknown(field=field, codes="、".join(unknown[:_MOST_NAMED]))


def ground_of(area_code: str, settings: DrawSettings | None = None) -> Ground:
    """Read the ground of an area: its communities with a boundary, and all that lies on it; about a dozen queries."""
    name = name_of(area_code)
    marks = marks_of(
        boundaries_within([area_code])
    )  # before the ground: what changes meanwhile shows when it is adopted
    rows = ground_rows([area_code])
    communities = sorted((one for one in rows.areas if one.level == Level.COMMUNITY), key=lambda one: one.code)
    if not communities:
        raise errors.NothingToDraw(area=name)
    bounds = [one.shape.bounds for one in communities]
    plane = plane_around(
        (x for box in bounds for x in (box[0], box[2])), (y for box in bounds for y in (box[1], box[3]))
    )
    present = {one.code: one for one in rows.areas if one.level == Level.GRID}
    wanted = settings or DrawSettings()
    known = {one.key for one in rows.buildings} | {one.key for one in rows.compounds if one.shape is not None}
    check_wishes(wanted, grids=present, places=known)
    drawn = {one.code for one in communities}
    return Ground(
        area_code=area_code,
        layers=_layers(rows, communities, plane, _counts(area_code), frozenset(wanted.keep)),
        plane=plane,
        without_boundary=tuple(code for code in communities_under(area_code) if code not in drawn),
        marks=marks,
        present={code: one for code, one in present.items() if code[:_COMMUNITY_DIGITS] in drawn},
    )


def marks_of(boundaries: Iterable[Boundary]) -> dict[str, str]:
    """Mark each community with its boundary and its open grids: another mark later says that they are others."""
    sums: dict[str, hashlib._Hash] = {}
    for one in boundaries:
        found = sums.setdefault(one.code[:_COMMUNITY_DIGITS], hashlib.sha256())
        found.update(f"{one.code} {one.kind} ".encode() + one.wkb)
    return {code: one.hexdigest() for code, one in sums.items()}


def name_of(area_code: str) -> str:
    """Name an area to draw in: one of the tree, or a code above communities whose own levels nobody entered."""
    known = places.area_tree().by_code.get(area_code)
    if known is None and not communities_under(area_code):
        raise AreaUnknown(area_code=area_code)
    if known is not None and known.level is Level.GRID:
        raise errors.GridIsNotDrawn(area=known.name, community=area_code[:_COMMUNITY_DIGITS])
    if known is not None and not known.is_open:
        raise errors.NothingToDraw(area=known.name)
    return known.name if known else area_code


def communities_under(area_code: str) -> tuple[str, ...]:
    """List the open communities at or below a code."""
    return tuple(one.code for one in places.open_areas([area_code]) if one.level is Level.COMMUNITY)


def _counts(area_code: str) -> _Counts:
    order = declared().care_order
    letters = dict(order)
    care = {
        building: [(letters[code], count) for code, count in counted.items()]
        for building, counted in care_by_building([area_code], [visits for visits, _letter in order]).items()
    }
    return _Counts(households_by_building([area_code]), dwelling_counts([area_code]), care)


def _vacant(dwellings: DwellingCounts, households: int | None) -> int:
    """Count empty dwellings: those entered as vacant, less what the register knows to be lived in beyond the rest."""
    beyond = max((households or 0) - dwellings.lived_in, 0)
    return max(dwellings.vacant - beyond, 0)


def _layers(
    rows: MapLayers, communities: Sequence[AreaShape], plane: Plane, counts: _Counts, keep: frozenset[str]
) -> Layers:
    grids = [one for one in rows.areas if one.level == Level.GRID]
    kept = [one for one in grids if one.kind == Kind.DEDICATED or one.code in keep]
    facilities = _dedicated_facilities(rows.facilities, kept)
    streets = [one for one in rows.streets if one.kind not in (StreetKind.PATH, StreetKind.LANE)]
    lanes = [one for one in rows.streets if one.kind is StreetKind.LANE]
    walled = [one for one in rows.compounds if one.shape is not None]
    return Layers(
        origin_cgcs2000=plane.origin_cgcs2000,
        communities=_zones(plane, communities),
        streets=tuple(zip((one.name for one in streets), _metres(plane, streets), strict=True)),
        lanes=tuple(_metres(plane, lanes)),
        buildings=tuple(
            counts.facts(one, shape, is_home=one.is_home and not is_beside)
            for one, shape, is_beside in zip(
                rows.buildings, _metres(plane, rows.buildings), _on_facilities(rows), strict=True
            )
        ),
        compounds=tuple(
            Zone(one.key, one.name, shape)
            for one, shape in zip(
                walled, plane.metres(as_shapes(one.shape for one in walled if one.shape)), strict=True
            )
        ),
        barriers=tuple(
            (BarrierKind(one.kind.value), shape)
            for one, shape in zip(rows.barriers, _metres(plane, rows.barriers), strict=True)
        ),
        dedicated=(
            *_zones(plane, kept, kind=KEPT),
            *(
                Zone(one.key, one.name, shape, one.class_code)
                for one, shape in zip(facilities, _metres(plane, facilities), strict=True)
            ),
        ),
        components=_points(plane, rows),
        present=_zones(plane, grids),
    )


def _on_facilities(rows: MapLayers) -> list[bool]:
    """Say which buildings stand on the ground of a school, a market …: nobody lives there unless the register knows it."""
    grounds = [one.shape for one in rows.facilities if one.shape.area]
    found = np.zeros(len(rows.buildings), bool)
    if grounds and rows.buildings:
        points = shapely.point_on_surface(as_shapes(one.shape for one in rows.buildings))
        found[shapely.STRtree(points).query(as_shapes(grounds), predicate="intersects")[1]] = True
    return [bool(one) for one in found]


def _dedicated_facilities(facilities: Iterable[FacilityShape], kept: Sequence[AreaShape]) -> list[FacilityShape]:
    """Keep the places that are grids of their own by class or row, have ground, and are no grid already."""
    wanted = [one for one in facilities if one.is_dedicated and one.shape.area]
    return [
        one
        for one in wanted
        if not any(one.shape.intersection(grid.shape).area > _MOSTLY * one.shape.area for grid in kept)
    ]


def _zones(plane: Plane, areas: Sequence[AreaShape], *, kind: str = "") -> tuple[Zone, ...]:
    return tuple(Zone(one.code, one.name, shape, kind) for one, shape in zip(areas, _metres(plane, areas), strict=True))


def _metres(plane: Plane, rows: Sequence[_Shaped]) -> Shapes:
    return plane.metres(as_shapes(one.shape for one in rows))


def _points(plane: Plane, rows: MapLayers) -> tuple[tuple[float, float], ...]:
    at = [(one.lon_cgcs2000, one.lat_cgcs2000) for one in rows.components]
    points = plane.metres(np.asarray(shapely.points(np.array(at, dtype=float).reshape(-1, 2)), dtype=object))
    return tuple((float(x), float(y)) for x, y in shapely.get_coordinates(points))
