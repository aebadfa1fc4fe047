"""The households and people of the own grids, masked as the register's lists show them; never a clear phone or ID number."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, full, key_of
from linli.register.queries.carrying import (
    Shown,
    carried_households,
    carried_people,
    carried_programmes,
    shown_of,
)
from linli.visits.queries.field import LastVisit, agreed_last, agreed_marks


def _households(holder: Holder) -> list[Stored]:
    """Put each household beside the mark of its visits: what was agreed goes to whoever visits there, unplanned too."""
    if not holder.scope.people:
        return []
    visited = agreed_marks(holder.actor, holder.scope.people)
    return [(*row, visited.get(row[0])) for row in carried_households(holder.scope.people)]


def _household_rows(holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    agreed = agreed_last(holder.actor, [UUID(str(row[0])) for row in stored if row[-1]])
    return [_household(row, agreed.get(UUID(str(row[0])))) for row in stored]


def _household(row: Stored, last: LastVisit | None) -> Row:
    key, area, home, head, since, v, _visited = row
    return full(
        id=key_of(key), area=area, dwelling=key_of(home), head=key_of(head) if head else "", since=str(since),
        last=asdict(last) if last else None, v=v,
    )  # fmt: skip


def _people(holder: Holder) -> list[Stored]:
    """Put each person beside the programmes they take part in: both are their version."""
    if not holder.scope.people:
        return []
    programmes = carried_programmes(holder.scope.people)
    return [(*row, programmes.get(row[0], ())) for row in carried_people(holder.scope.people)]


def _people_rows(_holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    shown = shown_of(UUID(str(row[0])) for row in stored)
    return [_person(row, shown[key]) for row in stored if (key := UUID(str(row[0]))) in shown]


def _person(row: Stored, shown: Shown) -> Row:
    """Write a person: of the birthday only the year, as lists show it."""
    key, household, home, lives, registered, relation, v, programmes = row
    return full(
        id=key_of(key), household=key_of(household), dwelling=key_of(home), name=shown.name, sex=shown.sex,
        born=shown.birth_year, relation=relation, lives=bool(lives), registered=bool(registered), phone=shown.phone,
        programmes=list(programmes), v=v,
    )  # fmt: skip


HOUSEHOLDS = Part("households", _households, _household_rows, is_told=False)
PEOPLE = Part("people", _people, _people_rows, is_told=False)
