"""The joint work of a case as its page shows it: every unit's part, orders, meetings, items, scores, what is asked for."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.catalogue.timing import Relief
from linli.cases.models import Case, Task
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.joint import ItemRow, MeetingRow, OrderRow, ScoreRow
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.naming import Names
from linli.cases.rules import joint
from linli.cases.rules.clocks import TASK, UNIT
from linli.cases.web.case_clocks import due_of
from linli.cases.wording import SCORE_NAMES, Due, Word, due_said, limit_said
from linli.core.calendar import Limit

PART_STATES: dict[str, tuple[str, str, Word]] = {
    joint.WAITING: ("blue", "send", gettext_lazy("待接单")),
    joint.ACCEPTED: ("yellow", "tool", gettext_lazy("办理中")),
    joint.DONE: ("green", "circle-check", gettext_lazy("已反馈")),
    joint.RETURNED: ("orange", "arrow-back-up", gettext_lazy("已退单")),
    joint.STOPPED: ("gray", "circle-x", gettext_lazy("已终止")),
}
_UNKNOWN = ("gray", "info-circle", "")


@dataclass(frozen=True)
class PartView:
    """One unit's part in the case."""

    unit: str
    role: Word
    colour: str
    icon: str
    standing: Word
    assigned_at: dt.datetime
    due_at: dt.datetime | None
    due: Due | None
    asks: str
    said: str
    arrival: str
    is_late: bool


@dataclass(frozen=True)
class OrderView:
    """A supervision order."""

    row: OrderRow
    unit: str
    is_late: bool


@dataclass(frozen=True)
class ItemView:
    """An action item."""

    row: ItemRow
    unit: str
    is_late: bool


@dataclass(frozen=True)
class ScoreView:
    """What one unit said of another."""

    row: ScoreRow
    from_unit: str
    of_unit: str
    score: Word


@dataclass(frozen=True)
class JointView:
    """What the page shows of the joint work; each list may be empty."""

    parts: list[PartView]
    orders: list[OrderView]
    meetings: tuple[MeetingRow, ...]
    items: list[ItemView]
    scores: list[ScoreView]
    asked: str

    @property
    def has_room(self) -> bool:
        """Say whether anything was met about or agreed."""
        return bool(self.meetings or self.items)


def joint_view(detail: CaseDetail, names: Names, *, at: dt.datetime) -> JointView:
    """Put the joint work together; parts only where more than one was ever given out."""
    work, today = detail.joint, timezone.localdate(at)
    parts = [_part(task, detail.case, names, at) for task in detail.tasks] if len(detail.tasks) > 1 else []
    return JointView(
        parts=parts,
        orders=[OrderView(one, names.unit(one.unit_code), one.is_late(at)) for one in work.orders],
        meetings=work.meetings,
        items=[ItemView(one, names.unit(one.unit_code), one.is_late(today)) for one in work.items],
        scores=[
            ScoreView(one, names.unit(one.from_unit), names.unit(one.of_unit), SCORE_NAMES[one.score])
            for one in work.scores
        ],
        asked=asked_said(detail.case),
    )


def unit_codes(detail: CaseDetail) -> list[str]:
    """List the units that the joint work names."""
    work = detail.joint
    rated = [code for one in work.scores for code in (one.from_unit, one.of_unit)]
    named = [*(one.unit_code for one in work.orders), *(one.unit_code for one in work.items)]
    return [*named, *rated, *(task.unit_code for task in detail.tasks)]


def asked_said(case: Case) -> str:
    """Say what a unit asks for: until when its clocks shall stand still, or how much more time, and why."""
    asked = case.asked
    if not asked:
        return ""
    reason = catalogue().pause_reasons.get(str(asked["reason"]))
    facts = {
        "who": asked["by_name"],
        "why": reason.name if reason else asked["reason"],
        "words": asked.get("words", ""),
    }
    if asked["what"] == Relief.EXTENSION:
        more = limit_said(Limit.parse(str(asked["limit"])))
        return _("%(who)s申请延期 %(more)s，理由：%(why)s。%(words)s") % {**facts, "more": more}
    until = timezone.localtime(dt.datetime.fromisoformat(str(asked["until"])))
    return _("%(who)s申请暂停计时到 %(until)s，理由：%(why)s。%(words)s") % {**facts, "until": f"{until:%m-%d %H:%M}"}


def _part(task: Task, case: Case, names: Names, at: dt.datetime) -> PartView:
    colour, icon, word = PART_STATES.get(task.state, _UNKNOWN)
    clock = UNIT if task.is_lead else f"{TASK}:{task.unit_code}"
    is_open = task.ended_at is None
    return PartView(
        unit=names.unit(task.unit_code),
        role=pgettext_lazy("part", "主办") if task.is_lead else pgettext_lazy("part", "协办"),
        colour=colour,
        icon=icon,
        standing=word,
        assigned_at=task.assigned_at,
        due_at=task.due_at if is_open else None,
        due=due_of(case, clock, at=at) or due_said(task.due_at, at=at) if is_open else None,
        asks=task.asks,
        said=task.note,
        arrival=_arrival(task, at),
        is_late=joint.is_late(task.arrive_by, task.arrived_at, at=at),
    )


def _arrival(task: Task, at: dt.datetime) -> str:
    if task.arrived_at is None:
        if task.arrive_by is None or task.ended_at is not None:
            return ""
        late = joint.is_late(task.arrive_by, None, at=at)
        words = _("应于 %(by)s 前到场，还没有到") if late else _("应于 %(by)s 前到场")
        return words % {"by": _moment(task.arrive_by)}
    if task.arrive_by is None:
        return _("%(at)s 到场") % {"at": _moment(task.arrived_at)}
    in_time = not joint.is_late(task.arrive_by, task.arrived_at, at=at)
    words = _("%(at)s 到场，按时（应于 %(by)s 前）") if in_time else _("%(at)s 到场，迟到（应于 %(by)s 前）")
    return words % {"at": _moment(task.arrived_at), "by": _moment(task.arrive_by)}


def _moment(at: dt.datetime) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M")
