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
