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
class KindCorrected(Fact):
    """A person decided on another kind than the one suggested or chosen before."""

    name: ClassVar[str] = "cases.kind-corrected"
    case_id: str
    before: str
    after: str
