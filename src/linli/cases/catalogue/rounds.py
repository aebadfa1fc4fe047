"""What a catalogue declares about recurring rounds: how often, for which areas, what is looked at, what the bulletin gathers."""

import datetime as dt
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from linli.cases.catalogue.shapes import Group
from linli.cases.rules.rounds import Every, Turn, turn_on
from linli.core.declared import DottedSlug, Misfit, Shape, Slug, Text, Word

LAST_MONTH_DAY, LAST_WEEK_DAY = 28, 7


class RoundDeclaration(Shape):
    """One round (五个一): a case for each area below, one meeting and one bulletin for the area itself."""

    code: Slug
    name: Text
    every: Every
    begins: Annotated[int, Field(ge=1, le=LAST_MONTH_DAY)] = 1
    held_by: Literal["district", "street", "community"]
    looked_at: Literal["street", "community", "grid"]
    kind: DottedSlug
    text: Text
    gathers: Annotated[tuple[Group, ...], Field(min_length=1)]
    source: Word

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.every is Every.WEEK and self.begins > LAST_WEEK_DAY:
            raise Misfit(_("按周的例行工作，begins 是 1（周一）到 7（周日）。"), key="begins")
        order = ("district", "street", "community", "grid")
        if order.index(self.looked_at) < order.index(self.held_by):
            raise Misfit(_("looked_at 不能比 held_by 的层级高。"), key="looked_at")
        return self

    def turn(self, day: dt.date) -> Turn:
        """Find the turn a day lies in."""
        return turn_on(self.every, day=day, begins=self.begins)
