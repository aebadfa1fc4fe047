"""Cleans the ground before it is cut, and reports: what was mended, and what a person must look at."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE
from linli.grids.ground.cleaning_communities import cleaned_communities
from linli.grids.ground.cleaning_streets import cleaned_streets
from linli.grids.ground.findings import Finding, FindingKind, Spot, finding
from linli.grids.ground.layers import BuildingFacts, Layers, Shapes, Zone
from linli.grids.ground.plane import Plane, as_shapes, ground_of
from linli.grids.ground.stock import holder_of

_STRADDLES_SHARE = 0.1  # of a compound beyond a community's border


def clean(layers: Layers) -> tuple[Layers, tuple[Finding, ...]]:
    """Mend what can be mended without asking, and say what was found."""
    plane = Plane(layers.origin_cgcs2000)
    findings: list[Finding] = []
    for step in (_valid, _once, cleaned_communities, cleaned_streets, _inside):
        layers, found = step(layers, plane)
        findings.extend(found)
    return layers, tuple(findings)


def _valid(layers: Layers, plane: Plane) -> tuple[Layers, list[Finding]]:
    """Mend shapes that cross themselves, and leave out what no ground can be made of."""
    mended: list[Spot] = []
    lost: list[Spot] = []

    def sound(shape: BaseGeometry, name: str, *, is_ground: bool) -> BaseGeometry | None:
        if shape.is_valid and not shape.is_empty:
            return shapely.force_2d(shape)
        right = shapely.make_valid(shapely.force_2d(shape), method="structure", keep_collapsed=False)
        right = ground_of(right) if is_ground else right
        if right.is_empty:
            lost.append(Spot(shapely.Point(*_corner(shape)), 0.0, name))
            return None
        mended.append(Spot(right, right.area, name))
        return right

    layers = replace(
        layers,
        communities=_sound_zones(layers.communities, sound),
        compounds=_sound_zones(layers.compounds, sound),
        dedicated=_sound_zones(layers.dedicated, sound),
        present=_sound_zones(layers.present, sound),
        buildings=tuple(
            replace(building, shape=shape)
            for building in layers.buildings
            if (shape := sound(building.shape, building.key, is_ground=building.shape.area > 0)) is not None
        ),
        barriers=tuple(
            (kind, right)
            for kind, shape in layers.barriers
            if (right := sound(shape, kind.value, is_ground=shape.area > 0)) is not None
        ),
        streets=tuple(
            (name, right)
            for name, shape in layers.streets
            if (right := sound(shape, name, is_ground=False)) is not None and right.length > 0
        ),
    )  # fmt: skip
    found = finding(plane, FindingKind.INVALID, mended, is_mended=True)
    return layers, found + finding(plane, FindingKind.INVALID, lost, is_mended=False)


def _corner(shape: BaseGeometry) -> tuple[float, float]:
    """Give a corner of a shape that may be broken or empty."""
    corners = shapely.get_coordinates(shape)
    return (float(corners[0, 0]), float(corners[0, 1])) if len(corners) else (0.0, 0.0)


def _sound_zones(zones: tuple[Zone, ...], sound: Callable[..., BaseGeometry | None]) -> tuple[Zone, ...]:
    sounded = ((zone, sound(zone.shape, zone.name, is_ground=zone.shape.area > 0)) for zone in zones)
    return tuple(replace(zone, shape=shape) for zone, shape in sounded if shape is not None)


def _once(layers: Layers, plane: Plane) -> tuple[Layers, list[Finding]]:
    """Keep what comes twice once: the same code, the same street, an outline of which nothing more is known."""
    kept: dict[str, BuildingFacts] = {}
    outlines: dict[bytes, str] = {}
    dropped: list[Spot] = []
    alike: list[Spot] = []
    for building in layers.buildings:
        mark = shapely.to_wkb(shapely.normalize(shapely.set_precision(building.shape, 0.05)))
        spot = Spot(building.shape, building.shape.area, building.key)
        if building.key in kept or (mark in outlines and building.households is None):
            dropped.append(spot)
            continue
        if mark in outlines and building.shape.area > 0:
            alike.append(spot)
        kept[building.key] = building
        outlines.setdefault(mark, building.key)
    streets = {shapely.to_wkb(shapely.normalize(shape)): (name, shape) for name, shape in reversed(layers.streets)}
    kept_lines = {id(line) for _name, line in streets.values()}
    dropped.extend(Spot(line, 0.0, name) for name, line in layers.streets if id(line) not in kept_lines)
    found = finding(plane, FindingKind.TWICE, dropped, is_mended=True)
    cleaned = replace(layers, buildings=tuple(kept.values()), streets=tuple(reversed(streets.values())))
    return cleaned, found + finding(plane, FindingKind.TWICE, alike, is_mended=False)


def _inside(layers: Layers, plane: Plane) -> tuple[Layers, list[Finding]]:
    """Report buildings outside every community, and compounds that a community's border cuts."""
    grounds = as_shapes(zone.shape for zone in layers.communities)
    points = shapely.point_on_surface(as_shapes(building.shape for building in layers.buildings))
    outside = np.flatnonzero(holder_of(points, grounds) == FREE).tolist()
    lost = [Spot(points[at], 0.0, layers.buildings[at].key) for at in outside]
    straddling = [
        Spot(zone.shape, zone.shape.area, zone.name or zone.key)
        for zone in layers.compounds
        if zone.shape.area > 0 and _straddles(zone.shape, grounds)
    ]
    found = finding(plane, FindingKind.OUTSIDE, lost, is_mended=False)
    return layers, found + finding(plane, FindingKind.STRADDLING, straddling, is_mended=False)


def _straddles(shape: BaseGeometry, grounds: Shapes) -> bool:
    near = grounds[shapely.intersects(grounds, shape)]
    shares = shapely.area(shapely.intersection(near, shape)) / shape.area
    return int((shares >= _STRADDLES_SHARE).sum()) > 1
