"""What mediation announces: ids and codes, never content."""

import dataclasses
from typing import ClassVar

from linli.core.facts import Fact


@dataclasses.dataclass(frozen=True)
class MediationEnded(Fact):
    """A mediation came to its end: with an agreement or without one."""

    name: ClassVar[str] = "mediation.ended"
    mediation_id: str
    case_id: str
    phase: str


@dataclasses.dataclass(frozen=True)
class MediationDayNear(Fact):
    """A day of a mediation is near: the court's window ends, an act is due, the talks should come to an end."""

    name: ClassVar[str] = "mediation.day-near"
    case_id: str
    mediation_id: str
    unit_code: str
    handler_id: str
    what: str
