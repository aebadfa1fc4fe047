"""What a catalogue declares about time: conditions that change a limit, causes for a pause or extension, the ladder."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, StrictBool, model_validator

from linli.cases.catalogue.shapes import GradedLimit, Stage, TimeLimit, TimeOfDay
from linli.cases.rules.clocks import Ceiling, Ladder, Rung, Tell
from linli.core.declared import Misfit, Shape, Slug, Text, Word


class Condition(Shape):
    """A circumstance that changes how long something may take: on a main road, blocking the way."""

    code: Slug
    name: Text
    source: Word


class ConditionLimits(Shape):
    """The limits of a kind that are others under one condition; those not named stay."""

    when: Slug
    filing: GradedLimit | None = None
    dispatch: GradedLimit | None = None
    handling: GradedLimit | None = None
    checking: GradedLimit | None = None
    resident: GradedLimit | None = None

    def of(self, stage: Stage) -> GradedLimit | None:
        """Give the limits of one step under this condition, if they differ."""
        found: GradedLimit | None = getattr(self, stage.value)
        return found

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(self.of(stage) is None for stage in Stage):
            raise Misfit(_("要至少写一个时限。"), key="when")
        return self


class Relief(StrEnum):
    """What may be asked for when a limit cannot be kept."""

    PAUSE = "pause"
    EXTENSION = "extension"


class ReliefReason(Shape):
    """A cause for a pause or an extension: which clocks it stops, for how long at most, and what must be shown for it."""

    code: Slug
    name: Text
    tell: Text
    allows: Annotated[tuple[Relief, ...], Field(min_length=1)]
    stops: tuple[Slug, ...] = ()
    longest: TimeLimit | None = None
    photo_required: StrictBool = False
    source: Word

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if Relief.PAUSE in self.allows and not self.stops:
            raise Misfit(_("可以暂停的理由要写明停哪些时限。"), key="stops")
        if Relief.PAUSE in self.allows and self.longest is None:
            raise Misfit(_("可以暂停的理由要写明最长停多久：没有尽头的暂停不算暂停。"), key="longest")
        return self


class RungDeclaration(Shape):
    """One rung of the ladder: whom it tells of which clocks, and when; with no time named, at the breach."""

    code: Slug
    name: Text
    level: Annotated[int, Field(ge=0, le=9)]
    to: Tell
    clocks: Annotated[tuple[Slug, ...], Field(min_length=1)]
    share: Annotated[float, Field(gt=0, lt=1)] | None = None
    before: TimeLimit | None = None
    after: TimeLimit | None = None

    @model_validator(mode="after")
    def _once(self) -> Self:
        if sum(value is not None for value in (self.share, self.before, self.after)) > 1:
            raise Misfit(_("share、before、after 只能写一个。"), key="code")
        return self

    def rung(self) -> Rung:
        """Make the rung that the rules climb."""
        return Rung(self.code, self.level, self.to, frozenset(self.clocks), self.share, self.before, self.after)


class PauseCeiling(Shape):
    """How often one clock may stand still, and for how long in all."""

    times: Annotated[int, Field(ge=1)]
    total: TimeLimit


class ExtensionCeiling(Shape):
    """How often one clock may be given more time."""

    times: Annotated[int, Field(ge=1)]


class Escalation(Shape):
    """Who is told when, the hours in which nobody is, and the ceilings of pauses and extensions."""

    quiet_from: TimeOfDay
    quiet_to: TimeOfDay
    pause: PauseCeiling
    extension: ExtensionCeiling
    rung: Annotated[tuple[RungDeclaration, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        codes = [rung.code for rung in self.rung]
        if len(set(codes)) < len(codes):
            raise Misfit(_("有重复的值。"), key="rung")
        return self

    def ladder(self) -> Ladder:
        """Make the ladder that the sweep climbs."""
        clock = dt.time.fromisoformat
        return Ladder(tuple(one.rung() for one in self.rung), clock(self.quiet_from), clock(self.quiet_to))

    def ceiling(self, reason: ReliefReason) -> Ceiling:
        """Give the ceilings of a pause for a reason."""
        return Ceiling(self.pause.times, reason.longest or self.pause.total, self.pause.total)
