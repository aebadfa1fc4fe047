"""The questions an account has kept."""

from collections.abc import Sequence

from linli.register.models import SavedQuery
from linli.staff.rules import Actor


def saved_queries(actor: Actor) -> Sequence[SavedQuery]:
    """List the questions an account has kept, by name."""
    if actor.account_id is None:
        return ()
    return tuple(SavedQuery.objects.filter(account_id=actor.account_id).order_by("name"))
