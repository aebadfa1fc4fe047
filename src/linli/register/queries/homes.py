"""Homes of a building and of a map's window: who keeps house where, counted or masked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.places import queries as places
from linli.places.queries import Bounds, BuildingPoint, DwellingPlace
from linli.places.rules import DwellingUse
from linli.register.models import Household, Residency
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class HomesOfBuilding:
    """How many dwellings a building has, how many are lived in, and by how many."""

    building: BuildingPoint
    dwellings: int
    homes: int
    residents: int


@dataclass(frozen=True)
class Home:
    """A household in its dwelling as lists show it: the head's masked name and how many live there."""

    household_id: UUID
    head: str
    residents: int


@dataclass(frozen=True)
class Door:
    """A dwelling of a building with the households that live in it."""

    place: DwellingPlace
    homes: tuple[Home, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nobody keeps house in a dwelling meant to be lived in."""
        return not self.homes and self.place.use in {DwellingUse.HOME.value, DwellingUse.RENTED.value}


@dataclass(frozen=True)
class Floor:
    """One floor of an entrance, its doors in order."""

    number: int
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class EntranceFloors:
    """An entrance of a building, from the top floor down."""

    name: str
    floors: tuple[Floor, ...]


def homes_in_view(actor: Actor, bounds: Bounds) -> Sequence[HomesOfBuilding]:
    """Count the homes of each building in a window, within the reader's scope; four queries."""
    prefixes = actor.prefixes(Permission.PEOPLE_VIEW)
    buildings = places.buildings_in_view(prefixes, bounds)
    standing = places.places_of_dwellings(building_ids=[building.id for building in buildings])
    of_building = {place.id: place.building_id for place in standing}
    dwellings = Counter(of_building.values())
    here = within("area_code", prefixes)
    lived = Residency.objects.filter(here, until=None, lives=True, dwelling_id__in=list(of_building))
    kept = Household.objects.filter(here, until=None, dwelling_id__in=list(of_building))
    residents = Counter(of_building[pk] for pk in lived.values_list("dwelling_id", flat=True))
    homes = Counter(of_building[pk] for pk in kept.values_list("dwelling_id", flat=True))
    return tuple(HomesOfBuilding(one, dwellings[one.id], homes[one.id], residents[one.id]) for one in buildings)


def doors_of(actor: Actor, building_id: UUID) -> Sequence[EntranceFloors]:
    """Show a building as it stands: entrances side by side, floors from the top, at each door who lives there, masked."""
    standing = places.places_of_dwellings(building_ids=[building_id])
    seen = [place for place in standing if actor.may(Permission.PEOPLE_VIEW, place.area_code)]
    homes = _homes([place.id for place in seen])
    entrances: dict[str, dict[int, list[Door]]] = defaultdict(lambda: defaultdict(list))
    for place in sorted(seen, key=lambda one: (one.entrance, one.unit_no)):
        entrances[place.entrance][place.floor].append(Door(place, homes.get(place.id, ())))
    return tuple(
        EntranceFloors(name, tuple(Floor(number, tuple(floors[number])) for number in sorted(floors, reverse=True)))
        for name, floors in sorted(entrances.items())
    )


def _homes(dwelling_ids: Iterable[UUID]) -> dict[UUID, tuple[Home, ...]]:
    """Find the households of dwellings with the masked name of their head, else of the eldest."""
    rows = Residency.objects.filter(dwelling_id__in=list(dwelling_ids), until=None, lives=True, household__until=None)
    columns = (
        "dwelling_id",
        "household_id",
        "household__head_id",
        "resident_id",
        "resident__name",
        "resident__born_on",
    )
    members: dict[tuple[UUID, UUID], list[tuple[bool, object, str]]] = defaultdict(list)
    for dwelling, household, head, resident, name, born_on in rows.values_list(*columns):
        members[dwelling, household].append((resident != head, born_on, name))
    found: dict[UUID, tuple[Home, ...]] = {}
    for (dwelling, household), people in sorted(members.items()):
        _other, _born, name = min(people)
        found[dwelling] = (*found.get(dwelling, ()), Home(household, mask_name(name), len(people)))
    return found
