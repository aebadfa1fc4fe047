"""One clock of a case: its limit, when it runs out, its pauses and extensions, and the JSON it is kept as.

A clock runs on, stands still for a stated cause until a stated end, or is done; it never runs backwards.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from linli.cases import errors
from linli.core.calendar import Calendar, Limit, TimeUnit

EXTENSIONS = 2


@dataclass(frozen=True)
class Pause:
    """A stretch in which a clock stood still, and why; `until` is its planned end while it lasts."""

    at: dt.datetime
    until: dt.datetime
    why: str


@dataclass(frozen=True)
class Ceiling:
    """How often a clock may stand still, for how long at once for this cause, and for how long in all."""

    times: int
    longest: Limit
    total: Limit


@dataclass(frozen=True)
class Clock:
    """A limit that runs from a moment; `left` is what was left of it, in its own unit, when it was stopped."""

    started: dt.datetime
    limit: Limit
    due: dt.datetime
    paused: Pause | None = None
    left: float = 0
    pauses: tuple[Pause, ...] = ()
    extended: tuple[Limit, ...] = ()
    told: Mapping[str, dt.datetime] = field(default_factory=dict)
    done: dt.datetime | None = None

    @property
    def is_running(self) -> bool:
        """Say whether time counts."""
        return self.paused is None and self.done is None

    @property
    def allowed(self) -> float:
        """The limit with its extensions, in the limit's unit; a part of a working day is a whole one."""
        amounts = [more.amount for more in (self.limit, *self.extended)]
        return sum(map(math.ceil, amounts)) if self.limit.unit is TimeUnit.WORKING_DAYS else sum(amounts)

    @property
    def runs_from(self) -> dt.datetime:
        """Since when it has been as it is: nothing that happens to it can happen earlier."""
        if self.paused:
            return self.paused.at
        return self.pauses[-1].until if self.pauses else self.started


def start(at: dt.datetime, *, limit: Limit, calendar: Calendar) -> Clock:
    """Start a clock."""
    return Clock(at, limit, calendar.due(at, limit))


def pause(
    clock: Clock, *, at: dt.datetime, until: dt.datetime, why: str, ceiling: Ceiling, calendar: Calendar
) -> Clock:
    """Stop a clock until a stated end: what is left of it stays so; a clock that has run out is past stopping."""
    at = _checked(clock, at)
    _check_ceiling(clock, Pause(at, until, why), ceiling, calendar)
    left = measured(clock.limit.unit, at, clock.due, calendar)
    return replace(clock, paused=Pause(at, until, why), left=left, due=_due(until, clock, left, calendar))


def resume(clock: Clock, *, at: dt.datetime, calendar: Calendar) -> Clock:
    """Let a clock run on with what was left; its planned end ends a pause even when nobody looks until later."""
    if clock.paused is None:
        raise errors.ClockNotPaused
    end = max(min(at, clock.paused.until), clock.paused.at)
    return replace(
        clock,
        paused=None,
        left=0,
        pauses=(*clock.pauses, replace(clock.paused, until=end)),
        due=_due(end, clock, clock.left, calendar),
        told=_quiet_until(end, clock),
    )


def extend(clock: Clock, *, at: dt.datetime, by: Limit, calendar: Calendar, times: int = EXTENSIONS) -> Clock:
    """Give more time, in the limit's own unit: a few times at most, each no more than the limit was."""
    if clock.paused:
        raise errors.ClockNotRunning
    at = _checked(clock, at)
    if len(clock.extended) >= times:
        raise errors.ExtendedTooOften(times=times)
    if by.unit is not clock.limit.unit or not 0 < by.amount <= clock.limit.amount:
        raise errors.ExtensionTooLong(field="by", limit=str(clock.limit))
    due = calendar.due(clock.due, by)
    return replace(clock, extended=(*clock.extended, by), due=due, told=_quiet_until(at, clock))


def finish(clock: Clock, *, at: dt.datetime, calendar: Calendar) -> Clock:
    """Stop a clock for good: what it was for is done."""
    if clock.done:
        return clock
    running = resume(clock, at=at, calendar=calendar) if clock.paused else clock
    return replace(running, done=max(at, running.runs_from))


def run_on(clock: Clock) -> Clock:
    """Let a finished clock run as if it had never been finished: the work was not done after all."""
    return replace(clock, done=None)


def replan(clock: Clock, *, at: dt.datetime, calendar: Calendar) -> Clock:
    """Work out anew when a clock runs out, after a change of the calendar.

    It is brought forward only to a moment that still lies ahead: nobody becomes late for what they could not know.
    """
    if clock.done:
        return clock
    due, left = _replayed(clock, calendar)
    if due == clock.due or (due < clock.due and due <= at):
        return clock
    return replace(clock, due=due, left=left, told=_quiet_until(at, clock) if due > clock.due else clock.told)


def is_planned(kept: Mapping[str, str], calendar: Calendar) -> bool:
    """Say whether a kept clock runs out when the calendar says; a plain one, as most are, is not even read for that."""
    if "done" in kept:
        return True
    if "paused" in kept or "pauses" in kept or "extended" in kept:
        clock = from_json(kept)
        return _replayed(clock, calendar)[0] == clock.due
    return calendar.due(_moment(kept["from"]), _limit(kept["limit"])) == _moment(kept["due"])


