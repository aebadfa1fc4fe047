"""The ground of an area as the register knows it: everything that grids are drawn on, in a handful of queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Exists, OuterRef, Q
from shapely.geometry.base import BaseGeometry

from linli.core.scope import shortest, within
from linli.places import rules
from linli.places.catalogue import is_own_grid
from linli.places.coordinates import metres_per_degree
from linli.places.models import Area, Barrier, Building, Component, Compound, Dwelling, Facility, Street
from linli.places.queries.tree import Bounds
from linli.places.rules import (
    AreaShape,
    BarrierKind,
    BarrierShape,
    BuildingShape,
    BuildingUse,
    ComponentPoint,
    ComponentState,
    CompoundShape,
    FacilityShape,
    Level,
    MapLayers,
    StreetKind,
    StreetLine,
)

_MARGIN = 0.003  # degrees, about three hundred metres: a street goes on beyond the border
_LEVELS = (Level.DISTRICT.value, Level.STREET.value, Level.COMMUNITY.value, Level.GRID.value)
_COMMUNITY = rules.DIGITS[Level.COMMUNITY]
_GONE = (ComponentState.ABANDONED.value,)


def ground_rows(prefixes: Iterable[str]) -> MapLayers:
    """Read streets, buildings, compounds, barriers, facilities, components and today's areas within a scope.

    `areas` holds districts, streets, communities and grids that are open and have a boundary. Streets and barriers reach a
    little beyond the scope's bounds, as streets go on beyond a border. What stands in no area at all but within the bounds
    comes too. Closed facilities and abandoned components are left out.
    """
    scope = shortest(prefixes)
    areas = _areas(scope)
    bounds = _around([one.shape for one in areas])
    return MapLayers(
        streets=_streets(scope, bounds),
        buildings=_buildings(scope, bounds),
        compounds=_compounds(scope),
        barriers=_barriers(bounds),
        facilities=_facilities(scope),
        areas=areas,
        components=_components(scope),
    )


@dataclass(frozen=True)
class BuildingSpot:
    """A stored building as a point, whether its outline is known, and where it lies."""

    code: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    has_outline: bool
    area_code: str = ""


def building_spots(bounds: Bounds) -> tuple[BuildingSpot, ...]:
    """List the stored buildings in a window, for telling which of a map's buildings the register knows already."""
    west, south, east, north = bounds
    here = Building.objects.filter(closed_on=None, lon_cgcs2000__range=(west, east), lat_cgcs2000__range=(south, north))
    rows = here.annotate(drawn=Q(footprint__isnull=False)).order_by("code")
    names = ("code", "lon_cgcs2000", "lat_cgcs2000", "drawn", "area_code")
    return tuple(BuildingSpot(*row) for row in rows.values_list(*names))


def standing_on(area_code: str, codes: Collection[str]) -> frozenset[str]:
    """Say which codes are buildings, or compounds with a boundary, of an area; what stands in no area at all counts too."""
    here = within("area_code", (area_code,)) | Q(area_code="")
    buildings = Building.objects.filter(here, code__in=codes, closed_on=None).values_list("code", flat=True)
    compounds = Compound.objects.filter(within("area_code", (area_code,)), code__in=codes, boundary__isnull=False)
    return frozenset(buildings).union(compounds.values_list("code", flat=True))


def compounds_by_name(prefix: str) -> dict[tuple[str, str], str]:
    """Give the codes of stored compounds by their community (or wider area) and name."""
    rows = Compound.objects.filter(within("area_code", (prefix,))).order_by("code")
    return {(area[:_COMMUNITY], name): code for code, area, name in rows.values_list("code", "area_code", "name")}


def stands_alone(class_code: str, shape: BaseGeometry, *, own_grid: bool | None = None) -> bool:
    """Say whether a facility is set apart as a grid of its own: by its own row, else by its class and its size."""
    if own_grid is not None:
        return own_grid
    return shape.geom_type != "Point" and is_own_grid(class_code, area_m2=area_m2(shape))


def area_m2(shape: BaseGeometry) -> float:
    """Measure a small ground given in degrees."""
    per_lon, per_lat = metres_per_degree(float(shape.bounds[1]))
    return float(shape.area) * per_lon * per_lat


def _areas(scope: Sequence[str]) -> tuple[AreaShape, ...]:
    wanted = within("code", scope) & Q(level__in=_LEVELS, valid_to=None, boundary__isnull=False)
    rows = list(Area.objects.filter(wanted).order_by("code").values_list("boundary", "code", "name", "level", "kind"))
    shapes = _read([row[0] for row in rows])
    return tuple(
        AreaShape(code, name, shape, level, kind)
        for shape, (_, code, name, level, kind) in zip(shapes, rows, strict=True)
    )


