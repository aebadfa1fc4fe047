"""Who heads a household, and what everybody is to them; a household that nobody is in any more ends."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from linli.register import rules
from linli.register.actions.finding import members_of
from linli.register.actions.writing import Book
from linli.register.models import Household, Residency
from linli.register.rules import GROWN_UP, Living, Relation


def pass_head(book: Book, household: Household, *, gone: UUID, on: dt.date) -> None:
    """Have the spouse, or the only grown-up left, head the household when its head is gone; else leave it for a person."""
    if household.head_id != gone:
        return
    members = [one for one in members_of(household.pk) if one.resident_id != gone]
    heads = rules.next_head([_living(one, on) for one in members if one.lives and one.resident.died_on is None])
    put_head(book, household, heads, members=members)


def put_head(book: Book, household: Household, head_id: UUID | None, *, members: Sequence[Residency]) -> None:
    """Set who heads a household and relate the others to them; what is not certain is left open."""
    was = next((Relation(one.relation) for one in members if one.resident_id == head_id), Relation.UNKNOWN)
    book.change(household, "set-head", head_id=head_id)
    for one in members:
        if one.resident_id == head_id:
            relation = Relation.HEAD
        elif head_id is None:
            continue
        else:
            relation = rules.relation_after(Relation(one.relation), new_head=was)
        book.change(one, "set-relation", relation=relation.value)


def end_if_empty(book: Book, household: Household, *, on: dt.date) -> None:
    """End a household in which nobody lives or is registered any more."""
    if not Residency.objects.filter(household_id=household.pk, until=None).exists():
        book.change(household, "end", until=max(on, household.since))


def _living(one: Residency, on: dt.date) -> Living:
    grown_up = rules.age_on(one.resident.born_on, on) >= GROWN_UP
    return Living(one.resident_id, Relation(one.relation), grown_up)
