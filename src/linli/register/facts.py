"""What the register announces: ids, codes and names of fields, never a value."""

import dataclasses
from typing import ClassVar

from linli.core.facts import Fact


@dataclasses.dataclass(frozen=True)
class SourcesDisagree(Fact):
    """Two sources say different things of one field of a resident: somebody is to look."""

    name: ClassVar[str] = "register.sources-disagree"
    resident_id: str
    field: str
    area_code: str