def _streets(scope: Sequence[str], bounds: Bounds | None) -> tuple[StreetLine, ...]:
    # A street along the border may belong to the neighbour, or to a wider area: the siblings and all above are looked at.
    around = [rules.parent_code_of(prefix) if prefix else "" for prefix in scope]
    above = [code for prefix in scope for code in rules.codes_above(prefix)]
    found = Street.objects.filter(within("area_code", around) | Q(area_code__in=[*above, ""]) if all(around) else Q())
    rows = list(found.order_by("pk").values_list("line", "pk", "source_key", "name", "kind", "area_code"))
    shapes = _read([row[0] for row in rows])
    shown = _meets(shapes, bounds)
    return tuple(
        StreetLine(key or str(pk), shape, name, StreetKind(kind), area)
        for shape, (_, pk, key, name, kind, area), is_shown in zip(shapes, rows, shown, strict=True)
        if is_shown
    )


def _buildings(scope: Sequence[str], bounds: Bounds | None) -> tuple[BuildingShape, ...]:
    wanted = within("area_code", scope)
    if bounds and wanted:
        west, south, east, north = bounds
        wanted |= Q(area_code="", lon_cgcs2000__range=(west, east), lat_cgcs2000__range=(south, north))
    columns = (
        "footprint", "lon_cgcs2000", "lat_cgcs2000", "pk", "code", "name", "floors", "use", "compound_id", "street_name",
        "plate_no", "area_code", "has_dwellings",
    )  # fmt: skip
    dwellings = Exists(Dwelling.objects.filter(building=OuterRef("pk")))
    found = Building.objects.filter(wanted, closed_on=None).annotate(has_dwellings=dwellings)
    rows = list(found.order_by("code").values_list(*columns))
    points = shapely.points([row[1] for row in rows], [row[2] for row in rows]) if rows else ()
    shapes = _read([row[0] for row in rows])
    return tuple(
        BuildingShape(
            key=code, shape=shape if shape is not None else point, name=name, floors=floors, are_floors_known=floors > 1,
            is_home=is_full or use != BuildingUse.OTHER, compound=compound or "", street=street, plate=plate,
            area_code=area, id=pk, is_said_home=use == BuildingUse.HOME,
        )
        for shape, point, (_, _, _, pk, code, name, floors, use, compound, street, plate, area, is_full) in zip(
            shapes, points, rows, strict=True
        )
    )  # fmt: skip


def _compounds(scope: Sequence[str]) -> tuple[CompoundShape, ...]:
    found = Compound.objects.filter(within("area_code", scope)).order_by("code")
    rows = list(found.values_list("boundary", "code", "name", "area_code"))
    shapes = _read([row[0] for row in rows])
    return tuple(
        CompoundShape(code, name, shape, area) for shape, (_, code, name, area) in zip(shapes, rows, strict=True)
    )


def _barriers(bounds: Bounds | None) -> tuple[BarrierShape, ...]:
    if bounds is None:
        return ()
    west, south, east, north = bounds
    found = Barrier.objects.filter(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)
    rows = list(found.order_by("source_key").values_list("shape", "source_key", "kind", "name", "area_code"))
    shapes = _read([row[0] for row in rows])
    return tuple(
        BarrierShape(key, BarrierKind(kind), shape, name, area)
        for shape, (_, key, kind, name, area) in zip(shapes, rows, strict=True)
    )


def _facilities(scope: Sequence[str]) -> tuple[FacilityShape, ...]:
    found = Facility.objects.filter(within("area_code", scope), closed_on=None).order_by("code")
    columns = (
        "boundary", "lon_cgcs2000", "lat_cgcs2000", "code", "class_code", "name", "address", "phone", "hours", "area_code",
        "own_grid",
    )  # fmt: skip
    rows = list(found.values_list(*columns))
    told = zip(_read([row[0] for row in rows]), rows, strict=True)
    facilities = []
    for outline, (_, lon, lat, code, class_code, name, address, phone, hours, area, own_grid) in told:
        shape = outline if outline is not None else shapely.Point(lon, lat)
        alone = stands_alone(class_code, shape, own_grid=own_grid)
        facilities.append(FacilityShape(code, class_code, name, shape, address, phone, hours, area, alone))
    return tuple(facilities)


def _components(scope: Sequence[str]) -> tuple[ComponentPoint, ...]:
    found = Component.objects.filter(within("area_code", scope)).exclude(state__in=_GONE).order_by("code")
    columns = ("class_code", "lon_cgcs2000", "lat_cgcs2000", "area_code")
    return tuple(ComponentPoint(*row) for row in found.values_list(*columns))


def _read(shapes: Sequence[bytes | memoryview | None]) -> Sequence[BaseGeometry]:
    """Read shapes as they are stored; what has none stays None."""
    if not shapes:
        return ()
    return list(shapely.from_wkb(np.array([bytes(shape) if shape else None for shape in shapes], dtype=object)))


def _around(shapes: Sequence[BaseGeometry]) -> Bounds | None:
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return float(west - _MARGIN), float(south - _MARGIN), float(east + _MARGIN), float(north + _MARGIN)


def _meets(shapes: Sequence[BaseGeometry], bounds: Bounds | None) -> Sequence[bool]:
    if bounds is None or not shapes:
        return [bounds is None] * len(shapes)
    return list(shapely.intersects(np.array(shapes, dtype=object), shapely.box(*bounds)))
