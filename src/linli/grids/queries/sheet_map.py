"""The editor's map: the ground of one community in degrees, with the borders between its units; nothing about people.

The browser draws the borders of grids from these lines, so that a step only has to tell which unit is in which grid.
"""

import json
from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.layers import Shapes
from linli.grids.ground.plane import Plane, as_shapes
from linli.grids.ground.units import Units
from linli.grids.models import PlanPart
from linli.grids.queries.sheets import groups_of_part, present_of_unit
from linli.places import queries as places

_DECIMALS = 7  # a centimetre


def sheet_map(part: PlanPart, units: Units) -> dict[str, object]:
    """Give the units as polygons, the lines where they touch, the community's edge, and today's grid of each unit."""
    plane = Plane(units.origin_cgcs2000)
    one, other = _neighbours(units)
    shared = shapely.intersection(units.cells[one], units.cells[other])
    edge = shapely.boundary(shapely.coverage_union_all(units.cells))
    return {
        "units": _collection(plane.degrees(units.cells), _unit_facts(units, groups_of_part(part, units))),
        "contacts": _collection(plane.degrees(shared), _contact_facts(units, one, other)),
        "edge": _geometry(plane.degrees_of(edge)),
        "present": present_of_unit(part).tolist(),
        "present_names": [places.area_name(code) for code in part.present_grids],
    }


def label_points(units: Units, grid: Ints, count: int) -> list[tuple[float, float]]:
    """Give each grid a point on its ground to be named at: of its units the one nearest to its middle."""
    found = np.zeros((count, 2))
    xy, weight = units.graph.xy_m, units.graph.area_m2 + 1e-6
    for place in range(count):
        mine = np.flatnonzero(grid == place)
        if len(mine):
            middle = np.average(xy[mine], axis=0, weights=weight[mine])
            found[place] = xy[mine[np.argmin(((xy[mine] - middle) ** 2).sum(axis=1))]]
    degrees = shapely.get_coordinates(
        Plane(units.origin_cgcs2000).degrees(as_shapes([shapely.Point(at) for at in found]))
    )
    return [(round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)) for lon, lat in degrees]


def _unit_facts(units: Units, group: Ints) -> Iterable[Mapping[str, object]]:
    graph = units.graph
    for one in range(len(graph)):
        compound = int(graph.compound[one])
        yield {
            "unit": one,
            "block": int(units.block[one]),
            "group": int(group[one]),
            "households": round(float(graph.households[one])),
            "compound": units.compound_names[compound] if compound != FREE else "",
            "fixed": bool(graph.fixed[one] != FREE),
        }


def _neighbours(units: Units) -> tuple[Ints, Ints]:
    """Pair the units that share a line: water between them is no contact, but a border there is drawn."""
    one, other = shapely.STRtree(units.cells).query(units.cells, predicate="touches")
    once = one < other
    return one[once].astype(np.int32), other[once].astype(np.int32)


def _contact_facts(units: Units, one: Ints, other: Ints) -> Iterable[Mapping[str, object]]:
    """Say of each line whose it is, and whether a grid may run across it."""
    graph = units.graph
    pairs = zip(graph.contact_a.tolist(), graph.contact_b.tolist(), strict=True)
    known = {(min(pair), max(pair)) for pair in pairs}
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        yield {"a": a, "b": b, "joins": (a, b) in known}


def _collection(shapes: Shapes, facts: Iterable[Mapping[str, object]]) -> dict[str, object]:
    features = [
        {"type": "Feature", "geometry": _geometry(shape), "properties": dict(said)}
        for shape, said in zip(shapes, facts, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _geometry(shape: shapely.Geometry) -> object:
    """Write a shape, its lines alone where it is a line between two units, to the centimetre."""
    rounded = shapely.transform(shape, lambda xy: xy.round(_DECIMALS))
    return json.loads(shapely.to_geojson(rounded))
