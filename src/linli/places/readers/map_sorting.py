"""Features of a map put into layers: by what their tags say, or all into the layer that was asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from linli.core.errors import LinliError
from linli.places.errors import GeometryMissing
from linli.places.errors.ground import FacilityNameMissing
from linli.places.readers import map_homes as homes
from linli.places.readers import map_tags as tell
from linli.places.readers.map_doubts import Doubt
from linli.places.readers.map_features import MapFeature, MapReading, Told, key_by_shape, key_within
from linli.places.readers.map_fields import field_of
from linli.places.readers.map_floors import floors_of
from linli.places.readers.map_joining import Address, Gathered
from linli.places.readers.map_repeats import Found
from linli.places.rules import (
    AreaShape,
    BarrierShape,
    BuildingShape,
    CompoundShape,
    FacilityShape,
    LayerName,
    StreetLine,
)

_LONGEST_NAME, _LONGEST_HOUSE_NUMBER = 80, 3
_TELL_EVERY = 2_000
_NAMELESS = frozenset({"未知", "无", "无名", "null", "none", "-", "<null>"})


def sort_features(
    features: Iterable[MapFeature], layer: LayerName | None, gathered: Gathered, *, told: Told | None = None
) -> MapReading:
    """Put features into layers; one can be in several (a school's building), one that is in none is counted."""
    reading = MapReading()
    for feature in features:
        reading.features += 1
        if told and reading.features % _TELL_EVERY == 0:
            told(reading.features)
        try:
            is_taken = _TAKE[layer](feature, gathered) if layer else _take(feature, gathered)
        except LinliError as refusal:
            reading.refused.append(replace(feature.at, text=str(refusal)))
        else:
            reading.left_out += not is_taken
    return reading


def _take(feature: MapFeature, gathered: Gathered) -> bool:
    kind = feature.shape.geom_type
    if kind.endswith("LineString"):
        return _take_line(feature, gathered)
    return _take_point(feature, gathered) if kind == "Point" else _take_ground(feature, gathered)


def _take_line(feature: MapFeature, gathered: Gathered) -> bool:
    street, barrier = tell.street_kind(feature.tags), tell.line_barrier(feature.tags)
    if street is not None:
        gathered.streets.append(Found(StreetLine(feature.key, feature.shape, _name(feature), street), feature.at))
    if barrier is not None:
        gathered.barriers.append(Found(BarrierShape(feature.key, barrier, feature.shape, _name(feature)), feature.at))
    return street is not None or barrier is not None


def _take_ground(feature: MapFeature, gathered: Gathered) -> bool:
    tags, takes = feature.tags, list[Callable[[MapFeature, Gathered], bool]]()
    if tell.is_building(tags):
        takes.append(_building)
    if tell.is_compound(tags):
        takes.append(_compound)
    if tell.area_barrier(tags):
        takes.append(_barrier)
    if tell.facility_class(tags):
        takes.append(_facility)
    if tell.is_area(tags):
        takes.append(_area)
    if tell.is_other_ground(tags) and not tell.is_building(tags):
        takes.append(_other_ground)
    return sum(take(feature, gathered) for take in takes) > 0


def _take_point(feature: MapFeature, gathered: Gathered) -> bool:
    takes = False
    if plate := field_of(feature.tags, "plate"):
        gathered.addresses.append(Address(feature.shape, field_of(feature.tags, "street"), plate))
        takes = True
    return (_facility(feature, gathered) or takes) if tell.facility_class(feature.tags) else takes


def _street(feature: MapFeature, gathered: Gathered) -> bool:
    if not feature.shape.geom_type.endswith("LineString"):
        raise GeometryMissing(field="geometry")
    if tell.is_underground(feature.tags):
        return False
    kind = tell.told_street_kind(feature.tags)
    gathered.streets.append(Found(StreetLine(feature.key, feature.shape, _name(feature), kind), feature.at))
    return True


def _building(feature: MapFeature, gathered: Gathered) -> bool:
    _check_ground(feature.shape)
    tags, floors = feature.tags, floors_of(feature.tags)
    building = BuildingShape(
        key=_house_key(feature),
        shape=feature.shape,
        name=_name(feature),
        floors=floors.count,
        are_floors_known=floors.are_known,
        is_home=not homes.is_said_other(tags) and (homes.is_said_home(tags) or floors.count <= homes.TALLEST_FLOORS),
        is_said_home=homes.is_said_home(tags),
        compound=field_of(tags, "compound"),
        street=field_of(tags, "street")[:_LONGEST_NAME],
        plate=field_of(tags, "plate")[:20],
    )
    gathered.buildings.append(Found(building, feature.at))
    if floors.unread:
        gathered.doubts.add(Doubt.FLOORS, floors.unread, feature.at)
    if use := homes.unknown_use(tags):
        gathered.doubts.add(Doubt.USE, use, feature.at)
    if not building.is_home and not homes.is_said_other(tags):
        gathered.doubts.add(Doubt.TALL, str(homes.TALLEST_FLOORS), feature.at)
    return True


def _house_key(feature: MapFeature) -> str:
    """Take a short number for what it is: not the code of a building, but its number among those of its compound."""
    compound, is_code = field_of(feature.tags, "compound"), len(feature.key) > _LONGEST_HOUSE_NUMBER
    if is_code or not feature.key.isdigit():
        return feature.key
    return key_within(feature.key, compound) if compound else key_by_shape(feature.shape)


def _compound(feature: MapFeature, gathered: Gathered) -> bool:
    _check_ground(feature.shape)
    gathered.compounds.append(Found(CompoundShape(feature.key, _name(feature), feature.shape), feature.at))
    return True


def _barrier(feature: MapFeature, gathered: Gathered) -> bool:
    kind = tell.told_barrier(feature.tags)
    if kind is None or feature.shape.geom_type == "Point":
        return False
    gathered.barriers.append(Found(BarrierShape(feature.key, kind, feature.shape, _name(feature)), feature.at))
    return True


def _facility(feature: MapFeature, gathered: Gathered) -> bool:
    _check_ground(feature.shape)
    tags = feature.tags
    facility = FacilityShape(
        feature.key,
        field_of(tags, "class") or tell.facility_class(tags),
        _name(feature),
        feature.shape,
        tell.address_of(tags)[:200],
        field_of(tags, "phone")[:40],
        field_of(tags, "hours")[:120],
    )
    gathered.facilities.append(Found(facility, feature.at))
    return True


def _said_facility(feature: MapFeature, gathered: Gathered) -> bool:
    if not _name(feature):
        raise FacilityNameMissing(field="name", facility=feature.key)
    return _facility(feature, gathered)


def _area(feature: MapFeature, gathered: Gathered) -> bool:
    if not feature.shape.geom_type.endswith("Polygon"):
        raise GeometryMissing(field="geometry")
    level = tell.area_level(feature.tags)
    code = field_of(feature.tags, "code") or feature.key
    gathered.areas.append(
        AreaShape(code, tell.area_name(feature.tags)[:_LONGEST_NAME], feature.shape, level.value if level else "")
    )
    return True


def _other_ground(feature: MapFeature, gathered: Gathered) -> bool:
    gathered.other_grounds.append(feature.shape)
    return True


def _component(_feature: MapFeature, _gathered: Gathered) -> bool:
    return False  # components have their own import


def _check_ground(shape: BaseGeometry) -> None:
    if shape.geom_type not in {"Point", "Polygon", "MultiPolygon"} or shapely.is_empty(shape):
        raise GeometryMissing(field="geometry")


def _name(feature: MapFeature) -> str:
    name = field_of(feature.tags, "name").strip()
    return "" if name.lower() in _NAMELESS else name[:_LONGEST_NAME]


_TAKE: Mapping[LayerName, Callable[[MapFeature, Gathered], bool]] = {
    LayerName.STREETS: _street,
    LayerName.BUILDINGS: _building,
    LayerName.COMPOUNDS: _compound,
    LayerName.BARRIERS: _barrier,
    LayerName.FACILITIES: _said_facility,
    LayerName.AREAS: _area,
    LayerName.COMPONENTS: _component,
}
