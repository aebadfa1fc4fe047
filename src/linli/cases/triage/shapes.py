"""The few numeric shapes that triage passes about, typed in one place."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.floating[Any]]  # any width: stored at 16 bits, reckoned at 32 or 64
type Indexes = NDArray[np.signedinteger[Any]]
type Flags = NDArray[np.bool_]


class Sparse(NamedTuple):
    """The places of a long row that are not nought, and their values."""

    places: Indexes
    values: Floats


def as_floats(values: Sequence[float] | NDArray[Any]) -> Floats:
    """Make a row of 32-bit numbers."""
    return np.asarray(values, dtype=np.float32)


def as_indexes(values: Sequence[int]) -> Indexes:
    """Make a row of places."""
    return np.asarray(values, dtype=np.int32)
