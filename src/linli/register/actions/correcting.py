"""Mend what is written of a person, or keep what has changed since a day; whoever said so is kept with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.register import errors, rules
from linli.register.actions.finding import check_number_free, check_source, resident_to_edit
from linli.register.actions.recording import begin
from linli.register.actions.saying import note_said
from linli.register.actions.writing import Book, plain_values
from linli.register.models import Resident
from linli.register.rules import FIELDS, NewResident
from linli.staff.rules import Command

type Written = str | dt.date


@transaction.atomic
def correct_resident(
    resident_id: UUID,
    *,
    command: Command,
    values: Mapping[str, Written],
    source: str,
    reason: str,
    version: int | None = None,
) -> Resident:
    """Correct fields that were written wrongly (PIPL art. 46): what was written before was never true, and is kept as said."""
    if (first := begin(command, "correct-resident", answer=resident_id)) is not None:
        return Resident.objects.get(pk=first)
    said = rules.check_reason(reason)
    row, area_code = resident_to_edit(resident_id, command, version=version)
    book = Book(command, area_code)
    correct_within(book, row, values, source=check_source(source))
    book.close(on=rules.ALWAYS, source=source, reason=said)
    return row


@transaction.atomic
def change_resident(
    resident_id: UUID,
    *,
    command: Command,
    values: Mapping[str, Written],
    on: dt.date,
    source: str,
    version: int | None = None,
) -> Resident:
    """Keep what has changed since a day: a new phone, a new name; what stood before stays true of the days before."""
    if (first := begin(command, "change-resident", answer=resident_id)) is not None:
        return Resident.objects.get(pk=first)
    row, area_code = resident_to_edit(resident_id, command, version=version)
    rules.check_day(on, born_on=row.born_on, today=timezone.localdate(command.at))
    book = Book(command, area_code)
    correct_within(book, row, values, source=check_source(source))
    book.close(on=on, source=source)
    return row


def correct_within(
    book: Book, row: Resident, values: Mapping[str, Written], *, source: str, is_kept: bool = False
) -> None:
    """Check and write other values of a resident in a command that does more; `is_kept`: who said so is kept already."""
    rules.check_values(values)
    new = _checked(row, values, today=timezone.localdate(book.command.at))
    if not new:
        raise errors.NothingChanges
    if number := str(new.get("id_number", "")):
        check_number_free([number], by=book.command.by, but=row.pk)
    book.change(row, "correct", **new)
    if not is_kept:
        note_said(book, row, new, source=source)


def _checked(row: Resident, values: Mapping[str, Written], *, today: dt.date) -> dict[str, object]:
    """Check a person as they would stand with the new values; give those that differ."""
    stands = plain_values(row, FIELDS)
    wanted = {name: as_field(name, value) for name, value in values.items()}
    person = rules.tidied(replace(NewResident(**stands), **wanted))  # type: ignore[arg-type]  # the same fields by name
    rules.check_resident(person, today=today)
    return {name: getattr(person, name) for name in wanted if getattr(person, name) != stands[name]}


def as_field(name: str, value: Written) -> Written:
    """Read a value as its field keeps it: a birth date written as text becomes a date."""
    if name != "born_on" or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        raise errors.BirthDateWrong(field="born_on", born_on=value) from None
