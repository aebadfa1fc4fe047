"""The history of staff changes: rows are added, never edited."""

import datetime as dt

from linli.staff.models import StaffRecord
from linli.staff.rules import Actor


def record(what: str, *, subject: str, by: Actor, at: dt.datetime, **facts: str | int | list[str] | None) -> None:
    """Add to the history who did what to whom, and when."""
    StaffRecord.objects.create(what=what, subject=subject, by_key=by.key, by_name=by.name, at=at, facts=facts)
