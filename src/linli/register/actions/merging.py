"""Make one of two records of the same person: everything moves to the one kept, and an undo puts back exactly what stood."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from linli.core.facts import announce
from linli.core.ids import new_id
from linli.register import errors, rules
from linli.register.actions.entering import enter_person
from linli.register.actions.finding import check_number_free, check_source, open_homes, resident_to_edit
from linli.register.actions.merging_rows import give_way, join_ended, join_homes, join_once
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book, plain_values
from linli.register.facts import ResidentsMerged
from linli.register.models import (
    Consent,
    Contact,
    Disclosure,
    Enrolment,
    Guardianship,
    Household,
    Membership,
    Residency,
    Resident,
    Statement,
)
from linli.register.rules import NewResident, Sketch
from linli.staff.rules import Command

_FILLED = ("id_number", "phone", "account_id", "died_on")  # what the kept record takes over where it has none
_HANDED_ON: tuple[type[Model], ...] = (Residency, Membership, Enrolment, Consent, Contact, Disclosure, Statement)


@transaction.atomic
def merge_residents(kept_id: UUID, other_id: UUID, *, command: Command, reason: str) -> Resident:
    """Make one of two records; where the two have different homes today, the kept record's stands."""
    if (first := begin(command, "merge", answer=kept_id)) is not None:
        return Resident.objects.get(pk=first)
    if kept_id == other_id:
        raise errors.SameRecord
    _lock(kept_id, other_id)
    kept, area_code = resident_to_edit(kept_id, command)
    other, _area = resident_to_edit(other_id, command)
    _check(kept, other, reason)
    book = Book(command, area_code)
    give_way(book, kept, other)
    join_ended(book, kept, other)
    join_once(book, kept, other)
    book.close(reason=reason.strip())
    book.change(other, "merge", merged_into=kept.pk)
    join_homes(book, kept, other)
    for earlier in Resident.objects.select_for_update().filter(merged_into=other.pk):
        book.change(earlier, "merge", merged_into=kept.pk)
    _fill(book, kept, other)
    _hand_on(book, kept, other)
    book.mark(kept, "merge")
    book.close(on=rules.ALWAYS, reason=reason.strip())  # it was one person all along
    announce(ResidentsMerged(str(kept.pk), str(other.pk)))
    return kept


@transaction.atomic
def split_resident(
    resident_id: UUID, new: NewResident, *, command: Command, reason: str, rows: Sequence[UUID] = (), source: str
) -> Resident:
    """Make two of a record that was two people: the new person gets the rows named, and a home beside the first one's.

    Rows are residencies, contacts, enrolments, statements and the like by their ids, as the resident's page lists them.
    """
    pk = new.id or new_id()
    if (first := begin(command, "split-resident", answer=pk)) is not None:
        return Resident.objects.get(pk=first)
    said = rules.check_reason(reason)
    row, area_code = resident_to_edit(resident_id, command)
    person, today = rules.tidied(new), timezone.localdate(command.at)
    rules.check_resident(person, today=today)
    check_number_free([person.id_number], by=command.by)
    book = Book(command, area_code)
    homes = [one for one in open_homes(row.pk) if one.pk not in set(rows)]
    if not homes:
        raise errors.NoHomeToLeave
    book.mark(row, "split")
    household = Household.objects.get(pk=homes[0].household_id)
    made = enter_person(
        book, rules.with_id(person, pk), household, since=homes[0].since, source=check_source(source), act="split"
    )
    _hand_over(book, row, made, set(rows))
    book.close(on=rules.ALWAYS, source=source, reason=said)
    return made


def _lock(*resident_ids: UUID) -> None:
    """Lock both records in the one order, so that two merges the other way round wait for each other."""
    list(Resident.objects.select_for_update().filter(pk__in=resident_ids).order_by("pk").values_list("pk"))


def _check(kept: Resident, other: Resident, reason: str) -> None:
    rules.check_merge(_sketch(kept), _sketch(other), reason=reason)
    if kept.account_id and other.account_id and kept.account_id != other.account_id:
        raise errors.AccountsDiffer


def _sketch(row: Resident) -> Sketch:
    return Sketch(row.sex, row.born_on, row.id_number_hash)


def _fill(book: Book, kept: Resident, other: Resident) -> None:
    """Take over from the other record what the kept one lacks."""
    has, brings = plain_values(kept, _FILLED), plain_values(other, _FILLED)
    book.change(kept, "merge", **{name: brings[name] for name in _FILLED if not has[name] and brings[name]})


def _hand_on(book: Book, kept: Resident, other: Resident) -> None:
    """Hand everything of the other record on to the kept one."""
    for model in _HANDED_ON:
        rows = model._default_manager.select_for_update().filter(resident_id=other.pk).order_by("pk")
        book.hand_on(list(rows), "merge", resident_id=kept.pk)
    homes = Residency.objects.filter(resident_id=kept.pk).values("household_id")  # by now the other's among them
    for home in Household.objects.select_for_update().filter(head_id=other.pk, pk__in=homes):
        book.change(home, "merge", head_id=kept.pk)
    for ward in Guardianship.objects.select_for_update().filter(ward_id=other.pk):
        book.change(ward, "merge", ward_id=kept.pk)
    for guardian in Guardianship.objects.select_for_update().filter(guardian_id=other.pk):
        book.change(guardian, "merge", guardian_id=kept.pk)


def _hand_over(book: Book, row: Resident, made: Resident, ids: set[UUID]) -> None:
    """Give named rows of one record to another."""
    for model in _HANDED_ON:
        rows = model._default_manager.select_for_update().filter(resident_id=row.pk, pk__in=ids).order_by("pk")
        book.hand_on(list(rows), "split", resident_id=made.pk)
    for one in Guardianship.objects.select_for_update().filter(ward_id=row.pk, pk__in=ids):
        book.change(one, "split", ward_id=made.pk)
