"""What messages do when a lower room announces a fact: tell whom the catalogue names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from linli.core.facts import Fact, Listener
from linli.messages.actions import forget_choices, tell
from linli.messages.queries.declared import facts_to_hear


def with_notices(
    listeners: Mapping[type[Fact], Sequence[Listener]], facts: Sequence[type[Fact]]
) -> dict[type[Fact], Sequence[Listener]]:
    """Add to who listens: of all facts of the house those that the declared notices name."""
    heard = facts_to_hear()
    found = dict(listeners)
    for fact in facts:
        if fact.name in heard:
            found[fact] = (*found.get(fact, ()), _sender(fact.name))
    return found


def forget_who_left(fact: Mapping[str, object]) -> None:
    """Forget the number and browsers of whoever signs in no more."""
    forget_choices(UUID(str(fact["account_id"])))


def _sender(fact_name: str) -> Listener:
    def send_notices(fact: Mapping[str, object]) -> None:
        tell(fact_name, fact, at=timezone.now())

    send_notices.__qualname__ = "send_notices"
    return send_notices
