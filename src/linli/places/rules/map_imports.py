"""Maps brought at the desk: which ground, which files, which step after which."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum

from linli.core.errors import NotAllowed
from linli.core.scope import covers
from linli.places.errors import map_imports as errors
from linli.places.rules.areas import DIGITS, Level

MOST_MAP_FILES = 20
MOST_MAP_MB = 100  # of all files together: read, they take many times the memory
KEPT_DAYS = 14  # that files wait for somebody to go on
LONGEST_WAIT = dt.timedelta(hours=6)  # for the background work to begin


class MapState(StrEnum):
    """How far a map is that was brought at the desk."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = frozenset({MapState.CHECKING, MapState.RUNNING})
_MAY_FOLLOW = {
    MapState.CHECKING: frozenset({MapState.UPLOADED, MapState.CHECKED, MapState.FAILED}),
    MapState.RUNNING: frozenset({MapState.CHECKED}),
}
_MAY_BE_DROPPED = frozenset({MapState.UPLOADED, MapState.CHECKED, MapState.FAILED})


def check_map_ground(area_code: str, *, scope: Collection[str]) -> None:
    """Refuse to bring a map for ground outside of one's areas, or for less than a community: walls and water end at no grid."""
    if not covers(scope, area_code) or not DIGITS[Level.PROVINCE] <= len(area_code) <= DIGITS[Level.COMMUNITY]:
        raise NotAllowed


def check_map_files(files: Sequence[tuple[str, int]], *, endings: Sequence[str]) -> None:
    """Refuse files that cannot be read as a map, or are too many, too large, empty or called the same."""
    if not files:
        raise errors.MapFilesMissing(field="maps")
    if len(files) > MOST_MAP_FILES:
        raise errors.MapFilesTooMany(field="maps", most=MOST_MAP_FILES)
    seen = set[str]()
    for name, size in files:
        if not name.lower().endswith(tuple(endings)):
            raise errors.MapFileKindUnknown(field="maps", file=name)
        if not size:
            raise errors.MapFileEmpty(field="maps", file=name)
        if name.lower() in seen:
            raise errors.MapFileTwice(field="maps", file=name)
        seen.add(name.lower())
    if sum(size for _name, size in files) > MOST_MAP_MB * 1_000_000:
        raise errors.MapFilesTooLarge(field="maps", most=MOST_MAP_MB)


def check_map_step(state: str, step: MapState) -> None:
    """Refuse a check or an import that does not follow from how far the map is."""
    if state not in _MAY_FOLLOW[step]:
        raise errors.WrongMapState


def check_map_dropping(state: str) -> None:
    """Refuse to give up what is under way or done."""
    if state not in _MAY_BE_DROPPED:
        raise errors.WrongMapState


def is_same_ground(area_code: str, other: str) -> bool:
    """Say whether one area lies in the other."""
    return area_code.startswith(other) or other.startswith(area_code)


def has_died(at: dt.datetime, *, begun_at: dt.datetime | None, has_sign: bool, is_alive: bool) -> bool:
    """Say whether what is under way ended with its process: it gave a sign and lives no more, or never began."""
    if is_alive:
        return False
    return has_sign or begun_at is None or at - begun_at > LONGEST_WAIT
