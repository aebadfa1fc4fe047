"""Whom to call for a resident, as the resident wishes; sealed, and gone when the resident wants it gone."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, seal
from linli.register import errors, rules
from linli.register.actions.finding import resident_to_edit
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import Contact
from linli.register.rules import NewContact
from linli.staff.rules import Command


@transaction.atomic
def name_contact(resident_id: UUID, contact: NewContact, *, command: Command) -> Contact:
    """Write down whom to call for a resident, from today on."""
    pk = new_id()
    if (first := begin(command, "name-contact", answer=pk)) is not None:
        return Contact.objects.get(pk=first)
    row, area_code = resident_to_edit(resident_id, command)
    rules.check_alive(row.died_on)
    rules.check_contact(contact)
    phone = rules.plain_phone(contact.phone)
    new = Contact(
        id=pk, resident_id=row.pk, name_sealed=seal(contact.name.strip()), phone_sealed=seal(phone),
        phone_hash=keyed_hash(phone), relation=contact.relation.value, since=timezone.localdate(command.at),
    )  # fmt: skip
    book = Book(command, area_code)
    book.add(new, "name-contact")
    book.close()
    return new


@transaction.atomic
def end_contact(contact_id: UUID, *, command: Command) -> Contact:
    """Call somebody no more for a resident."""
    if (first := begin(command, "end-contact", answer=contact_id)) is not None:
        return Contact.objects.get(pk=first)
    row = Contact.objects.select_for_update().filter(pk=contact_id, until=None).first()
    if row is None:
        raise errors.ContactNotFound
    _resident, area_code = resident_to_edit(row.resident_id, command)
    book = Book(command, area_code)
    book.change(row, "end-contact", until=max(row.since, timezone.localdate(command.at)))
    book.close()
    return row
