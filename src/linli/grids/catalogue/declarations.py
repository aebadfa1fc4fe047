"""What the declared files of grids say, entry by entry: numbers about grids and posts, never about persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from linli.core.declared import Misfit, Shape, Slug, Text, Word
from linli.grids.catalogue.weighing import CareWeight, Drawing, Work
from linli.grids.rules.sizes import GradeRule, Measure, SizeOf, SizeRule, Statement
from linli.grids.rules.staffing import StaffingRule
from linli.grids.rules.workload import Weights

type Amount = Annotated[float, Field(ge=0)]
type Count = Annotated[int, Field(ge=0)]


class SizeDeclaration(Shape):
    """A band in which a counted figure of a grid or of a worker's grids should lie."""

    code: Slug
    name: Text
    of: SizeOf
    measure: Measure
    low: Amount | None = None
    high: Amount | None = None
    use: bool = True
    source: Word

    @model_validator(mode="after")
    def _has_ends(self) -> Self:
        if self.low is None and self.high is None:
            raise Misfit(_("规模要写明下限（low）或上限（high）。"), key="low")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Misfit(_("下限不能大于上限。"), key="low")
        return self

    @property
    def rule(self) -> SizeRule:
        """The rule as the checks use it."""
        return SizeRule(self.code, str(self.name), self.of, self.measure, self.low, self.high)


class StaffingDeclaration(Shape):
    """How many workers a grid has, how many grids a worker and a supervisor have."""

    workers_per_grid: Annotated[int, Field(ge=1)]
    grids_per_worker: Annotated[int, Field(ge=1)]
    supervisors: tuple[Word, ...]
    span_low: Annotated[int, Field(ge=1)]
    span_high: Annotated[int, Field(ge=1)]
    heavy_from: Annotated[float, Field(gt=1)]
    building_heads: bool = False
    source: Word

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.span_low > self.span_high:
            raise Misfit(_("下限不能大于上限。"), key="span_low")
        return self

    @property
    def rule(self) -> StaffingRule:
        """The rule as the checks use it."""
        return StaffingRule(
            self.workers_per_grid, self.grids_per_worker, frozenset(self.supervisors), self.span_low, self.span_high,
            self.heavy_from, self.building_heads,
        )  # fmt: skip


class GradeDeclaration(Shape):
    """From which intensity of work a grid is suggested for a grade, and what that does to its bands."""

    code: Annotated[str, Field(pattern="^[ABC]$")]
    from_intensity: Amount
    band: Annotated[float, Field(gt=0)]
    source: Word

    @property
    def rule(self) -> GradeRule:
        """The rule as the checks use it."""
        return GradeRule(self.code, self.from_intensity, self.band)


class StatementDeclaration(Shape):
    """What a plan or a report says of an area."""

    code: Slug
    area: Annotated[str, Field(pattern=r"^[0-9]{2,15}$")]
    grids: Count | None = None
    households: Count | None = None
    people: Count | None = None
    households_per_grid: Amount | None = None
    people_per_grid: Amount | None = None
    source: Word

    @property
    def said(self) -> Statement:
        """The statement as the checks use it."""
        return Statement(
            self.area, self.source, self.grids, self.households, self.people, self.households_per_grid,
            self.people_per_grid,
        )  # fmt: skip


class PublicationDeclaration(Shape):
    """Whether grids go out as open data, on which terms, and the number under which their map was examined."""

    open_data: bool
    licence: Word
    licence_url: str = ""
    map_number: str = ""


@dataclass(frozen=True)
class Declared:
    """Everything in force, by code."""

    sizes: Mapping[str, SizeDeclaration]
    staffing: StaffingDeclaration
    grades: Mapping[str, GradeDeclaration]
    statements: Mapping[str, StatementDeclaration]
    publication: PublicationDeclaration
    care: Mapping[str, CareWeight]
    work: Work
    drawing: Drawing

    @property
    def size_rules(self) -> tuple[SizeRule, ...]:
        """The checks of size in use."""
        return tuple(one.rule for one in self.sizes.values() if one.use)

    @property
    def grade_rules(self) -> tuple[GradeRule, ...]:
        """The grades, the heaviest first."""
        found = (one.rule for one in self.grades.values())
        return tuple(sorted(found, key=lambda one: -one.from_intensity))

    @property
    def weights(self) -> Weights:
        """What households of each class, ground and components weigh."""
        by_care = {one.code: one.weight for one in self.care.values()}
        work = self.work
        return Weights(by_care, work.ordinary, work.vacant, work.per_hectare, work.per_component)

    @property
    def care_order(self) -> tuple[tuple[str, str], ...]:
        """Care classes of visits with the class they weigh as, the heaviest first."""
        heaviest = sorted(self.care.values(), key=lambda one: -one.weight)
        return tuple((visits, one.code) for one in heaviest for visits in one.care)
