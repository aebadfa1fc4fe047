"""The profile of an area: every number counted from records, with the checks that show whether the records agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from django.db.models import Count, Exists, OuterRef, Q

from linli.core.scope import within
from linli.places import queries as places
from linli.places.queries import AreaCounts
from linli.places.queries.by_area import area_m2_of, components_by_name
from linli.places.queries.facilities import count_by_class
from linli.register.models import Household, Organisation, PublishedTable, Residency
from linli.register.queries.seeing import digits_of_parts
from linli.register.rules.published_table import ALL, AWAY, GUEST, HOME, HOUSEHOLDS
from linli.staff import queries as staff
from linli.staff.rules import Role


@dataclass(frozen=True)
class PeopleFigures:
    """The people of an area; a count that is hidden is None."""

    households: int | None
    living: int | None
    home: int | None  # live where they are registered
    guest: int | None  # live here, registered elsewhere
    away: int | None  # registered here, live elsewhere


@dataclass(frozen=True)
class Check:
    """Two ways of counting the same; they differ where records do."""

    name: str  # parts, once, lived-in, dwelling-uses, dwelling-states
    counted: int
    expected: int

    @property
    def agrees(self) -> bool:
        """Say whether both ways lead to the same number."""
        return self.counted == self.expected


@dataclass(frozen=True)
class PartFigures:
    """One part of an area."""

    code: str
    name: str
    households: int | None
    living: int | None


@dataclass(frozen=True)
class Around:
    """What is counted around the people of an area: places, dwellings, organisations, who works there."""

    places: AreaCounts
    dwelling_uses: Mapping[str, int]
    dwelling_states: Mapping[str, int]
    organisations: Mapping[str, int]
    staff: Mapping[Role, int]
    area_km2: float | None = None  # None where no boundary was drawn
    components: int = 0
    facilities: Mapping[str, int] = field(default_factory=dict)  # by class


@dataclass(frozen=True)
class Profile:
    """Everything the profile of an area shows."""

    area_code: str
    area_name: str
    is_published: bool
    people: PeopleFigures
    parts: tuple[PartFigures, ...]
    around: Around
    checks: tuple[Check, ...] = ()


def exact_profile(area_code: str) -> Profile:
    """Count the profile of an area from the records as they stand."""
    people = _people(area_code)
    parts = _parts(area_code)
    around = _around(area_code)
    dwellings = around.places.dwellings
    checks = (
        Check("parts", sum(part.living or 0 for part in parts), people.living or 0),
        Check("once", _different(area_code), people.living or 0),
        Check("lived-in", _homes_with_people(area_code), people.households or 0),
        Check("dwelling-uses", sum(around.dwelling_uses.values()), dwellings),
        Check("dwelling-states", sum(around.dwelling_states.values()), dwellings),
    )
    return Profile(area_code, places.area_name(area_code), False, people, parts, around, checks)  # noqa: FBT003 a field


def published_profile(table: PublishedTable, area_code: str) -> Profile:
    """Give the profile of an area with the published counts of its people."""
    cells = table.cells.get(area_code, {})
    people = PeopleFigures(*(cells.get(column, 0) for column in (HOUSEHOLDS, ALL, HOME, GUEST, AWAY)))
    parts = tuple(
        PartFigures(area.code, area.name, *(table.cells.get(area.code, {}).get(one, 0) for one in (HOUSEHOLDS, ALL)))
        for area in places.children(area_code)
        if len(area.code) <= 12
    )
    return Profile(area_code, places.area_name(area_code), True, people, parts, _around(area_code))  # noqa: FBT003 a field


def _people(area_code: str) -> PeopleFigures:
    here = within("area_code", [area_code]) & Q(until=None)
    rows = Residency.objects.filter(here).values_list("lives", "registered").annotate(Count("id"))
    counts: Counter[tuple[bool, bool]] = Counter({(lives, registered): count for lives, registered, count in rows})
    home, guest, away = counts[True, True], counts[True, False], counts[False, True]
    return PeopleFigures(Household.objects.filter(here).count(), home + guest, home, guest, away)


def _different(area_code: str) -> int:
    """Count the people who live in an area, each once, whatever homes they are entered with."""
    here = within("area_code", [area_code]) & Q(until=None, lives=True)
    return Residency.objects.filter(here).aggregate(found=Count("resident_id", distinct=True))["found"] or 0


def _homes_with_people(area_code: str) -> int:
    here = within("area_code", [area_code]) & Q(until=None)
    members = Residency.objects.filter(household_id=OuterRef("pk"), until=None)
    return Household.objects.filter(here).filter(Exists(members)).count()


def _parts(area_code: str) -> tuple[PartFigures, ...]:
    """Count the open parts of an area; who is in none of them is missing from their sum."""
    digits = digits_of_parts(area_code)
    here = within("area_code", [area_code]) & Q(until=None)
    living, homes = Counter[str](), Counter[str]()
    for code, count in Residency.objects.filter(here, lives=True).values_list("area_code").annotate(Count("id")):
        living[code[:digits]] += count
    for code, count in Household.objects.filter(here).values_list("area_code").annotate(Count("id")):
        homes[code[:digits]] += count
    below: Sequence[places.AreaFacts] = places.children(area_code) or (places.describe(area_code),)
    return tuple(PartFigures(area.code, area.name, homes[area.code], living[area.code]) for area in below)


def _around(area_code: str) -> Around:
    dwellings = places.dwellings_of([area_code]).select_related(None).order_by()
    kinds = Organisation.objects.filter(within("area_code", [area_code]), until=None).order_by()
    holders = {(person.role, person.account_id) for person in staff.people_under(area_code)}
    return Around(
        places=places.count_under(area_code),
        dwelling_uses=dict(dwellings.values_list("use").annotate(Count("id"))),
        dwelling_states=dict(dwellings.values_list("state").annotate(Count("id"))),
        organisations=dict(kinds.values_list("kind").annotate(Count("id"))),
        staff=dict(Counter(role for role, _ in holders if role is not Role.RESIDENT)),
        area_km2=_area_km2(area_code),
        components=sum(count for _name, count in components_by_name(area_code)),
        facilities=count_by_class([area_code]),
    )


def _area_km2(area_code: str) -> float | None:
    boundary = places.boundary_of(area_code)
    return area_m2_of(shapely.from_wkb(boundary)) / 1e6 if boundary else None
