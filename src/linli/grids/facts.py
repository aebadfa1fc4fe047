"""What the grids room announces."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.facts import Fact


@dataclass(frozen=True)
class PlanAdopted(Fact):
    """A plan became the grids of its area on a day; boards and open data are made anew."""

    name: ClassVar[str] = "grids.plan-adopted"
    plan_id: str
    area_code: str
    on: str
