"""What must hold at every midnight: no open case without somebody who answers for it, none whose clock stands still without cause."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from linli.cases.queries.kinds import workflow_at
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import Party, Standing, State, StepName, clocks
from linli.cases.rules.joint import AT_WORK
from linli.site.simulation.chance import Dice
from linli.site.simulation.crew import Crew
from linli.staff.rules import SYSTEM

_COLUMNS = (
    "number", "state", "phase", "lane", "workflow_version", "area_code", "unit_code", "handled_by", "is_confidential",
    "check_back", "clocks",
)  # fmt: skip
GRACE = dt.timedelta(hours=1)  # the sweep of the simulated hours ends pauses


@dataclass(frozen=True)
class Hanging:
    """A case nobody answers for, or whose clock does not run."""

    number: str
    at: dt.datetime
    why: str


def hanging_at(midnight: dt.datetime, crew: Crew) -> Iterator[Hanging]:
    """Look at every open case: somebody moves it on, and its clock runs or stands still for a stated cause until a stated end."""
    for values in cases_visible_to(SYSTEM).filter(is_open=True).values_list(*_COLUMNS).iterator(chunk_size=2_000):
        case = dict(zip(_COLUMNS, values, strict=True))
        if why := _without_owner(case, crew) or _without_clock(case, midnight):
            yield Hanging(str(case["number"]), midnight, why)


def _without_owner(case: dict[str, object], crew: Crew) -> str:
    state = State(str(case["state"]))
    if state in AT_WORK:
        return "" if case["unit_code"] else "no unit"
    workflow = workflow_at(str(case["lane"]), str(case["workflow_version"]))
    standing = Standing(
        state, str(case["area_code"]), unit_code=str(case["unit_code"]), is_confidential=bool(case["is_confidential"]), lane=str(case["lane"]),
        phase=str(case["phase"]), handled_by=str(case["handled_by"]), check=str(case["check_back"]),
    )  # fmt: skip
    onward = [step for step in workflow.steps.values() if standing.place in step.starts and step.leads_to]
    if all(step.party is Party.SYSTEM for step in onward):  # a room of its own moves it on for the unit: mediation
        return "" if standing.unit_code else "no unit"
    dice = Dice(0, str(case["number"]))
    found = any(step.does is not StepName.MERGE and crew.who(step, workflow, standing, dice) for step in onward)
    return "" if found else "nobody may move it on"


def _without_clock(case: dict[str, object], at: dt.datetime) -> str:
    phase = workflow_at(str(case["lane"]), str(case["workflow_version"])).phase(str(case["phase"]))
    kept = case["clocks"]
    if not isinstance(kept, dict) or phase.clock not in kept:
        return "no clock"
    clock = clocks.from_json(kept[phase.clock])
    if clock.done:
        return "its clock is done"
    if clock.paused and (not clock.paused.why or clock.paused.until + GRACE < at):
        return "paused past its end"
    return ""
