"""Who takes part in which programme: lists within a scope, masked; reviews due; the directory of volunteers and delegates."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.register import errors
from linli.register.catalogue import ProgrammeDeclaration, PurposeDeclaration, declared
from linli.register.models import Enrolment
from linli.register.queries.purposes import purposes_register
from linli.staff.rules import Actor, Permission


class Which(StrEnum):
    """Which enrolments of a programme a list shows."""

    OPEN = "open"
    DUE = "due"
    ENDED = "ended"


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme with how many take part in one's area."""

    programme: ProgrammeDeclaration
    purpose: PurposeDeclaration
    is_open: bool
    enrolled: int
    due: int


@dataclass(frozen=True)
class EnrolmentRow:
    """An enrolment as lists show it: the name masked."""

    id: UUID
    resident_id: UUID
    name: str
    sex: str
    birth_year: int
    area_code: str
    programme: ProgrammeDeclaration | None
    since: dt.date
    review_by: dt.date
    until: dt.date | None
    by_consent: bool
    basis: str
    ended_because: str
    is_due: bool


def programme_named(code: str) -> ProgrammeDeclaration:
    """Find a declared programme."""
    found = declared().programmes.get(code)
    if found is None:
        raise errors.ProgrammeUnknown(field="programme", programme=code)
    return found


def programmes_overview(actor: Actor, *, on: dt.date) -> Sequence[ProgrammeRow]:
    """List every programme with who takes part in the actor's area; two queries."""
    states = {row.purpose.code: row for row in purposes_register()}
    open_here = enrolments_visible_to(actor).filter(until=None).order_by()
    counts = {
        code: (enrolled, due)
        for code, enrolled, due in open_here.values_list("programme_code").annotate(
            enrolled=Count("id"), overdue=Count("id", filter=Q(review_by__lte=on))
        )
    }
    return tuple(
        ProgrammeRow(
            one, states[one.purpose].purpose, states[one.purpose].is_open, *counts.get(one.code, (0, 0))
        )
        for one in declared().programmes.values()
    )  # fmt: skip


def enrolments_visible_to(actor: Actor, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Enrolment]:
    """Select the enrolments within the scope of a post that allows this."""
    here = within("area_code", actor.prefixes(permission))
    return Enrolment.objects.filter(here, resident__merged_into=None).select_related("resident").order_by("id")


def enrolments_in(
    actor: Actor, codes: Iterable[str], *, which: Which, on: dt.date, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[Enrolment]:
    """Select who takes part in programmes, whose review is due, or who has left."""
    rows = enrolments_visible_to(actor, permission).filter(programme_code__in=list(codes))
    if which is Which.ENDED:
        return rows.filter(until__isnull=False).order_by("-until", "-id")
    rows = rows.filter(until=None)
    return rows.filter(review_by__lte=on).order_by("review_by", "id") if which is Which.DUE else rows


def directory_codes() -> tuple[str, ...]:
    """List the programmes whose members wish to be found: volunteers, building leaders, delegates."""
    return tuple(one.code for one in declared().programmes.values() if one.directory)


def enrolments_of(resident_id: UUID, *, on: dt.date | None = None) -> Sequence[EnrolmentRow]:
    """List what a resident takes or took part in, open ones first; the resident reads the same."""
    rows = Enrolment.objects.filter(resident=resident_id).select_related("resident").order_by("-since", "-id")
    shown = enrolment_rows(rows, on=on or timezone.localdate())
    return tuple(sorted(shown, key=lambda row: row.until is not None))


def enrolment_rows(rows: Iterable[Enrolment], *, on: dt.date) -> Sequence[EnrolmentRow]:
    """Show enrolments whose residents are at hand, masked."""
    programmes = declared().programmes
    return tuple(
        EnrolmentRow(
            row.pk, row.resident_id, mask_name(row.resident.name), row.resident.sex, row.resident.born_on.year,
            row.area_code, programmes.get(row.programme_code), row.since, row.review_by, row.until,
            row.consent_id is not None, row.basis, row.ended_because, row.until is None and row.review_by <= on,
        )
        for row in rows
    )  # fmt: skip
