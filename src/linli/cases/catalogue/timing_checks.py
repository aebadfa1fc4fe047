"""What can be wrong between pauses, the ladder and the clocks that workflows run."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.catalogue.timing import Escalation, ReliefReason
from linli.cases.catalogue.workflows import WorkflowDeclaration
from linli.cases.rules.clocks import ARRIVAL, ORDER, RATING, RESIDENT, STAGE, TASK, UNIT
from linli.core.declared import Shape
from linli.core.toml_files import Place, Problem, TomlFile

ESCALATION = "escalation"
Entries = Mapping[str, Mapping[str, tuple[Shape, TomlFile, Place]]]
_ALWAYS = frozenset({RESIDENT, UNIT, STAGE, TASK, RATING, ARRIVAL, ORDER})


def timing_problems(entries: Entries) -> Iterator[Problem]:
    """Find pauses of clocks nobody runs, and clocks of which nobody would ever be told."""
    escalation = _escalation(entries)
    running = _ALWAYS | _declared_clocks(entries)
    for reason, file, place in entries.get("pause_reason", {}).values():
        if isinstance(reason, ReliefReason):
            yield from _reason_problems(reason, running, file, place)
    if escalation is not None:
        file = entries[ESCALATION][ESCALATION][1]
        told = {clock for rung in escalation.rung for clock in rung.clocks}
        for clock in sorted(running - told):
            yield file.problem(("rung",), _("没有一级提醒管到时限“%(clock)s”，超期了谁也不知道。") % {"clock": clock})


def _reason_problems(reason: ReliefReason, running: frozenset[str], file: TomlFile, place: Place) -> Iterator[Problem]:
    for clock in sorted(set(reason.stops) - running):
        yield file.problem((*place, "stops"), _("没有流程使用时限“%(clock)s”。") % {"clock": clock})


def _escalation(entries: Entries) -> Escalation | None:
    found = entries.get(ESCALATION, {}).get(ESCALATION)
    return found[0] if found and isinstance(found[0], Escalation) else None


def _declared_clocks(entries: Entries) -> frozenset[str]:
    return frozenset(
        phase.clock
        for workflow, _file, _place in entries.get("workflow", {}).values()
        if isinstance(workflow, WorkflowDeclaration)
        for phase in workflow.phase
        if phase.limit
    )
