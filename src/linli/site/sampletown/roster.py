"""Whom past cases are told of: people who call."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Caller:
    """Somebody who may report: a resident of the town."""

    name: str
    phone: str
    account_id: UUID | None = None
