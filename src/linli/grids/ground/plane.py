"""The plane drawings are made on: metres east and north of an origin, true to a millimetre a kilometre within a city."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import Floats
from linli.grids.ground.layers import Shapes
from linli.places.coordinates import metres_per_degree

Move = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class Plane:
    """Metres around a point in CGCS2000 degrees: x east, y north."""

    origin_cgcs2000: tuple[float, float]

    def metres(self, shapes: Shapes) -> Shapes:
        """Bring shapes in degrees onto the plane."""
        per = np.array(metres_per_degree(self.origin_cgcs2000[1]))
        return _moved(shapes, lambda xy: (xy - np.array(self.origin_cgcs2000)) * per)

    def degrees(self, shapes: Shapes) -> Shapes:
        """Bring shapes of the plane back to degrees."""
        per = np.array(metres_per_degree(self.origin_cgcs2000[1]))
        return _moved(shapes, lambda xy: xy / per + np.array(self.origin_cgcs2000))

    def metres_of(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring one shape in degrees onto the plane."""
        return one_of(self.metres(as_shapes([shape])))

    def degrees_of(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring one shape of the plane back to degrees."""
        return one_of(self.degrees(as_shapes([shape])))


def plane_around(lons: Iterable[float], lats: Iterable[float]) -> Plane:
    """Lay a plane around the middle of some points, rounded so that it stays when a point is added."""
    xs, ys = np.fromiter(lons, float), np.fromiter(lats, float)
    return Plane((round(float((xs.min() + xs.max()) / 2), 2), round(float((ys.min() + ys.max()) / 2), 2)))


def as_shapes(shapes: Iterable[BaseGeometry]) -> Shapes:
    """Put shapes into an array, one entry each."""
    listed = list(shapes)
    result = np.empty(len(listed), dtype=object)
    result[:] = listed
    return result


def points_at(xy_m: Floats) -> Shapes:
    """Make a point of each pair of coordinates."""
    points: Shapes = np.atleast_1d(np.asarray(shapely.points(xy_m.reshape(-1, 2)), dtype=object))
    return points


def ground_of(shape: BaseGeometry) -> BaseGeometry:
    """Keep what of a shape is ground: no lines, no points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.area(parts) > 0])


def one_of(shapes: Shapes) -> BaseGeometry:
    """Take the only shape of an array."""
    shape: BaseGeometry = shapes[0]
    return shape


def _moved(shapes: Shapes, move: Move) -> Shapes:
    moved: Shapes = shapely.transform(shapely.force_2d(shapes), move)
    return moved
