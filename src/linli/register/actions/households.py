"""Change a household: split it, join two, say who heads it and what everybody is to the head."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.register import errors, rules
from linli.register.actions.entering import new_residency
from linli.register.actions.finding import dwelling_to_fill, household_to_edit, members_of
from linli.register.actions.heading import pass_head, put_head
from linli.register.actions.recording import begin
from linli.register.actions.writing import Book
from linli.register.models import Household, Residency
from linli.register.rules import NewHome, Relation
from linli.staff.rules import Command


@dataclass(frozen=True)
class Split:
    """Who leaves a household to keep their own, from which day, headed by whom; in the same dwelling unless another is named."""

    leaving: tuple[UUID, ...]
    on: dt.date
    head_id: UUID | None = None
    dwelling_id: UUID | None = None


@transaction.atomic
def split_household(household_id: UUID, split: Split, *, command: Command, version: int | None = None) -> Household:
    """Have some members keep their own household from a day on; what they had, living or registered, they have there."""
    pk = new_id()
    if (first := begin(command, "split-household", answer=pk)) is not None:
        return Household.objects.get(pk=first)
    home = household_to_edit(household_id, command, version=version)
    leaving = _leaving(home, split, today=timezone.localdate(command.at))
    place = dwelling_to_fill(split.dwelling_id or home.dwelling_id, command.by)
    book = Book(command, home.area_code)
    new = Household(
        id=pk, area_code=place.area_code, dwelling_id=place.id, head_id=split.head_id, since=split.on, version=1
    )
    book.add(new, "split")
    _move_together(book, leaving, new, on=split.on, act="split")
    if home.head_id in set(split.leaving):
        pass_head(book, home, gone=home.head_id, on=split.on)
    book.close(on=split.on)
    return new


@transaction.atomic
def join_households(
    household_id: UUID, other_id: UUID, *, command: Command, on: dt.date, version: int | None = None
) -> Household:
    """Have everybody of another household belong to this one from a day on; the other one ends."""
    if (first := begin(command, "join-households", answer=household_id)) is not None:
        return Household.objects.get(pk=first)
    home = household_to_edit(household_id, command, version=version)
    other = household_to_edit(other_id, command)
    if other.pk == home.pk:
        raise errors.SameRecord
    members = members_of(other.pk)
    _check_span(on, [*members], today=timezone.localdate(command.at))
    rules.check_ends(on, since=[home.since])
    here = {one.resident_id for one in members_of(home.pk)}
    if any(one.resident_id in here for one in members):
        raise errors.LivesHereAlready
    book = Book(command, home.area_code)
    _move_together(book, members, home, on=on, act="join")
    book.change(other, "join", until=on)
    book.mark(home, "join")
    book.close(on=on)
    return home


@transaction.atomic
def set_head(household_id: UUID, resident_id: UUID, *, command: Command, version: int | None = None) -> Household:
    """Say who heads a household; what the others are to the new head follows where it is certain, else is left open."""
    if (first := begin(command, "set-head", answer=household_id)) is not None:
        return Household.objects.get(pk=first)
    home = household_to_edit(household_id, command, version=version)
    members = members_of(home.pk)
    _member(members, resident_id)
    if home.head_id == resident_id:
        raise errors.NothingChanges
    book = Book(command, home.area_code)
    put_head(book, home, resident_id, members=members)
    book.close()
    return home


@transaction.atomic
def set_relation(
    household_id: UUID, resident_id: UUID, relation: str, *, command: Command, version: int | None = None
) -> Residency:
    """Say what a member is to the head."""
    if (first := begin(command, "set-relation", answer=resident_id)) is not None:
        return _member(members_of(household_id), first)
    home = household_to_edit(household_id, command, version=version)
    one = _member(members_of(home.pk), resident_id)
    book = Book(command, home.area_code)
    if not book.change(one, "set-relation", relation=_relation(relation, is_head=home.head_id == resident_id).value):
        raise errors.NothingChanges
    book.close()
    return one


def _leaving(home: Household, split: Split, *, today: dt.date) -> list[Residency]:
    members = members_of(home.pk)
    leaving = [_member(members, pk) for pk in dict.fromkeys(split.leaving)]
    if not leaving or len(leaving) == len(members):
        raise errors.HouseholdKeepsNobody
    if split.head_id is not None:
        _member(leaving, split.head_id)
    _check_span(split.on, leaving, today=today)
    return leaving


def _check_span(on: dt.date, leaving: Sequence[Residency], *, today: dt.date) -> None:
    if on > today:
        raise errors.DayInFuture(field="on", day=on)
    rules.check_ends(on, since=[one.since for one in leaving])


def _move_together(book: Book, leaving: Sequence[Residency], there: Household, *, on: dt.date, act: str) -> None:
    """End what members have in one household and begin it in another."""
    was = next((Relation(one.relation) for one in leaving if one.resident_id == there.head_id), Relation.UNKNOWN)
    for one in leaving:
        book.change(one, act, until=on)
        relation = Relation.UNKNOWN
        if act == "split" and there.head_id is not None:
            is_head = one.resident_id == there.head_id
            relation = Relation.HEAD if is_head else rules.relation_after(Relation(one.relation), new_head=was)
        stays = NewHome(there.dwelling_id, on, there.pk, one.lives, one.registered, relation)
        book.add(new_residency(there, one.resident_id, since=on, stays=stays), act)


def _member(members: Sequence[Residency], resident_id: UUID) -> Residency:
    found = next((one for one in members if one.resident_id == resident_id), None)
    if found is None:
        raise errors.NotOfThisHousehold
    return found


def _relation(text: str, *, is_head: bool) -> Relation:
    known = text in {one.value for one in Relation}
    if not known or (text == Relation.HEAD.value) != is_head:
        raise errors.RelationUnknown(field="relation", relation=text)
    return Relation(text)
