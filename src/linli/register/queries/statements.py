"""Who said what of a field, and where sources disagree: sources and days on pages, never the values."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.register import errors
from linli.register.catalogue import declared
from linli.register.models import Statement
from linli.register.queries.visible import residents_visible_to
from linli.staff.rules import Actor


@dataclass(frozen=True)
class Said:
    """The newest word on a field that agrees with what is written."""

    field: str
    source: str
    source_name: str
    said_at: dt.datetime


@dataclass(frozen=True)
class Differing:
    """A source that says something else of a field: to be looked at, settled by a person."""

    id: UUID
    field: str
    source: str
    source_name: str
    said_at: dt.datetime


def source_name(code: str) -> str:
    """Name a source for people; the code itself where it is declared no more."""
    found = declared().sources.get(code)
    return str(found.name) if found else code


def sources_of(resident_id: UUID) -> tuple[Said, ...]:
    """List, for each field, who last said what is written, when."""
    rows = Statement.objects.filter(resident_id=resident_id, state="agrees").order_by("field", "-said_at", "-id")
    newest: dict[str, Said] = {}
    for one in rows.only("field", "source", "said_at"):
        newest.setdefault(one.field, Said(one.field, one.source, source_name(one.source), one.said_at))
    return tuple(newest.values())


def differing_of(resident_ids: Iterable[UUID]) -> dict[UUID, tuple[Differing, ...]]:
    """List what stands open of residents: sources that say something else."""
    rows = Statement.objects.filter(resident_id__in=list(resident_ids), state="differs").order_by("id")
    found: dict[UUID, list[Differing]] = {}
    for one in rows.only("id", "resident_id", "field", "source", "said_at"):
        row = Differing(one.pk, one.field, one.source, source_name(one.source), one.said_at)
        found.setdefault(one.resident_id, []).append(row)
    return {pk: tuple(rows) for pk, rows in found.items()}


def statement_for(actor: Actor, statement_id: UUID) -> Statement:
    """Find what a source said of somebody the reader may know of."""
    found = Statement.objects.filter(pk=statement_id).first()
    if found is None or not residents_visible_to(actor).filter(pk=found.resident_id).exists():
        raise errors.StatementNotFound
    return found
