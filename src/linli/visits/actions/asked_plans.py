"""Plan an area because somebody asks for it: a small one at once, a large one in the background; each command once."""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from linli.core import commands
from linli.places.rules import DIGITS, Level
from linli.staff.queries import account_with_id, actor_of
from linli.staff.rules import Command
from linli.visits.actions.rhythm import plan_due, window_of

_AT_ONCE, _LATER = "visits.plan-area", "visits.ask-for-plan"


def takes_long(area_code: str) -> bool:
    """Say whether planning an area would keep whoever asks waiting: above a community it is thousands of households."""
    return len(area_code) < DIGITS[Level.COMMUNITY]


def plan_asked(area_code: str, *, first: dt.date, last: dt.date, command: Command) -> int:
    """Plan what falls due in an area now, and say how many visits that made; a repeat gets the first answer.

    The answer is kept at the end: what was cut off half way is planned to its end by the repeat.
    """
    asked = f"{area_code} {first} {last}"
    told = commands.first_answer(command.id)
    if told is None:
        made = plan_due(area_code, first=first, last=last, command=command)
        answer = f"{asked} {made.visits}"
        told = _begin(command, _AT_ONCE, answer) or answer
    what, _space, count = told.rpartition(" ")
    if what != asked:
        raise commands.CommandIdReused
    return int(count)


def ask_for_plan(area_code: str, *, first: dt.date, last: dt.date, command: Command) -> bool:
    """Claim the planning of an area that is done in the background: True the first time, False on a repeat."""
    window_of(area_code, first=first, last=last, command=command)
    asked = f"{area_code} {first} {last}"
    told = _begin(command, _LATER, asked)
    if told not in {None, asked}:
        raise commands.CommandIdReused
    return told is None


def plan_in_background(area_code: str, first: dt.date, last: dt.date, *, account_id: UUID, command_id: UUID) -> int:
    """Plan what somebody asked for, as what they may do now; any number of times, each visit once."""
    command = Command(uuid5(command_id, "plan"), actor_of(account_with_id(account_id)), timezone.now())
    return plan_due(area_code, first=first, last=last, command=command).visits


@transaction.atomic
def _begin(command: Command, name: str, answer: str) -> str | None:
    return commands.begin(command.id, name=name, by=command.by.key, at=command.at, answer=answer)
