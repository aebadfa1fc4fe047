"""What the staff room announces."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.facts import Fact


@dataclass(frozen=True)
class PostSet(Fact):
    """Somebody holds a new post."""

    name: ClassVar[str] = "staff.post-set"
    account_id: str
    role: str
    area_code: str


@dataclass(frozen=True)
class PostEnded(Fact):
    """Somebody's post has an end."""

    name: ClassVar[str] = "staff.post-ended"
    account_id: str
    role: str
    area_code: str
    last_day: str


@dataclass(frozen=True)
class AccountDeactivated(Fact):
    """An account signs in no more."""

    name: ClassVar[str] = "staff.account-deactivated"
    account_id: str


@dataclass(frozen=True)
class DutyAssigned(Fact):
    """Another unit answers for a duty under an area."""

    name: ClassVar[str] = "staff.duty-assigned"
    duty: str
    area_code: str
    unit_code: str


@dataclass(frozen=True)
class AbsenceEntered(Fact):
    """Somebody will be away, and somebody else stands in (empty where nobody does)."""

    name: ClassVar[str] = "staff.absence-entered"
    account_id: str
    stand_in_id: str
    from_on: str
    to_on: str
