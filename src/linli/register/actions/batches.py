"""The course of an import: a file is brought, checked, taken, finished; it can be broken off and go on at any moment."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register import errors
from linli.register.models import ImportBatch, ImportFault
from linli.register.queries.batches import batch_for
from linli.staff.rules import Actor, Command, Permission

BROKEN_OFF = ("running", "failed")


@dataclass(frozen=True)
class NewImport:
    """A file that is to be taken: its name, which column is which field, and the area its people live in."""

    file_name: str
    area_code: str
    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


@transaction.atomic
def open_import(new: NewImport, *, command: Command) -> ImportBatch:
    """Note that a file was brought; nothing is read into the register yet."""
    check_may_import(command.by, new.area_code)
    batch = ImportBatch.objects.create(
        id=new_id(), area_code=new.area_code, file_name=new.file_name[:200], columns=dict(new.columns), rows=new.rows,
        source=new.source, by=command.by.key[:40], by_name=command.by.name[:40], started_at=command.at, state="uploaded",
    )  # fmt: skip
    audit.note(_line(batch, command.by, command.at, "upload"))
    return batch


def check_may_import(actor: Actor, area_code: str) -> None:
    """Refuse who may not bring people into the register of an area."""
    if not actor.may(Permission.PEOPLE_IMPORT, area_code):
        raise NotAllowed


@transaction.atomic
def choose_columns(batch_id: UUID, columns: Mapping[str, str], *, by: Actor) -> ImportBatch:
    """Say which column is which field, before the rows are taken."""
    batch = batch_for(by, batch_id, lock=True)
    _check_state(batch, "uploaded", "checked", "failed")
    if batch.next_row == 0:
        batch.columns, batch.state = dict(columns), "uploaded"
        batch.save(update_fields=["columns", "state"])
    return batch


@transaction.atomic
def begin_checking(batch_id: UUID, *, by: Actor) -> ImportBatch:
    """Begin a dry run: what an earlier one found is forgotten."""
    batch = batch_for(by, batch_id, lock=True)
    _check_state(batch, "uploaded", "checked")
    _forget(batch)
    batch.state = "checking"
    batch.save()
    return batch


@transaction.atomic
def end_checking(batch_id: UUID, *, rows: int) -> None:
    """Note that every row was looked at."""
    ImportBatch.objects.filter(pk=batch_id, state="checking").update(state="checked", rows=rows, next_row=0)


def begin_import(batch_id: UUID, *, digest: str, by: Actor, resume: bool = False) -> ImportBatch:
    """Begin to take the rows, or go on where it was broken off; a file of which all was taken is not taken again."""
    try:
        with transaction.atomic():
            batch = batch_for(by, batch_id, lock=True)
            _check_state(batch, *(BROKEN_OFF if resume else ("uploaded", "checked")))
            if not resume:
                _forget(batch)
            batch.state, batch.file_digest, batch.trouble = "running", digest, ""
            batch.save()
            return batch
    except IntegrityError:  # the very same file, with the same columns
        row = ImportBatch.objects.filter(file_digest=digest, state="running").values_list("next_row", flat=True).first()
        if row is None:
            raise errors.ImportedAlready from None
        raise errors.ImportStopped(row=row + 1) from None


@transaction.atomic
def finish_import(batch_id: UUID, *, rows: int, by: Actor, at: dt.datetime) -> ImportBatch:
    """Note that every row was stored or handed back."""
    batch = batch_for(by, batch_id, lock=True)
    if batch.state == "running":
        batch.state, batch.finished_at, batch.rows = "done", at, rows
        batch.save(update_fields=["state", "finished_at", "rows"])
        audit.note(_line(batch, by, at, "done"))
    return batch


def fail_import(batch_id: UUID, *, why: str) -> None:
    """Note why an import stopped; what it stored stays, and it can go on."""
    ImportBatch.objects.filter(pk=batch_id, state__in=("running", "checking")).update(state="failed", trouble=why[:300])


@transaction.atomic
def drop_import(batch_id: UUID, *, by: Actor, at: dt.datetime) -> ImportBatch:
    """Give up an upload of which nothing was taken: the rows it would have handed back are destroyed with it."""
    batch = batch_for(by, batch_id, lock=True)
    _check_state(batch, "uploaded", "checked", "failed")
    if batch.next_row and batch.good:
        raise errors.WrongImportState
    ImportFault.objects.filter(batch_id=batch.pk).delete()
    audit.note(_line(batch, by, at, "drop"))
    batch.delete()
    return batch


def _check_state(batch: ImportBatch, *states: str) -> None:
    if batch.state not in states:
        raise errors.WrongImportState


def _forget(batch: ImportBatch) -> None:
    ImportFault.objects.filter(batch_id=batch.pk).delete()
    batch.good = batch.bad = batch.known = batch.next_row = 0
    batch.counts, batch.trouble = {}, ""


def _line(batch: ImportBatch, by: Actor, at: dt.datetime, step: str) -> audit.Line:
    return audit.Line(
        Act.IMPORT, by.key, by.name, at, area_code=batch.area_code, subject_kind="import", subject_id=str(batch.pk),
        count=batch.good, detail={"step": step, "fields": sorted(batch.columns)},
    )  # fmt: skip
