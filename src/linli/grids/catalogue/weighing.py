"""What the declared files say of the work a grid gives, and of how grids are drawn where nobody says otherwise."""

from collections.abc import Iterator
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from linli.core.declared import Misfit, Shape, Slug, Text, Word
from linli.core.declared_tables import Reading
from linli.core.toml_files import Problem
from linli.grids.rules.settings import Band, DrawSettings
from linli.visits.catalogue import declared as visits_declared

type Weight = Annotated[float, Field(ge=0, le=20)]


class CareWeight(Shape):
    """What a household weighs whose members take part in a programme with regular visits, an ordinary one being 1."""

    code: Annotated[str, Field(pattern="^[A-Z]$")]
    name: Text
    weight: Weight
    care: Annotated[tuple[Slug, ...], Field(min_length=1)]  # care classes of visits/care.toml
    source: Word


class Work(Shape):
    """What all other households, the ground and the components of a grid weigh."""

    ordinary: Annotated[float, Field(gt=0, le=20)] = 1.0
    vacant: Weight = 0.3
    per_hectare: Weight = 0.0
    per_component: Weight = 0.0
    source: Word


class Drawing(Shape):
    """How grids are drawn where nobody says otherwise."""

    target: Annotated[int, Field(ge=1)]
    band: Annotated[tuple[int, int], Field(description="low, high")] | None = None
    tolerance: Annotated[float, Field(ge=0.001, le=0.5)] = 0.1
    whole_up_to: Annotated[float, Field(ge=0, le=3)] = 1.1
    assumed_households: Annotated[int, Field(ge=1)] = 3000
    source: Word

    @model_validator(mode="after")
    def _lies_in_band(self) -> Self:
        if self.band is not None and not 0 < self.band[0] <= self.target <= self.band[1]:
            raise Misfit(_("目标户数应落在户数范围之内，范围前小后大。"), key="band")
        return self

    @property
    def settings(self) -> DrawSettings:
        """The settings a drawing starts from."""
        band = Band(*self.band) if self.band is not None else None
        return DrawSettings(
            target=self.target, band=band, tolerance=self.tolerance, whole_up_to=self.whole_up_to,
            assumed_households=self.assumed_households,
        )  # fmt: skip


def care_problems(reading: Reading) -> Iterator[Problem]:
    """Name care classes that visits do not know, and those that weigh twice."""
    seen: set[str] = set()
    for entry, file, place in reading.entries["care"].values():
        for code in entry.care if isinstance(entry, CareWeight) else ():
            if code not in visits_declared().care:
                yield file.problem((*place, "care"), _("没有走访类别“%(code)s”。") % {"code": code})
            if code in seen:
                yield file.problem((*place, "care"), _("走访类别“%(code)s”算了两次。") % {"code": code})
            seen.add(code)
