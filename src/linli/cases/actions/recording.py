"""Find a case, check the step, change the row and add the record: the frame of every action."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases import errors, rules
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.projection import plain
from linli.cases.rules import OPEN, StepName
from linli.core import commands
from linli.core.ids import new_id
from linli.core.statements import find_row, insert_row, update_row
from linli.staff.rules import Actor


@dataclass(frozen=True)
class Command:
    """Who asks for a change, when, under which id: the same id is applied once."""

    id: UUID
    by: Actor
    at: dt.datetime


def begin(command: Command, name: StepName, *, answer: UUID) -> UUID | None:
    """Claim the command: None the first time; on a repeat the case whose change is already stored.

    A step's answer is its own case: an id that was used for another one is no repeat.
    """
    first = commands.begin(command.id, name=f"cases.{name}", by=command.by.key, at=command.at, answer=str(answer))
    if first and name is not StepName.REPORT and first != str(answer):
        raise commands.CommandIdReused
    return UUID(first) if first else None


def find_for_step(case_id: UUID, name: StepName, command: Command) -> Case:
    """Lock a case the actor may know of and check that the step is allowed now."""
    case = find_row(Case, case_id, lock=True)
    if case is None or not (rules.may_know(case.standing, command.by) or _has_task(case, command.by)):
        raise errors.CaseNotFound
    rules.check_step(name, case.standing, command.by)
    return case


def find_reported(case_id: UUID, name: StepName) -> Case:
    """Lock a case for whoever reported it, as the caller has seen by the tracking code, and check that the step starts here."""
    case = find_row(Case, case_id, lock=True)
    if case is None:
        raise errors.CaseNotFound
    if case.state not in rules.STEPS[name].starts:
        raise errors.WrongState
    return case


def _has_task(case: Case, by: Actor) -> bool:
    return bool(by.unit_codes) and case.tasks.filter(unit_code__in=by.unit_codes).exists()


def record(case: Case, name: StepName, command: Command, *, note: str = "", **changes: object) -> CaseRecord:
    """Change the row and add the line of history that says so, in one version step."""
    apply(case, name, changes)
    update_row(case, [*changes, "version"])
    line = CaseRecord(**record_values(case, name, command, note=note, changes=changes))
    insert_row(line)
    return line


def apply(case: Case, name: StepName, changes: dict[str, object]) -> None:
    """Change the row in memory by one version, and add to the changes the state that the step leads to."""
    step = rules.STEPS[name]
    if step.leads_to is not None:
        changes |= {"state": step.leads_to.value, "is_open": step.leads_to in OPEN}
    for field, value in changes.items():
        setattr(case, field, value)
    case.version += 1


RECORD_COLUMNS = ("id", "case_id", "seq", "name", "at", "by", "by_name", "note", "changes", "command_id")


def record_row(values: dict[str, object], case: Case) -> tuple[object, ...]:
    """Write a line of history as a row of RECORD_COLUMNS, without a model for it."""
    return (new_id(), case.pk, *(values[name] for name in RECORD_COLUMNS[2:]))


def record_values(
    case: Case, name: StepName, command: Command, *, note: str = "", changes: dict[str, object]
) -> dict[str, object]:
    """Put a line of history together without storing it (bulk import stores many at once)."""
    return {
        "case": case,
        "seq": case.version,
        "name": name.value,
        "at": command.at,
        "by": command.by.key[:40],
        "by_name": command.by.name[:40],
        "note": note,
        "changes": {field: plain(value) for field, value in changes.items()},
        "command_id": command.id,
    }
