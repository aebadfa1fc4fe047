"""What the exchange with phones does when a lower room announces a fact."""

from collections.abc import Mapping
from uuid import UUID

from linli.fieldsync.actions.forgetting import forget_conflicts_about


def forget_conflicts(fact: Mapping[str, object]) -> None:
    """Delete what stood of somebody in the answers kept for phones; told twice, nothing more goes."""
    ids = fact["resident_ids"]
    if fact["what"] in {"all", "phone"} and isinstance(ids, list):
        forget_conflicts_about([UUID(str(one)) for one in ids])
