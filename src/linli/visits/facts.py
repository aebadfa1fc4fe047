"""What visits announces: ids and codes, never content."""

import dataclasses
from typing import ClassVar

from linli.core.facts import Fact


@dataclasses.dataclass(frozen=True)
class VisitMade(Fact):
    """A visit was made; how many of its matters became cases."""

    name: ClassVar[str] = "visits.made"
    visit_id: str
    area_code: str
    matters: int
