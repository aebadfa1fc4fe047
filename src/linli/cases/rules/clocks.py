"""All clocks of a case together: which of them a cause stops, when one has something to say next, and to whom.

Names: "resident" from submission, "unit" from dispatch, "stage", "task:<unit>", and what a workflow declares.
Telling goes up a ladder of rungs declared as data: a warning before the limit, its breach, and what follows.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from linli.cases.rules.clock import (
    Ceiling,
    Clock,
    Pause,
    as_json,
    extend,
    finish,
    from_json,
    left,
    mark_told,
    pause,
    replan,
    resume,
    run_on,
    share,
    spent,
    start,
)
from linli.core.calendar import Calendar, Limit

__all__ = [
    "ARRIVAL", "ORDER", "RATING", "RESIDENT", "STAGE", "TASK", "UNIT", "Ceiling", "Clock", "Ladder", "Pause", "Ring",
    "Rung", "Tell", "as_json", "base", "extend", "finish", "from_json", "is_ended", "left", "mark_told", "moment_of",
    "next_moment", "pause", "paused_since", "paused_until", "reached", "read", "replan", "resume", "ring", "run_on",
    "share", "soonest", "spent", "start", "stopped_by", "written",
]  # fmt: skip

RESIDENT, UNIT, STAGE, TASK, RATING = "resident", "unit", "stage", "task", "rating"
ARRIVAL, ORDER = "arrival", "order"  # of each unit called in, and of each supervision order


class Tell(StrEnum):
    """Whom a rung tells: whoever holds the case now, the head of the unit, the command centre, a leader."""

    HANDLER = "handler"
    UNIT_HEAD = "unit-head"
    COMMAND = "command"
    LEADER = "leader"


@dataclass(frozen=True)
class Rung:
    """One rung: on which clocks, how high it is, whom it tells, and when.

    When: as a share of the limit is used, so long before it runs out, so long after, and with none of them at the breach.
    """

    code: str
    level: int
    to: Tell
    clocks: frozenset[str]
    share: float | None = None
    before: Limit | None = None
    after: Limit | None = None


@dataclass(frozen=True)
class Ladder:
    """The rungs, and the hours in which nobody is told what is not urgent."""

    rungs: tuple[Rung, ...]
    quiet_from: dt.time = dt.time(22)
    quiet_to: dt.time = dt.time(7)

    def steps(self, sort: str) -> tuple[tuple[Rung, ...], ...]:
        """The rungs of a sort of clock: those before the limit runs out, those at the breach, those after it."""
        found = self._steps.get(sort)
        if found is None:
            mine = [rung for rung in self.rungs if sort in rung.clocks]
            early = tuple(rung for rung in mine if rung.share is not None or rung.before is not None)
            late = tuple(rung for rung in mine if rung.after is not None)
            breach = tuple(rung for rung in mine if rung not in early and rung not in late)
            found = self._steps[sort] = tuple(step for step in (early, breach, late) if step)
        return found

    @cached_property
    def _steps(self) -> dict[str, tuple[tuple[Rung, ...], ...]]:
        return {}


@dataclass(frozen=True)
class Ring:
    """A rung that is reached."""

    clock: str
    rung: Rung
    at: dt.datetime


def base(name: str) -> str:
    """The sort of clock a name stands for: "task" for "task:990101-water"."""
    return name.partition(":")[0]


def read(kept: Mapping[str, Mapping[str, object]]) -> dict[str, Clock]:
    """Read a case's clocks."""
    return {name: from_json(values) for name, values in kept.items()}


def written(clocks: Mapping[str, Clock]) -> dict[str, dict[str, object]]:
    """Write clocks as plain JSON values."""
    return {name: as_json(clock) for name, clock in clocks.items()}


def stopped_by(stops: Iterable[str], clocks: Mapping[str, Clock], *, at: dt.datetime) -> tuple[str, ...]:
    """List the clocks that a cause stops: running ones of its sorts that have not run out."""
    sorts = frozenset(stops)
    return tuple(name for name, clock in clocks.items() if base(name) in sorts and clock.is_running and at <= clock.due)


def paused_since(clocks: Mapping[str, Clock]) -> dt.datetime | None:
    """Since when a case's clocks have stood still; None while all run."""
    return min((clock.paused.at for clock in clocks.values() if clock.paused), default=None)


