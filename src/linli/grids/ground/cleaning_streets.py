"""Streets that stop just short of a crossing or of the border are prolonged, so that they enclose blocks."""

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import Floats
from linli.grids.ground.findings import Finding, FindingKind, Spot, finding
from linli.grids.ground.layers import Layers, Shapes
from linli.grids.ground.plane import Plane, as_shapes, points_at

Places = NDArray[np.int64]

_TOUCHES_M = 0.05
_SHORT_OF_STREET_M = 15.0
_SHORT_OF_BORDER_M = 30.0
_AHEAD = 0.5  # cosine of the widest angle between the street's end and what it is to meet
_BEYOND_M = 0.1  # prolonged a little further, so that the lines surely cross


def cleaned_streets(layers: Layers, plane: Plane) -> tuple[Layers, list[Finding]]:
    """Prolong streets to the crossing or the border they stop short of."""
    lines, names = _single_lines(layers)
    if not len(lines):
        return layers, []
    ends, heading, line = _loose_ends(lines)
    borders = shapely.boundary(as_shapes(zone.shape for zone in layers.communities))
    added: list[tuple[str, BaseGeometry]] = []
    for targets, reach_m in ((lines, _SHORT_OF_STREET_M), (borders, _SHORT_OF_BORDER_M)):
        met = _met(ends, heading, line if targets is lines else np.full(len(line), -1), targets, reach_m)
        added += [(names[line[at]], link) for at, link in met.items()]
        left = np.array([at not in met for at in range(len(ends))], dtype=bool)
        ends, heading, line = ends[left], heading[left], line[left]
    spots = [Spot(link, link.length, name) for name, link in added]
    found = finding(plane, FindingKind.DANGLING, spots, is_mended=True)
    found += finding(plane, FindingKind.DANGLING, _alone(lines, names, line, borders), is_mended=False)
    return replace(layers, streets=(*layers.streets, *added)), found


def _single_lines(layers: Layers) -> tuple[Shapes, list[str]]:
    given = as_shapes(line for _name, line in layers.streets)
    lines, owner = shapely.get_parts(given, return_index=True)
    return lines, [layers.streets[at][0] for at in owner.tolist()]


def _loose_ends(lines: Shapes) -> tuple[Floats, Floats, Places]:
    """Find the ends of lines that touch no other line, and where each was heading."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.searchsorted(owner, np.arange(len(lines)))
    last = np.searchsorted(owner, np.arange(len(lines)), side="right") - 1
    ends = np.concatenate([xy[first], xy[last]])
    before = np.concatenate([xy[first + 1], xy[last - 1]])
    line = np.tile(np.arange(len(lines)), 2)
    end, other = shapely.STRtree(lines).query(points_at(ends), predicate="dwithin", distance=_TOUCHES_M)
    held = np.zeros(len(ends), dtype=bool)
    held[end[other != line[end]]] = True
    way = ends - before
    heading = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    closed = np.tile(shapely.is_closed(lines), 2)
    loose = ~held & ~closed
    return ends[loose], heading[loose], line[loose]


def _met(ends: Floats, heading: Floats, line: Places, targets: Shapes, reach_m: float) -> dict[int, BaseGeometry]:
    """Link each loose end to the nearest target ahead of it within reach."""
    points = points_at(ends)
    at, target = shapely.STRtree(targets).query(points, predicate="dwithin", distance=reach_m)
    other = target != line[at]
    at, target = at[other], target[other]
    links = shapely.shortest_line(points[at], targets[target])
    length = shapely.length(links)
    way = shapely.get_coordinates(links).reshape(-1, 2, 2)
    way = way[:, 1] - way[:, 0]
    ahead = (way * heading[at]).sum(axis=1) >= _AHEAD * length
    result: dict[int, BaseGeometry] = {}
    for pick in np.lexsort((target, np.round(length, 3), at)).tolist():
        if ahead[pick] and length[pick] > 0 and int(at[pick]) not in result:
            start, beyond = ends[at[pick]], way[pick] * (1 + _BEYOND_M / length[pick])
            result[int(at[pick])] = shapely.LineString([start, start + beyond])
    return result


def _alone(lines: Shapes, names: list[str], loose: Places, borders: Shapes) -> list[Spot]:
    """Name streets inside a community that meet no other street and no border: they enclose nothing."""
    both = np.flatnonzero(np.bincount(loose, minlength=len(lines)) > 1)
    others = as_shapes([*lines, *borders])
    line, other = shapely.STRtree(others).query(lines[both], predicate="intersects")
    met = set(line[other != both[line]].tolist())
    return [Spot(lines[at], lines[at].length, names[at]) for place, at in enumerate(both.tolist()) if place not in met]
