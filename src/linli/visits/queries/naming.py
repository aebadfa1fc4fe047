"""Names for people of what visits write as codes: states, steps, purposes, events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.register.catalogue import declared as register_declared
from linli.visits.catalogue import declared
from linli.visits.rules import Every, StepName, VisitState

type Word = str | Promise

STATE_NAMES: Mapping[str, Word] = {
    VisitState.PLANNED.value: _("待走访"),
    VisitState.NOT_IN.value: _("未遇到人"),
    VisitState.MADE.value: _("已走访"),
    VisitState.CANCELLED.value: _("已取消"),
}
STATE_LOOKS: Mapping[str, str] = {
    VisitState.PLANNED.value: "filed",
    VisitState.NOT_IN.value: "handling",
    VisitState.MADE.value: "closed",
    VisitState.CANCELLED.value: "voided",
}
STEP_NAMES: Mapping[str, Word] = {
    StepName.PLAN.value: _("计划走访"),
    StepName.MAKE.value: _("走访"),
    StepName.MISS.value: _("未遇到人"),
    StepName.MOVE.value: _("改期"),
    StepName.CANCEL.value: _("取消走访"),
    StepName.CONFIRM.value: _("居民确认回执"),
}
STEP_ICONS: Mapping[str, tuple[str, str]] = {
    StepName.PLAN.value: ("calendar-event", "blue"),
    StepName.MAKE.value: ("circle-check", "green"),
    StepName.MISS.value: ("clock", "orange"),
    StepName.MOVE.value: ("calendar-event", "gray"),
    StepName.CANCEL.value: ("circle-x", "gray"),
    StepName.CONFIRM.value: ("user-check", "green"),
}
EVERY_NAMES: Mapping[Every, Word] = {
    Every.WEEK: _("每周"),
    Every.MONTH: _("每月"),
    Every.QUARTER: _("每季度"),
    Every.HALF_YEAR: _("每半年"),
    Every.YEAR: _("每年"),
}
REASONS: Mapping[str, Word] = {
    "enrolment-ended": _("居民已不再参加这个项目"),
    "household-ended": _("这一户已经迁走或并户"),
    "home-changed": _("居民搬了家，走访跟到新住处"),
    "home-registered": _("这里登记了住户，走访归到这一户"),
    "grid-redrawn": _("网格调整，走访随住处划入新网格"),
    "record-erased": _("登记已按本人请求删除"),
    "record-joined": _("重复登记合并或撤销合并，走访跟到本人的住处"),
    "switched-off": _("这个区域不再定期走访每一户"),
}


@dataclass(frozen=True)
class PurposeName:
    """A purpose of visits and what to come back with, in the reader's language."""

    code: str
    name: str
    asks: str


def visit_purposes() -> Sequence[PurposeName]:
    """List what a visit may be for."""
    return tuple(PurposeName(one.code, str(one.name), str(one.asks)) for one in declared().purposes.values())


def purpose_name(code: str) -> str:
    """Name a purpose; one that is declared no more goes by its code."""
    found = declared().purposes.get(code)
    return str(found.name) if found else code


def programme_name(code: str) -> str:
    """Name a programme; none has no name."""
    found = register_declared().programmes.get(code)
    return str(found.name) if found else code


def event_name(code: str) -> str:
    """Name what asked for a visit."""
    found = declared().events.get(code)
    return str(found.name) if found else code


def reason_named(note: str) -> str:
    """Word a reason that the house itself gave; a person's own words stay."""
    return str(REASONS.get(note, note))
