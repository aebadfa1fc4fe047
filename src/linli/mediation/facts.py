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
