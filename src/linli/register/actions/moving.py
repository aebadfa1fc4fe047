"""Move in and out: to live somewhere, to be registered somewhere. "Registered here, lives elsewhere" falls out of the two."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.secrets import keyed_hash
from linli.register import errors, rules
from linli.register.actions.entering import check_relation, new_residency
from linli.register.actions.finding import (
    dwelling_to_fill,
    household_to_edit,
    open_homes,
    resident_to_edit,
)
from linli.register.actions.heading import end_if_empty, pass_head
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import Household, Residency, Resident
from linli.register.queries.visible import resident_for
from linli.register.rules import Homes, NewHome, Relation
from linli.staff.rules import Command


@transaction.atomic
def move_in(resident_id: UUID, home: NewHome, *, command: Command) -> Residency:
    """Have a resident live, or be registered, in a dwelling of the writer's area from a day on."""
    pk = new_id()
    if (first := begin(command, "move-in", answer=pk)) is not None:
        return Residency.objects.get(pk=first)
    return _move(resident_for(command.by, resident_id, lock=True), home, command, pk)


@transaction.atomic
def take_in(id_number: str, name: str, home: NewHome, *, command: Command) -> Residency:
    """Have somebody who shows their paper move in from anywhere: found by the whole number and name, told apart by neither.

    This is how a record comes into an area whose people could not see it before; the home before ends if it must.
    """
    pk = new_id()
    if (first := begin(command, "take-in", answer=pk)) is not None:
        return Residency.objects.get(pk=first)
    dwelling_to_fill(home.dwelling_id, command.by)
    number = rules.plain_number(id_number)
    shown = Resident.objects.select_for_update().filter(id_number_hash=keyed_hash(number), name=name.strip())
    row = shown.filter(merged_into=None).first() if number else None
    if row is None:
        raise errors.PaperUnknown
    return _move(row, home, command, pk)


@transaction.atomic
def move_out(
    resident_id: UUID, *, command: Command, on: dt.date, reason: str, keeps_registration: bool = True
) -> Resident:
    """End that a resident lives in their home from a day on; their registration there stays unless it is moved too."""
    if (first := begin(command, "move-out", answer=resident_id)) is not None:
        return Resident.objects.get(pk=first)
    row, area_code = resident_to_edit(resident_id, command)
    rules.check_day(on, born_on=row.born_on, today=timezone.localdate(command.at))
    leaving = [one for one in open_homes(row.pk) if one.lives or not keeps_registration]
    if not leaving:
        raise errors.NoHomeToLeave
    rules.check_ends(on, since=[one.since for one in leaving])
    book = Book(command, area_code)
    for one in leaving:
        leave(book, one, on=on, act="move-out", keeps_registration=keeps_registration)
    book.close(on=on, reason=reason.strip())
    return row


def leave(book: Book, home: Residency, *, on: dt.date, act: str, keeps_registration: bool) -> None:
    """End one home on a day; who was registered there may stay so, living elsewhere."""
    book.change(home, act, until=on)
    if keeps_registration and home.registered:
        stays = Residency(
            id=new_id(), area_code=home.area_code, resident_id=home.resident_id, household_id=home.household_id,
            dwelling_id=home.dwelling_id, lives=False, registered=True, relation=home.relation, since=on,
        )  # fmt: skip
        book.add(stays, act)
        return
    household = Household.objects.select_for_update().get(pk=home.household_id)
    pass_head(book, household, gone=home.resident_id, on=on)
    end_if_empty(book, household, on=on)


def _move(row: Resident, home: NewHome, command: Command, pk: UUID) -> Residency:
    rules.check_day(home.on, born_on=row.born_on, today=timezone.localdate(command.at))
    there = _household(home, command)
    homes = open_homes(row.pk)
    rules.check_home(home, homes=_standing(row.pk, homes, home), died_on=row.died_on)
    book = Book(command, there.area_code)
    residency = new_residency(there, row.pk, since=home.on, stays=_combined(home, homes, there))
    residency.pk = pk
    _leave_for(book, home, homes, there)
    _head(book, there, residency)
    book.add(residency, "move-in")
    book.close(on=home.on)
    return residency


def _standing(resident_id: UUID, homes: list[Residency], home: NewHome) -> Homes:
    """Say where somebody lives and is registered, and when they left the last home that a new one could overlap."""
    same = Q(household_id=home.household_id)
    if home.lives:
        same |= Q(lives=True)
    if home.registered:
        same |= Q(registered=True)
    past = Residency.objects.filter(same, resident_id=resident_id, until__gt=F("since"))
    return Homes(
        frozenset(one.household_id for one in homes if one.lives),
        frozenset(one.household_id for one in homes if one.registered),
        past.aggregate(last=Max("until"))["last"],
    )


def _household(home: NewHome, command: Command) -> Household:
    """Find the household somebody joins, or make the one that begins with them."""
    if home.household_id is not None:
        there = household_to_edit(home.household_id, command)
        if there.dwelling_id != home.dwelling_id:
            raise errors.HouseholdNotFound
        check_relation(home.relation, there)
        rules.check_ends(home.on, since=[there.since])
        return there
    place = dwelling_to_fill(home.dwelling_id, command.by)
    return Household(id=new_id(), area_code=place.area_code, dwelling_id=place.id, since=home.on, version=1)


def _head(book: Book, there: Household, residency: Residency) -> None:
    """Store a household that begins with its head, or note the head that one without any has found."""
    if there._state.adding:
        there.head_id, residency.relation = residency.resident_id, Relation.HEAD.value
        book.add(there, "enter")
    elif residency.relation == Relation.HEAD.value and there.head_id != residency.resident_id:
        book.change(there, "set-head", head_id=residency.resident_id)


def _combined(home: NewHome, homes: list[Residency], there: Household) -> NewHome:
    """Add to what begins what stood in the same household already: who lives there and is now registered there does both."""
    here = [one for one in homes if one.household_id == there.pk]
    lives, registered = any(one.lives for one in here), any(one.registered for one in here)
    relation = home.relation or next((Relation(one.relation) for one in here), Relation.UNKNOWN)
    return NewHome(
        home.dwelling_id, home.on, there.pk, home.lives or lives, home.registered or registered, relation, home.leaves
    )


def _leave_for(book: Book, home: NewHome, homes: list[Residency], there: Household) -> None:
    """End the homes before, as far as the new one takes their place."""
    for one in homes:
        if one.household_id == there.pk:
            rules.check_ends(home.on, since=[one.since])
            book.change(one, "move-in", until=home.on)
        elif (one.lives and home.lives) or (one.registered and home.registered):
            rules.check_ends(home.on, since=[one.since])
            _take_from(book, one, home)


def _take_from(book: Book, one: Residency, home: NewHome) -> None:
    """Take out of a former home what begins elsewhere: living, registration, or both."""
    lives, registered = one.lives and not home.lives, one.registered and not home.registered
    if not lives:
        leave(book, one, on=home.on, act="move-out", keeps_registration=registered)
        return
    book.change(one, "move-out", until=home.on)
    stays = NewHome(
        one.dwelling_id, home.on, one.household_id, lives=True, registered=False, relation=Relation(one.relation)
    )
    household = Household.objects.get(pk=one.household_id)
    book.add(new_residency(household, one.resident_id, since=home.on, stays=stays), "move-out")
