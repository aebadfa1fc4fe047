"""The course of an upload at the desk: looked over, taken, its file destroyed; each step goes on in the background."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from linli.core.errors import LinliError
from linli.core.tables import Table
from linli.register.actions.arriving import machine_for
from linli.register.actions.batches import begin_import, end_checking, fail_import
from linli.register.errors import ImportOvertaken
from linli.register.importing.running import Order, carry_out, digest_of, look_over
from linli.register.importing.uploads import destroy_upload, open_upload, upload_digest
from linli.register.models import ImportBatch
from linli.register.queries.batches import batch_for
from linli.staff.rules import SYSTEM, Actor


def check_upload(batch_id: UUID) -> None:
    """Run an upload dry; what goes wrong is written where the page shows it."""
    batch = batch_for(SYSTEM, batch_id)
    order = Order(batch.columns, batch.area_code, timezone.localdate())
    try:
        report = look_over(_opener(batch), order, batch_id=batch.pk)
    except ImportOvertaken:
        return
    except LinliError as refusal:
        fail_import(batch.pk, why=str(refusal))
    else:
        end_checking(batch.pk, rows=report.read)


def begin_upload(batch_id: UUID, *, by: Actor, resume: bool = False) -> ImportBatch:
    """Begin to take an upload, or go on with one that was broken off."""
    batch = batch_for(by, batch_id)
    digest = digest_of(upload_digest(batch.pk), batch.columns)
    return begin_import(batch.pk, digest=digest, by=by, resume=resume)


def take_upload(batch_id: UUID) -> None:
    """Take an upload that has begun; its file is destroyed when all of it is stored or handed back."""
    batch = batch_for(SYSTEM, batch_id)
    if batch.state != "running":
        return
    try:
        carry_out(batch, _opener(batch), by=machine_for(batch))
    except ImportOvertaken:
        return
    destroy_upload(batch.pk)


def _opener(batch: ImportBatch) -> Callable[[], Table]:
    return lambda: open_upload(batch)
