"""Show clear values for a stated purpose: only the fields that the purpose names, and the resident can read who looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from linli.core.commands import CommandIdReused
from linli.core.errors import NotAllowed
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.register import errors
from linli.register.actions.recording import Reading, begin, keep_reading
from linli.register.models import Contact, Guardianship, Residency, Resident
from linli.register.queries.consents import agreed_among
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.statements import statement_for
from linli.register.queries.visible import area_of, resident_for
from linli.staff.rules import Command, Permission

# What can be asked for, and the attribute that a purpose must name for it.
FIELDS: Mapping[str, str] = {
    "name": "name",
    "sex": "sex",
    "born_on": "born-on",
    "id_number": "id-number",
    "phone": "phone",
    "address": "address",
    "contacts": "phone",
    "guardians": "phone",
}
MOST_SAID = 200


@dataclass(frozen=True)
class Revealed:
    """Clear values of one resident, by field, for the one purpose they were asked for."""

    resident_id: UUID
    purpose: str
    values: Mapping[str, str]


@transaction.atomic
def reveal(resident_id: UUID, *, command: Command, fields: Sequence[str], purpose: str, said: str = "") -> Revealed:
    """Give clear values of a resident for an open purpose that names them; kept in the log the resident reads."""
    row = resident_for(command.by, resident_id)
    area_code = area_of(row.pk)
    if not command.by.may(Permission.PEOPLE_CONTACT, area_code):
        raise NotAllowed
    wanted = tuple(dict.fromkeys(name.replace("-", "_") for name in fields))
    found = purpose_for(purpose, use=Use.READING)
    _check(wanted, found.attributes, purpose_name=str(found.name))
    if row.pk not in agreed_among([row.pk], found):
        raise errors.ConsentMissing(purpose=str(found.name))
    if _is_first(command, "reveal", str(row.pk), found.code, *sorted(wanted)):
        reading = Reading([row.pk], wanted, found.code, "reveal", area_code, said.strip()[:MOST_SAID])
        keep_reading(reading, by=command.by, at=command.at)
    return Revealed(row.pk, found.code, {name: _clear(row, name) for name in wanted})


@transaction.atomic
def reveal_statement(statement_id: UUID, *, command: Command, purpose: str = "verify", said: str = "") -> Revealed:
    """Give what a source says that differs, to whoever is to look: without it nobody can compare. Kept as every reading."""
    statement = statement_for(command.by, statement_id)
    area_code = area_of(statement.resident_id)
    if not command.by.may(Permission.PEOPLE_CONTACT, area_code):
        raise NotAllowed
    found = purpose_for(purpose, use=Use.READING)
    _check((statement.field,), found.attributes, purpose_name=str(found.name))
    if _is_first(command, "reveal-statement", str(statement.pk), found.code):
        words = said.strip()[:MOST_SAID]
        reading = Reading([statement.resident_id], (statement.field,), found.code, "reveal", area_code, words)
        keep_reading(reading, by=command.by, at=command.at)
    return Revealed(statement.resident_id, found.code, {statement.field: unseal(statement.value_sealed)})


def _is_first(command: Command, name: str, *asked: str) -> bool:
    """Claim the command: a repeat asks for the very same on the same day, else it would read what nobody is told of."""
    mark = uuid5(NAMESPACE_OID, "\x1f".join((str(timezone.localdate(command.at)), *asked)))
    first = begin(command, name, answer=mark)
    if first not in {None, mark}:
        raise CommandIdReused
    return first is None


def _check(wanted: Sequence[str], attributes: Sequence[str], *, purpose_name: str) -> None:
    if not wanted:
        raise errors.NothingToReveal(field="fields")
    for name in wanted:
        if name not in FIELDS:
            raise errors.FieldUnknown(field="fields", name=name)
        if FIELDS[name] not in attributes:
            raise errors.NotForThisPurpose(purpose=purpose_name, name=name)


def _clear(row: Resident, name: str) -> str:
    if name in {"contacts", "guardians"}:
        return _people(row.pk, name)
    if name == "address":
        return _address(row.pk)
    if name in {"id_number", "phone"}:
        return unseal(getattr(row, f"{name}_sealed"))
    return str(getattr(row, name))


def _address(resident_id: UUID) -> str:
    """Write where somebody lives today, else where they are registered."""
    homes = Residency.objects.filter(resident_id=resident_id, until=None).order_by("-lives", "-since")
    dwelling_id = homes.values_list("dwelling_id", flat=True).first()
    return places.addresses_of([dwelling_id]).get(dwelling_id, "") if dwelling_id else ""


def _people(resident_id: UUID, name: str) -> str:
    """Write names and phones of those to call, one a line."""
    if name == "contacts":
        contacts = Contact.objects.filter(resident_id=resident_id, until=None).order_by("since", "id")
        return "\n".join(f"{unseal(one.name_sealed)} {unseal(one.phone_sealed)}" for one in contacts)
    rows = (
        Guardianship.objects.filter(ward_id=resident_id, until=None).select_related("guardian").order_by("since", "id")
    )
    return "\n".join(_guardian(one) for one in rows)


def _guardian(one: Guardianship) -> str:
    inside = one.guardian
    if inside is not None:
        return f"{inside.name} {unseal(inside.phone_sealed)}".strip()
    return f"{unseal(one.name_sealed)} {unseal(one.phone_sealed)}".strip()
