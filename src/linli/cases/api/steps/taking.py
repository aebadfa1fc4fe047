"""The shape of a step's taker: a case, what was sent, under which command."""

from collections.abc import Callable
from uuid import UUID

from linli.cases.actions.recording import Command
from linli.cases.api.schemas import StepIn
from linli.cases.models import Case

Taker = Callable[[UUID, StepIn, Command], Case]
