"""How near two places are: metres between points, one address in the same words, one building."""

import math
import re
import unicodedata
from functools import lru_cache

_EARTH_M = 6_371_008.8
_DEGREE_M = 111_195.0
_KEPT = 50_000  # addresses come again and again
_SIGNS = re.compile(r"[\W_]+")
_BUILDING = re.compile(r"^(.*?[^\W\d_]\d+(?:号楼|號樓|栋|棟|幢|座))")


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Measure the distance of two points, exact enough within a town."""
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return _EARTH_M * math.hypot(east, math.radians(other_lat - lat))


def degrees_around(lat: float, radius_m: float) -> tuple[float, float]:
    """Say how many degrees of longitude and latitude a radius reaches at a latitude: the half sides of a square around it."""
    up = radius_m / _DEGREE_M
    return up / max(0.05, math.cos(math.radians(min(89.0, abs(lat) + up)))), up


@lru_cache(maxsize=_KEPT)
def bare(address: str) -> str:
    """Reduce an address to its letters and figures: width, case, blanks and signs make no difference."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", address).casefold())


def is_one_address(address: str, other: str) -> bool:
    """Say whether both name one address in the same words, with a number in it."""
    mine = bare(address)
    return bool(mine) and any(sign.isdecimal() for sign in mine) and mine == bare(other)


@lru_cache(maxsize=_KEPT)
def building_of(address: str) -> str:
    """Cut an address behind its building ("竹桥新村3号楼"); '' where it names none, or only a number without a name."""
    found = _BUILDING.match(bare(address))
    return found[1] if found else ""
