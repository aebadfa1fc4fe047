"""Rule: command says which unit is responsible when units dispute it; the ruling is remembered and proposed next time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.handlers import active_unit
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.facts import CaseDispatched
from linli.cases.models import Case, Ruling
from linli.cases.queries.owners import ruling_rule
from linli.cases.rules import StepName
from linli.core import audit
from linli.core.audit import Act
from linli.core.facts import announce
from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.rules import DIGITS, Level
from linli.staff.queries import forget_duties
from linli.staff.rules import Command, Permission

COMMUNITY_DIGITS = DIGITS[Level.COMMUNITY]


@dataclass(frozen=True)
class NewRuling:
    """Which unit is responsible, why, and for which area this holds from now on; empty: the case's community."""

    unit_code: str
    reason: str
    area_code: str = ""


@transaction.atomic
def rule_case(case_id: UUID, *, command: Command, ruling: NewRuling) -> Case:
    """Rule who is responsible and send the case there; the same kind in that area is proposed to that unit from now on."""
    if (first := begin(command, StepName.RULE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.RULE, command)
    said = rules.check_reason(ruling.reason)
    unit = active_unit(ruling.unit_code)
    area_code = _area(case, ruling.area_code, command)
    record(case, StepName.RULE, command, note=said, **changes.dispatched(case, unit.code, at=command.at))
    rule = ruling_rule(case.kind_code, area_code)
    changes.order_for(case, rule=rule, at=command.at).save(force_insert=True)
    _remember(case, unit.code, area_code=area_code, reason=said, command=command)
    announce(CaseDispatched(str(case.pk), unit.code))
    return case


@transaction.atomic
def end_ruling(ruling_id: UUID, *, command: Command) -> None:
    """Forget a ruling: from now on the duty decides again; the row stays, with the day it ended."""
    row = Ruling.objects.select_for_update().filter(pk=ruling_id, ended_at=None).first()
    if row is None or not command.by.may(Permission.CASES_APPROVE, row.area_code):
        raise errors.RulingUnknown
    row.ended_at = command.at
    row.save(update_fields=["ended_at"])
    by = command.by
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, command.at, area_code=row.area_code, subject_kind="ruling", subject_id=str(row.pk),
            detail={"act": "end"},
        )
    )  # fmt: skip
    forget_duties()


@transaction.atomic
def follow_rulings(prefixes: Iterable[str], *, at: dt.datetime) -> int:
    """Have rulings of closed grids hold in the grids that have most of their ground; a ruling made there already stays.

    The old row ends, a new one with the same words goes on, so who was responsible where stays known.
    """
    followed = places.successors(prefixes)
    ending = list(Ruling.objects.select_for_update().filter(area_code__in=followed, ended_at=None).order_by("at"))
    for row in ending:
        Ruling.objects.filter(pk=row.pk).update(ended_at=at)
        area_code = followed[row.area_code]
        if not Ruling.objects.filter(kind_code=row.kind_code, area_code=area_code, ended_at=None).exists():
            row.pk, row.area_code = new_id(), area_code
            row.save(force_insert=True)
    if ending:
        forget_duties()
    return len(ending)


def _area(case: Case, wanted: str, command: Command) -> str:
    area_code = wanted or case.area_code[:COMMUNITY_DIGITS]
    if not case.area_code.startswith(area_code) or not command.by.may(Permission.CASES_APPROVE, area_code):
        raise errors.RulingAreaWrong(field="area_code")
    return area_code


def _remember(case: Case, unit_code: str, *, area_code: str, reason: str, command: Command) -> None:
    """Keep the ruling in place of an older one for the same kind and area."""
    same = Ruling.objects.filter(kind_code=case.kind_code, area_code=area_code, ended_at=None)
    same.update(ended_at=command.at)
    Ruling.objects.create(
        case=case, kind_code=case.kind_code, area_code=area_code, unit_code=unit_code, reason=reason,
        by=command.by.key[:40], by_name=command.by.name[:40], at=command.at,
    )  # fmt: skip
    forget_duties()
