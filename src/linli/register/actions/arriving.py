"""Take people out of a file into the register, part by part: each part whole, together with how far the file now is."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.bulk import insert_rows
from linli.core.ids import new_id
from linli.core.secrets import seal, sealing
from linli.register import errors, rules
from linli.register.actions.registering import HOUSEHOLD_COLUMNS, RESIDENCY_COLUMNS, RESIDENT_COLUMNS
from linli.register.actions.sorting_out import Difference, Part, Taken, sort_out
from linli.register.actions.stating import state_value
from linli.register.models import Household, ImportBatch, ImportFault, Residency, Resident
from linli.register.rules import Relation
from linli.register.rules.arriving import Arrival
from linli.staff.rules import Actor, Command

_FAULT_COLUMNS = ("id", "batch_id", "row", "codes", "row_sealed")


@transaction.atomic
def store_part(batch_id: UUID, part: Part, *, today: dt.date, at: dt.datetime) -> Taken:
    """Store the good rows of a part and hand back the others; in the same transaction say that the file is so far.

    Imports that run at one time wait for each other here, so that neither enters a person the other is just entering.
    """
    running = {one.pk: one for one in ImportBatch.objects.select_for_update().filter(state="running").order_by("id")}
    batch = running.get(batch_id)
    if batch is None or batch.next_row != part.begins:
        raise errors.ImportOvertaken
    taken = sort_out(part, area_code=batch.area_code)
    _store(batch, taken, today=today, at=at)
    _say_differing(batch, taken.differing, at)
    keep_faults(batch.pk, taken.back)
    advance(batch, taken, next_row=part.ends)
    line = audit.Line(
        Act.IMPORT, batch.by, batch.by_name, at, area_code=batch.area_code, subject_kind="import",
        subject_id=str(batch.pk), count=taken.good, detail={"known": taken.known, "back": len(taken.back)},
    )  # fmt: skip
    audit.note(line)
    return taken


@transaction.atomic
def keep_checked(batch_id: UUID, part: Part, taken: Taken) -> None:
    """Keep what a dry run found in a part: what would go back, and how far it is; of the good rows only their number."""
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state="checking").first()
    if batch is None or batch.next_row != part.begins:
        raise errors.ImportOvertaken
    keep_faults(batch_id, taken.back)
    advance(batch, taken, next_row=part.ends)


def keep_faults(batch_id: UUID, back: Sequence[Arrival]) -> None:
    """Keep the rows that are handed back, sealed, until they are mended."""
    insert_rows(ImportFault, _FAULT_COLUMNS, ((new_id(), batch_id, one.row, _codes(one), _sealed(one)) for one in back))


def advance(batch: ImportBatch, taken: Taken, *, next_row: int) -> None:
    """Say how far the file is, and what became of its rows so far."""
    batch.next_row = next_row
    batch.good += taken.good
    batch.known += taken.known
    batch.bad += len(taken.back)
    counts = Counter(batch.counts) + taken.codes
    counts["differing"] += len(taken.differing)
    batch.counts = {code: count for code, count in counts.items() if count}
    batch.save(update_fields=["next_row", "good", "known", "bad", "counts"])


def _store(batch: ImportBatch, taken: Taken, *, today: dt.date, at: dt.datetime) -> None:
    people = [(new_id(), person) for person in taken.fresh]
    homes: dict[UUID, list[Entered]] = {}
    for one in people:
        homes.setdefault(one[1].household_id or one[0], []).append(one)
    fresh = (_household(pk, members, today) for pk, members in homes.items() if pk not in taken.joined)
    insert_rows(Household, HOUSEHOLD_COLUMNS, fresh)
    for pk in taken.joined & homes.keys():
        if head := _head(homes[pk]):
            Household.objects.filter(pk=pk, head_id=None).update(head_id=head)
    insert_rows(Resident, RESIDENT_COLUMNS, _residents(people, batch, at))
    insert_rows(Residency, RESIDENCY_COLUMNS, _residencies(people, today))


def _say_differing(batch: ImportBatch, differing: Sequence[Difference], at: dt.datetime) -> None:
    """Keep what the file says otherwise of people who are known: somebody looks and settles it, nothing is overwritten."""
    machine = machine_for(batch)
    for one in differing:
        command = Command(new_id(), machine, at)
        state_value(one.resident_id, one.field, one.value, source=batch.source, command=command, batch_id=batch.pk)


def machine_for(batch: ImportBatch) -> Actor:
    """Act for whoever brought the file: they were allowed to when they brought it."""
    account = UUID(batch.by) if _ACCOUNT.fullmatch(batch.by) else None
    return Actor(batch.by_name, account_id=account, is_system=True)


_ACCOUNT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Entered = tuple[UUID, Arrival]
Values = tuple[object, ...]


def _household(pk: UUID, members: Sequence[Entered], today: dt.date) -> Values:
    home = next((person for _, person in members if person.lives), members[0][1])
    since = min((person.since or today for _, person in members), default=today)
    return (pk, home.area_code, home.dwelling_id, _head(members), since, None, 1)


def _head(members: Sequence[Entered]) -> UUID | None:
    return next((pk for pk, person in members if person.relation is Relation.HEAD), None)


def _residents(people: Sequence[Entered], batch: ImportBatch, at: dt.datetime) -> Iterator[Values]:
    """Seal and hash while the rows are on their way: the database works on those before."""
    source, batch_id, sealed = batch.source, batch.pk, sealing()
    for pk, person in people:
        yield (
            pk, person.name, person.sex, person.born_on, sealed(person.id_number), person.number_hash, sealed(person.phone),
            person.phone_hash, None, rules.name_key(person.name), None, None, source, batch_id, at, 1,
        )  # fmt: skip


def _residencies(people: Sequence[Entered], today: dt.date) -> Iterator[Values]:
    for pk, person in people:
        yield (
            new_id(), person.area_code, pk, person.household_id, person.dwelling_id, person.lives, person.registered,
            person.relation.value, person.since or today, None,
        )  # fmt: skip


def _codes(person: Arrival) -> list[str]:
    return list(dict.fromkeys(fault.wrong.value for fault in person.faults))


def _sealed(person: Arrival) -> str:
    """Seal all that a row said, with its faults and the household that the rest of it went into."""
    whole = {
        "cells": {column: _plain(cell) for column, cell in person.cells.items()},
        "said": person.said,
        "why": [[fault.wrong.value, fault.field, fault.row] for fault in person.faults],
        "household": str(person.household_id or ""),
    }
    return seal(json.dumps(whole, ensure_ascii=False))


def _plain(cell: object) -> object:
    return cell if isinstance(cell, (str, int, float, bool)) or cell is None else str(cell)
