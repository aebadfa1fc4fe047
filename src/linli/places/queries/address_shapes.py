"""What a written address was matched to: how sure, what agreed, and what else it may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.places.addresses import Parsed

SURE = 0.85
LIKELY = 0.6
CLEARLY = 0.1


class Found(StrEnum):
    """What an address leads to."""

    DWELLING = "dwelling"
    BUILDING = "building"
    PLATE = "plate"  # several buildings share the plate, or the compound's number
    COMPOUND = "compound"
    ROAD = "road"
    AREA = "area"


@dataclass(frozen=True)
class Candidate:
    """One thing an address may mean, with how sure that is (0–1) and which of its parts agreed."""

    found: Found
    text: str
    code: str
    area_code: str
    confidence: float
    agreed: tuple[str, ...] = ()
    building_id: UUID | None = None
    dwelling_id: UUID | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Match:
    """The answer for one written address: the likeliest thing, the others, and the parts as they were read."""

    text: str
    parsed: Parsed
    best: Candidate | None = None
    others: Sequence[Candidate] = ()

    @property
    def confidence(self) -> float:
        """How sure the likeliest thing is; 0 where nothing was found."""
        return self.best.confidence if self.best else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the likeliest thing may be taken without asking: sure, and clearly ahead of the next."""
        return self.confidence >= SURE and not self.is_ambiguous

    @property
    def is_ambiguous(self) -> bool:
        """Whether something else is nearly as likely: then a person is asked."""
        return bool(self.best and self.others and self.best.confidence - self.others[0].confidence < CLEARLY)

    @property
    def building_id(self) -> UUID | None:
        """The building, where one was found."""
        return self.best.building_id if self.best else None

    @property
    def dwelling_id(self) -> UUID | None:
        """The dwelling, where one was found."""
        return self.best.dwelling_id if self.best else None

    @property
    def area_code(self) -> str:
        """The smallest area the address is known to lie in."""
        return self.best.area_code if self.best else ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude (CGCS2000) of what was found."""
        return self.best.point if self.best else None
