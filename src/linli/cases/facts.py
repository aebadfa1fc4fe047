"""What cases announce."""

import dataclasses
from typing import ClassVar

from linli.core.facts import Fact


@dataclasses.dataclass(frozen=True)
class CaseClosed(Fact):
    """A case came to its end."""

    name: ClassVar[str] = "cases.closed"
    case_id: str
    kind_code: str


@dataclasses.dataclass(frozen=True)
class ClockRang(Fact):
    """A clock of a case reached a rung of the ladder, or its unit was reminded; `to_role` says who is to be told."""

    name: ClassVar[str] = "cases.clock-rang"
    case_id: str
    clock: str
    rung: str
    to_role: str
    unit_code: str


@dataclasses.dataclass(frozen=True)
class CaseReported(Fact):
    """A report came in."""

    name: ClassVar[str] = "cases.reported"
    case_id: str
    kind_code: str


@dataclasses.dataclass(frozen=True)
class CaseDispatched(Fact):
    """A case was sent to a unit; `handler_id` when it was sent to a person there."""

    name: ClassVar[str] = "cases.dispatched"
    case_id: str
    unit_code: str
    handler_id: str = ""


@dataclasses.dataclass(frozen=True)
class TaskDelegated(Fact):
    """A unit's task was handed to a person of the unit."""

    name: ClassVar[str] = "cases.task-delegated"
    case_id: str
    unit_code: str
    handler_id: str


@dataclasses.dataclass(frozen=True)
class CaseReturned(Fact):
    """A unit gave a case back."""

    name: ClassVar[str] = "cases.returned"
    case_id: str
    unit_code: str


@dataclasses.dataclass(frozen=True)
class CaseReopened(Fact):
    """A closed case was opened again; `closed_by` is who had decided that it was done."""

    name: ClassVar[str] = "cases.reopened"
    case_id: str
    kind_code: str
    closed_by: str


@dataclasses.dataclass(frozen=True)
class CasesMerged(Fact):
    """A case was merged into another, whose progress its reporter follows from now on."""

    name: ClassVar[str] = "cases.merged"
    case_id: str
    into_id: str


@dataclasses.dataclass(frozen=True)
class ReliefAsked(Fact):
    """A unit asked for its clock to stand still, or for more time."""

    name: ClassVar[str] = "cases.relief-asked"
    case_id: str
    unit_code: str


@dataclasses.dataclass(frozen=True)
class OrderGiven(Fact):
    """A superior ordered a unit to see to a case (督办)."""

    name: ClassVar[str] = "cases.order-given"
    case_id: str
    order_id: str
    unit_code: str


@dataclasses.dataclass(frozen=True)
class JoinCalled(Fact):
    """A unit was called in to work on a case beside the leading one."""

    name: ClassVar[str] = "cases.join-called"
    case_id: str
    unit_code: str


@dataclasses.dataclass(frozen=True)
class HandOffDue(Fact):
    """A case is to be sent to an outside system, or its hand-off has come back to a person."""

    name: ClassVar[str] = "cases.hand-off"
    case_id: str
    hand_off_id: str
    came_back: bool


@dataclasses.dataclass(frozen=True)
class RatingLow(Fact):
    """Whoever reported is not satisfied: somebody answers within a limit."""

    name: ClassVar[str] = "cases.rating-low"
    case_id: str
    score: int


@dataclasses.dataclass(frozen=True)
class HelpAsked(Fact):
    """Somebody on the spot cannot go on alone and asks for help."""

    name: ClassVar[str] = "cases.help-asked"
    case_id: str
    unit_code: str
