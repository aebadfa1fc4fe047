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


@dataclasses.dataclass(frozen=True)
class HouseholdChanged(Fact):
    """Somebody was born into a household, died, moved in or out, or the household was split or joined."""

    name: ClassVar[str] = "register.household-changed"
    household_id: str
    act: str
    area_code: str
    command_id: str


@dataclasses.dataclass(frozen=True)
class HomesRelocated(Fact):
    """Households, organisations and enrolments of some areas have followed a redrawn map: what hangs on them follows.

    `prefixes` are those of the change of areas, `on` the day from which it holds.
    """

    name: ClassVar[str] = "register.homes-relocated"
    prefixes: tuple[str, ...]
    on: str = ""
