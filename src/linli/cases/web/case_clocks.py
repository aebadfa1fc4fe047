"""The clocks of a case as its page shows them: the resident's and the unit's side by side, then all others."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.models import Case
from linli.cases.queries.clock_states import ClockState, Standing, clock_states
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.naming import Names
from linli.cases.rules.clocks import ARRIVAL, ORDER, RATING, RESIDENT, STAGE, TASK, UNIT, Clock, base, from_json
from linli.cases.wording import Due, Word, amount_said, due_said, limit_said, span_said
from linli.core.calendar import Limit

CLOCK_NAMES: dict[str, Word] = {
    RESIDENT: gettext_lazy("答复居民"),
    UNIT: gettext_lazy("责任单位处置"),
    STAGE: gettext_lazy("本环节"),
    TASK: gettext_lazy("协办"),
    ARRIVAL: gettext_lazy("到场"),
    ORDER: gettext_lazy("督办答复"),
    RATING: gettext_lazy("回应差评"),
    "ruling": gettext_lazy("裁定责任"),
    "court": gettext_lazy("申请司法确认"),
}
_STANDINGS: dict[Standing, tuple[str, str, Word]] = {
    Standing.RUNNING: ("blue", "clock", gettext_lazy("计时中")),
    Standing.LATE: ("red", "clock-exclamation", gettext_lazy("已超时")),
    Standing.PAUSED: ("orange", "clock-pause", gettext_lazy("已暂停")),
    Standing.DONE: ("green", "circle-check", gettext_lazy("按时完成")),
    Standing.DONE_LATE: ("red", "circle-check", gettext_lazy("超时完成")),
}
_FIRST = (RESIDENT, UNIT)


@dataclass(frozen=True)
class ClockView:
    """One clock: what it measures, how it stands, what is left, and what happened to it."""

    name: Word
    colour: str
    icon: str
    standing: Word
    due_at: dt.datetime
    due: Due
    started: dt.datetime | None = None
    limit: str = ""
    percent: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clocks:
    """The two clocks that everybody asks about, and the others."""

    main: list[ClockView]
    others: list[ClockView]


def clocks(case: Case, names: Names | None, *, at: dt.datetime) -> Clocks:
    """List the clocks that have been started; what is done and only led to the present stage is left out.

    Whoever may not read the case is given no `names`: the times, not whose they are nor why they stood still.
    """
    states = [one for one in clock_states(case, at=at) if one.done is None or base(one.name) not in {STAGE, "ruling"}]
    main = [one for name in _FIRST for one in states if one.name == name]
    others = sorted((one for one in states if one.name not in _FIRST), key=lambda one: (one.done is not None, one.due))
    if not states:
        return Clocks(_before_clocks(case, at), [])
    return Clocks(_views(case, main, names), _views(case, others, names) + _closing(case, at))


def due_of(case: Case, name: str, *, at: dt.datetime) -> Due | None:
    """Say what is left of one clock that is not done; None where there is no such clock."""
    state = next((one for one in clock_states(case, at=at) if one.name == name and one.done is None), None)
    return _due(state, from_json(case.clocks[name])) if state else None


def _views(case: Case, states: Iterable[ClockState], names: Names | None) -> list[ClockView]:
    return [_view(one, from_json(case.clocks[one.name]), names) for one in states]


def _view(state: ClockState, clock: Clock, names: Names | None) -> ClockView:
    colour, icon, word = _STANDINGS[state.standing]
    return ClockView(
        name=_name(state.name, names), colour=colour, icon=icon, standing=word, due_at=state.due, due=_due(state, clock),
        started=state.started, limit=limit_said(clock.limit), percent=min(100, max(0, round(state.share * 100))),
        notes=_notes(clock) if names else (),
    )  # fmt: skip


def _name(name: str, names: Names | None) -> Word:
    sort, _colon, of = name.partition(":")
    word = CLOCK_NAMES.get(sort, sort)
    if names is None or not of or sort not in {TASK, ARRIVAL}:
        return word
    return _("%(what)s：%(unit)s") % {"what": word, "unit": names.unit(of)}


def _due(state: ClockState, clock: Clock) -> Due:
    """Say what is left in the clock's own unit: three working days are three, however many nights lie between."""
    unit = clock.limit.unit
    if state.done:
        if state.standing is Standing.DONE:
            return Due(_("按时完成"), is_late=False, is_soon=False)
        late = _("超时 %(span)s完成") % {"span": span_said(state.done - state.due)}
        return Due(late, is_late=True, is_soon=False)
    if state.standing is Standing.LATE:
        return Due(_("超时 %(span)s") % {"span": amount_said(-state.left, unit)}, is_late=True, is_soon=False)
    said = _("剩 %(span)s") % {"span": amount_said(state.left, unit)}
    return Due(said, is_late=False, is_soon=state.standing is Standing.RUNNING and state.share >= 0.8)


def _notes(clock: Clock) -> tuple[str, ...]:
    stood = [*clock.pauses, *([clock.paused] if clock.paused else [])]
    pauses = [
        _("暂停：%(since)s 至 %(until)s，%(why)s")
        % {"since": _moment(one.at), "until": _moment(one.until), "why": _reason(one.why)}
        for one in stood
    ]
    return (*pauses, *(_extended(more) for more in clock.extended))


def _extended(more: Limit) -> str:
    return _("已延期 %(more)s") % {"more": limit_said(more)}


def _reason(code: str) -> str:
    found = catalogue().pause_reasons.get(code)
    return str(found.name) if found else code


def _moment(at: dt.datetime) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M")


def _closing(case: Case, at: dt.datetime) -> list[ClockView]:
    """The day by which the whole is to be closed follows from the unit's clock and has none of its own."""
    if case.close_due_at is None or not case.is_open:
        return []
    return [_plain(pgettext_lazy("clock", "结案"), case.close_due_at, None, at)]


def _before_clocks(case: Case, at: dt.datetime) -> list[ClockView]:
    """Show a case taken over from before clocks were kept by its due times alone."""
    unit_done = case.responded_at or case.closed_at
    rows = (
        (CLOCK_NAMES[RESIDENT], case.resident_due_at, case.closed_at),
        (CLOCK_NAMES[UNIT], case.handling_due_at, unit_done),
        (pgettext_lazy("clock", "结案"), case.close_due_at, case.closed_at),
    )
    return [_plain(name, due_at, done_at, at) for name, due_at, done_at in rows if due_at]


def _plain(name: Word, due_at: dt.datetime, done_at: dt.datetime | None, at: dt.datetime) -> ClockView:
    standing, due = _stand(due_at, done_at, at)
    colour, icon, word = _STANDINGS[standing]
    return ClockView(name, colour, icon, word, due_at, due)


def _stand(due_at: dt.datetime, done_at: dt.datetime | None, at: dt.datetime) -> tuple[Standing, Due]:
    if done_at is None:
        running = due_said(due_at, at=at)
        assert running is not None  # noqa: S101 told to the type checker: there is a due time
        return (Standing.LATE if running.is_late else Standing.RUNNING), running
    if done_at <= due_at:
        return Standing.DONE, Due(_("按时完成"), is_late=False, is_soon=False)
    late = _("超时 %(span)s完成") % {"span": span_said(done_at - due_at)}
    return Standing.DONE_LATE, Due(late, is_late=True, is_soon=False)
