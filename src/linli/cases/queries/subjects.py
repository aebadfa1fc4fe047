"""Open work on somebody's record: verifications and data rights, for those who may see the case. Never a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.cases.models import Case
from linli.cases.queries.visible import cases_visible_to
from linli.register.queries.visible import one_person
from linli.staff.rules import Actor

MOST = 20


@dataclass(frozen=True)
class RecordCase:
    """One open case about a record."""

    id: UUID
    number: str
    kind_code: str
    state: str
    field: str


def cases_about_household(actor: Actor, household_id: UUID) -> Sequence[RecordCase]:
    """List the open cases about a household's record that the actor may see; one query."""
    return _rows(cases_visible_to(actor).filter(subject__household_id=household_id))


def cases_about_resident(actor: Actor, resident_id: UUID) -> Sequence[RecordCase]:
    """List the open cases about a resident's record, or one merged into it, that the actor may see; one query."""
    return _rows(cases_visible_to(actor).filter(subject__resident_id__in=one_person(resident_id)))


def _rows(cases: QuerySet[Case]) -> Sequence[RecordCase]:
    found = cases.filter(is_open=True).order_by("id")
    columns = ("id", "number", "kind_code", "state", "subject__field")
    return tuple(RecordCase(*row) for row in found.values_list(*columns)[:MOST])
