"""What every reader gives back: features that can be used, and what was wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from linli.places.rules import Level


@dataclass(frozen=True)
class Feature:
    """One area as its file gives it; `names` holds the names of the levels above and its own."""

    number: int
    level: Level
    names: Mapping[Level, str]
    code: str = ""
    parent_code: str = ""
    boundary: bytes | None = None
    traits: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The area's own name."""
        return self.names.get(self.level, "")


@dataclass(frozen=True)
class Remark:
    """Something to tell about one feature or row of a file."""

    number: int
    name: str
    text: str | Promise
    file: str = ""  # where several are read as one


@dataclass
class Reading:
    """What a file held."""

    features: list[Feature] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
