"""Steps by their noun: POST /cases/{id}/closure closes; one table names them all."""

from collections.abc import Callable
from uuid import UUID

from linli.cases import actions
from linli.cases.actions.recording import Command
from linli.cases.api.schemas import StepIn
from linli.cases.models import Case
from linli.core.errors import NotFound

Taker = Callable[[UUID, StepIn, Command], Case]


def _check(case_id: UUID, body: StepIn, command: Command) -> Case:
    if body.passed:
        return actions.pass_check(case_id, command=command, note=body.text)
    return actions.fail_check(case_id, command=command, reason=body.reason)


STEPS: dict[str, Taker] = {
    "filing": lambda key, body, command: actions.file_case(key, command=command, kind_code=body.kind, lane=body.lane),
    "refusal": lambda key, body, command: actions.decline_case(
        key, command=command, reason=body.reason, duplicate_of=body.duplicate_of
    ),
    "kind": lambda key, body, command: actions.correct_kind(key, command=command, kind_code=body.kind),
    "dispatch": lambda key, body, command: actions.dispatch_case(
        key, command=command, unit_code=body.unit, note=body.text
    ),
    "acceptance": lambda key, _body, command: actions.accept_task(key, command=command),
    "return": lambda key, body, command: actions.return_task(key, command=command, reason=body.reason),
    "answer": lambda key, body, command: actions.respond(key, command=command, result=body.result),
    "settlement": lambda key, body, command: actions.settle_on_spot(
        key, command=command, result=body.result, kind_code=body.kind
    ),
    "check": _check,
    "visit-back": lambda key, body, command: actions.visit_back(key, command=command, score=body.score, text=body.text),
    "closure": lambda key, body, command: actions.close_case(
        key, command=command, outcome=body.outcome, note=body.text
    ),
    "reopening": lambda key, body, command: actions.reopen_case(key, command=command, reason=body.reason),
    "voiding": lambda key, body, command: actions.void_case(key, command=command, reason=body.reason),
    "notes": lambda key, body, command: actions.add_note(key, command=command, text=body.text),
}


def take_step(noun: str, case_id: UUID, body: StepIn, command: Command) -> Case:
    """Take the step of that noun."""
    if noun not in STEPS:
        raise NotFound
    return STEPS[noun](case_id, body, command)
