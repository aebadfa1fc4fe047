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
class CasesTakenOver(Fact):
    """Past cases of another system came in closed."""

    name: ClassVar[str] = "cases.taken-over"
    source: str
    count: int
