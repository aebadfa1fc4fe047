"""What is printed for a grid, page by page: without PDF, which only the printing needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.visits.exports.maps import DrawPage
from linli.visits.queries.badges import Badge
from linli.visits.queries.cards import CardFacts
from linli.visits.queries.services import ServiceGroup


class CardKind(StrEnum):
    """What is printed."""

    SMALL = "a6"
    LARGE = "a4"
    BADGE = "badge"
    SERVICES = "services"
    MAP = "map"
    DOORS = "doors"
    BOARD = "board"
    LETTER = "letter"
    PACK = "pack"


@dataclass(frozen=True)
class Sheet:
    """One page or a few: what it says, which kind it is; for a home its door and code."""

    facts: CardFacts
    kind: CardKind
    door: str = ""
    code: str = ""
    badges: Sequence[Badge] = ()
    services: Sequence[ServiceGroup] = ()
    draw_map: DrawPage | None = None
