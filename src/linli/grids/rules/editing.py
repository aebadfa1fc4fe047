"""What an edit of a plan may say: places in it, units of ground, a line of points, a name."""

from collections.abc import Collection, Mapping

from linli.grids import errors

MOST_POINTS = 200
MOST_UNITS = 5_000
LONGEST_NAME = 40
_BEYOND = 2**31  # no community has so many units


def read_place(payload: Mapping[str, object], field: str) -> int:
    """Read which grid of the community is meant."""
    found = payload.get(field)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise errors.GridUnknownInPlan(field=field)
    return found


def read_units(payload: Mapping[str, object]) -> list[int]:
    """Read which ground is meant: one unit at least."""
    found = payload.get("units")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_UNITS:
        raise errors.UnitsUnknown(field="units")
    if any(isinstance(one, bool) or not isinstance(one, int) or not 0 <= one < _BEYOND for one in found):
        raise errors.UnitsUnknown(field="units")
    return list(found)


def read_line(payload: Mapping[str, object]) -> list[tuple[float, float]]:
    """Read a drawn line: two to two hundred points of longitude and latitude."""
    found = payload.get("line")
    if not isinstance(found, list) or not 2 <= len(found) <= MOST_POINTS:
        raise errors.LineTooShort(field="line")
    return [_point(one) for one in found]


def _point(said: object) -> tuple[float, float]:
    if not isinstance(said, list | tuple) or len(said) != 2:
        raise errors.LineTooShort(field="line")
    lon, lat = said
    if not all(isinstance(one, int | float) for one in (lon, lat)):
        raise errors.LineTooShort(field="line")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # nor is what is no number
        raise errors.LineTooShort(field="line")
    return float(lon), float(lat)


def check_name(name: str, *, taken: Collection[str]) -> str:
    """Demand a name for a grid, not too long, of signs one sees, that no other grid of the community has."""
    bare = " ".join(name.split())
    if not bare or len(bare) > LONGEST_NAME:
        raise errors.GridNameWrong(field="name", most=LONGEST_NAME)
    if not bare.isprintable():
        raise errors.GridNameUnprintable(field="name")
    if bare in taken:
        raise errors.GridNameTaken(field="name", name=bare)
    return bare
