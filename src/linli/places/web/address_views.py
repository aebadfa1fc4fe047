"""What the pages of addresses show: the parts of an address coloured, what was found, how sure it is."""

from dataclasses import dataclass

from django.utils.functional import Promise

from linli.places import queries
from linli.places.addresses import Parsed
from linli.places.queries import SURE, Candidate, Found, Match
from linli.places.queries.address_shapes import LIKELY
from linli.places.rules import AliasKind
from linli.places.wording import AGREED_NAMES, FOUND_NAMES, PART_COLOURS, PART_NAMES

_KINDS = {Found.DWELLING: AliasKind.DWELLING, Found.BUILDING: AliasKind.BUILDING, Found.COMPOUND: AliasKind.COMPOUND}
Text = str | Promise


@dataclass(frozen=True)
class PieceView:
    """One part of an address: its words, its name, its colour."""

    text: str
    name: Text
    colour: str


@dataclass(frozen=True)
class FoundView:
    """One thing an address may mean, in words."""

    what: Text
    text: str
    where: str
    percent: int
    colour: str
    agreed: list[Text]
    area_code: str
    lon: str
    lat: str
    key: str  # what it is and its code, as forms send it back

    @property
    def point(self) -> str:
        """The point as maps take it."""
        return f"{self.lon},{self.lat}" if self.lon else ""


def pieces_of(parsed: Parsed) -> list[PieceView]:
    """Colour the parts of an address."""
    return [
        PieceView(piece.text, PART_NAMES[piece.part], PART_COLOURS.get(piece.part, "secondary"))
        for piece in parsed.pieces
    ]


def found_by(match: Match) -> list[FoundView]:
    """List what an address may mean, the likeliest first."""
    return [_view(one) for one in ((match.best, *match.others) if match.best else ())]


def _view(one: Candidate) -> FoundView:
    lon, lat = (f"{value:.6f}" for value in one.point) if one.point else ("", "")
    return FoundView(
        what=FOUND_NAMES[one.found],
        text=one.text,
        where=" ".join(queries.area_path(one.area_code)[-2:]),
        percent=round(one.confidence * 100),
        colour="green" if one.confidence >= SURE else "yellow" if one.confidence >= LIKELY else "secondary",
        agreed=[AGREED_NAMES.get(word, word) for word in one.agreed],
        area_code=one.area_code,
        lon=lon,
        lat=lat,
        key=key_of(one),
    )


def key_of(one: Candidate) -> str:
    """Write what an alias of this would stand for; '' where it cannot have one."""
    kind = _KINDS.get(one.found)
    if kind is None or (kind is AliasKind.COMPOUND and ":" in one.code):
        return ""
    target = {AliasKind.DWELLING: one.dwelling_id, AliasKind.BUILDING: one.building_id}.get(kind, one.code)
    return f"{kind}:{target}"
