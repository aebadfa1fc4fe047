"""Communities made to meet: overlaps given to one, narrow gaps to the neighbour along them, crumbs taken off."""

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.grids.ground.findings import Finding, FindingKind, Spot, finding
from linli.grids.ground.lattice import LATTICE_M
from linli.grids.ground.layers import Layers, Shapes
from linli.grids.ground.plane import Plane, as_shapes, ground_of

_GAP_M = 10.0  # a gap narrower than this was never meant
_CRUMB_M2 = 400.0
_LEAST_M2 = 1.0  # less is rounding, not worth a word
_LARGE_M2 = 1000.0
_LARGE_SHARE = 0.01  # of the smaller community
_HOLE_M2 = 1_000_000.0  # a larger empty ground between communities is another place


def cleaned_communities(layers: Layers, plane: Plane) -> tuple[Layers, list[Finding]]:
    """Make the communities meet without overlap or narrow gap, and say where they did not."""
    names = [zone.name or zone.key for zone in layers.communities]
    shapes = as_shapes(zone.shape for zone in layers.communities)
    found: list[Finding] = []
    shapes, crumbs, pieces = _without_crumbs(shapes, names)
    found += finding(plane, FindingKind.SLIVER, crumbs, is_mended=True)
    found += finding(plane, FindingKind.SLIVER, pieces, is_mended=False)
    shapes, small, large = _without_overlaps(shapes, names)
    found += finding(plane, FindingKind.OVERLAP, small, is_mended=True)
    found += finding(plane, FindingKind.OVERLAP, large, is_mended=False)
    shapes, closed, holes = _without_gaps(shapes, names)
    found += finding(plane, FindingKind.GAP, closed, is_mended=True)
    found += finding(plane, FindingKind.GAP, holes, is_mended=False)
    zones = [replace(zone, shape=shape) for zone, shape in zip(layers.communities, shapes, strict=True)]
    return replace(layers, communities=tuple(zone for zone in zones if not zone.shape.is_empty)), found


def _without_crumbs(shapes: Shapes, names: list[str]) -> tuple[Shapes, list[Spot], list[Spot]]:
    """Take tiny parts off, and name communities that lie in several pieces."""
    result, crumbs, pieces = shapes.copy(), list[Spot](), list[Spot]()
    for at, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        if len(parts) < 2:
            continue
        area = shapely.area(parts)
        tiny = (area < _CRUMB_M2) & (area < area.max())
        crumbs += [Spot(part, part.area, names[at]) for part in parts[tiny] if part.area >= _LEAST_M2]
        result[at] = shapely.union_all(parts[~tiny])
        if (~tiny).sum() > 1:
            pieces.append(Spot(result[at], shape.area, names[at]))
    return result, crumbs, pieces


def _without_overlaps(shapes: Shapes, names: list[str]) -> tuple[Shapes, list[Spot], list[Spot]]:
    """Give ground that two communities claim to the earlier one."""
    result, small, large = shapes.copy(), list[Spot](), list[Spot]()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for one, other in sorted((a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True) if a < b):
        shared = shapely.intersection(result[one], result[other])
        if shared.area == 0:
            continue
        whole = min(shapes[one].area, shapes[other].area)
        result[other] = ground_of(shapely.difference(result[other], result[one]))
        if shared.area >= _LEAST_M2:
            is_large = shared.area >= max(_LARGE_M2, _LARGE_SHARE * whole)
            (large if is_large else small).append(Spot(shared, shared.area, f"{names[one]}—{names[other]}"))
    return result, small, large


def _without_gaps(shapes: Shapes, names: list[str]) -> tuple[Shapes, list[Spot], list[Spot]]:
    """Close narrow gaps, and name the wide ones that communities enclose."""
    half = _GAP_M / 2
    union = shapely.union_all(shapes)
    filled = union.buffer(half, join_style="mitre").buffer(-half, join_style="mitre").difference(union)
    gaps = as_shapes(part for part in shapely.get_parts(filled) if part.area > 0)
    result, closed = shapes.copy(), list[Spot]()
    gap, community = shapely.STRtree(shapes).query(gaps, predicate="dwithin", distance=LATTICE_M)
    for at in np.unique(gap).tolist():
        beside = community[gap == at]
        rim = gaps[at].buffer(2 * LATTICE_M)
        shared = shapely.length(shapely.intersection(shapely.boundary(shapes[beside]), rim))
        if len(beside) < 2:
            continue
        taker = int(beside[int(np.argmax(np.round(shared, 2)))])
        result[taker] = ground_of(
            shapely.union(result[taker], gaps[at].buffer(LATTICE_M / 2, join_style="mitre"), grid_size=LATTICE_M)
        )
        if gaps[at].area >= _LEAST_M2:
            closed.append(Spot(gaps[at], gaps[at].area, names[taker]))
    return result, closed, _enclosed(shapely.union_all(result), result, names)


def _enclosed(union: BaseGeometry, shapes: Shapes, names: list[str]) -> list[Spot]:
    spots = []
    for part in shapely.get_parts(union):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if _LEAST_M2 <= hole.area < _HOLE_M2:
                beside = int(np.argmin(shapely.distance(shapes, hole)))
                spots.append(Spot(hole, hole.area, names[beside]))
    return spots
