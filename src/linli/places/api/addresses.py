"""The endpoint of addresses: a written address cut into its parts, and what it means within one's scope."""

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.core.errors import NotAllowed
from linli.places import queries
from linli.places.api.schemas import AreaProblemOut
from linli.places.queries import Candidate
from linli.places.rules import Needed, Viewer

REFUSALS = {400: AreaProblemOut, 401: AreaProblemOut, 403: AreaProblemOut}
router = Router(tags=["addresses"])


class AddressIn(Schema):
    """An address as somebody wrote it."""

    text: Annotated[str, Field(min_length=1, max_length=300)]


class AddressPieceOut(Schema):
    """One part of the address: what it is, its words, where they begin and end in `text`."""

    part: str
    text: str
    start: int
    end: int


class AddressFoundOut(Schema):
    """One thing the address may mean; `lon` and `lat` (CGCS2000) are null where only an area is known."""

    found: str
    text: str
    code: str
    area: str
    building: str | None
    dwelling: str | None
    lon: float | None
    lat: float | None
    confidence: float
    agreed: list[str]


class AddressOut(Schema):
    """How the address was read and what it means, the likeliest first; `sure`: it may be taken without asking."""

    text: str
    pieces: list[AddressPieceOut]
    sure: bool
    candidates: list[AddressFoundOut]


@router.get("/addresses", response={200: AddressOut, **REFUSALS}, summary="Read an address and find what it means")
def addresses(request: HttpRequest, query: Annotated[AddressIn, Query()]) -> AddressOut:
    viewer: Viewer | None = getattr(request, "actor", None)
    scope = viewer.prefixes(Needed.AREAS_VIEW) if viewer else ()
    if not scope:
        raise NotAllowed
    match = queries.match_address(query.text, prefixes=scope)
    found: Sequence[Candidate] = (match.best, *match.others) if match.best else ()
    return AddressOut(
        text=match.text,
        pieces=[
            AddressPieceOut(part=piece.part.value, text=piece.text, start=piece.start, end=piece.end)
            for piece in match.parsed.pieces
        ],
        sure=match.is_sure,
        candidates=[_out(candidate) for candidate in found],
    )


def _out(candidate: Candidate) -> AddressFoundOut:
    lon, lat = candidate.point or (None, None)
    return AddressFoundOut(
        found=candidate.found.value,
        text=candidate.text,
        code=candidate.code,
        area=candidate.area_code,
        building=str(candidate.building_id) if candidate.building_id else None,
        dwelling=str(candidate.dwelling_id) if candidate.dwelling_id else None,
        lon=lon,
        lat=lat,
        confidence=candidate.confidence,
        agreed=list(candidate.agreed),
    )
