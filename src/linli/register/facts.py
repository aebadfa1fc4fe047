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


@dataclasses.dataclass(frozen=True)
class ResidentErased(Fact):
    """A phone, the people to call or a whole record was deleted as its resident asked: copies elsewhere go too.

    `resident_ids` are the record and those merged into it, `stays` the homes they belonged to: household, first day,
    end (empty while it lasts). Where somebody lived is to be forgotten as well, so the fact is, once it was told.
    """

    name: ClassVar[str] = "register.resident-erased"
    is_passing: ClassVar[bool] = True
    resident_ids: tuple[str, ...]
    what: str
    stays: tuple[tuple[str, str, str], ...]


@dataclasses.dataclass(frozen=True)
class ResidentsMerged(Fact):
    """Two records were made one: what names the other one is about the one kept."""

    name: ClassVar[str] = "register.residents-merged"
    kept_id: str
    other_id: str


@dataclasses.dataclass(frozen=True)
class MergeUndone(Fact):
    """A merge was taken back: what had named the other record names it again."""

    name: ClassVar[str] = "register.merge-undone"
    kept_id: str
    other_id: str
