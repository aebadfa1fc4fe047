"""A workflow as the rules see it: phases, steps, who may take them and what they ask; declared in the catalogue.

A phase (环节) is a place in one workflow; its stage says where the case stands in the words all workflows share, so that
lists and figures hold for all of them.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from linli.cases import errors
from linli.cases.rules.course import OPEN, Party, State, StepName
from linli.core.calendar import Limit
from linli.core.control_signs import without_control_signs
from linli.staff.rules import Permission, Role

MOST_ANSWER = 4_000
# Two fields are no answers to be kept: the note of the step's record, and the phase to go to where a step leads to several.
NOTE, TO = "note", "to"
_YES, _NO = frozenset({"true", "yes", "on", "1", "是"}), frozenset({"false", "no", "off", "0", "否"})


class Answer(StrEnum):
    """What a field of a step takes."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"


@dataclass(frozen=True)
class Asked:
    """One field a step asks for."""

    name: str
    takes: Answer = Answer.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phase:
    """One place in a workflow: its stage, whose clock runs there, and with which limit."""

    code: str
    stage: State
    limit: str = ""
    clock: str = "stage"

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done there."""
        return self.stage in OPEN


@dataclass(frozen=True)
class Step:
    """One step of a workflow: what it does, where it starts, where it leads, who may take it and what it asks."""

    name: str
    does: StepName
    starts: frozenset[str]
    leads_to: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    roles: frozenset[Role] = frozenset()
    party: Party = Party.AREA
    other_person: bool = False
    keeps_clock: bool = False
    lane: str = ""
    asks: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """All phases and steps of one lane, in the order declared."""

    code: str
    version: str
    phases: Mapping[str, Phase]
    steps: Mapping[str, Step] = field(repr=False)
    longest_extension: str = ""

    @property
    def first(self) -> Phase:
        """The phase a new case begins in."""
        return next(iter(self.phases.values()))

    def phase(self, code: str) -> Phase:
        """Find a phase."""
        try:
            return self.phases[code]
        except KeyError:
            raise errors.WrongState from None

    def step(self, name: str) -> Step:
        """Find a step by its own name; a case in this workflow knows no other."""
        try:
            return self.steps[name]
        except KeyError:
            raise errors.WrongState from None

    def at_stage(self, stage: State) -> Phase:
        """Find the phase in which a case of this workflow first stands at a stage."""
        found = self._by_stage.get(stage)
        if found is None:
            raise errors.WrongState
        return found

    @cached_property
    def _by_stage(self) -> Mapping[State, Phase]:
        return {phase.stage: phase for phase in reversed(tuple(self.phases.values()))}


def check_extended(workflow: Workflow, extended: Iterable[Limit]) -> None:
    """Refuse more time in all than a workflow gives, where it names the most (信访工作条例 art. 34: 30 days)."""
    if not workflow.longest_extension:
        return
    most, given = Limit.parse(workflow.longest_extension), list(extended)
    if any(one.unit is not most.unit for one in given) or sum(one.amount for one in given) > most.amount:
        raise errors.ExtensionTooLong(field="by", limit=str(most))


def check_answers(asked: Iterable[Asked], given: Mapping[str, object]) -> dict[str, object]:
    """Read what a step asks for as plain JSON values, refusing the first that is missing or wrong, by name."""
    found: dict[str, object] = {}
    for one in asked:
        said = given.get(one.name)
        text = "" if said is None else without_control_signs(str(said)).strip()
        if not text:
            if one.required:
                raise errors.AnswerMissing(field=one.name)
            continue
        found[one.name] = _read(one, text)
    return found


def _read(asked: Asked, text: str) -> object:
    try:
        if asked.takes is Answer.DATE:
            return dt.date.fromisoformat(text).isoformat()
        if asked.takes is Answer.TIME:
            return _moment(text)
        if asked.takes is Answer.NUMBER:
            return _number(text)
        if asked.takes is Answer.YES_NO:
            return _yes_or_no(text.lower())
    except (ValueError, OverflowError):  # a moment outside the calendar, a number beyond every float
        raise errors.AnswerWrong(field=asked.name, answer=text[:60]) from None
    if asked.takes is Answer.CHOICE and text not in asked.choices:
        raise errors.AnswerWrong(field=asked.name, answer=text[:60])
    return text[:MOST_ANSWER]


def _number(text: str) -> float:
    found = float(text) if "." in text else int(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _yes_or_no(text: str) -> bool:
    if text not in _YES | _NO:
        raise ValueError(text)
    return text in _YES


def _moment(text: str) -> str:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(dt.UTC).isoformat()
