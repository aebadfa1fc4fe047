"""What the declared files of visits say, entry by entry.

A care class is bound to a programme in which residents are enrolled with consent or on a legal basis: there is no place
here for a list of persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from linli.core.declared import DottedSlug, Misfit, Shape, Slug, Text, Word
from linli.visits.rules import Every

type Act = Literal["birth", "death", "move-in", "move-out", "split", "join"]


class VisitPurpose(Shape):
    """What a visit is for, and what the worker should come back with (去有目的、来有问题、后有反馈)."""

    code: Slug
    name: Text
    asks: Text


class CareDeclaration(Shape):
    """How often those who take part in a programme are visited: by time, never so many a worker."""

    code: Slug
    name: Text
    programme: Slug
    purpose: Slug
    every: Every
    source: Word


class RhythmDeclaration(Shape):
    """How often every household is visited where an area has switched the feature on; off unless it is."""

    code: Slug
    name: Text
    feature: Slug
    purpose: Slug
    every: Every
    source: Word


class EventDeclaration(Shape):
    """What asks for a visit when it happens: kinds of case, changes of a household's record; and within how many days."""

    code: Slug
    name: Text
    purpose: Slug
    kinds: tuple[DottedSlug, ...] = ()
    acts: tuple[Act, ...] = ()
    within_days: Annotated[int, Field(ge=0, le=60)]
    source: Word

    @model_validator(mode="after")
    def _has_cause(self) -> Self:
        if not (self.kinds or self.acts):
            raise Misfit(_("事件要写明由哪类案卷（kinds）或哪种登记变动（acts）引起。"), key="kinds")
        return self


@dataclass(frozen=True)
class Declared:
    """Everything in force, by code."""

    purposes: Mapping[str, VisitPurpose]
    care: Mapping[str, CareDeclaration]
    rhythms: Mapping[str, RhythmDeclaration]
    events: Mapping[str, EventDeclaration]

    def event_of_kind(self, kind_code: str) -> EventDeclaration | None:
        """Find the event that a kind of case is."""
        return next((one for one in self.events.values() if kind_code in one.kinds), None)

    def event_of_act(self, act: str) -> EventDeclaration | None:
        """Find the event that a change of a household's record is."""
        return next((one for one in self.events.values() if act in one.acts), None)
