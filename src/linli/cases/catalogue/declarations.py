"""What a catalogue declares: kinds of cases, majors, duties, channels, reasons and office hours."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, StrictBool, model_validator

from linli.cases.catalogue.outcomes import Checking
from linli.cases.catalogue.rounds import RoundDeclaration
from linli.cases.catalogue.shapes import Group, Limits, Origin, OwnerRule, Period, Stage, Use
from linli.cases.catalogue.timing import Condition, ConditionLimits, Escalation, ReliefReason
from linli.cases.rules import Evidence, Lane
from linli.cases.rules.clocks import Ladder
from linli.cases.rules.repeats import RepeatRule
from linli.core.calendar import Calendar, Limit
from linli.core.declared import DottedSlug, Misfit, Shape, Slug, Text, Word

if TYPE_CHECKING:
    from linli.cases.catalogue.workflows import WorkflowDeclaration

NOBODY_TOLD = Ladder(())
EVERY_ANSWER = Checking()
FEWEST_KEYWORDS = 5
_DIGEST_LENGTH = 16


def digest(content: object) -> str:
    """Reduce declared content to a short hash that changes only when the content does."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


class KindDeclaration(Shape):
    """One kind of case: what it is, who owns it, how long it may take and what closing it needs."""

    code: DottedSlug
    name: Text
    group: Group
    major: DottedSlug
    valid_from: dt.date
    valid_to: dt.date | None = None
    duty: Slug
    owner_rule: OwnerRule
    component_class: Annotated[str, Field(pattern=r"^\d{4,6}$")] | None = None
    filing_condition: Text
    closing_condition: Text
    limits: Limits
    conditions: tuple[ConditionLimits, ...] = ()
    evidence: Evidence
    lanes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    confidential: StrictBool = False
    keywords: Annotated[tuple[Word, ...], Field(min_length=FEWEST_KEYWORDS)]
    advice: Text | None = None
    source: Word

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not self.code.startswith(f"{self.group}."):
            raise Misfit(_("编码要以“%(group)s.”开头。") % {"group": self.group}, key="code")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise Misfit(_("valid_to 不能早于 valid_from。"), key="valid_to")
        codes = tuple(one.when for one in self.conditions)
        for key, values in (("keywords", self.keywords), ("lanes", self.lanes), ("conditions", codes)):
            if len(set(values)) < len(values):
                raise Misfit(_("有重复的值。"), key=key)
        if Lane.URGENT in self.lanes and self.advice is None:
            raise Misfit(_("可走紧急通道的类别要写 advice：告诉居民先做什么。"), key="lanes")
        return self

    @property
    def on_spot(self) -> bool:
        """Say whether the person who finds it may settle it there and then."""
        return Lane.ON_SPOT in self.lanes

    def limit(self, stage: Stage, *, grade: str = "", condition: str = "") -> Limit:
        """Give the time limit of a step in a grid of that grade (A, B or C), under a condition where it names one."""
        under = next((one.of(stage) for one in self.conditions if one.when == condition), None)
        return (under or self.limits.of(stage)).for_grade(grade)

    def is_valid_on(self, day: dt.date) -> bool:
        """Say whether new cases of this kind may begin on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def declared(self) -> dict[str, object]:
        """Give what was declared as plain JSON values; reading it again gives an equal kind and version."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @cached_property
    def version(self) -> str:
        """A hash of the declaration: a case keeps the one it began under."""
        return digest(self.declared())


class MajorDeclaration(Shape):
    """A major class (大类): the heading kinds stand under, inside one group; some stand on the printed list of services."""

    code: DottedSlug
    name: Text
    group: Group
    number: str = ""
    on_service_list: StrictBool = False
    source: Word


class DutyDeclaration(Shape):
    """A line of responsibility; units take duties for areas, and so a kind finds its unit."""

    code: Slug
    name: Text


class ChannelDeclaration(Shape):
    """A way in for requests, out for notices, or both."""

    code: Slug
    name: Text
    origin: Origin
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]


class DeclineReason(Shape):
    """Why a report does not become a case, and what the resident is told instead."""

    code: Slug
    name: Text
    tell: Text
    source: Word


class ReturnReason(Shape):
    """Why a unit gives an order back; `disputes_owner` sends it to be ruled once by the command centre."""

    code: Slug
    name: Text
    disputes_owner: StrictBool
    note_required: StrictBool
    source: Word


class OfficeHours(Shape):
    """The tenant's working time over the national calendar of holidays and make-up days."""

    holidays: Literal["CN"]
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    days_off: tuple[dt.date, ...] = ()
    days_on: tuple[dt.date, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if any(late.start < early.end for early, late in zip(self.periods, self.periods[1:], strict=False)):
            raise Misfit(_("办公时段要按先后排列，且不能重叠。"), key="periods")
        if set(self.days_off) & set(self.days_on):
            raise Misfit(_("同一天不能既休息又上班。"), key="days_on")
        return self

    def calendar(self) -> Calendar:
        """Make the calendar that clocks run on."""
        clock = dt.time.fromisoformat
        return Calendar(
            hours=tuple((clock(period.start), clock(period.end)) for period in self.periods),
            days_off=frozenset(self.days_off),
            days_on=frozenset(self.days_on),
        )


@dataclass(frozen=True)
class Catalogue:
    """Everything declared, by code; the calendar stands alone."""

    kinds: Mapping[str, KindDeclaration]
    majors: Mapping[str, MajorDeclaration]
    duties: Mapping[str, DutyDeclaration]
    channels: Mapping[str, ChannelDeclaration]
    decline_reasons: Mapping[str, DeclineReason]
    return_reasons: Mapping[str, ReturnReason]
    workflows: Mapping[str, "WorkflowDeclaration"]
    office_hours: OfficeHours
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    pause_reasons: Mapping[str, ReliefReason] = field(default_factory=dict)
    escalation: Escalation | None = None
    checking: Checking = EVERY_ANSWER
    rounds: Mapping[str, RoundDeclaration] = field(default_factory=dict)
    repeats: Mapping[str, RepeatRule] = field(default_factory=dict)  # by kind
    repeat_names: Mapping[str, Text] = field(default_factory=dict)  # by rule
    ladder: Ladder = field(init=False)
    calendar: Calendar = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", self.office_hours.calendar())
        object.__setattr__(self, "ladder", self.escalation.ladder() if self.escalation else Ladder(()))

    def kinds_on(self, day: dt.date) -> list[KindDeclaration]:
        """List the kinds under which a case may begin on that day, in the order of the files."""
        return [kind for kind in self.kinds.values() if kind.is_valid_on(day)]

    def kinds_of(self, major: str) -> list[KindDeclaration]:
        """List the kinds under one major class."""
        return [kind for kind in self.kinds.values() if kind.major == major]
