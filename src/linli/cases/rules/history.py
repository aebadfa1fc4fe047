"""The fold that rebuilds a case from its history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from linli.cases import errors
from linli.cases.rules.course import Lane, State, StepName
from linli.cases.rules.workflows import Step, Workflow

# Values that are made of named parts: a step changes some of them, the others stay.
FOLDED = frozenset({"clocks", "answers"})


@dataclass(frozen=True)
class RecordFacts:
    """One line of a case's history, as far as rebuilding the case needs it."""

    seq: int
    name: str
    changes: Mapping[str, object]


Workflows = Callable[[str, str], Workflow]


def project(records: Iterable[RecordFacts], workflows: Workflows) -> dict[str, object]:
    """Rebuild a case's values from its history, in order; a step from or to a wrong phase is refused.

    `workflows` finds a workflow by its code and version.
    """
    values: dict[str, object] = {"state": State.REPORTED.value, "is_open": True}
    for record in records:
        if record.name != StepName.REPORT:
            _check(values, record, workflows)
        values = merged(values, record.changes)
    return values


def merged(values: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Lay a step's changes over a case's values; of values made of parts only the parts named change."""
    found = dict(values)
    for name, value in changes.items():
        before = found.get(name)
        if name in FOLDED and isinstance(before, Mapping) and isinstance(value, Mapping):
            found[name] = {**before, **value}
        else:
            found[name] = value
    if "state" in changes and "phase" not in changes:  # from before workflows were declared: a phase was its state
        found["phase"] = changes["state"]
    return found


def _check(values: Mapping[str, object], record: RecordFacts, workflows: Workflows) -> None:
    workflow = _workflow(values, workflows)
    step, before = workflow.step(record.name), str(values.get("phase") or values["state"])
    after = str(record.changes.get("phase") or record.changes.get("state") or before)
    onward = _workflow({**values, **record.changes}, workflows)
    if before not in step.starts or after not in _ends(step, before, onward):
        raise errors.WrongState


def _workflow(values: Mapping[str, object], workflows: Workflows) -> Workflow:
    return workflows(str(values.get("lane", Lane.DISPATCH)), str(values.get("workflow_version", "")))


def _ends(step: Step, before: str, onward: Workflow) -> tuple[str, ...]:
    """Where a step may lead; filing leads into the lane that was chosen with it."""
    if step.does is StepName.FILE:
        return (onward.at_stage(State.FILED).code,)
    return step.leads_to or (before,)
