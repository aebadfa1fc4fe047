"""Find what a command is about, locked, and see that this person may write there."""

from collections.abc import Iterable
from uuid import UUID

from linli.core.secrets import keyed_hash
from linli.places import queries as places
from linli.places.errors.ground import BuildingIsClosed
from linli.places.queries import DwellingPlace
from linli.register import errors
from linli.register.catalogue import declared
from linli.register.models import Household, Residency, Resident
from linli.register.queries.visible import area_of, household_for, resident_for, residents_visible_to
from linli.staff.rules import Actor, Command, Permission


def resident_to_edit(resident_id: UUID, command: Command, *, version: int | None = None) -> tuple[Resident, str]:
    """Find a resident whose home lies where this person writes, and the home's grid; locked until the end."""
    row = resident_for(command.by, resident_id, lock=True)
    area_code = area_of(resident_id)
    _permit(command.by, area_code)
    check_version(row.version, version)
    return row, area_code


def household_to_edit(household_id: UUID, command: Command, *, version: int | None = None) -> Household:
    """Find a household that stands, where this person writes; locked until the end."""
    row = household_for(command.by, household_id, lock=True)
    _permit(command.by, row.area_code)
    check_version(row.version, version)
    if row.until is not None:
        raise errors.HouseholdEnded
    return row


def dwelling_to_fill(dwelling_id: UUID, by: Actor) -> DwellingPlace:
    """Find a dwelling in which this person may enter people."""
    found = places.places_of_dwellings(dwelling_ids=[dwelling_id])
    if not found or not by.may(Permission.PEOPLE_EDIT, found[0].area_code):
        raise errors.DwellingNotFound(field="dwelling_id")
    if found[0].building_closed_on is not None:
        building = places.building_of(found[0].building_id)
        raise BuildingIsClosed(name=building.name if building else "", day=found[0].building_closed_on)
    return found[0]


def open_homes(*resident_ids: UUID) -> list[Residency]:
    """List the present residencies of residents, locked, oldest first."""
    rows = Residency.objects.select_for_update().filter(resident_id__in=resident_ids, until=None)
    return list(rows.order_by("since", "id"))


def members_of(household_id: UUID) -> list[Residency]:
    """List the present residencies of a household with their residents, locked, oldest first."""
    rows = Residency.objects.select_for_update(of=("self",)).select_related("resident")
    return list(rows.filter(household_id=household_id, until=None).order_by("since", "id"))


def check_version(stands: int, seen: int | None) -> None:
    """Refuse what was decided over a page that shows what no longer stands."""
    if seen is not None and seen != stands:
        raise errors.RecordStale


def check_source(source: str) -> str:
    """Refuse a source that nobody declared."""
    if source not in declared().sources:
        raise errors.SourceUnknown(field="source", source=source)
    return source


def check_number_free(numbers: Iterable[str], *, by: Actor, but: UUID | None = None) -> None:
    """Refuse an ID number that stands in another record; whose it is is told only to those who may see it."""
    hashes = [keyed_hash(number) for number in numbers if number]
    if not hashes:
        return
    if len(set(hashes)) < len(hashes):
        raise errors.IdNumberTaken
    held = Resident.objects.filter(id_number_hash__in=hashes, merged_into=None).exclude(pk=but or UUID(int=0))
    if held.exists():
        seen = residents_visible_to(by).filter(id_number_hash__in=hashes).exclude(pk=but or UUID(int=0))
        raise errors.IdNumberTaken(resident_id=seen.values_list("pk", flat=True).first())


def _permit(by: Actor, area_code: str) -> None:
    if not by.may(Permission.PEOPLE_EDIT, area_code):
        raise errors.NotOfYourArea
