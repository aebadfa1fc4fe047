"""What this process keeps about areas, and how it learns that its copy is old.

Whoever changes areas changes one stamp row. A process looks at that row at most every few seconds; while one
thread builds the new copy the others go on with the old one.
"""

import time
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from linli.places.models import AreaStamp

CHECK_SECONDS = 3.0

_checked_at = float("-inf")
_seen: dict[int, UUID] = {}


def current(which: int = AreaStamp.AREAS) -> UUID | None:
    """Give the stamp of the areas (or of streets and buildings), as of a few seconds ago at most."""
    global _checked_at, _seen
    now = time.monotonic()
    if now - _checked_at >= CHECK_SECONDS:
        _seen = dict(AreaStamp.objects.values_list("id", "stamp"))
        _checked_at = now
    return _seen.get(which)


def current_map() -> str:
    """Give one mark for all that maps show: it changes with areas, streets, buildings, components and facilities."""
    shown = (AreaStamp.AREAS, AreaStamp.BUILDINGS, AreaStamp.COMPONENTS, AreaStamp.GROUND)
    return "-".join(str(current(which)) for which in shown)


def forget() -> None:
    """Look at the stamp anew next time: called by every change made in this process."""
    global _checked_at
    _checked_at = float("-inf")


class Kept[T]:
    """A copy built from the areas (or from what another stamp stands for), kept until they change."""

    def __init__(self, build: Callable[[], T], which: int = AreaStamp.AREAS) -> None:
        self._build, self._which = build, which
        self._building = Lock()
        self._copy: tuple[UUID | None, T] | None = None

    def get(self) -> T:
        """Give the copy; build it first when there is none, or when areas changed and nobody else is at it."""
        stamp, kept = current(self._which), self._copy
        if kept is not None and kept[0] == stamp:
            return kept[1]
        if not self._building.acquire(blocking=kept is None):
            return kept[1] if kept is not None else self.get()
        try:
            if self._copy is None or self._copy[0] != stamp:
                self._copy = (stamp, self._build())
            return self._copy[1]
        finally:
            self._building.release()
