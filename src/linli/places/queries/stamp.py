"""What this process keeps about areas, and how it learns that its copy is old.

Whoever changes areas changes one stamp row. A process looks at that row at most every few seconds, and while one
thread builds the new copy the others go on with the old one: new enough to look at. Whoever writes where something
lies, or moves what lies on redrawn ground, asks for the newest map.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from linli.core import process_clock
from linli.places.models import AreaStamp

CHECK_SECONDS = 3.0

type _Stamps = dict[int, UUID]


@dataclass
class _Asked:
    """The stamps that somebody who asked for the newest map has read; None before the first look."""

    stamps: _Stamps | None = None


_reading = Lock()
_checked_at = float("-inf")
_seen: _Stamps = {}
_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@contextmanager
def newest_map() -> Iterator[None]:
    """Look at the map as the store has it, not as it was seconds ago: for whatever writes where things lie.

    The stamps are read at the first look (one query), and who finds a copy being built waits for it. It belongs inside
    the transaction that writes: a change of areas is then stored before the look, or told after what was written.
    """
    before = _asked.set(_Asked())
    try:
        yield
    finally:
        _asked.reset(before)


def current(which: int = AreaStamp.AREAS) -> UUID | None:
    """Give the stamp of the areas (or of streets and buildings), as of a few seconds ago at most."""
    asked = _asked.get()
    if asked is not None:
        if asked.stamps is None:
            asked.stamps = _read()
        return asked.stamps.get(which)
    return (_seen if process_clock.seconds() - _checked_at < CHECK_SECONDS else _read()).get(which)


def current_map() -> str:
    """Give one mark for all that maps show: it changes with areas, streets, buildings, components and facilities."""
    shown = (AreaStamp.AREAS, AreaStamp.BUILDINGS, AreaStamp.COMPONENTS, AreaStamp.GROUND)
    return "-".join(str(current(which)) for which in shown)


def forget() -> None:
    """Look at the stamp anew next time: called by every change made in this process."""
    global _checked_at
    with _reading:
        _checked_at = float("-inf")
    if (asked := _asked.get()) is not None:
        asked.stamps = None


def _read() -> _Stamps:
    """Read the stamps; one thread at a time, so that what was read first never replaces what was read last."""
    global _checked_at, _seen
    with _reading:
        _seen = dict(AreaStamp.objects.values_list("id", "stamp"))
        _checked_at = process_clock.seconds()
        return _seen


class Kept[T]:
    """A copy built from the areas (or from what another stamp stands for), kept until they change."""

    def __init__(self, build: Callable[[], T], which: int = AreaStamp.AREAS) -> None:
        self._build, self._which = build, which
        self._building = Lock()
        self._copy: tuple[UUID | None, T] | None = None

    def get(self) -> T:
        """Give the copy; build it first when there is none, or when areas changed.

        While another thread builds, the old copy is given, but not to who asked for the newest map.
        """
        kept = self._copy
        if kept is not None and kept[0] == current(self._which):
            return kept[1]
        waits = kept is None or _asked.get() is not None
        if not self._building.acquire(blocking=waits) and kept is not None:
            return kept[1]
        try:
            return self._newest()
        finally:
            self._building.release()

    def _newest(self) -> T:
        """Give the copy under the stamp that this transaction sees: another may have read one that is not stored yet."""
        with newest_map():  # other copies that it is built from are to be no older
            stamp = current(self._which)
            if self._copy is None or self._copy[0] != stamp:
                self._copy = (stamp, self._build())
            return self._copy[1]
