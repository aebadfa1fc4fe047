"""What stands on contact cards and boards: the place, who answers for it, and the address that its code opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from linli.places import queries as places
from linli.places.errors import BuildingUnknown
from linli.places.rules import DIGITS, Level
from linli.staff.queries.cards import CardPerson, people_on_cards, supervision_phone
from linli.staff.rules import Actor, Permission
from linli.visits.errors import CardPlaceUnknown, SiteAddressMissing

PRINTING = (Permission.VISITS_PLAN, Permission.VISITS_MAKE)
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_COMMUNITY, _GRID = DIGITS[Level.COMMUNITY], DIGITS[Level.GRID]


@dataclass(frozen=True)
class Door:
    """A dwelling's door: its entrance and number."""

    dwelling_id: UUID
    entrance: str
    unit_no: str


@dataclass(frozen=True)
class House:
    """A building on the small map."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class CardFacts:
    """Everything one card or board says of a place."""

    title: str  # the building, else the grid
    community: str
    grid: str
    grid_code: str
    grade: str
    people: Sequence[CardPerson]
    supervision: str
    report_url: str
    building: House | None = None
    entrance: str = ""
    outline: bytes | None = None
    houses: Sequence[House] = ()

    @property
    def workers(self) -> Sequence[CardPerson]:
        """The grid workers among the people, the nearest first."""
        return tuple(one for one in self.people if one.role.value == "grid_worker")


def grid_facts(actor: Actor, grid_code: str, *, origin: str = "") -> CardFacts:
    """Gather what a grid's card says; a grid where this person does not work is not there."""
    area = places.area_tree().by_code.get(grid_code)
    if area is None or not area.is_open or area.level is not Level.GRID or not may_print(actor, grid_code):
        raise CardPlaceUnknown(field="place")
    houses = places.buildings_in_view([grid_code], _WORLD)
    return CardFacts(
        title=area.name,
        community=places.area_name(grid_code[:_COMMUNITY]),
        grid=area.name,
        grid_code=grid_code,
        grade=area.grade,
        people=people_on_cards([grid_code]),
        supervision=supervision_phone(grid_code),
        report_url=report_url(origin, area=grid_code),
        outline=places.boundary_of(grid_code),
        houses=tuple(House(one.code, one.name, one.lon_cgcs2000, one.lat_cgcs2000) for one in houses),
    )


def building_facts(actor: Actor, building_code: str, *, origin: str = "") -> CardFacts:
    """Gather what the board of a building says."""
    try:
        building = places.find_building(building_code)
    except BuildingUnknown:
        raise CardPlaceUnknown(field="place") from None
    found = grid_facts(actor, building.area_code, origin=origin)
    house = House(building.code, building.name, building.lon_cgcs2000, building.lat_cgcs2000)
    return of_building(found, house, origin=origin)


def of_building(grid: CardFacts, house: House, *, origin: str = "") -> CardFacts:
    """Turn a grid's facts into those of one of its buildings."""
    url = report_url(origin, building=house.code)
    return replace(grid, title=house.name, building=house, report_url=url)


def grids_of(actor: Actor, community_code: str) -> list[str]:
    """List the grids of a community for the whole pack; the community must be this person's."""
    area = places.area_tree().by_code.get(community_code)
    if area is None or area.level is not Level.COMMUNITY or not may_print(actor, community_code):
        raise CardPlaceUnknown(field="place")
    return [one.code for one in places.places_under(community_code, level=Level.GRID)]


def doors_of(area_code: str) -> dict[UUID, list[Door]]:
    """List the doors of an area by building; one query."""
    found: dict[UUID, list[Door]] = {}
    for pk, _area, building, entrance, unit in places.homes_within([area_code]):
        found.setdefault(building, []).append(Door(pk, entrance, unit))
    return {building: sorted(doors, key=lambda one: (one.entrance, one.unit_no)) for building, doors in found.items()}


def entrances_of(doors: Iterable[Door]) -> list[str]:
    """List the entrances of a building's doors; one without entrances has one board."""
    return sorted({one.entrance for one in doors}) or [""]


def may_print(actor: Actor, area_code: str) -> bool:
    """Say whether somebody prints cards for a place."""
    return any(actor.may(permission, area_code) for permission in PRINTING)


def report_url(origin: str = "", **place: str) -> str:
    """Write the address at which a resident reports for a place."""
    return f"{site_address(origin)}{reverse('portal:report')}?{urlencode(place)}"


def site_address(origin: str = "") -> str:
    """Give the address residents reach the site at: its own, else that of the page a card is made on."""
    site = (settings.LINLI_SITE_URL or origin).rstrip("/")
    if not site:
        raise SiteAddressMissing
    return site
