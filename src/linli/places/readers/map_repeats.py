"""Things of a map that bear one code: parts of one street, one thing read twice, or different things numbered alike.

A thing is stored under its code, so that of several different ones all but one would be lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.core.listing import listed
from linli.places.readers.features import Remark
from linli.places.readers.map_features import key_within
from linli.places.rules import (
    AnyThing,
    BarrierShape,
    BuildingShape,
    CompoundShape,
    FacilityShape,
    StreetKind,
    StreetLine,
    ThingKey,
    thing_key,
)

_OF_OSM = "osm-"  # whatever bears this is one thing: pieces of it are cut where tiles or files end
_MOST_CODES = 8


@dataclass(frozen=True)
class Found[T]:
    """A thing of a map, and where it was read."""

    thing: T
    at: Remark


@dataclass
class Repeats:
    """What is to be told of codes that came more than once, and where everything was read."""

    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    at: dict[ThingKey, Remark] = field(default_factory=dict)  # where each thing was first read


def lines_once(found: Sequence[Found[StreetLine]], told: Repeats) -> list[StreetLine]:
    """Give each street once; the parts of one code and name become one line."""
    return _once(found, lambda one: one.name, told, join=True)


def barriers_once(found: Sequence[Found[BarrierShape]], told: Repeats) -> list[BarrierShape]:
    """Give each barrier once; the parts of one code, kind and name become one."""
    return _once(found, lambda one: f"{one.kind.value} {one.name}", told, join=True)


def compounds_once(found: Sequence[Found[CompoundShape]], told: Repeats) -> list[CompoundShape]:
    """Give each compound once; the parts of one code and name become one ground."""
    return _once(found, lambda one: one.name, told, join=True)


def buildings_once(found: Sequence[Found[BuildingShape]], told: Repeats) -> list[BuildingShape]:
    """Give each building once; of one code in several compounds each is a building of its own."""
    return _once(found, lambda one: one.compound, told, join=False)


def facilities_once(found: Sequence[Found[FacilityShape]], told: Repeats) -> list[FacilityShape]:
    """Give each facility once as a point and once as a ground; another one under the same code is refused."""
    points = [one for one in found if one.thing.shape.geom_type == "Point"]
    grounds = [one for one in found if one.thing.shape.geom_type != "Point"]
    return [one for some in (grounds, points) for one in _once(some, lambda _one: "", told, join=False)]


def _once[T: AnyThing](found: Sequence[Found[T]], mark: Callable[[T], str], told: Repeats, *, join: bool) -> list[T]:
    groups: dict[str, list[Found[T]]] = {}
    for one in found:
        groups.setdefault(one.thing.key, []).append(one)
    once, apart = list[T](), dict[str, list[Remark]]()
    for key, group in groups.items():
        is_of_osm = key.startswith(_OF_OSM)
        marked = {"": group} if is_of_osm else _by_mark(group, mark)
        if len(marked) > 1:
            apart[key] = [one.at for one in group]
        for name, same in marked.items():
            thing = _one_of(same, told, join=join or is_of_osm)
            once.append(thing if len(marked) == 1 else replace(thing, key=key_within(key, name)))
            told.at.setdefault(thing_key(once[-1]), same[0].at)
    if apart:
        told.notes.append(_told_apart(apart))
    return once


def _by_mark[T](group: list[Found[T]], mark: Callable[[T], str]) -> dict[str, list[Found[T]]]:
    """Divide things of one code by what tells them apart; one that does not say it belongs to the only one that does."""
    marked: dict[str, list[Found[T]]] = {}
    for one in group:
        marked.setdefault(mark(one.thing).strip(), []).append(one)
    return {"": group} if len([name for name in marked if name]) < 2 else marked


def _one_of[T: AnyThing](same: Sequence[Found[T]], told: Repeats, *, join: bool) -> T:
    """Make one thing of those that are called alike: its parts put together, or the first, the others being refused."""
    first, others, seen = same[0].thing, list[Found[T]](), set[bytes]()
    for one in same:
        wkb = one.thing.shape.wkb if one.thing.shape is not None else b""
        if wkb not in seen and seen:
            others.append(one)
        seen.add(wkb)
    if others and join:
        return _joined([first, *(one.thing for one in others)])
    for one in others:
        why = _(
            "编码“%(code)s”在文件中出现了几次，图形不同，只取第一次。请改正编码，或用 --map code=列名 指明不重复的编码；"
            "编号在各小区重复的楼栋，请写明所属小区。"
        )
        told.refused.append(replace(one.at, text=why % {"code": first.key}))
    return first


def _joined[T: AnyThing](parts: Sequence[T]) -> T:
    """Put the parts of one thing together; what the first does not say the others may."""
    name = next((part.name for part in parts if part.name), "")
    whole = replace(parts[0], name=name, shape=_shape_of([part.shape for part in parts if part.shape is not None]))
    if isinstance(whole, StreetLine):
        kinds = (part.kind for part in parts if isinstance(part, StreetLine) and part.kind)
        return replace(whole, kind=next(kinds, StreetKind.UNKNOWN))
    return whole


def _shape_of(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Unite shapes of the highest dimension: a ground goes before its label."""
    highest = max(one.area > 0 for one in shapes), max(one.length > 0 for one in shapes)
    alike = [one for one in shapes if (one.area > 0, one.length > 0) == highest]
    if highest == (False, False):
        return alike[0]
    whole: BaseGeometry = shapely.union_all(alike)
    return whole if highest[0] else shapely.line_merge(whole)


def _told_apart(apart: Mapping[str, Sequence[Remark]]) -> Remark:
    codes = [*list(apart)[:_MOST_CODES], *(["…"] if len(apart) > _MOST_CODES else [])]
    why = _(
        "编码 %(codes)s 不止一处使用（共 %(count)s 个要素），已按所属小区或名称区分，不再以这个编码登记。请核对这一列是不是编码。"
    )
    first = next(iter(apart.values()))[0]
    return replace(first, text=why % {"codes": listed(codes), "count": sum(map(len, apart.values()))})
