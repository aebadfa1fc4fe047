"""How the clocks of one case stand at a moment: for its page, the command line and programs."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import clocks
from linli.cases.rules.clocks import Clock
from linli.core.calendar import Calendar


class Standing(StrEnum):
    """What a clock does."""

    RUNNING = "running"
    LATE = "late"
    PAUSED = "paused"
    DONE = "done"
    DONE_LATE = "done-late"


@dataclass(frozen=True)
class ClockState:
    """One clock: its limit, how much of it is used and left (in the limit's unit), and since when and why it stands still."""

    name: str
    standing: Standing
    started: dt.datetime
    limit: str
    due: dt.datetime
    left: float
    share: float
    paused_at: dt.datetime | None
    paused_until: dt.datetime | None
    reason: str
    pauses: int
    extended: tuple[str, ...]
    told: tuple[str, ...]
    done: dt.datetime | None


def clock_states(case: Case, *, at: dt.datetime) -> list[ClockState]:
    """List the clocks of a case that have been started, the resident's first."""
    calendar, kept = catalogue().calendar, clocks.read(case.clocks)
    return [
        _state(name, kept[name], at, calendar) for name in sorted(kept, key=lambda one: (one != clocks.RESIDENT, one))
    ]


def cases_without_clock() -> list[str]:
    """List the numbers of open cases in which no clock runs or stands still for a cause: there should be none."""
    open_cases = Case.objects.filter(is_open=True).order_by("number").values_list("number", "clocks")
    return [number for number, kept in open_cases.iterator(chunk_size=5_000) if not _has_clock(clocks.read(kept))]


def _has_clock(kept: dict[str, Clock]) -> bool:
    return any(not clock.done and (clock.paused is None or clock.paused.why) for clock in kept.values())


def _state(name: str, clock: Clock, at: dt.datetime, calendar: Calendar) -> ClockState:
    paused = clock.paused
    return ClockState(
        name=name, standing=_standing(clock, at), started=clock.started, limit=str(clock.limit), due=clock.due,
        left=clocks.left(clock, at, calendar), share=clocks.share(clock, at, calendar),
        paused_at=paused.at if paused else None, paused_until=paused.until if paused else None,
        reason=paused.why if paused else "", pauses=len(clock.pauses) + bool(paused),
        extended=tuple(str(more) for more in clock.extended), told=tuple(clock.told), done=clock.done,
    )  # fmt: skip


def _standing(clock: Clock, at: dt.datetime) -> Standing:
    if clock.done:
        return Standing.DONE if clock.done <= clock.due else Standing.DONE_LATE
    if clock.paused:
        return Standing.PAUSED
    return Standing.RUNNING if at <= clock.due else Standing.LATE
