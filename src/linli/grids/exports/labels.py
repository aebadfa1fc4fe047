"""Where names go on a printed map: along streets, beside points, none over another; millimetres of the page."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

_STEP_MM = 6.0
_APART_MM = 110.0  # a long street is named again after so much of it
_BENDS_MM = 1.2  # a name runs straight: where the street bends more than this, it stands elsewhere


@dataclass(frozen=True)
class Label:
    """A name at a point of the page, turned by an angle in degrees."""

    text: str
    x: float
    y: float
    angle: float
    size: float


@dataclass
class Space:
    """The part of the page that names may fill, and the names that stand there already."""

    box: tuple[float, float, float, float]
    taken: list[BaseGeometry] = field(default_factory=list)

    def take(self, label: Label, *, width: float, height: float) -> bool:
        """Take the ground of a label if it is free and on the map."""
        ground = ground_of(label, width=width, height=height)
        free = shapely.box(*self.box).contains(ground) and not any(ground.intersects(one) for one in self.taken)
        if free:
            self.taken.append(ground)
        return bool(free)


def ground_of(label: Label, *, width: float, height: float) -> BaseGeometry:
    """Give the rectangle that a label covers, its point in the middle."""
    flat = shapely.box(label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2)
    return affinity.rotate(flat, label.angle, origin=(label.x, label.y))


def along(lines: Iterable[BaseGeometry], *, width: float) -> Iterator[tuple[float, float, float]]:
    """List where a name of a width can run along some lines: x, y and angle, the middle of the longest line first."""
    for line in sorted(_whole(lines), key=lambda one: -one.length):
        if line.length < width:
            continue
        for at in _from_middle(line.length, width):
            place = _straight(line, at, width)
            if place is not None:
                yield place


def name_street(text: str, lines: Iterable[BaseGeometry], space: Space, *, width: float, size: float) -> list[Label]:
    """Name a street once, and again where it is long."""
    found: list[Label] = []
    for x, y, angle in along(lines, width=width):
        if any(math.hypot(x - one.x, y - one.y) < _APART_MM for one in found):
            continue
        label = Label(text, x, y, angle, size)
        if space.take(label, width=width * 1.04, height=size * 0.45):
            found.append(label)
    return found


def _whole(lines: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Join pieces of one street into lines as long as they go."""
    merged = shapely.line_merge(shapely.union_all([one for one in lines if not one.is_empty]))
    return [one for one in shapely.get_parts(merged) if one.geom_type == "LineString"]


def _from_middle(length: float, width: float) -> Iterator[float]:
    """Walk from the middle of a line outwards, leaving room for half the name at both ends."""
    yield length / 2
    steps = int((length - width) / 2 / _STEP_MM)
    for step in range(1, steps + 1):
        yield length / 2 + step * _STEP_MM
        yield length / 2 - step * _STEP_MM


def _straight(line: BaseGeometry, at: float, width: float) -> tuple[float, float, float] | None:
    points = [line.interpolate(at + share * width) for share in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    (ax, ay), (bx, by) = ((points[end].x, points[end].y) for end in (0, -1))
    run = math.hypot(bx - ax, by - ay)
    if run < width * 0.9:
        return None
    bends = max(abs((bx - ax) * (ay - one.y) - (ax - one.x) * (by - ay)) / run for one in points[1:-1])
    if bends > _BENDS_MM:
        return None
    angle = math.degrees(math.atan2(by - ay, bx - ax))
    upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    return (ax + bx) / 2, (ay + by) / 2, upright


def inside_point(shape: BaseGeometry) -> tuple[float, float]:
    """Give a point well inside a shape for its name."""
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    middle = shape.centroid
    best = middle if shape.contains(middle) else point
    x, y = np.round(shapely.get_coordinates(best)[0], 3)
    return float(x), float(y)
