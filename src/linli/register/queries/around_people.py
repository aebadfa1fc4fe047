"""Whom to call for a resident, who acts for a child, for whom somebody acts: masked."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.core.secrets import mask_name, mask_phone, unseal
from linli.register.models import Contact, Guardianship


@dataclass(frozen=True)
class NamedPerson:
    """A contact, guardian or ward as pages show them."""

    id: UUID
    name: str
    phone: str
    relation: str
    basis: str  # of a guardian: parent, appointed, court
    since: dt.date
    resident_id: UUID | None  # where the person is in the register


def contacts_of(resident_id: UUID) -> tuple[NamedPerson, ...]:
    """List whom to call for a resident, masked."""
    rows = Contact.objects.filter(resident_id=resident_id, until=None).order_by("since", "id")
    return tuple(
        NamedPerson(
            one.pk, mask_name(unseal(one.name_sealed)), mask_phone(unseal(one.phone_sealed)), one.relation, "",
            one.since, None,
        )
        for one in rows
    )  # fmt: skip


def guardians_of(ward_id: UUID) -> tuple[NamedPerson, ...]:
    """List who is guardian of somebody, masked."""
    rows = Guardianship.objects.filter(ward_id=ward_id, until=None).select_related("guardian").order_by("since", "id")
    return tuple(_guardian(one) for one in rows)


def wards_of(guardian_id: UUID) -> tuple[NamedPerson, ...]:
    """List for whom somebody is guardian, masked."""
    rows = Guardianship.objects.filter(guardian_id=guardian_id, until=None).select_related("ward")
    return tuple(
        NamedPerson(one.pk, mask_name(one.ward.name), "", one.relation, one.basis, one.since, one.ward_id)
        for one in rows.order_by("since", "id")
    )


def _guardian(one: Guardianship) -> NamedPerson:
    inside = one.guardian
    name = inside.name if inside else unseal(one.name_sealed)
    phone = unseal(inside.phone_sealed if inside else one.phone_sealed)
    return NamedPerson(one.pk, mask_name(name), mask_phone(phone), one.relation, one.basis, one.since, one.guardian_id)
