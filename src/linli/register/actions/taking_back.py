"""Take the rows that an import handed back, clear, to mend them; that somebody did so is noted."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.register.models import ImportBatch
from linli.register.queries.batches import batch_for, columns_of_back
from linli.staff.rules import Actor


@transaction.atomic
def take_back_rows(batch_id: UUID, *, by: Actor, at: dt.datetime) -> tuple[ImportBatch, tuple[str, ...]]:
    """Note that the rows handed back are taken, and give the import with the columns of its file."""
    batch = batch_for(by, batch_id)
    line = audit.Line(
        Act.EXPORT, by.key, by.name, at, area_code=batch.area_code, purpose="import", subject_kind="import",
        subject_id=str(batch.pk), count=batch.bad, detail={"fields": sorted(batch.columns)},
    )  # fmt: skip
    audit.note(line)
    return batch, columns_of_back(batch)
