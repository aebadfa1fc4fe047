"""Birth and death: one begins with a home and a guardian, the other ends what was the person's own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.register import errors, rules
from linli.register.actions.entering import enter_person
from linli.register.actions.finding import (
    check_number_free,
    check_source,
    household_to_edit,
    members_of,
    open_homes,
    resident_to_edit,
)
from linli.register.actions.heading import end_if_empty, pass_head
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import (
    Consent,
    Contact,
    Enrolment,
    Guardianship,
    Household,
    Membership,
    Residency,
    Resident,
)
from linli.register.rules import NewResident, Relation
from linli.staff.rules import Command

DIED = "died"  # why an enrolment or a consent ended


@transaction.atomic
def record_birth(
    household_id: UUID, child: NewResident, *, command: Command, on: dt.date, parents: Sequence[UUID] = ()
) -> Resident:
    """Enter a newborn child into the household; its parents there are its guardians.

    Without parents named, a child of the head has the head, and the head's spouse, as parents.
    """
    pk = child.id or new_id()
    if (first := begin(command, "record-birth", answer=pk)) is not None:
        return Resident.objects.get(pk=first)
    home = household_to_edit(household_id, command)
    person = replace(rules.tidied(child), id=pk)
    _check_birth(person, home, on=on, today=timezone.localdate(command.at))
    check_number_free([person.id_number], by=command.by)
    members = members_of(home.pk)
    book = Book(command, home.area_code)
    row = enter_person(book, person, home, since=on, source="household", act="birth")
    for one in _parents(members, person, parents):
        rules.check_parent(one.resident.born_on, child_born_on=on)
        book.add(_as_parent(row, one.resident, on=on), "birth")
    book.close(on=on, source="household")
    return row


@transaction.atomic
def record_death(resident_id: UUID, *, command: Command, on: dt.date, source: str) -> Resident:
    """Record a death: homes, memberships, programmes, consents, contacts and guardianships end on that day.

    The head of the household passes to the spouse or the only grown-up left; else it is left for a person to choose.
    """
    if (first := begin(command, "record-death", answer=resident_id)) is not None:
        return Resident.objects.get(pk=first)
    row, area_code = resident_to_edit(resident_id, command)
    if row.died_on is not None:
        raise errors.DiedAlready
    rules.check_day(on, born_on=row.born_on, today=timezone.localdate(command.at))
    homes = open_homes(row.pk)
    rules.check_ends(on, since=[one.since for one in homes])
    book = Book(command, area_code)
    book.change(row, "death", died_on=on)
    _end_homes(book, row, homes, on=on)
    _end_the_rest(book, row, on=on)
    book.close(on=on, source=check_source(source))
    return row


def _check_birth(person: NewResident, home: Household, *, on: dt.date, today: dt.date) -> None:
    if person.born_on != on:
        raise errors.BirthNotOnThisDay(field="on")
    if person.relation is Relation.HEAD:
        raise errors.RelationUnknown(field="relation", relation=person.relation.value)
    rules.check_resident(person, today=today)
    rules.check_ends(on, since=[home.since])


def _parents(members: Sequence[Residency], child: NewResident, named: Sequence[UUID]) -> Sequence[Residency]:
    """Find the parents among those who are in the household."""
    if named:
        found = [one for one in members if one.resident_id in set(named)]
        if {one.resident_id for one in found} != set(named):
            raise errors.NotOfThisHousehold
        return found
    if child.relation is not Relation.CHILD:
        return ()
    couple = {Relation.HEAD.value, Relation.SPOUSE.value}
    return [one for one in members if one.relation in couple]


def _as_parent(child: Resident, parent: Resident, *, on: dt.date) -> Guardianship:
    return Guardianship(
        id=new_id(), ward_id=child.pk, guardian_id=parent.pk, relation=Relation.PARENT.value, basis="parent", since=on
    )


def _end_homes(book: Book, row: Resident, homes: Sequence[Residency], *, on: dt.date) -> None:
    for one in homes:
        book.change(one, "death", until=on)
        household = Household.objects.select_for_update().get(pk=one.household_id)
        pass_head(book, household, gone=row.pk, on=on)
        end_if_empty(book, household, on=on)


def _end_the_rest(book: Book, row: Resident, *, on: dt.date) -> None:
    """End what was the person's own; a consent that was given stays on record as given, and is used no longer."""
    for member in Membership.objects.select_for_update().filter(resident_id=row.pk, until=None):
        book.change(member, "death", until=max(on, member.since))
    for enrolment in Enrolment.objects.select_for_update().filter(resident_id=row.pk, until=None):
        book.change(enrolment, "death", until=max(on, enrolment.since), ended_because=DIED)
    for consent in Consent.objects.select_for_update().filter(resident_id=row.pk, withdrawn_at=None):
        book.change(consent, "death", withdrawn_at=book.command.at, withdrawn_by=DIED)
    for contact in Contact.objects.select_for_update().filter(resident_id=row.pk, until=None):
        book.change(contact, "death", until=max(on, contact.since))
    about = Guardianship.objects.select_for_update().filter(until=None)
    for one in (*about.filter(ward_id=row.pk), *about.filter(guardian_id=row.pk)):
        book.change(one, "death", until=max(on, one.since))