def reached(clocks: Mapping[str, Clock], ladder: Ladder) -> int:
    """How high up the ladder a case has come with the clocks that are not done."""
    told = {code for clock in clocks.values() if not clock.done for code in clock.told}
    return max((rung.level for rung in ladder.rungs if rung.code in told), default=0)


def paused_until(clocks: Mapping[str, Clock]) -> dt.datetime | None:
    """Until when a case's clocks stand still; None while all run."""
    return max((clock.paused.until for clock in clocks.values() if clock.paused), default=None)


def is_ended(clock: Clock, *, at: dt.datetime) -> bool:
    """Say whether a pause has come to its end."""
    return clock.paused is not None and clock.paused.until <= at


def soonest(clocks: Mapping[str, Clock], *, leaving: frozenset[str] = frozenset({RESIDENT})) -> dt.datetime | None:
    """When the first of a case's own clocks runs out; the resident's is shown beside it."""
    return min((one.due for name, one in clocks.items() if base(name) not in leaving and not one.done), default=None)


def moment_of(rung: Rung, clock: Clock, calendar: Calendar) -> dt.datetime:
    """Work out when a rung is reached on a clock."""
    if rung.share is not None:
        return calendar.before(clock.due, Limit(clock.allowed * (1 - rung.share), clock.limit.unit))
    if rung.before is not None:
        return calendar.before(clock.due, rung.before)
    return calendar.due(clock.due, rung.after) if rung.after is not None else clock.due


def next_moment(
    clocks: Mapping[str, Clock], *, ladder: Ladder, calendar: Calendar, urgent: bool = False
) -> dt.datetime | None:
    """Work out when a case's clocks have something to do next: a rung to tell or a pause to end; None when nothing."""
    ends = [clock.paused.until for clock in clocks.values() if clock.paused and not clock.done]
    first = min((at for name, one in clocks.items() if (at := _first(name, one, ladder, calendar))), default=None)
    if first is not None:
        ends.append(first if urgent else _awake(first, ladder, calendar))
    return min(ends, default=None)


def ring(
    clocks: Mapping[str, Clock], *, at: dt.datetime, ladder: Ladder, calendar: Calendar, urgent: bool = False
) -> list[Ring]:
    """List the rungs reached by now and not told yet, the lowest first."""
    found = [one for one in _waiting(clocks, ladder, calendar, urgent=urgent) if one.at <= at]
    return sorted(found, key=lambda one: (one.rung.level, one.at, one.clock))


def _first(name: str, clock: Clock, ladder: Ladder, calendar: Calendar) -> dt.datetime | None:
    """When the next rung of a clock is reached; what comes before the breach is never after it, so it is asked first."""
    if not clock.is_running:
        return None
    for rungs in ladder.steps(base(name)):
        moments = [at for rung in rungs if _is_waiting(clock, rung, at := moment_of(rung, clock, calendar))]
        if moments:
            return min(moments)
    return None


def _is_waiting(clock: Clock, rung: Rung, at: dt.datetime) -> bool:
    told = clock.told.get(rung.code)
    return told is None or told < at


def _waiting(clocks: Mapping[str, Clock], ladder: Ladder, calendar: Calendar, *, urgent: bool) -> Iterator[Ring]:
    for name, clock in clocks.items():
        if not clock.is_running:
            continue
        for rung in (rung for rungs in ladder.steps(base(name)) for rung in rungs):
            at = moment_of(rung, clock, calendar)
            if _is_waiting(clock, rung, at):
                yield Ring(name, rung, at if urgent else _awake(at, ladder, calendar))


def _awake(at: dt.datetime, ladder: Ladder, calendar: Calendar) -> dt.datetime:
    """Put off what falls into the quiet hours until they end; they may run over midnight."""
    local = at.astimezone(calendar.zone)
    time, quiet, wake = local.time(), ladder.quiet_from, ladder.quiet_to
    over_midnight = quiet > wake
    if not ((time >= quiet or time < wake) if over_midnight else (quiet <= time < wake)):
        return at
    day = local.date() + dt.timedelta(days=over_midnight and time >= quiet)
    return dt.datetime.combine(day, wake, calendar.zone).astimezone(dt.UTC)
