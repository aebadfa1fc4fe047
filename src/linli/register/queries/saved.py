"""The questions an account has kept."""

from collections.abc import Sequence
from uuid import UUID

from linli.register.errors import QueryNotFound
from linli.register.models import SavedQuery
from linli.staff.rules import Actor


def saved_queries(actor: Actor) -> Sequence[SavedQuery]:
    """List the questions an account has kept, by name."""
    return tuple(SavedQuery.objects.filter(account_id=actor.account_id).order_by("name"))


def saved_query(actor: Actor, query_id: UUID) -> SavedQuery:
    """Find one of the account's own."""
    found = SavedQuery.objects.filter(account_id=actor.account_id, pk=query_id).first()
    if found is None:
        raise QueryNotFound
    return found
