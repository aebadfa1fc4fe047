"""What the supervision centre does, by noun."""

from uuid import UUID

from linli.cases import actions
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker
from linli.cases.models import Case
from linli.staff.rules import Command


def _check(case_id: UUID, body: StepIn, command: Command) -> Case:
    if body.passed:
        return actions.pass_check(case_id, command=command, note=body.text)
    return actions.fail_check(case_id, command=command, reason=body.reason)


STEPS: dict[str, Taker] = {
    "filing": lambda key, body, command: actions.file_case(
        key, command=command, kind_code=body.kind, lane=body.lane, condition=body.condition
    ),
    "refusal": lambda key, body, command: actions.decline_case(
        key, command=command, reason=body.reason, duplicate_of=body.duplicate_of
    ),
    "kind": lambda key, body, command: actions.correct_kind(key, command=command, kind_code=body.kind),
    "check": _check,
    "visit-back": lambda key, body, command: actions.visit_back(key, command=command, score=body.score, text=body.text),
    "rating-answer": lambda key, body, command: actions.answer_rating(key, command=command, text=body.text),
    "closure": lambda key, body, command: actions.close_case(
        key, command=command, outcome=body.outcome, note=body.text
    ),
    "reopening": lambda key, body, command: actions.reopen_case(key, command=command, reason=body.reason),
    "voiding": lambda key, body, command: actions.void_case(key, command=command, reason=body.reason),
}
