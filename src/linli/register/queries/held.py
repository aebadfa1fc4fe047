"""What the register holds of somebody, clear: for the house itself to compare a filled form with, never to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.core.secrets import unseal
from linli.register.models import Household, Residency, Resident


@dataclass(frozen=True)
class HeldPerson:
    """A person as the register has them."""

    id: UUID
    name: str
    sex: str
    born_on: str
    phone: str
    relation: str = ""


@dataclass(frozen=True)
class HeldHome:
    """A household that stands, and where."""

    id: UUID
    area_code: str
    dwelling_id: UUID


def held_person(resident_id: UUID) -> HeldPerson | None:
    """Find a living resident's values; None for nobody, and for one whose record was merged."""
    row = Resident.objects.filter(pk=resident_id, merged_into=None).first()
    return _held(row) if row else None


def held_members(household_id: UUID) -> Sequence[HeldPerson]:
    """List who is in a household today."""
    rows = Residency.objects.filter(household_id=household_id, until=None).select_related("resident")
    return tuple(_held(one.resident, one.relation) for one in rows.order_by("since", "id"))


def held_home(household_id: UUID) -> HeldHome | None:
    """Find a household that stands."""
    row = Household.objects.filter(pk=household_id, until=None).values_list("pk", "area_code", "dwelling_id").first()
    return HeldHome(*row) if row else None


def household_in(dwelling_id: UUID) -> UUID | None:
    """Find the one household of a dwelling; None for an empty one and for one shared by several."""
    found = list(Household.objects.filter(dwelling_id=dwelling_id, until=None).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _held(row: Resident, relation: str = "") -> HeldPerson:
    return HeldPerson(row.pk, row.name, row.sex, row.born_on.isoformat(), unseal(row.phone_sealed), relation)
