"""Take a command back: every row stands again exactly as it stood before, unless something was built on it since."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.facts import announce
from linli.core.moments import to_the_minute
from linli.places import queries as places
from linli.register import errors, rules
from linli.register.actions.recording import begin
from linli.register.actions.writing import KINDS, Book, is_sealed, plain_values
from linli.register.facts import MergeUndone
from linli.register.models import RegisterChange
from linli.register.queries.history import opened
from linli.register.queries.timeline import act_name
from linli.staff.rules import Actor, Command, Permission

UNDO = "undo"


@transaction.atomic
def undo(command_id: UUID, *, command: Command, reason: str) -> UUID:
    """Put back what one command changed; refused, with what stands in the way, when any of its rows changed since."""
    if (first := begin(command, "undo", answer=command_id)) is not None:
        return first
    said = rules.check_reason(reason)
    changes = _changes(command_id, command.by)
    _check_untouched(changes)
    book = Book(command)
    for on, alike in groupby(reversed(changes), key=lambda one: one.effective_on):
        for change in alike:
            book.area_code = change.area_code
            _put_back(book, change)
        book.close(on=on, reason=said)
    RegisterChange.objects.filter(command_id=command_id).update(undone_by=command.id)
    _announce_parted(changes)
    return command_id


def _announce_parted(changes: Sequence[RegisterChange]) -> None:
    """Say which records stand for themselves again, so that other rooms name them again."""
    for change in changes:
        if kept := opened(change.after_sealed).get("merged_into"):
            announce(MergeUndone(str(kept), str(change.subject_id)))


def _changes(command_id: UUID, by: Actor) -> list[RegisterChange]:
    """Find what the command changed, if this person may write wherever it did."""
    rows = list(RegisterChange.objects.select_for_update().filter(command_id=command_id).order_by("id"))
    if not rows or not any(by.may(Permission.PEOPLE_VIEW, one.area_code) for one in rows):
        raise errors.ChangeNotFound
    if not all(by.may(Permission.PEOPLE_EDIT, one.area_code) for one in rows) or _foreign(rows):
        raise NotAllowed
    if any(one.undone_by is not None or one.act == UNDO for one in rows):
        raise errors.UndoneAlready
    return rows


def _foreign(rows: Sequence[RegisterChange]) -> bool:
    """Say whether the command changed rows that have their own ways of being taken back: programmes, organisations."""
    return rows[0].subject_kind not in {"resident", "household", "residency", "contact", "guardianship", "statement"}


def _check_untouched(changes: Sequence[RegisterChange]) -> None:
    """Refuse when a later command touched one of the rows, or hangs on one that began with this command."""
    touched = {one.subject_id for one in changes if one.before_sealed or one.after_sealed}
    begun = {one.subject_id for one in changes if one.after_sealed and not one.before_sealed}
    later = RegisterChange.objects.filter(id__gt=changes[-1].pk, undone_by=None).exclude(act=UNDO)
    hit = (
        later.filter(subject_id__in=touched).first()
        or later.filter(resident_id__in=begun).first()
        or later.filter(household_id__in=begun).first()
    )
    if hit is not None:
        at = to_the_minute(hit.at)
        raise errors.ChangedSince(at=at, by=hit.by_name, act=act_name(hit.act))


def _put_back(book: Book, change: RegisterChange) -> None:
    before, after = opened(change.before_sealed), opened(change.after_sealed)
    if not before and not after:
        return
    model = KINDS[change.subject_kind]
    row = model._default_manager.select_for_update().filter(pk=change.subject_id).first()
    stood = {name: value for name, value in after.items() if name != "area_code"}  # the map may have moved it since
    if row is None or plain_values(row, stood) != read_values(model, stood):
        raise errors.ClearedSince
    if before:
        book.change(row, UNDO, **_in_grid_of_today(row, read_values(model, before)))
    else:
        book.take_out(row, UNDO)


def _in_grid_of_today(row: Model, values: dict[str, object]) -> dict[str, object]:
    """Have a home that stands again lie where its dwelling lies today: its grid may have been redrawn since it ended."""
    dwelling = values.get("dwelling_id", getattr(row, "dwelling_id", None))
    is_open = values.get("until", getattr(row, "until", None)) is None
    if not is_open or not isinstance(dwelling, UUID):
        return values
    found = places.places_of_dwellings(dwelling_ids=[dwelling])
    return {**values, "area_code": found[0].area_code} if found else values


def read_values(model: type[Model], values: Mapping[str, object]) -> dict[str, object]:
    """Read kept values as their fields hold them: days, ids and moments, which history keeps as text."""
    return {name: _read(model, name, value) for name, value in values.items()}


def _read(model: type[Model], name: str, value: object) -> object:
    if is_sealed(model(), name):
        return value
    field: Any = model._meta.get_field(name)  # Any: the field's own Python type does not matter here
    found = (field.target_field if field.is_relation else field).to_python(value)
    return timezone.make_aware(found, dt.UTC) if isinstance(found, dt.datetime) and timezone.is_naive(found) else found
