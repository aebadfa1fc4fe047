"""Find a case, check the step, change the row and add the record: the frame of every action."""

import datetime as dt
from uuid import UUID

from linli.cases import errors, rules
from linli.cases.actions import clocks
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.kinds import step_of, workflow_of
from linli.cases.queries.projection import plain
from linli.cases.rules import FOLDED, Phase, State, Step, StepName
from linli.cases.rules.joint import ends_case, ends_parts
from linli.core import commands
from linli.core.ids import new_id
from linli.core.statements import find_row, insert_row, update_row
from linli.staff.rules import Actor, Command, signed

HANDLING = (StepName.ACCEPT, StepName.RESPOND, StepName.SETTLE, StepName.CO_ACCEPT, StepName.CO_ANSWER)


def begin(command: Command, name: str, *, answer: UUID) -> UUID | None:
    """Claim the command: None the first time; on a repeat the case whose change is already stored.

    A step's answer is its own case: an id that was used for another one is no repeat.
    """
    first = commands.begin(command.id, name=f"cases.{name}", by=command.by.key, at=command.at, answer=str(answer))
    if first and name != StepName.REPORT and first != str(answer):
        raise commands.CommandIdReused
    return UUID(first) if first else None


def find_for_step(case_id: UUID, name: str, command: Command) -> Case:
    """Lock a case the actor may know of and check that the step is allowed now."""
    case = _known(case_id, command.by)
    step = step_of(case, name)
    rules.check_step(step, case.standing, command.by)
    if step.other_person and _worked_on(case, command.by):
        raise errors.SamePerson
    if step.does is StepName.CLOSE and case.is_ordered:
        raise errors.OrderOpen
    return case


def _worked_on(case: Case, by: Actor) -> bool:
    """Say whether somebody had a hand in the work, also when a colleague sent the answer."""
    return case.records.filter(by=by.key[:40], name__in=HANDLING).exists()


def find_for_unit(case_id: UUID, name: str, command: Command) -> Case:
    """Lock a case for a step that a unit takes by its own part in it; which part, the action says."""
    case = _known(case_id, command.by)
    _check_starts(case, name)
    return case


def find_reported(case_id: UUID, name: str) -> Case:
    """Lock a case for whoever reported it, as the caller has seen by the tracking code, and check that the step starts here."""
    case = find_row(Case, case_id, lock=True)
    if case is None:
        raise errors.CaseNotFound
    _check_starts(case, name)
    return case


def _known(case_id: UUID, by: Actor) -> Case:
    case = find_row(Case, case_id, lock=True)
    if case is None or not (rules.may_know(case.standing, by) or _had_task(case, by)):
        raise errors.CaseNotFound
    return case


def _check_starts(case: Case, name: str) -> None:
    if case.standing.place not in step_of(case, name).starts:
        raise errors.WrongState


def _had_task(case: Case, by: Actor) -> bool:
    return bool(by.unit_codes) and case.tasks.filter(unit_code__in=by.unit_codes).exists()


def record(case: Case, name: str, command: Command, *, note: str = "", **changes: object) -> CaseRecord:
    """Change the row and add the line of history that says so, in one version step."""
    signed_by = _signed(case, name, command)
    before = State(case.state)
    told = apply(case, name, changes, at=command.at)
    update_row(case, [*told, "version"])
    _end_tasks(case, before, told, at=command.at)
    line = CaseRecord(**record_values(case, name, command, note=note, changes=told) | {"by_name": signed_by})
    insert_row(line)
    return line


def _signed(case: Case, name: str, command: Command) -> str:
    """Write who takes a step; a stand-in with the name of whom they take it for, by where the case stands before it."""
    if not command.by.stands_in_for:
        return command.by.name[:40]
    step, standing = step_of(case, name), case.standing
    return signed(command.by, may=lambda one: rules.may_take(step, standing, one))[:40]


def apply(case: Case, name: str, changes: dict[str, object], *, at: dt.datetime) -> dict[str, object]:
    """Change the row in memory by one version; give all that changed, with the phase it came to and its clocks."""
    step, before, stage = step_of(case, name), case.standing.place, State(case.state)
    _lay_over(case, changes)
    phase = _phase_after(case, step, str(changes.get("phase") or ""), before)
    told = (
        changes
        | _moved(case, phase, before)
        | _left_behind(case, stage)
        | clocks.moved(case, step, before=before, said=changes, at=at)
    )
    case.version += 1
    return told


def _phase_after(case: Case, step: Step, wanted: str, before: str) -> Phase:
    """Find where a step leads: where the action chose among several, else the first; filing goes into the lane chosen."""
    workflow = workflow_of(case)
    if step.does is StepName.FILE:
        return workflow.at_stage(State.FILED)
    if wanted and wanted not in step.leads_to:
        raise errors.WrongState
    return workflow.phase(wanted or (step.leads_to[0] if step.leads_to else before))


def _moved(case: Case, phase: Phase, before: str) -> dict[str, object]:
    if phase.code == before:
        return {}
    moved: dict[str, object] = {"phase": phase.code, "state": phase.stage.value, "is_open": phase.is_open}
    _lay_over(case, moved)
    return moved


def _left_behind(case: Case, before: State) -> dict[str, object]:
    """What does not outlast the work of the units, or the case: who was called in, what was ordered."""
    ended: dict[str, object] = {}
    if case.co_units and ends_parts(before, State(case.state)):
        ended["co_units"] = []
    if case.is_ordered and ends_case(before, State(case.state)):
        ended["is_ordered"] = False
    _lay_over(case, ended)
    return ended


def _end_tasks(case: Case, before: State, told: dict[str, object], *, at: dt.datetime) -> None:
    """Leave no task open that nobody can answer any more: of units called in, and of all once the case ends."""
    after = State(case.state)
    if not ends_parts(before, after) or not ("co_units" in told or ends_case(before, after)):
        return
    open_tasks = case.tasks.filter(ended_at=None)
    whose = open_tasks if ends_case(before, after) else open_tasks.filter(is_lead=False)
    whose.update(state="ended", ended_at=at)


def _lay_over(case: Case, changes: dict[str, object]) -> None:
    for field, value in changes.items():
        if field in FOLDED and isinstance(value, dict):
            setattr(case, field, {**getattr(case, field), **value})
        else:
            setattr(case, field, value)


RECORD_COLUMNS = ("id", "case_id", "seq", "name", "at", "by", "by_name", "note", "changes", "command_id")


def record_row(values: dict[str, object], case: Case) -> tuple[object, ...]:
    """Write a line of history as a row of RECORD_COLUMNS, without a model for it."""
    return (new_id(), case.pk, *(values[name] for name in RECORD_COLUMNS[2:]))


def record_values(
    case: Case, name: str, command: Command, *, note: str = "", changes: dict[str, object]
) -> dict[str, object]:
    """Put a line of history together without storing it (bulk import stores many at once)."""
    return {
        "case": case,
        "seq": case.version,
        "name": str(name),
        "at": command.at,
        "by": command.by.key[:40],
        "by_name": command.by.name[:40],
        "note": note,
        "changes": {field: plain(value) for field, value in changes.items()},
        "command_id": command.id,
    } | _came_late(command)


def _came_late(command: Command) -> dict[str, object]:
    late = command.late
    return {"done_at": late.done_at, "received_at": late.received_at} if late else {}
