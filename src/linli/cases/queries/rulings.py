"""The rulings in force where somebody rules: which kind, where, for which unit, why, and which case brought it up."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db.models import QuerySet

from linli.cases.models import Ruling
from linli.cases.queries.kinds import kind_name
from linli.cases.queries.visible import cases_visible_to
from linli.core.scope import within
from linli.places import queries as places
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

_AT_ONCE = 500


@dataclass(frozen=True)
class RulingLine:
    """One ruling in force, in words; why, and of which case, is told to those who may read that case."""

    id: UUID
    kind: str
    area: str
    unit: str
    reason: str
    by_name: str
    at: dt.datetime
    case_id: UUID | None


def rulings_in_force(actor: Actor) -> QuerySet[Ruling]:
    """Select the rulings of the areas in which somebody rules, the newest first."""
    mine = within("area_code", actor.prefixes(Permission.CASES_APPROVE))
    return Ruling.objects.filter(mine, ended_at=None).order_by("-at", "-id")


def ruling_lines(rows: Iterable[Ruling], actor: Actor) -> Iterator[RulingLine]:
    """Put rulings into words for somebody."""
    for some in batched(rows, _AT_ONCE, strict=False):
        about = cases_visible_to(actor).filter(pk__in=[row.case_id for row in some])
        readable = set(about.values_list("pk", flat=True))
        yield from (_line(row, is_readable=row.case_id in readable) for row in some)


def _line(row: Ruling, *, is_readable: bool) -> RulingLine:
    unit = staff.known_unit(row.unit_code)
    return RulingLine(
        id=row.pk, kind=kind_name(row.kind_code), area=places.area_name(row.area_code),
        unit=unit.name if unit else row.unit_code, reason=row.reason if is_readable else "",
        by_name=row.by_name, at=row.at, case_id=row.case_id if is_readable else None,
    )  # fmt: skip
