"""What is stuck and why: open cases that nobody will move on by themselves, each with a sentence that says the reason."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case, HandOff
from linli.cases.queries.kinds import catalogue, workflow_at, workflow_declared
from linli.cases.queries.lists import COLUMNS, MOST_COUNTED, CaseRow, told_to
from linli.cases.queries.visible import cases_known_to
from linli.cases.rules import Party, State, Step, StepName
from linli.cases.rules.clocks import Tell
from linli.core.calendar import Limit, TimeUnit
from linli.staff import queries as staff
from linli.staff.queries import Person
from linli.staff.rules import ROLE_MAY, Actor

MOST_SHOWN = 200
LATE_RUNG = 2
DECISION_LIMIT = Limit(1, TimeUnit.WORKING_DAYS)
SWEEP_GRACE = dt.timedelta(minutes=15)  # a sweep comes every minute; later than this it does not come at all


class Why(StrEnum):
    """Why a case does not go on."""

    NO_OWNER = "no-owner"
    RETURNED = "returned"
    NOBODY = "nobody"
    PAUSE_OVER = "pause-over"
    UNDECIDED = "undecided"
    SILENT = "silent"
    LATE = "late"


WHY_NAMES: Mapping[Why, str | Promise] = {
    Why.NO_OWNER: gettext_lazy("没有责任单位"),
    Why.RETURNED: gettext_lazy("反复退回"),
    Why.NOBODY: gettext_lazy("没有人能办下一步"),
    Why.PAUSE_OVER: gettext_lazy("暂停到期未恢复"),
    Why.UNDECIDED: gettext_lazy("申请无人审批"),
    Why.SILENT: gettext_lazy("外部系统没有回音"),
    Why.LATE: gettext_lazy("超期已上报"),
}


@dataclass(frozen=True)
class StuckCase:
    """A case that is stuck, and each reason as a sentence."""

    row: CaseRow
    why: tuple[Why, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Facts:
    """What the sentences of one case speak of."""

    returns: int
    rung: int
    phase: str
    workflow_version: str


_MORE = tuple(_Facts.__dataclass_fields__)
_Place = tuple[str, str, str, str, str]


def stuck_cases(actor: Actor, *, at: dt.datetime, why: Why | None = None, size: int = MOST_SHOWN) -> list[StuckCase]:
    """List the stuck cases this actor may know of, what is due first first; of all reasons, or of one."""
    reasons = _reasons(at, _nobody(actor, at))
    marks = {f"is_{reason.name.lower()}": ExpressionWrapper(found, BooleanField()) for reason, found in reasons.items()}
    found = _stuck(actor, reasons, why).annotate(**marks).order_by("due_at", "id")
    return [_told(actor, values) for values in found.values_list(*COLUMNS, *_MORE, *marks)[:size]]


def count_stuck(actor: Actor, *, at: dt.datetime, most: int = MOST_COUNTED) -> dict[Why, int]:
    """Count the stuck cases of each reason, up to `most` + 1."""
    reasons = _reasons(at, _nobody(actor, at))
    return {why: _stuck(actor, reasons, why).order_by()[: most + 1].count() for why in Why}


def _stuck(actor: Actor, reasons: Mapping[Why, Q], why: Why | None) -> QuerySet[Case]:
    asked = Q(pk__in=())
    for reason, found in reasons.items():
        if why in {None, reason}:
            asked |= found
    return cases_known_to(actor).filter(is_open=True).filter(asked)


def _reasons(at: dt.datetime, nobody: Iterable[_Place]) -> dict[Why, Q]:
    waits_for_nobody = Q(pk__in=())
    for lane, version, phase, area_code, unit_code in nobody:
        waits_for_nobody |= Q(
            lane=lane, workflow_version=version, phase=phase, area_code=area_code, unit_code=unit_code
        )
    silent = HandOff.objects.filter(case=OuterRef("pk"), ended_at=None, answer_by__lt=at)
    return {
        Why.NO_OWNER: Q(state=State.FILED.value, unit_code="", proposed_unit=""),
        Why.RETURNED: Q(returns__gte=2, state=State.FILED.value),
        Why.NOBODY: waits_for_nobody,
        Why.PAUSE_OVER: Q(paused_at__isnull=False, sweep_at__lt=at - SWEEP_GRACE),
        Why.UNDECIDED: ~Q(asked={}) & Q(asked__at__lt=_decision_due(at)),
        Why.SILENT: Q(Exists(silent)),
        Why.LATE: Q(rung__gte=LATE_RUNG),
    }


def _decision_due(at: dt.datetime) -> str:
    """Until when what is still undecided had to be asked for, as applications keep it."""
    return catalogue().calendar.before(at, DECISION_LIMIT).astimezone(dt.UTC).isoformat()


def _told(actor: Actor, values: Sequence[Any]) -> StuckCase:  # Any: a row of many columns
    row, more, marks = values[: len(COLUMNS)], values[len(COLUMNS) :][: len(_MORE)], values[-len(Why) :]
    shown, facts = told_to(actor, CaseRow(*row)), _Facts(*more)
    why = tuple(reason for reason, is_so in zip(Why, marks, strict=True) if is_so)
    return StuckCase(shown, why, tuple(_SENTENCES[reason](shown, facts) for reason in why))


def _no_owner(row: CaseRow, _facts: _Facts) -> str:
    kind = catalogue().kinds.get(row.kind_code)
    duty = catalogue().duties.get(kind.duty) if kind else None
    if duty is None:
        return _("这里没有单位负责这类事项，请派遣员指定责任单位。")
    return _("这里没有单位承担“%(duty)s”，请派遣员指定责任单位，并登记职责。") % {"duty": duty.name}


def _nobody_said(row: CaseRow, facts: _Facts) -> str:
    phase = workflow_declared(row.lane, facts.workflow_version).phase_named(facts.phase)
    words = _("“%(phase)s”之后的一步没有人的岗位能办，请管理员安排岗位。")
    return words % {"phase": phase.name if phase else facts.phase}


def _late(_row: CaseRow, facts: _Facts) -> str:
    escalation = catalogue().escalation
    highest = (
        max((rung for rung in escalation.rung if rung.level <= facts.rung), key=lambda rung: rung.level, default=None)
        if escalation
        else None
    )
    if highest is not None and highest.to is Tell.LEADER:
        return _("已超期并报到领导，仍未办完。")
    return _("已超期并报到指挥中心，仍未办完。")


_SENTENCES: Mapping[Why, Callable[[CaseRow, _Facts], str]] = {
    Why.NO_OWNER: _no_owner,
    Why.RETURNED: lambda _row, facts: _("已被退回 %(count)s 次，责任单位有争议，请裁定。") % {"count": facts.returns},
    Why.NOBODY: _nobody_said,
    Why.PAUSE_OVER: lambda _row, _facts: _("暂停已经到期，计时却没有恢复：请检查后台任务是否在运行。"),
    Why.UNDECIDED: lambda _row, _facts: _("暂停或延期的申请已等了一个工作日，还没有人审批。"),
    Why.SILENT: lambda _row, _facts: _("转给外部系统后，到期仍没有回音，请收回或再转。"),
    Why.LATE: _late,
}


def _nobody(actor: Actor, at: dt.datetime) -> frozenset[_Place]:
    """Find where open cases wait for a step that no post in force today allows."""
    people = staff.people_under("", on=at.astimezone(catalogue().calendar.zone).date())
    places = cases_known_to(actor).filter(is_open=True).order_by()
    found = places.values_list("lane", "workflow_version", "phase", "area_code", "unit_code").distinct()
    posts = _Posts(people)
    return frozenset(place for place in found if not posts.can_move(*place))


class _Posts:
    """Who could take a step: the areas and units in which each permission is held today."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._areas: dict[str, set[str]] = {}
        self._units: dict[str, set[str]] = {}
        for person in people:
            for permission in ROLE_MAY[person.role]:
                self._areas.setdefault(permission, set()).add(person.area_code)
                self._units.setdefault(permission, set()).add(person.unit_code)

    def can_move(self, lane: str, version: str, phase: str, area_code: str, unit_code: str) -> bool:
        """Say whether somebody could take a step that leads on from here; what only the system does needs nobody."""
        steps = [step for step in workflow_at(lane, version).steps.values() if _leads_on(step, phase)]
        return not steps or any(self._can_take(step, area_code, unit_code) for step in steps)

    def _can_take(self, step: Step, area_code: str, unit_code: str) -> bool:
        if step.party is Party.AREA:
            held = [prefix for permission in step.permissions for prefix in self._areas.get(permission, ())]
            return any(area_code.startswith(prefix) for prefix in held)
        return any(unit_code in self._units.get(permission, ()) for permission in step.permissions)


def _leads_on(step: Step, phase: str) -> bool:
    staffed = step.party not in {Party.SYSTEM, Party.REPORTER} and step.does is not StepName.VOID
    return staffed and phase in step.starts and any(there != phase for there in step.leads_to)
