"""Who changed a field of a record last, and when: told to whoever has changed it elsewhere meanwhile."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.register.models import RegisterChange
from linli.register.queries.history import opened


@dataclass(frozen=True)
class Latest:
    """Who wrote a value as it stands, when, and by which command; when it came to be stored, which may be later."""

    by_name: str
    at: dt.datetime
    command_id: UUID
    stored_at: dt.datetime


def latest_change(subject_id: UUID, field: str) -> Latest | None:
    """Find the change that gave a field the value it has; None where it stands as it was entered before history began."""
    for one in RegisterChange.objects.filter(subject_id=subject_id).order_by("-id").iterator(chunk_size=50):
        if field in opened(one.after_sealed):
            return Latest(one.by_name, one.at, one.command_id, _made_at(one.pk))
    return None


def _made_at(key: UUID) -> dt.datetime:
    """Read when an id was made (RFC 9562, version 7: the first 48 bits are milliseconds)."""
    return dt.datetime.fromtimestamp((key.int >> 80) / 1_000, tz=dt.UTC)
