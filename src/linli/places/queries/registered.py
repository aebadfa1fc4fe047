"""What the registers of components and facilities share: who stands behind a thing, and how their lists are narrowed."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.core.scope import within
from linli.places.models import Component, Facility
from linli.places.rules import responsible_units


class Kept:
    """Something that stands at a place and has three units behind it."""

    area_code: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    charge_unit: str
    owner_unit: str
    care_unit: str

    @property
    def responsible(self) -> tuple[tuple[str, str], ...]:
        """Who is asked first: (part, unit) in their order."""
        return responsible_units(charge_unit=self.charge_unit, owner_unit=self.owner_unit, care_unit=self.care_unit)


@dataclass(frozen=True)
class RegisterFilter:
    """Which things a list shows: of an area, a class, a unit, with these words."""

    prefixes: tuple[str, ...]
    class_code: str = ""
    unit_code: str = ""
    search: str = ""


def narrowed[M: (Component, Facility)](model: type[M], asked: RegisterFilter) -> QuerySet[M]:
    """Select the things of a list, by area, class and code."""
    found = model._default_manager.filter(within("area_code", asked.prefixes))
    if asked.class_code:
        found = found.filter(class_code=asked.class_code)
    if unit := asked.unit_code:
        found = found.filter(Q(charge_unit=unit) | Q(owner_unit=unit) | Q(care_unit=unit))
    if said := asked.search:
        found = found.filter(Q(code__startswith=said) | Q(name__contains=said) | Q(address__contains=said))
    return found.order_by("area_code", "class_code", "code")
