"""Which grids lie near a point, and the smallest area each of many points lies in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from linli.places.queries import stamp
from linli.places.queries.locating import locate_many
from linli.places.queries.tree import AreaTree, area_tree
from linli.places.rules import Level

_DEGREE_M = 111_195.0
_LEVELS = (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT)


def grids_near(lon_cgcs2000: float, lat_cgcs2000: float, *, radius_m: float) -> Sequence[str]:
    """List the grids that may reach into a circle, closed ones among them: what happened there keeps their codes."""
    codes, bounds = _grids.get()
    up = radius_m / _DEGREE_M
    across = up / max(0.1, float(np.cos(np.radians(lat_cgcs2000))))
    touch = (
        (bounds[:, 0] <= lon_cgcs2000 + across)
        & (bounds[:, 1] <= lat_cgcs2000 + up)
        & (bounds[:, 2] >= lon_cgcs2000 - across)
        & (bounds[:, 3] >= lat_cgcs2000 - up)
    )
    return [codes[place] for place in np.flatnonzero(touch)]


def finest_areas(lons: Sequence[float], lats: Sequence[float]) -> list[str]:
    """Find the smallest area of each point: its grid, else its community, street, district; '' outside every one."""
    found = [""] * len(lons)
    for level in _LEVELS:
        lost = [place for place, area in enumerate(found) if not area]
        if not lost:
            break
        here = locate_many([lons[place] for place in lost], [lats[place] for place in lost], level=level)
        for place, area in zip(lost, here, strict=True):
            found[place] = str(area)
    return found


def _bounds_of_grids() -> tuple[list[str], NDArray[np.float64]]:
    tree: AreaTree = area_tree()
    grids = [(area.code, area.bounds) for area in tree.by_code.values() if area.level is Level.GRID and area.bounds]
    bounds = np.array([bounds for _, bounds in grids], dtype=np.float64).reshape(-1, 4)
    return [code for code, _ in grids], bounds


_grids = stamp.Kept(_bounds_of_grids)
