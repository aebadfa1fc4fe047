"""What stops or lengthens a unit's clock, and reminders, by noun."""

from uuid import UUID

from linli.cases.actions import pausing
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker
from linli.cases.models import Case
from linli.staff.rules import Command


def _decide(case_id: UUID, body: StepIn, command: Command) -> Case:
    if body.passed:
        return pausing.grant_relief(case_id, command=command, note=body.text)
    return pausing.refuse_relief(case_id, command=command, reason=body.reason)


def _wish(body: StepIn) -> pausing.Wish:
    return pausing.Wish(body.reason_code, body.text, body.until, body.limit, body.photo)


STEPS: dict[str, Taker] = {
    "pause": lambda key, body, command: pausing.ask_pause(key, command=command, wish=_wish(body)),
    "extension": lambda key, body, command: pausing.ask_extension(key, command=command, wish=_wish(body)),
    "relief": _decide,
    "resumption": lambda key, body, command: pausing.resume_clocks(key, command=command, note=body.text),
    "reminder": lambda key, body, command: pausing.urge_case(key, command=command, note=body.text),
}
