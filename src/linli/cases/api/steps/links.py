"""What makes one matter of several cases or several of one, by noun."""

from uuid import UUID

from linli.cases.actions.linking import Part, link_cases, merge_cases, split_case, unmerge_case
from linli.cases.actions.rooting import open_root_cause
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker, needed
from linli.cases.models import Case
from linli.staff.rules import Command


def _merge(case_id: UUID, body: StepIn, command: Command) -> Case:
    """Merge this case into the main one, and answer with this one as it stands now."""
    merge_cases(needed(body.main, "main"), [case_id], command=command, note=body.text)
    return Case.objects.get(pk=case_id)


def _split(case_id: UUID, body: StepIn, command: Command) -> Case:
    split_case(case_id, [Part(matter) for matter in body.matters], command=command)
    return Case.objects.get(pk=case_id)


STEPS: dict[str, Taker] = {
    "merging": _merge,
    "separation": lambda key, body, command: unmerge_case(key, command=command, reason=body.reason),
    "splitting": _split,
    "relation": lambda key, body, command: link_cases(
        key, needed(body.other, "other"), command=command, note=body.text
    ),
    "root-cause": lambda key, _body, command: open_root_cause(key, command=command),
}
