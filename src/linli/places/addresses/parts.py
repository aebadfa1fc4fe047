"""The parts an address may have, in the order in which they stand from the country down to the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a piece of an address is; the names are those of the tagged corpora that exist (NAACL 2019)."""

    COUNTRY = "country"
    PROVINCE = "prov"
    CITY = "city"
    DISTRICT = "district"
    DEVZONE = "devzone"
    TOWN = "town"
    COMMUNITY = "community"
    ROAD = "road"
    ROAD_NO = "roadno"
    LANE = "subroad"
    LANE_NO = "subroadno"
    COMPOUND = "poi"
    SUB_COMPOUND = "subpoi"
    BUILDING = "houseno"
    ENTRANCE = "cellno"
    FLOOR = "floorno"
    ROOM = "roomno"
    PERSON = "person"
    ASSIST = "assist"
    REDUNDANT = "redundant"
    OTHER = "otherinfo"


PLACE_OF = {part: place for place, part in enumerate(Part)}


@dataclass(frozen=True)
class Piece:
    """One piece of an address: what it is, its words, and where they stand in the text as it was given."""

    part: Part
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """An address cut into pieces, in the order in which they were written; `sure` says how sure (0–1) the cut is."""

    text: str
    pieces: Sequence[Piece]
    sure: float = 1.0

    def all(self, part: Part) -> tuple[str, ...]:
        """Give the words of every piece of one kind."""
        return tuple(piece.text for piece in self.pieces if piece.part is part)

    def get(self, part: Part) -> str:
        """Give the words of the first piece of one kind; '' where there is none."""
        return next((piece.text for piece in self.pieces if piece.part is part), "")
