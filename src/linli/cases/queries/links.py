"""Which cases belong together: duplicates, parts split off, related ones, repeats of a root cause."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from linli.cases.models import Case, CaseLink
from linli.cases.queries.kinds import kind_name
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules.links import LinkKind
from linli.staff.rules import Actor


@dataclass(frozen=True)
class LinkedCase:
    """A case that another one belongs to; `is_from` says that this one is the duplicate, the part or the repeat."""

    id: UUID
    number: str
    title: str
    state: str
    kind_name: str
    kind: LinkKind
    is_from: bool
    reported_at: dt.datetime
    linked_at: dt.datetime


def links_of(actor: Actor, case_id: UUID) -> list[LinkedCase]:
    """List the cases that belong to one, newest first; those this person may not see are not there."""
    held = CaseLink.objects.filter(Q(from_case_id=case_id) | Q(to_case_id=case_id), ended_at=None)
    rows = {
        (row["to_case_id"] if row["from_case_id"] == case_id else row["from_case_id"], row["kind"]): row
        for row in held.values("from_case_id", "to_case_id", "kind", "at")
    }
    if not rows:
        return []
    others = cases_visible_to(actor).filter(pk__in={other for other, _kind in rows}).order_by("-reported_at", "-id")
    cases = {case.pk: case for case in others.only("number", "title", "state", "kind_code", "reported_at")}
    found = [_linked(cases[other], row, case_id) for (other, _kind), row in rows.items() if other in cases]
    return sorted(found, key=lambda linked: (linked.reported_at, linked.number), reverse=True)


def _linked(case: Case, row: Mapping[str, object], case_id: UUID) -> LinkedCase:
    at = row["at"]
    return LinkedCase(
        id=case.pk,
        number=case.number,
        title=case.title,
        state=case.state,
        kind_name=kind_name(case.kind_code) if case.kind_code else "",
        kind=LinkKind(str(row["kind"])),
        is_from=row["to_case_id"] == case_id,
        reported_at=case.reported_at,
        linked_at=at if isinstance(at, dt.datetime) else case.reported_at,
    )


def merged_into(case_id: UUID) -> list[UUID]:
    """List the cases merged into one, in the order they came."""
    held = CaseLink.objects.filter(to_case_id=case_id, kind=LinkKind.DUPLICATE.value, ended_at=None)
    return list(held.order_by("at", "id").values_list("from_case_id", flat=True))


def root_cases_of(case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Find for cases the root-cause case they are linked to, the newest where there are several."""
    held = CaseLink.objects.filter(from_case_id__in=list(case_ids), kind=LinkKind.ROOT_CAUSE.value, ended_at=None)
    return dict(held.order_by("at", "id").values_list("from_case_id", "to_case_id"))


def count_repeats(root_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count the reports linked to root-cause cases."""
    held = CaseLink.objects.filter(to_case_id__in=list(root_ids), kind=LinkKind.ROOT_CAUSE.value, ended_at=None)
    return dict(held.values_list("to_case_id").annotate(reports=Count("id")))
