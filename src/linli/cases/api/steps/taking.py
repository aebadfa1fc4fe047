"""The shape of a step's taker: a case, what was sent, under which command; and what a step cannot do without."""

from collections.abc import Callable
from uuid import UUID

from linli.cases import errors
from linli.cases.api.schemas import StepIn
from linli.cases.models import Case
from linli.staff.rules import Command

Taker = Callable[[UUID, StepIn, Command], Case]


def needed[T](value: T | None, field: str) -> T:
    """Give a value that the step cannot do without."""
    if value is None:
        raise errors.AnswerMissing(field=field)
    return value
