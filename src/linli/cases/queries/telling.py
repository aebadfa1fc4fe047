"""What may be told of a case to people who are not looking at it: its number, where it stands, whose it is; no content."""

from dataclasses import dataclass
from uuid import UUID

from linli.cases.models import Case, Reporter, Task
from linli.cases.queries.links import merged_into
from linli.cases.rules import Lane


@dataclass(frozen=True)
class CaseToTell:
    """A case as a notice may name it."""

    id: UUID
    number: str
    state: str
    area_code: str
    unit_code: str
    is_urgent: bool


@dataclass(frozen=True)
class ReporterToTell:
    """Somebody who reported: under which number, and whether there is a phone or an account to reach them by."""

    case_id: UUID
    number: str
    has_phone: bool
    account_id: UUID | None


def case_to_tell(case_id: UUID) -> CaseToTell | None:
    """Read what a notice about a case may say."""
    row = Case.objects.filter(pk=case_id).values_list("id", "number", "state", "area_code", "unit_code", "lane").first()
    return CaseToTell(*row[:5], is_urgent=row[5] == Lane.URGENT.value) if row else None


def number_of(case_id: UUID) -> str:
    """Give a case's number; '' when there is no such case."""
    return Case.objects.filter(pk=case_id).values_list("number", flat=True).first() or ""


def case_id_of(number: str) -> UUID | None:
    """Give the key of the case with a number; None when there is none."""
    return Case.objects.filter(number=number.strip()).values_list("id", flat=True).first()


def numbers_of(case_ids: set[UUID]) -> dict[UUID, str]:
    """Give the numbers of cases; one query."""
    return dict(Case.objects.filter(pk__in=case_ids).values_list("id", "number")) if case_ids else {}


def holders_of(case_id: UUID) -> list[UUID]:
    """List who has taken a unit's task of the case and not ended it."""
    held = Task.objects.filter(case_id=case_id, ended_at=None, handler_id__isnull=False)
    return [pk for pk in held.values_list("handler_id", flat=True).distinct() if pk is not None]


def reporters_to_tell(case_id: UUID) -> list[ReporterToTell]:
    """List who reported a case and the ones merged into it, each under the number they know."""
    told = Reporter.objects.filter(case_id__in=[case_id, *merged_into(case_id)])
    rows = told.order_by("case_id").values_list("case_id", "case__number", "phone_sealed", "account_id")
    return [ReporterToTell(pk, number, bool(phone), account) for pk, number, phone, account in rows]
