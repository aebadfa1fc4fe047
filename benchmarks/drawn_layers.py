"""Ground for the maps of `drawn_maps`: what a map file tells, and communities where the map has none."""

import numpy as np
import shapely

from linli.grids.drawing.graph import FREE
from linli.grids.ground.estimating import estimate
from linli.grids.ground.lattice import dissolved, edges_of, faces_between, longest_neighbour
from linli.grids.ground.layers import BarrierKind, BuildingFacts, Layers, Shapes, Zone
from linli.grids.ground.plane import Plane, as_shapes, plane_around, points_at
from linli.grids.ground.stock import holder_of
from linli.places.rules import MapLayers, StreetKind

LEAST_HOUSEHOLDS = 1600  # of a community made up along main streets
_DEDICATED = {"school", "hospital", "park", "market", "college"}
_MOST_FLOORS, _WIDEST_HOME_M2 = 33, 3000.0  # homes end at 100 m; what is larger is a tower or a hall nobody tagged
_LEAST_DEDICATED_M2 = 10_000.0
_CUTTERS = {StreetKind.MOTORWAY, StreetKind.MAIN, StreetKind.STREET, StreetKind.UNKNOWN}


def plane_of(maps: MapLayers) -> Plane:
    """Lay a plane around all that a map holds."""
    shapes = as_shapes(one.shape for one in (*maps.buildings, *maps.streets, *maps.areas))
    bounds = shapely.bounds(shapes)
    return plane_around(bounds[:, [0, 2]].ravel(), bounds[:, [1, 3]].ravel())


def layers_of(maps: MapLayers) -> Layers:
    """Bring a map into the layers that grids are drawn on, households estimated; communities are those of the map."""
    plane = plane_of(maps)

    def metres(shapes: object) -> Shapes:
        return plane.metres(as_shapes(shapes))

    streets = [one for one in maps.streets if one.kind in _CUTTERS]
    lanes = [one for one in maps.streets if one.kind is StreetKind.LANE]
    walled = [one for one in maps.compounds if one.shape is not None]
    apart = [one for one in maps.facilities if one.class_code in _DEDICATED and one.shape.area > 0]
    places = [
        Zone(one.key, one.name, shape, one.class_code)
        for one, shape in zip(apart, metres(one.shape for one in apart), strict=True)
    ]
    return Layers(
        origin_cgcs2000=plane.origin_cgcs2000,
        communities=tuple(
            Zone(one.code, one.name, shape)
            for one, shape in zip(maps.areas, metres(one.shape for one in maps.areas), strict=True)
        ),
        streets=tuple(
            (one.name, shape) for one, shape in zip(streets, metres(one.shape for one in streets), strict=True)
        ),
        lanes=tuple(metres(one.shape for one in lanes)),
        buildings=tuple(
            BuildingFacts(
                key=one.key, shape=shape, floors=one.floors if one.are_floors_known else 0,
                is_home=one.is_home and one.floors <= _MOST_FLOORS and shape.area <= _WIDEST_HOME_M2, compound=one.compound,
            )
            for one, shape in zip(maps.buildings, metres(one.shape for one in maps.buildings), strict=True)
        ),
        compounds=tuple(
            Zone(one.key, one.name, shape)
            for one, shape in zip(walled, metres(one.shape for one in walled), strict=True)
        ),
        barriers=tuple(
            (BarrierKind(one.kind.value), shape)
            for one, shape in zip(maps.barriers, metres(one.shape for one in maps.barriers), strict=True)
        ),
        dedicated=tuple(place for place in places if place.shape.area >= _LEAST_DEDICATED_M2),
    )  # fmt: skip


def with_communities(layers: Layers, maps: MapLayers) -> Layers:
    """Make communities up along the main streets and rivers of a map, each with enough households for some grids."""
    known = estimate(layers)
    plane = Plane(layers.origin_cgcs2000)
    main = plane.metres(
        as_shapes(one.shape for one in maps.streets if one.kind in {StreetKind.MAIN, StreetKind.MOTORWAY})
    )
    water = [shape for kind, shape in layers.barriers if kind is BarrierKind.WATER and shape.area > 100_000]
    built = shapely.MultiPoint([one.shape.representative_point() for one in layers.buildings]).buffer(60).buffer(-40)
    frame = shapely.convex_hull(built).difference(shapely.union_all(water))
    faces = faces_between(as_shapes([*main, *shapely.boundary(shapely.get_parts(frame))]))
    faces = faces[shapely.contains(frame, shapely.point_on_surface(faces))]
    points = points_at(np.array([one.shape.representative_point().coords[0] for one in known.buildings]))
    held = holder_of(points, faces)
    households = np.array([one.households or 0 for one in known.buildings], dtype=float)
    inside = held != FREE
    label = _grown(faces, np.bincount(held[inside], weights=households[inside], minlength=len(faces)))
    names, place = np.unique(label, return_inverse=True)
    grounds = dissolved(faces, place.astype(np.int32))
    zones = tuple(Zone(f"{at + 1:012d}", f"社区{at + 1}", shape) for at, shape in enumerate(grounds) if len(names))
    return Layers(**{**vars(layers), "communities": zones})


def _grown(faces: Shapes, households: np.ndarray) -> np.ndarray:
    """Join faces to their closest neighbours until every community has enough households."""
    label = np.arange(len(faces), dtype=np.int32)
    edges = edges_of(faces)
    for _ in range(10 * len(faces)):
        total = np.bincount(label, weights=households, minlength=len(faces))
        between = edges.between(label)
        best = longest_neighbour(between, len(faces))
        alive = np.isin(np.arange(len(faces)), label)
        few = np.flatnonzero(alive & (total < LEAST_HOUSEHOLDS) & (best != FREE))
        if not len(few):
            break
        least = few[np.lexsort((few, total[few]))[0]]
        label[label == least] = best[least]
    return label
