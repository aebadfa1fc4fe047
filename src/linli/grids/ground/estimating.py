"""Households where nobody counted them: worked out from a home's outline and floors, or assumed for a whole community."""

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.layers import KEPT, BuildingFacts, Layers, Shapes
from linli.grids.ground.plane import as_shapes
from linli.grids.ground.stock import holder_of

M2_PER_HOUSEHOLD = 110.0  # floor space with its share of stairs and walls
ASSUMED_HOUSEHOLDS = 3000  # an ordinary community
_POINT_M2 = 400.0  # a building of which only a point is known
_POINT_LOW_M2 = 120.0  # and that has few floors
_LOW_FLOORS = 3
_COTTAGE_M2, _SLAB_M2 = 150.0, 1500.0  # outlines of homes whose floors nobody told


def estimate(
    layers: Layers, *, assumed: int = ASSUMED_HOUSEHOLDS, m2_per_household: float = M2_PER_HOUSEHOLD
) -> Layers:
    """Fill in the households that are not known, and mark them; what was counted stays as it is.

    Where a community has counted households at all, nobody lives in its other buildings; nor does anybody on the ground
    of a place apart.
    """
    points = shapely.point_on_surface(as_shapes(building.shape for building in layers.buildings))
    community = holder_of(points, as_shapes(zone.shape for zone in layers.communities))
    empty = _known_empty(layers, points, community)
    buildings = tuple(
        _estimated(replace(building, is_home=False) if is_empty else building, m2_per_household)
        for building, is_empty in zip(layers.buildings, empty.tolist(), strict=True)
    )
    homes = np.array([building.is_home for building in buildings], dtype=bool)
    held = community[homes]
    known = {layers.communities[at].key for at in np.unique(held[held != FREE]).tolist()}
    spread = {zone.key: assumed for zone in layers.communities if zone.key not in known}
    return replace(layers, buildings=buildings, assumed_households={**spread, **layers.assumed_households})


def _known_empty(layers: Layers, points: Shapes, community: Ints) -> NDArray[np.bool_]:
    """Say in which buildings of unknown households nobody can live."""
    unknown = np.array([building.households is None for building in layers.buildings], dtype=bool)
    counted = np.array([bool(building.households) for building in layers.buildings], dtype=bool)
    places = as_shapes(zone.shape for zone in layers.dedicated if zone.kind != KEPT)
    is_counted = np.isin(community, np.unique(community[counted & (community != FREE)]))
    empty: NDArray[np.bool_] = unknown & (is_counted | (holder_of(points, places) != FREE))
    return empty


def _estimated(building: BuildingFacts, m2_per_household: float) -> BuildingFacts:
    if building.households is not None:
        return building
    if not building.is_home:
        return replace(building, households=0)
    floors = building.floors or _usual_floors(building.shape.area)
    ground = building.shape.area or (_POINT_M2 if floors > _LOW_FLOORS else _POINT_LOW_M2)
    return replace(building, households=max(1, round(ground * floors / m2_per_household)), is_estimated=True)


def _usual_floors(ground_m2: float) -> int:
    """Guess floors from the outline: cottages have two, ordinary slabs six, wide low buildings three."""
    if ground_m2 < _COTTAGE_M2:
        return 2
    return 6 if ground_m2 < _SLAB_M2 else 3
