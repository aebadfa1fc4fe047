"""Put buildings and dwellings into the store, and say which dwellings people may move into."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import batched
from uuid import UUID

from linli.places import actions as places
from linli.places import queries
from linli.places.rules import DwellingDraft
from linli.register.rules import NewHousehold
from linli.site.sampletown.buildings import House
from linli.site.sampletown.chance import ids
from linli.site.sampletown.people import Home
from linli.site.sampletown.roster import Caller

_HOUSES, _DWELLINGS = 500, 5_000


def store_houses(
    houses: Sequence[House], *, seed: int, by: str, at: dt.datetime, progress: Callable[[int], None]
) -> list[Home]:
    """Store buildings with their entrances and dwellings; give the dwellings in the order of the buildings."""
    made, homes = ids(seed, "dwellings"), list[Home]()
    for batch in batched(houses, _HOUSES, strict=False):
        numbered = places.put_buildings([house.draft for house in batch], by=by, at=at)
        doors = _doors(batch)
        found = [pair for house in batch for pair in _dwellings(house, numbered[house.draft.code], doors, made)]
        for part in batched(found, _DWELLINGS, strict=False):
            places.put_dwellings([draft for draft, _home in part])
        homes += [home for _draft, home in found]
        progress(len(homes))
    return homes


def known_resident(home: NewHousehold, caller: Caller) -> NewHousehold:
    """Let the household's first person be the resident behind a demo account."""
    first, *others = home.members
    known = replace(first, name=caller.name, phone=caller.phone, account_id=caller.account_id)
    return replace(home, members=(known, *others))


Doors = dict[tuple[str, str], UUID]


def _doors(houses: Sequence[House]) -> Doors:
    with_doors = queries.buildings_by_code(house.draft.code for house in houses if house.draft.entrances)
    return {
        (code, entrance.name): entrance.pk
        for code, building in with_doors.items()
        for entrance in queries.entrances_of(building)
    }


def _dwellings(
    house: House, building_id: UUID, doors: Doors, made: Iterator[UUID]
) -> Iterator[tuple[DwellingDraft, Home]]:
    draft = house.draft
    for entrance, floor, label in house.flats():
        pk = next(made)
        door = doors.get((draft.code, entrance))
        dwelling = DwellingDraft(building_id, draft.area_code, label, floor, door, id=pk)
        yield dwelling, Home(pk, draft.area_code, f"{draft.name}{entrance}{label}室")
