"""Which side of a drawn line a point lies on; the line's ends go on straight, as far as there is ground."""

import numpy as np
from numpy.typing import NDArray

from linli.grids import errors
from linli.grids.drawing.graph import Floats

_FAR = 50.0  # times the extent of the ground
_TURNS = 64


def left_of(points: Floats, line: Floats) -> NDArray[np.bool_]:
    """Say of each point whether it lies to the left of a line that runs on beyond both its ends."""
    kept = line[np.r_[True, np.any(np.diff(line, axis=0) != 0, axis=1)]] if len(line) else line
    if len(kept) < 2 or not np.isfinite(kept).all():
        raise errors.LineTooShort(field="line")
    return _inside(points, _left_ground(points, kept))


def _left_ground(points: Floats, line: Floats) -> Floats:
    """Close the line around its left by a wide arc."""
    both = np.vstack([points, line])
    middle, extent = both.mean(axis=0), float(np.ptp(both, axis=0).max()) + 1.0
    far = extent * _FAR
    start = _reach(line[0], line[0] - line[1], middle, far)
    end = _reach(line[-1], line[-1] - line[-2], middle, far)
    first, last = (float(np.arctan2(*(at - middle)[::-1])) for at in (end, start))
    turn = (last - first) % (2 * np.pi)
    angles = first + turn * np.linspace(0, 1, _TURNS)[1:-1]
    arc = middle + far * np.column_stack([np.cos(angles), np.sin(angles)])
    return np.vstack([start, line, end, arc])


def _reach(point: Floats, direction: Floats, middle: Floats, far: float) -> Floats:
    """Go from a point into a direction until so far from the middle."""
    unit = direction / np.hypot(*direction)
    offset = point - middle
    along = float(offset @ unit)
    rest = far * far - float(offset @ offset)
    reached: Floats = point + unit * (np.sqrt(along * along + rest) - along)
    return reached


def _inside(points: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Test points against a ring by the even-odd rule."""
    x, y = points[:, 0][:, None], points[:, 1][:, None]
    x1, y1 = ring[:, 0][None, :], ring[:, 1][None, :]
    x2, y2 = np.roll(ring[:, 0], -1)[None, :], np.roll(ring[:, 1], -1)[None, :]
    spans = (y1 > y) != (y2 > y)
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    crosses = spans & (x < (x2 - x1) * (y - y1) / rise + x1)
    odd: NDArray[np.bool_] = crosses.sum(axis=1) % 2 == 1
    return odd
