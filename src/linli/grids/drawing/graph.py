"""Units of ground and who touches whom, as arrays: all that a drawing looks at."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

FREE = -1  # a unit in no grid yet, in no compound, not told where to go


class Contact(IntEnum):
    """What runs between two units that touch: where a border costs little, and where much."""

    STREET = 0
    WALL = 1  # a wall or lane between compounds or parcels
    INSIDE = 2  # between buildings of one compound or parcel


COST_PER_M = (1.0, 2.0, 6.0)  # by Contact


@dataclass(frozen=True)
class UnitGraph:
    """Units (one array entry each) and their contacts (one entry each, a < b); metres and square metres."""

    households: Floats
    workload: Floats
    area_m2: Floats
    outer_m: Floats  # length of a unit's edge that no other unit shares
    community: Ints  # 0…; a grid never crosses communities
    xy_m: Floats  # (units, 2): a point inside the unit
    contact_a: Ints
    contact_b: Ints
    contact_m: Floats  # shared length; contacts of less than 2 m are corner touches and left out
    contact_kind: Ints  # Contact
    compound: Ints  # units of one compound share a number, FREE: of none
    fixed: Ints  # units that share a number stay together as a grid of their own (dedicated, kept), FREE: to be drawn
    apart: Ints  # (pairs, 2): units that must not share a grid

    def __len__(self) -> int:
        return len(self.households)

    @property
    def communities(self) -> int:
        """How many communities there are."""
        return int(self.community.max()) + 1 if len(self) else 0
