"""Enter people one at a time: a household with its people, or one more person into a household."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, seal
from linli.register import errors, rules
from linli.register.actions.finding import check_number_free, check_source, dwelling_to_fill, household_to_edit
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import Household, Residency, Resident
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.staff.rules import Command


@transaction.atomic
def enter_household(new: NewHousehold, *, command: Command, source: str) -> Household:
    """Enter a household with its people into a dwelling of the writer's area; the grid is the dwelling's own."""
    pk = new.id or new_id()
    if (first := begin(command, "enter-household", answer=pk)) is not None:
        return Household.objects.get(pk=first)
    place = dwelling_to_fill(new.dwelling_id, command.by)
    new = replace(new, area_code=place.area_code, members=tuple(rules.tidied(one) for one in new.members))
    _check(new, command, source)
    check_number_free([one.id_number for one in new.members], by=command.by)
    home = Household(id=pk, area_code=place.area_code, dwelling_id=place.id, since=new.since, version=1)
    book = Book(command, place.area_code)
    members = [replace(one, id=one.id or new_id()) for one in new.members]
    home.head_id = next((one.id for one in members if one.relation is Relation.HEAD), None)
    book.add(home, "enter")
    for one in members:
        enter_person(book, one, home, since=new.since, source=source)
    book.close(on=new.since, source=source)
    return home


@transaction.atomic
def enter_resident(household_id: UUID, new: NewResident, *, command: Command, source: str) -> Resident:
    """Enter one more person into a household, from today on."""
    pk = new.id or new_id()
    if (first := begin(command, "enter-resident", answer=pk)) is not None:
        return Resident.objects.get(pk=first)
    home = household_to_edit(household_id, command)
    person, today = rules.tidied(new), timezone.localdate(command.at)
    rules.check_resident(person, today=today)
    check_relation(person.relation, home)
    check_source(source)
    check_number_free([person.id_number], by=command.by)
    book = Book(command, home.area_code)
    resident = enter_person(book, replace(person, id=pk), home, since=today, source=source)
    if person.relation is Relation.HEAD:
        book.change(home, "set-head", head_id=pk)
    book.close(on=today, source=source)
    return resident


def enter_person(
    book: Book, person: NewResident, home: Household, *, since: dt.date, source: str, act: str = "enter"
) -> Resident:
    """Store a person with the home they have in a household since a day."""
    resident = Resident(
        id=person.id or new_id(), name=person.name, sex=person.sex, born_on=person.born_on,
        id_number_sealed=seal(person.id_number), id_number_hash=keyed_hash(person.id_number),
        phone_sealed=seal(person.phone), phone_hash=keyed_hash(person.phone), account_id=person.account_id,
        name_key=rules.name_key(person.name), source=source, entered_at=book.command.at, version=1,
    )  # fmt: skip
    book.add(resident, act)
    begun = max(since, person.born_on)
    book.add(new_residency(home, resident.pk, since=begun, stays=person), act)
    return resident


def new_residency(
    home: Household, resident_id: UUID, *, since: dt.date, stays: NewResident | rules.NewHome
) -> Residency:
    """Make the row that says since when somebody lives, or is registered, in a household's dwelling."""
    return Residency(
        id=new_id(), area_code=home.area_code, resident_id=resident_id, household_id=home.pk,
        dwelling_id=home.dwelling_id, lives=stays.lives, registered=stays.registered, relation=stays.relation.value,
        since=since,
    )  # fmt: skip


def check_relation(relation: Relation, home: Household) -> None:
    """Refuse a second head: who heads a household is changed by `set_head`."""
    if relation is Relation.HEAD and home.head_id is not None:
        raise errors.RelationUnknown(field="relation", relation=relation.value)


def _check(new: NewHousehold, command: Command, source: str) -> None:
    today = timezone.localdate(command.at)
    rules.check_household(new, today=today)
    if new.since > today:
        raise errors.DayInFuture(field="since", day=new.since)
    check_one_head([one.relation for one in new.members])
    check_source(source)
    for one in new.members:
        if not (one.lives or one.registered):
            raise errors.NeitherLivesNorRegistered(field="members")


def check_one_head(relations: Sequence[Relation]) -> None:
    """Refuse two heads in one household."""
    if list(relations).count(Relation.HEAD) > 1:
        raise errors.RelationUnknown(field="relation", relation=Relation.HEAD.value)
