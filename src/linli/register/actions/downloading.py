"""Note that somebody took out everything that is held of them."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act, Line
from linli.register.queries.visible import area_of
from linli.staff.rules import Actor


@transaction.atomic
def note_download(resident_id: UUID, *, by: Actor, at: dt.datetime, ending: str) -> None:
    """Keep in the log that a person or a guardian took everything out; no reading by anybody else."""
    audit.note(
        Line(
            Act.EXPORT, by.key, by.name, at, area_of(resident_id), "rights", "resident", str(resident_id),
            detail={"how": "own", "file": ending},
        )
    )  # fmt: skip
