"""Who acts for a child, or for whom a body or a court has named a guardian (Civil Code arts. 27-32; PIPL art. 31)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.secrets import seal
from linli.register import errors, rules
from linli.register.actions.finding import resident_to_edit
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import Guardianship, Resident
from linli.register.queries.visible import resident_for
from linli.register.rules import NewGuardian
from linli.staff.rules import Command


@transaction.atomic
def name_guardian(ward_id: UUID, guardian: NewGuardian, *, command: Command, on: dt.date) -> Guardianship:
    """Name a guardian from a day on: a resident the writer may know of, or somebody outside, sealed by name."""
    pk = new_id()
    if (first := begin(command, "name-guardian", answer=pk)) is not None:
        return Guardianship.objects.get(pk=first)
    ward, area_code = resident_to_edit(ward_id, command)
    rules.check_alive(ward.died_on)
    rules.check_day(on, born_on=ward.born_on, today=timezone.localdate(command.at))
    _check_guardian(guardian, ward, command, on)
    row = Guardianship(
        id=pk, ward_id=ward.pk, guardian_id=guardian.guardian_id, name_sealed=seal(guardian.name.strip()),
        phone_sealed=seal(rules.plain_phone(guardian.phone)), relation=guardian.relation.value, basis=guardian.basis,
        since=on,
    )  # fmt: skip
    book = Book(command, area_code)
    book.add(row, "name-guardian")
    book.close(on=on)
    return row


@transaction.atomic
def end_guardian(guardianship_id: UUID, *, command: Command, on: dt.date) -> Guardianship:
    """End a guardianship on a day: what the guardian agreed to stays on record, new consents need another."""
    if (first := begin(command, "end-guardian", answer=guardianship_id)) is not None:
        return Guardianship.objects.get(pk=first)
    row = Guardianship.objects.select_for_update().filter(pk=guardianship_id, until=None).first()
    if row is None:
        raise errors.ContactNotFound
    ward, area_code = resident_to_edit(row.ward_id, command)
    rules.check_day(on, born_on=ward.born_on, today=timezone.localdate(command.at))
    rules.check_ends(on, since=[row.since])
    book = Book(command, area_code)
    book.change(row, "end-guardian", until=on)
    book.close(on=on)
    return row


def _check_guardian(guardian: NewGuardian, ward: Resident, command: Command, on: dt.date) -> None:
    inside = resident_for(command.by, guardian.guardian_id) if guardian.guardian_id is not None else None
    if inside is not None:
        rules.check_alive(inside.died_on)
        held = Guardianship.objects.filter(ward_id=ward.pk, guardian_id=inside.pk, until=None)
        if held.exists():
            raise errors.NothingChanges
    rules.check_guardian(guardian, ward_id=ward.pk, born_on=inside.born_on if inside else None, on=on)
