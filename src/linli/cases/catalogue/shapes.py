"""The small values declarations are made of: texts in three languages, time limits by grid grade, fixed choices."""

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from linli.core.calendar import Limit
from linli.core.declared import Misfit, Shape
from linli.core.errors import LinliError


class Group(StrEnum):
    """What sort of thing a kind is about; the first part of its code."""

    COMPONENT = "component"
    EVENT = "event"
    REQUEST = "request"
    HAZARD = "hazard"
    DISPUTE = "dispute"
    SERVICE = "service"


class OwnerRule(StrEnum):
    """Who is asked first: the owner of the thing (先属主后属地) or the place (先属地后属主)."""

    OWNER_FIRST = "owner-first"
    PLACE_FIRST = "place-first"


class Stage(StrEnum):
    """A step that has a time limit; `resident` runs from submission, the others from the step before."""

    FILING = "filing"
    DISPATCH = "dispatch"
    HANDLING = "handling"
    CHECKING = "checking"
    RESIDENT = "resident"


class Origin(StrEnum):
    """Where a report comes from, as indicators tell it apart: 监督员上报 and 公众举报."""

    PATROL = "patrol"
    PUBLIC = "public"
    AGENCY = "agency"
    SYSTEM = "system"


class Use(StrEnum):
    """What a channel carries: requests coming in, notices going out."""

    INTAKE = "intake"
    NOTICE = "notice"


def _limit(value: object) -> Limit:
    if isinstance(value, Limit):
        return value
    try:
        limit = Limit.parse(str(value))
    except LinliError as error:
        raise ValueError(str(error)) from error
    if limit.amount <= 0:
        raise ValueError(_("时限必须大于零。"))
    return limit


TimeLimit = Annotated[Limit, BeforeValidator(_limit), PlainSerializer(str, return_type=str)]


class GradedLimit(Shape):
    """A limit for each management grade of a grid; one text in the file stands for all three."""

    a: TimeLimit = Field(alias="A")
    b: TimeLimit = Field(alias="B")
    c: TimeLimit = Field(alias="C")

    @model_validator(mode="before")
    @classmethod
    def _same_for_all(cls, value: object) -> object:
        if isinstance(value, (dict, GradedLimit)):
            return value
        return dict.fromkeys("ABC", _limit(value))

    def for_grade(self, grade: str) -> Limit:
        """Choose the limit of a grade; a grid without a grade takes the middle one."""
        return {"A": self.a, "C": self.c}.get(grade, self.b)

    @property
    def is_graded(self) -> bool:
        """Say whether the grades differ."""
        return not self.a == self.b == self.c


class Limits(Shape):
    """How long each step of a kind may take."""

    filing: GradedLimit
    dispatch: GradedLimit
    handling: GradedLimit
    checking: GradedLimit
    resident: GradedLimit

    def of(self, stage: Stage) -> GradedLimit:
        """Give the limits of one step."""
        return {
            Stage.FILING: self.filing,
            Stage.DISPATCH: self.dispatch,
            Stage.HANDLING: self.handling,
            Stage.CHECKING: self.checking,
            Stage.RESIDENT: self.resident,
        }[stage]


TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Period(Shape):
    """One stretch of office hours in a day."""

    start: TimeOfDay
    end: TimeOfDay

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start >= self.end:
            raise Misfit(_("上班时间要早于下班时间。"), key="end")
        return self
