"""The clocks of a case as its steps move them: which one starts, stops or goes on, and the due times that follow.

The resident's clock runs from submission to the end, whatever the units do; every phase has a clock of its own name:
the unit's runs from dispatch to its answer, the stage's starts anew with each phase of the two centres.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue, kind_of, workflow_of
from linli.cases.rules import Lane, Phase, State, Step, StepName
from linli.cases.rules import clocks as rules
from linli.cases.rules.clocks import ARRIVAL, ORDER, RESIDENT, TASK, UNIT, Clock
from linli.core.calendar import Calendar, Limit, TimeUnit
from linli.places import queries as places

Clocks = dict[str, Clock]
# A report without a kind waits two working hours for an acceptor (the longest filing limit shipped), then one day.
UNKNOWN_KIND = {Stage.FILING: Limit(2, TimeUnit.WORKING_HOURS)}
UNKNOWN_LATER = Limit(1, TimeUnit.WORKING_DAYS)
_STAGES = {stage.value: stage for stage in Stage}


def due_of(kind: KindDeclaration | None, stage: Stage, *, start: dt.datetime, area_code: str) -> dt.datetime | None:
    """Work out when a stage's limit runs out in this place; a case without a kind has no limit yet."""
    if kind is None:
        return None
    return catalogue().calendar.due(start, kind.limit(stage, grade=grade_of(area_code)))


def limit_of(case: Case, kind: KindDeclaration, stage: Stage) -> Limit:
    """Give a stage's limit for a case: by its kind, the grade of its grid and the condition it was filed under."""
    return kind.limit(stage, grade=grade_of(case.area_code), condition=str(case.answers.get("condition", "")))


def grade_of(area_code: str) -> str:
    """Read the management grade (A, B, C) of a grid; '' when it has none."""
    area = places.area_tree().by_code.get(area_code)
    return area.grade if area else ""


def first_clocks(case: Case) -> None:
    """Start the clocks of a report that has just come in, and set the due times that follow."""
    mover = _Mover(case, case.reported_at, {})
    mover.start_resident(case.reported_at)
    mover.start(workflow_of(case).first)
    mover.settle(workflow_of(case).first)


def clocks_of_before(case: Case) -> Clocks:
    """Start the clocks of an open case that has none, as its stages say they would have been started."""
    since = {
        State.FILED: case.filed_at, State.DISPATCHED: case.dispatched_at, State.HANDLING: case.dispatched_at,
        State.RESPONDED: case.responded_at, State.CHECKED: case.responded_at,
    }.get(State(case.state))  # fmt: skip
    mover = _Mover(case, since or case.reported_at, {})
    mover.start_resident(case.reported_at)
    mover.start(workflow_of(case).phase(case.standing.place))
    return mover.clocks


def started(name: str, limit: Limit, *, at: dt.datetime) -> dict[str, dict[str, object]]:
    """Start a clock beside those of the phases: what a step's record says of it."""
    return rules.written({name: rules.start(at, limit=limit, calendar=catalogue().calendar)})


def finished(case: Case, name: str, *, at: dt.datetime) -> dict[str, dict[str, object]]:
    """Stop one of a case's clocks for good: what a step's record says of it."""
    clock = rules.from_json(case.clocks[name])
    return rules.written({name: rules.finish(clock, at=at, calendar=catalogue().calendar)})


def is_running(case: Case, name: str) -> bool:
    """Say whether a case has a clock of that name that is not done."""
    return name in case.clocks and "done" not in case.clocks[name]


def moved(case: Case, step: Step, *, before: str, said: Mapping[str, object], at: dt.datetime) -> dict[str, object]:
    """Move the clocks of a case that has just taken a step; change the row and give all that changed beside what was said."""
    phases = workflow_of(case).phases
    phase, mover = phases[case.phase], _Mover(case, at, rules.read(case.clocks))
    if isinstance(said.get("clocks"), dict):
        mover.changed.update(cast("dict[str, object]", said["clocks"]))
    if "kind_code" in said:
        mover.start_resident(case.reported_at)
    if step.does is StepName.REOPEN:
        mover.start_resident(at)
    if phase.code != before or "kind_code" in said:
        _turn(mover, phases.get(before), phase, step)
    return mover.settle(phase, said=said)


