"""Facts upward: a lower room announces what happened, higher rooms listen.

A fact is stored in the transaction of the change that caused it and told afterwards at least once;
every listener is idempotent.
"""

import dataclasses
import logging
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


Listener = Callable[[Mapping[str, object]], None]
_listeners: dict[str, tuple[Listener, ...]] = {}


def known_facts() -> list[type[Fact]]:
    """List the facts of the rooms that are loaded."""
    return sorted(Fact.__subclasses__(), key=lambda fact: fact.name)


def listen(listeners: Mapping[type[Fact], Sequence[Listener]]) -> None:
    """Set who listens to which fact: called once at start by `site`, which knows all rooms."""
    _listeners.clear()
    _listeners.update({fact.name: tuple(who) for fact, who in listeners.items()})


def announce(fact: Fact) -> None:
    """Store a fact in the transaction of the change, when somebody listens to it."""
    if fact.name in _listeners:
        insert_row(_stored(fact))


def announce_all(facts: Iterable[Fact]) -> None:
    """Store many facts at once, in the transaction of their changes: those that somebody listens to."""
    insert_models([_stored(one) for one in facts if one.name in _listeners])


def _stored(fact: Fact) -> StoredFact:
    """Write a fact down; its values are plain already, so none is copied."""
    return StoredFact(name=fact.name, payload={one.name: getattr(fact, one.name) for one in dataclasses.fields(fact)})


def tell_facts(*, limit: int = 200) -> int:
    """Tell stored facts to their listeners, oldest first; say how many were done with."""
    waiting = StoredFact.objects.filter(told_at=None, tries__lt=MOST_TRIES).order_by("id")[:limit]
    return sum(_tell(fact) for fact in waiting)


def _tell(fact: StoredFact) -> bool:
    try:
        with transaction.atomic():
            for listener in _listeners.get(fact.name, ()):
                listener({**fact.payload, FACT_ID: str(fact.pk)})
            fact.told_at = timezone.now()
            fact.save(update_fields=["told_at"])
    except Exception as trouble:
        log.exception("fact not told", extra={"fact": fact.name, "fact_id": str(fact.pk)})
        fact.tries += 1
        fact.trouble = f"{type(trouble).__name__}"[:300]
        fact.told_at = None
        fact.save(update_fields=["tries", "trouble"])
        return False
    return True
