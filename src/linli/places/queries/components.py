"""What is registered of components: one by its code, a list, the nearest of a class, the classes there are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from django.conf import settings
from django.db.models import Count, QuerySet

from linli.core.scope import within
from linli.core.statements import columns_of, select_rows
from linli.places.coordinates import metres_per_degree
from linli.places.errors import ComponentUnknown
from linli.places.models import AreaStamp, Component, ComponentChange
from linli.places.queries import stamp
from linli.places.queries.registered import Kept, RegisterFilter, narrowed
from linli.places.rules import CodeLayout, ComponentState, read_layout

NEAR_M = 30.0
_MOST_NEAR = 20
_FACTS = (
    "code", "class_code", "name", "area_code", "lon_cgcs2000", "lat_cgcs2000", "state", "charge_unit", "owner_unit",
    "care_unit", "position_class", "address", "source", "recorded_on", "changed_on", "note",
)  # fmt: skip
_COLUMNS = ", ".join(_FACTS)
_OF_CODE = f"select {_COLUMNS} from places_component where code = %s"  # noqa: S608 our own columns
_NEAR = f"""
    select {_COLUMNS} from places_component
    where class_code = %s and lat_cgcs2000 between %s and %s and lon_cgcs2000 between %s and %s"""  # noqa: S608 as above
_NEAR_ANY = _NEAR.replace("class_code = %s and ", "")


@dataclass(frozen=True)
class ComponentFacts(Kept):
    """A component as other rooms see it."""

    code: str
    class_code: str
    name: str
    area_code: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    state: str
    charge_unit: str
    owner_unit: str
    care_unit: str
    position_class: str
    address: str
    source: str
    recorded_on: dt.date | None
    changed_on: dt.date | None
    note: str

    @classmethod
    def of(cls, row: Component) -> Self:
        """Give the facts of a stored component."""
        return cls(*(getattr(row, name) for name in _FACTS))


@dataclass(frozen=True)
class Near:
    """A component and how far it lies from the point asked about."""

    component: ComponentFacts
    distance_m: float


@dataclass(frozen=True)
class ComponentFilter(RegisterFilter):
    """Which components a list shows."""

    state: str = ""


def code_layout() -> CodeLayout:
    """Give the layout of component codes of this installation."""
    return _layout(settings.LINLI_COMPONENT_CODE)


def component_with_code(code: str) -> ComponentFacts | None:
    """Find a component by its code; one indexed query."""
    rows = select_rows(_OF_CODE, [code], _fields())
    return ComponentFacts(*rows[0]) if rows else None


def components_near(
    lon_cgcs2000: float, lat_cgcs2000: float, *, class_code: str = "", within_m: float = NEAR_M, most: int = 5
) -> tuple[Near, ...]:
    """List the components nearest to a point that still stand there, of a class or of all; one indexed query.

    Abandoned ones are left out, lost ones are not: a missing cover is what somebody reports.
    """
    per_lon, per_lat = metres_per_degree(lat_cgcs2000)
    high, wide = within_m / per_lat, within_m / per_lon
    window = [lat_cgcs2000 - high, lat_cgcs2000 + high, lon_cgcs2000 - wide, lon_cgcs2000 + wide]
    rows = select_rows(_NEAR, [class_code, *window], _fields()) if class_code else _any(window)
    found = [
        Near(facts, _metres(facts, lon_cgcs2000, lat_cgcs2000, per=(per_lon, per_lat)))
        for facts in (ComponentFacts(*row) for row in rows)
        if facts.state != ComponentState.ABANDONED
    ]
    inside = sorted((near for near in found if near.distance_m <= within_m), key=lambda near: near.distance_m)
    return tuple(inside[: min(most, _MOST_NEAR)])


def nearest_component(
    lon_cgcs2000: float, lat_cgcs2000: float, *, class_code: str, within_m: float = NEAR_M
) -> Near | None:
    """Find the nearest component of a class; no query at all where none of that class is registered."""
    if class_code not in component_classes():
        return None
    return next(iter(components_near(lon_cgcs2000, lat_cgcs2000, class_code=class_code, within_m=within_m)), None)


def component_classes() -> frozenset[str]:
    """List the classes of which there are components, as of a few seconds ago at most."""
    return _classes.get()


def listed_components(asked: ComponentFilter) -> QuerySet[Component]:
    """Select the components of a list, by area, class and code."""
    found = narrowed(Component, asked)
    return found.filter(state=asked.state) if asked.state else found


def count_by_state(prefixes: Iterable[str]) -> dict[str, int]:
    """Count the components of a scope by their state."""
    here = Component.objects.filter(within("area_code", prefixes))
    return dict(here.order_by().values_list("state").annotate(count=Count("pk")))


def find_component(code: str) -> Component:
    """Find a component's row by its code."""
    found = Component.objects.filter(pk=code).first()
    if found is None:
        raise ComponentUnknown(component=code)
    return found


def changes_of_component(code: str, *, limit: int = 50) -> Sequence[ComponentChange]:
    """List what was changed of a component, newest first."""
    return tuple(ComponentChange.objects.filter(component_code=code).order_by("-id")[:limit])


def _any(window: Sequence[float]) -> list[tuple[object, ...]]:
    return select_rows(_NEAR_ANY, window, _fields())


def _fields() -> tuple:  # type: ignore[type-arg]  # the columns of the statement, in its order
    return columns_of(Component, *_FACTS)


def _metres(facts: ComponentFacts, lon: float, lat: float, *, per: tuple[float, float]) -> float:
    across, up = (facts.lon_cgcs2000 - lon) * per[0], (facts.lat_cgcs2000 - lat) * per[1]
    return float((across * across + up * up) ** 0.5)


@lru_cache(maxsize=8)
def _layout(text: str) -> CodeLayout:
    return read_layout(text)


def _read_classes() -> frozenset[str]:
    return frozenset(Component.objects.order_by().values_list("class_code", flat=True).distinct())


_classes = stamp.Kept(_read_classes, AreaStamp.COMPONENTS)