def _turn(mover: "_Mover", before: Phase | None, phase: Phase, step: Step) -> None:
    """Pass from one phase's clock to the next one's; phases under the same clock and limit share it."""
    is_same = before is not None and (before.clock, before.limit) == (phase.clock, phase.limit)
    if phase.is_open and is_same and step.does is not StepName.CORRECT_KIND:
        return
    mover.finish_all(leaving={name for name in mover.clocks if phase.is_open and _outlasts(name, mover.case)})
    mover.turned = True
    if not phase.is_open:
        return
    mover.go_on(RESIDENT)
    if step.keeps_clock and phase.clock in mover.clocks:
        mover.put(phase.clock, rules.run_on(mover.clocks[phase.clock]))
    else:
        mover.start(phase)


def _outlasts(name: str, case: Case) -> bool:
    """Say whether a clock runs on from phase to phase: the resident's, an open order's, and those of units still called in."""
    sort = rules.base(name)
    if sort == ORDER:
        return case.is_ordered
    return name == RESIDENT or (name != sort and sort in {TASK, ARRIVAL} and bool(case.co_units))


@dataclass
class _Mover:
    """The clocks of one case while a step moves them."""

    case: Case
    at: dt.datetime
    clocks: Clocks
    changed: set[str] = field(default_factory=set)
    turned: bool = False

    @cached_property
    def calendar(self) -> Calendar:
        return catalogue().calendar

    @cached_property
    def kind(self) -> KindDeclaration | None:
        return kind_of(self.case)

    def put(self, name: str, clock: Clock) -> None:
        self.clocks[name] = clock
        self.changed.add(name)

    def start(self, phase: Phase) -> None:
        self.put(phase.clock, rules.start(self.at, limit=self._limit(phase), calendar=self.calendar))

    def start_resident(self, since: dt.datetime) -> None:
        if self.kind is not None:
            limit = limit_of(self.case, self.kind, Stage.RESIDENT)
            self.put(RESIDENT, rules.start(since, limit=limit, calendar=self.calendar))

    def finish_all(self, *, leaving: set[str]) -> None:
        for name, clock in list(self.clocks.items()):
            if name not in leaving and not clock.done:
                self.put(name, rules.finish(clock, at=self.at, calendar=self.calendar))

    def go_on(self, name: str) -> None:
        """What a clock stood still for is over once somebody takes the next step."""
        if name in self.clocks and self.clocks[name].paused:
            self.put(name, rules.resume(self.clocks[name], at=self.at, calendar=self.calendar))

    def settle(self, phase: Phase, *, said: Mapping[str, object] | None = None) -> dict[str, object]:
        """Write the clocks that changed into the row, with the due times that follow; what was said outright stays."""
        if not self.changed:
            return {}
        patch = rules.written({name: self.clocks[name] for name in self.changed})
        found = {name: value for name, value in self._columns(phase).items() if name not in (said or {})}
        for name, value in found.items():
            setattr(self.case, name, value)
        self.case.clocks = {**self.case.clocks, **patch}
        return found | {"clocks": patch}

    def _columns(self, phase: Phase) -> dict[str, object]:
        running = self.clocks.get(phase.clock) if phase.is_open else None
        found: dict[str, object] = {
            "due_at": running.due if running else None,
            "sweep_at": rules.next_moment(
                self.clocks, ladder=catalogue().ladder, calendar=self.calendar, urgent=self.case.lane == Lane.URGENT
            ),
        }
        found |= self._standing()
        if RESIDENT in self.changed:
            found["resident_due_at"] = self.clocks[RESIDENT].due
        if UNIT in self.changed:
            due = self.clocks[UNIT].due
            found["handling_due_at"] = due
            found["close_due_at"] = due_of(self.kind, Stage.CHECKING, start=due, area_code=self.case.area_code)
        return found

    def _standing(self) -> dict[str, object]:
        """Since when and why it stands still, how high it has come on the ladder, and what is asked for: what of it differs."""
        paused = next((one.paused for one in self.clocks.values() if one.paused), None)
        wanted: dict[str, object] = {
            "paused_at": rules.paused_since(self.clocks),
            "pause_reason": paused.why if paused else "",
            "rung": rules.reached(self.clocks, catalogue().ladder),
            "asked": {} if self.turned else self.case.asked,
        }
        return {name: value for name, value in wanted.items() if value != getattr(self.case, name)}

    def _limit(self, phase: Phase) -> Limit:
        stage = _STAGES.get(phase.limit)
        if stage is None:
            return Limit.parse(phase.limit)
        if self.kind is None:
            return UNKNOWN_KIND.get(stage, UNKNOWN_LATER)
        return limit_of(self.case, self.kind, stage)
