"""The log of reads and writes on people, as those who look after it see it: ids, fields and counts, never a value."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.core.audit import Act
from linli.core.models import AuditEntry
from linli.core.scope import within
from linli.staff.rules import Actor, Permission

PAGE = 50
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class LogFilters:
    """What the log is narrowed to."""

    since: dt.date | None = None
    until: dt.date | None = None
    act: str = ""
    by: str = ""  # the key of an account, or part of a name
    purpose: str = ""
    resident_id: UUID | None = None


@dataclass(frozen=True)
class LogPage:
    """Some lines of the log, the newest first, and where the next page begins."""

    lines: Sequence[AuditEntry]
    after: str


def log_lines(actor: Actor, filters: LogFilters) -> QuerySet[AuditEntry]:
    """Select the lines of the areas whose log the actor looks after, the newest first."""
    found = AuditEntry.objects.filter(within("area_code", actor.prefixes(Permission.AUDIT_VIEW)))
    return narrowed(found, filters).order_by("-id")


def log_page(actor: Actor, filters: LogFilters, *, after: str = "") -> LogPage:
    """Give one page of the log; one query."""
    found = log_lines(actor, filters)
    if after and (key := _key(after)):
        found = found.filter(pk__lt=key)
    lines = list(found[: PAGE + 1])
    return LogPage(lines[:PAGE], str(lines[PAGE - 1].pk) if len(lines) > PAGE else "")


def own_lines(actor: Actor, *, after: str = "") -> LogPage:
    """Give one page of the actor's own readings and changes."""
    found = AuditEntry.objects.filter(by=actor.key).order_by("-id")
    if after and (key := _key(after)):
        found = found.filter(pk__lt=key)
    lines = list(found[: PAGE + 1])
    return LogPage(lines[:PAGE], str(lines[PAGE - 1].pk) if len(lines) > PAGE else "")


def narrowed(found: QuerySet[AuditEntry], filters: LogFilters) -> QuerySet[AuditEntry]:
    """Narrow lines of the log."""
    if filters.since:
        found = found.filter(at__date__gte=filters.since)
    if filters.until:
        found = found.filter(at__date__lte=filters.until)
    if filters.act in set(Act):
        found = found.filter(act=filters.act)
    if filters.purpose:
        found = found.filter(purpose=filters.purpose)
    if filters.resident_id:
        found = found.filter(subject_id=str(filters.resident_id))
    if filters.by:
        found = found.filter(by=filters.by) if _key(filters.by) else found.filter(by_name__contains=filters.by)
    return found


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