def mark_told(clock: Clock, rung: str, *, at: dt.datetime) -> Clock:
    """Note that a rung of the ladder was told."""
    return replace(clock, told={**clock.told, rung: at})


def left(clock: Clock, at: dt.datetime, calendar: Calendar) -> float:
    """How much is left in the limit's unit: negative by as much as it is overdue."""
    if clock.paused:
        return clock.left
    at = clock.done or at
    unit = clock.limit.unit
    return measured(unit, at, clock.due, calendar) if at <= clock.due else -measured(unit, clock.due, at, calendar)


def spent(clock: Clock, at: dt.datetime, calendar: Calendar) -> float:
    """How much of what is allowed has been used, in the limit's unit; time in which it stood still is not."""
    return clock.allowed - left(clock, at, calendar)


def share(clock: Clock, at: dt.datetime, calendar: Calendar) -> float:
    """Which part of what is allowed has been used: 0 to 1, more when overdue."""
    return max(spent(clock, at, calendar) / clock.allowed, 0.0)


def measured(unit: TimeUnit, start: dt.datetime, end: dt.datetime, calendar: Calendar) -> float:
    """Measure the time between two moments in a unit of limits; days are whole ones after the day of the start."""
    if end <= start:
        return 0
    if unit is TimeUnit.HOURS:
        return (end - start) / dt.timedelta(hours=1)
    if unit is TimeUnit.WORKING_HOURS:
        return calendar.working_hours_between(start, end)
    return calendar.days_between(start, end)


def as_json(clock: Clock) -> dict[str, object]:
    """Write a clock as plain JSON values; what says nothing is left out."""
    found: dict[str, object] = {
        "from": _text(clock.started), "limit": str(clock.limit), "due": _text(clock.due),
        "extended": [str(more) for more in clock.extended],
        "pauses": [[_text(one.at), _text(one.until), one.why] for one in clock.pauses],
        "told": {rung: _text(at) for rung, at in clock.told.items()},
        "done": _text(clock.done) if clock.done else None,
    }  # fmt: skip
    if clock.paused:
        found |= {
            "paused": _text(clock.paused.at), "until": _text(clock.paused.until), "why": clock.paused.why, "left": clock.left,
        }  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def from_json(kept: Mapping[str, object]) -> Clock:
    """Read a clock back."""
    whole: dict = dict(kept)  # type: ignore[type-arg]  # JSON as it was written above
    paused = whole.get("paused")
    return Clock(
        started=_moment(whole["from"]),
        limit=_limit(whole["limit"]),
        due=_moment(whole["due"]),
        paused=Pause(_moment(paused), _moment(whole["until"]), whole["why"]) if paused else None,
        left=whole.get("left", 0),
        pauses=tuple(Pause(_moment(at), _moment(until), why) for at, until, why in whole.get("pauses", ())),
        extended=tuple(map(_limit, whole.get("extended", ()))),
        told={rung: _moment(at) for rung, at in whole.get("told", {}).items()},
        done=_moment(whole["done"]) if "done" in whole else None,
    )


_moment = dt.datetime.fromisoformat


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()


@lru_cache(maxsize=500)
def _limit(text: str) -> Limit:
    return Limit.parse(text)


def _quiet_until(at: dt.datetime, clock: Clock) -> dict[str, dt.datetime]:
    """With more time, what was told is told again, but for nothing that lies before the change."""
    return {rung: max(told, at) for rung, told in clock.told.items()}


def _checked(clock: Clock, at: dt.datetime) -> dt.datetime:
    if not clock.is_running:
        raise errors.ClockNotRunning
    if at > clock.due:
        raise errors.ClockOverdue
    return max(at, clock.runs_from)


def _check_ceiling(clock: Clock, wished: Pause, ceiling: Ceiling, calendar: Calendar) -> None:
    if wished.until <= wished.at:
        raise errors.PauseWithoutEnd(field="until")
    if len(clock.pauses) >= ceiling.times:
        raise errors.PausedTooOften(times=ceiling.times)
    if wished.until > calendar.due(wished.at, ceiling.longest):
        raise errors.PauseTooLong(field="until", longest=str(ceiling.longest))
    stood = sum(measured(ceiling.total.unit, one.at, one.until, calendar) for one in (*clock.pauses, wished))
    if stood > ceiling.total.amount:
        raise errors.PauseTooLong(field="until", longest=str(ceiling.total))


def _due(at: dt.datetime, clock: Clock, left: float, calendar: Calendar) -> dt.datetime:
    """When a clock runs out that goes on at a moment with so much left; with no whole day left, when that day closes."""
    if clock.limit.unit is TimeUnit.WORKING_DAYS:
        return calendar.after_days(at, math.ceil(left))
    return calendar.due(at, replace(clock.limit, amount=left))


def _replayed(clock: Clock, calendar: Calendar) -> tuple[dt.datetime, float]:
    """Run through a clock's whole life in a calendar: when it runs out, and what is left while it stands still."""
    since, rest, unit = clock.started, clock.allowed, clock.limit.unit
    for one in (*clock.pauses, *([clock.paused] if clock.paused else [])):
        due = _due(since, clock, rest, calendar)
        if due < one.at:
            return due, 0
        since, rest = one.until, measured(unit, one.at, due, calendar)
    return _due(since, clock, rest, calendar), rest if clock.paused else 0
