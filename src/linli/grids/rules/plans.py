"""How a plan of grids comes about: drawn, edited, handed in, approved by another person, adopted on a day."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from linli.grids import errors

DISTRICT_DIGITS = 6  # whoever approves answers for a whole district or more
MOST_NOTE = 400
LONGEST_WAIT = dt.timedelta(days=366)
LONGEST_QUEUE = dt.timedelta(hours=6)  # a drawing that nobody began for so long is begun no more
SIGN_EVERY = dt.timedelta(seconds=15)  # of a drawing that was begun, whatever it is at
LONGEST_SILENCE = 6 * SIGN_EVERY  # without a sign for so long it is doubted …
DOUBTED_FOR = 2 * SIGN_EVERY  # … and if it is as silent after so long again, its process is dead
BEYOND_DOUBT = dt.timedelta(minutes=10)  # where nobody looks twice, since no background work runs


class PlanKind(StrEnum):
    """Whether grids are drawn afresh, or the present ones are changed as little as possible."""

    DRAW = "draw"
    REDRAW = "redraw"


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAWING = "drawing"
    FAILED = "failed"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class PlanStep(StrEnum):
    """What people do with a plan as a whole."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    ADOPT = "adopt"
    WITHDRAW = "withdraw"
    STOP = "stop"


class EditWhat(StrEnum):
    """What a person may do to a plan on the map."""

    MOVE_UNITS = "move-units"
    MOVE_BLOCK = "move-block"
    SPLIT = "split"
    MERGE = "merge"
    LINE = "line"
    DESCRIBE = "describe"


_S, _P = PlanState, PlanStep
_NEXT: Mapping[tuple[PlanState, PlanStep], PlanState] = MappingProxyType(
    {
        (_S.DRAFT, _P.SUBMIT): _S.SUBMITTED,
        (_S.SUBMITTED, _P.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _P.RETURN): _S.DRAFT,
        (_S.APPROVED, _P.RETURN): _S.DRAFT,
        (_S.APPROVED, _P.ADOPT): _S.ADOPTED,
        (_S.DRAWING, _P.STOP): _S.DRAWING,  # its process sees that it is to end, and makes it a draft
        (_S.DRAWING, _P.WITHDRAW): _S.WITHDRAWN,
        (_S.FAILED, _P.WITHDRAW): _S.WITHDRAWN,
        (_S.DRAFT, _P.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _P.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _P.WITHDRAW): _S.WITHDRAWN,
    }
)
ENDED = frozenset({PlanState.ADOPTED, PlanState.WITHDRAWN})
EDITABLE = frozenset({PlanState.DRAFT})


@dataclass(frozen=True)
class PlannedGrid:
    """One grid of a plan as it is kept beside the map: what it is called, and its figures; counts of care load are in no field."""

    code: str  # 15 digits; that of today's grid where it is kept
    name: str
    kind: str  # basic, dedicated
    is_kept: bool  # continues a grid of today
    households: float
    workload: float
    deviation: float  # from the mean workload of its community's basic grids
    area_m2: float
    compactness: float
    pieces: int
    walk_m: float
    is_estimated: bool  # households that nobody counted
    grade: str = ""  # '' leaves what stands
    name_today: str = ""  # of the grid it continues, when it was drawn
    is_oversize: bool = False  # holds a building that is more than a grid by itself, and does not count for balance
    building: str = ""  # code of that building, '' where nobody gave it one
    is_bridged: bool = False  # in several pieces, since ground is cut off that is too little for a grid


def next_state(state: PlanState, step: PlanStep) -> PlanState:
    """Give the state a step leads to, or refuse the step where the plan stands."""
    if (found := _NEXT.get((state, step))) is None:
        raise errors.WrongPlanState
    return found


def possible_steps(state: PlanState) -> frozenset[PlanStep]:
    """List the steps that are open where a plan stands."""
    return frozenset(step for known, step in _NEXT if known is state)


def check_other_person(by_key: str, *, made_by: Collection[str]) -> None:
    """Refuse that somebody approves a plan they drew, edited or handed in: four eyes see more."""
    if by_key in made_by:
        raise errors.OwnPlan


def is_same_ground(area_code: str, other: str) -> bool:
    """Say whether one area lies in the other, so that plans of both would draw the same grids."""
    return area_code.startswith(other) or other.startswith(area_code)


def is_silent(at: dt.datetime, *, sign_at: dt.datetime | None, longest: dt.timedelta = LONGEST_SILENCE) -> bool:
    """Say whether a drawing that was begun has given no sign of life for too long."""
    return sign_at is not None and at - sign_at > longest


def is_cut_off(
    at: dt.datetime, *, asked_at: dt.datetime, sign_at: dt.datetime | None, doubted_at: dt.datetime | None
) -> bool:
    """Say whether a drawing died with its process: never begun, or as silent at a second look as at the first.

    One look is not enough: a machine that slept, or a store that took in one long write, kept back the signs of all.
    """
    if sign_at is None:
        return at - asked_at > LONGEST_QUEUE
    return doubted_at is not None and at - doubted_at >= DOUBTED_FOR


def check_note(note: str) -> str:
    """Demand a reason for giving a plan back."""
    if not (bare := note.strip()):
        raise errors.NoteMissing(field="note")
    return bare[:MOST_NOTE]


def check_adopt_on(day: dt.date, *, today: dt.date) -> None:
    """Refuse a day in the past (what held then is told already) and one more than a year ahead."""
    if not today <= day <= today + LONGEST_WAIT:
        raise errors.AdoptDayWrong(field="adopt_on", day=day)
