"""Facts upward: a lower room announces what happened, higher rooms listen.

A fact is stored in the transaction of the change that caused it and told afterwards at least once;
every listener is idempotent.
"""

import dataclasses
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from linli.core.bulk import insert_models
from linli.core.models import StoredFact
from linli.core.statements import insert_row

log = logging.getLogger(__name__)

MOST_TRIES = 8
# What a listener is told beside the fact's own fields: the same when it is told again.
FACT_ID = "fact_id"


@dataclasses.dataclass(frozen=True)
class Fact:
    """What a room announces; fields are plain JSON values."""

    name: ClassVar[str]
    is_passing: ClassVar[bool] = False  # what it says is forgotten as soon as all have been told


type Listener = Callable[[Mapping[str, object]], None]
type Listeners = Mapping[type[Fact], Sequence[Listener]]
_listeners: dict[str, tuple[Listener, ...]] = {}
_find: Callable[[], Listeners] | None = None
_lock = threading.Lock()


def known_facts() -> list[type[Fact]]:
    """List the facts of the rooms that are loaded."""
    return sorted(Fact.__subclasses__(), key=lambda fact: fact.name)


def listen_later(find: Callable[[], Listeners]) -> None:
    """Name what tells who listens, asked at the first need: the rooms of listeners are much to load for one command.

    Called once at start by `site`, which knows all rooms.
    """
    global _find
    _find = find


def listen(listeners: Listeners) -> None:
    """Set who listens to which fact."""
    global _find
    _listeners.clear()
    _listeners.update({fact.name: tuple(who) for fact, who in listeners.items()})
    _find = None


def _heard() -> Mapping[str, tuple[Listener, ...]]:
    """Give who listens; all wait for the first who looks it up, so that no fact is taken for unheard meanwhile."""
    if _find is not None:
        with _lock:
            if _find is not None:
                listen(_find())
    return _listeners


def announce(fact: Fact) -> None:
    """Store a fact in the transaction of the change, when somebody listens to it."""
    if fact.name in _heard():
        insert_row(_stored(fact))


def announce_all(facts: Iterable[Fact]) -> None:
    """Store many facts at once, in the transaction of their changes: those that somebody listens to."""
    heard = _heard()
    insert_models([_stored(one) for one in facts if one.name in heard])


def _stored(fact: Fact) -> StoredFact:
    """Write a fact down; its values are plain already, so none is copied."""
    return StoredFact(name=fact.name, payload={one.name: getattr(fact, one.name) for one in dataclasses.fields(fact)})


def tell_facts(*, limit: int = 200) -> int:
    """Tell stored facts to their listeners, oldest first; say how many were done with."""
    waiting = StoredFact.objects.filter(told_at=None, tries__lt=MOST_TRIES).order_by("id")[:limit]
    heard = _heard()  # what is wrong with the list itself is no try of a fact
    return sum(_tell(fact, heard.get(fact.name, ())) for fact in waiting)


def _passing() -> frozenset[str]:
    return frozenset(one.name for one in Fact.__subclasses__() if one.is_passing)


def _tell(fact: StoredFact, listeners: Sequence[Listener]) -> bool:
    try:
        with transaction.atomic():
            for listener in listeners:
                listener({**fact.payload, FACT_ID: str(fact.pk)})
            fact.told_at = timezone.now()
            if fact.name in _passing():
                fact.payload = {}
            fact.save(update_fields=["told_at", "payload"])
    except Exception as trouble:
        log.exception("fact not told", extra={"fact": fact.name, "fact_id": str(fact.pk)})
        fact.tries += 1
        fact.trouble = f"{type(trouble).__name__}"[:300]
        fact.told_at = None
        fact.save(update_fields=["tries", "trouble"])
        return False
    return True
