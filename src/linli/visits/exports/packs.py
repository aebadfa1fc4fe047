"""Which pages make up what somebody prints: cards of a grid or a building, the doors of a building, a community's whole pack."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from linli.core.installation import installation
from linli.places import queries as places
from linli.staff.rules import Actor
from linli.visits.actions.printing import note_codes
from linli.visits.actions.receipts import card_code
from linli.visits.errors import CardPlaceUnknown, GridNotDrawn, NobodyInOffice, NoServiceListed
from linli.visits.exports.maps import maps_of
from linli.visits.exports.sheets import CardKind, Sheet
from linli.visits.queries.badges import badges_of
from linli.visits.queries.cards import (
    CardFacts,
    Door,
    building_facts,
    doors_of,
    entrances_of,
    grid_facts,
    grids_of,
    of_building,
)
from linli.visits.queries.services import service_list

_COMMUNITY, _GRID = 12, 15
# What is printed for all grids of a community at once.
_BY_GRID = {CardKind.BADGE, CardKind.SERVICES, CardKind.MAP, CardKind.PACK}


def print_cards(actor: Actor, place: str, kind: CardKind, *, origin: str = "", language: str = "") -> bytes:
    """Write the papers of a grid, a building or a community as one PDF, in a language; the reader's own if none is named."""
    from linli.visits.exports.cards import write_cards  # noqa: PLC0415 PDF is heavy

    with override(language or get_language()):
        sheets = list(_sheets(actor, place, kind, origin))
        if not sheets:
            raise CardPlaceUnknown(field="place")
        if coded := [one for one in sheets if one.code]:
            facts = coded[0].facts
            house = facts.building.code if facts.building else ""
            note_codes(len(coded), area_code=facts.grid_code, building=house, by=actor)
        return write_cards(sheets, title=_("联系卡和公示牌"), house=installation().name)


def _sheets(actor: Actor, place: str, kind: CardKind, origin: str) -> Iterator[Sheet]:
    if kind in _BY_GRID:
        yield from _of_grids(actor, place, kind, origin)
        return
    facts = _facts(actor, place, origin)
    if kind is CardKind.BOARD:
        yield from _boards(facts, origin)
    elif kind is CardKind.DOORS:
        yield from _door_cards(facts)
    else:
        yield Sheet(facts, kind)


def _facts(actor: Actor, place: str, origin: str) -> CardFacts:
    is_area = _is_area(place, _COMMUNITY) or _is_area(place, _GRID)
    return grid_facts(actor, place, origin=origin) if is_area else building_facts(actor, place, origin=origin)


def _is_area(place: str, digits: int) -> bool:
    return place.isdecimal() and len(place) == digits and place in places.area_tree().by_code


def _of_grids(actor: Actor, place: str, kind: CardKind, origin: str) -> Iterator[Sheet]:
    """Give what is made for each grid: of a community, or of the grid that is asked for or that a building stands in."""
    is_whole = kind is CardKind.PACK or _is_area(place, _COMMUNITY)
    codes = grids_of(actor, place) if is_whole else [_facts(actor, place, origin).grid_code]
    area = place if is_whole else codes[0]
    grids = [grid_facts(actor, code, origin=origin) for code in codes]
    if kind is CardKind.PACK:
        yield from _pack(actor, area, grids, origin)
    elif kind is CardKind.SERVICES:
        if not (lists := [one for grid in grids if (one := _services(grid)).services]):
            raise NoServiceListed
        yield from lists
    elif kind is CardKind.BADGE:
        if not (badges := badges_of(grids, origin=origin)):
            raise NobodyInOffice
        yield Sheet(grids[0], kind, badges=badges)
    else:
        if not (maps := _maps(actor, area, grids, origin)):
            raise GridNotDrawn
        yield from maps.values()


def _pack(actor: Actor, community: str, grids: Sequence[CardFacts], origin: str) -> Iterator[Sheet]:
    """The badges of all workers on common sheets, then what belongs to each grid; a map where a boundary is drawn."""
    if badges := badges_of(grids, origin=origin):
        yield Sheet(grids[0], CardKind.BADGE, badges=badges)
    maps = _maps(actor, community, grids, origin)
    for grid in grids:
        yield from _whole_grid(grid, maps.get(grid.grid_code), origin)


def _whole_grid(grid: CardFacts, sheet_of_map: Sheet | None, origin: str) -> Iterator[Sheet]:
    """The letter to the grid's residents, what they can ask for, its card, its map; a board for each entrance of its buildings."""
    yield Sheet(grid, CardKind.LETTER)
    if (listed := _services(grid)).services:
        yield listed
    yield Sheet(grid, CardKind.LARGE)
    if sheet_of_map:
        yield sheet_of_map
    yield from _boards(grid, origin)


def _services(grid: CardFacts) -> Sheet:
    return Sheet(grid, CardKind.SERVICES, services=service_list(grid.grade, on=timezone.localdate()))


def _maps(actor: Actor, area: str, grids: Sequence[CardFacts], origin: str) -> dict[str, Sheet]:
    drawn = maps_of(actor, area, origin=origin)
    return {
        one.grid_code: Sheet(one, CardKind.MAP, draw_map=drawn[one.grid_code])
        for one in grids
        if one.grid_code in drawn
    }


def _boards(facts: CardFacts, origin: str) -> Iterator[Sheet]:
    """One board for each entrance: of a building, or of every building of a grid."""
    doors = _doors_by_code(facts.grid_code)
    for house in [facts.building] if facts.building else facts.houses:
        here = of_building(facts, house, origin=origin)
        for entrance in entrances_of(doors.get(house.code, ())):
            yield Sheet(replace(here, entrance=entrance), CardKind.BOARD)


def _door_cards(facts: CardFacts) -> Iterator[Sheet]:
    """A small card for each home of a building, with the home's own code."""
    if facts.building is None:
        raise CardPlaceUnknown(field="place")
    for door in _doors_by_code(facts.grid_code).get(facts.building.code, ()):
        yield Sheet(
            facts, CardKind.DOORS, door=f"{door.entrance} {door.unit_no}".strip(), code=card_code(door.dwelling_id)
        )


def _doors_by_code(grid_code: str) -> dict[str, list[Door]]:
    codes = {pk: code for pk, code, *_rest in places.buildings_within([grid_code])}
    return {codes[building]: doors for building, doors in doors_of(grid_code).items() if building in codes}
