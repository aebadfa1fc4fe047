"""What the things of one map say of each other: house numbers stand in buildings, buildings in compounds, names on grounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.places.readers.features import Remark
from linli.places.readers.map_doubts import Doubts
from linli.places.readers.map_repeats import (
    Found,
    Repeats,
    barriers_once,
    buildings_once,
    compounds_once,
    facilities_once,
    lines_once,
)
from linli.places.rules import (
    AreaShape,
    BarrierShape,
    BuildingShape,
    CompoundShape,
    FacilityShape,
    MapLayers,
    StreetLine,
    ThingKey,
)

_MOST_PLATES = 3


@dataclass(frozen=True)
class Address:
    """A house number as a point of its own."""

    shape: BaseGeometry
    street: str
    plate: str


@dataclass
class Gathered:
    """The features of a map by layer, before they are joined."""

    streets: list[Found[StreetLine]] = field(default_factory=list)
    buildings: list[Found[BuildingShape]] = field(default_factory=list)
    compounds: list[Found[CompoundShape]] = field(default_factory=list)
    barriers: list[Found[BarrierShape]] = field(default_factory=list)
    facilities: list[Found[FacilityShape]] = field(default_factory=list)
    areas: list[AreaShape] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    other_grounds: list[BaseGeometry] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)


@dataclass(frozen=True)
class Joined:
    """The layers of a map, and what is to be told of it as a whole."""

    layers: MapLayers
    refused: list[Remark]
    notes: list[Remark]
    at: Mapping[ThingKey, Remark]


def joined(gathered: Gathered) -> Joined:
    """Give the layers with what lies in each other joined; a key stands once in each layer."""
    told = Repeats()
    buildings = _numbered(buildings_once(gathered.buildings, told), gathered.addresses)
    buildings = _of_other_use(buildings, gathered.other_grounds)
    compounds = compounds_once(gathered.compounds, told)
    layers = MapLayers(
        streets=tuple(lines_once(gathered.streets, told)),
        buildings=tuple(in_compounds(buildings, compounds)),
        compounds=tuple(compounds),
        barriers=tuple(barriers_once(gathered.barriers, told)),
        facilities=tuple(_named(facilities_once(gathered.facilities, told))),
        areas=tuple(gathered.areas),
    )
    return Joined(layers, told.refused, [*told.notes, *gathered.doubts.remarks()], told.at)


def in_compounds(buildings: Sequence[BuildingShape], compounds: Sequence[CompoundShape]) -> list[BuildingShape]:
    """Say of each building that names none in which compound it stands; of two that overlap, in the smaller."""
    walled = [one for one in compounds if one.shape is not None]
    found = inside_of([one.shape for one in buildings], [one.shape for one in walled if one.shape is not None])
    return [
        replace(one, compound=walled[place].key) if place >= 0 and not one.compound else one
        for one, place in zip(buildings, found, strict=True)
    ]


def inside_of(shapes: Sequence[BaseGeometry], grounds: Sequence[BaseGeometry]) -> NDArray[np.int64]:
    """Find for each shape the smallest ground that holds its middle; -1 where none does."""
    found = np.full(len(shapes), -1, dtype=np.int64)
    if not shapes or not grounds:
        return found
    middles = shapely.point_on_surface(np.array(shapes, dtype=object))
    which, ground = shapely.STRtree(grounds).query(middles, predicate="within")
    largest_first = np.argsort(-shapely.area(np.array(grounds, dtype=object))[ground], kind="stable")
    found[which[largest_first]] = ground[largest_first]
    return found


def _numbered(buildings: list[BuildingShape], addresses: Sequence[Address]) -> list[BuildingShape]:
    """Give house numbers that stand as points to the buildings they stand in."""
    places = inside_of([one.shape for one in addresses], [one.shape for one in buildings])
    told: dict[int, list[Address]] = {}
    for address, place in zip(addresses, places, strict=True):
        if place >= 0 and not buildings[place].plate:
            told.setdefault(int(place), []).append(address)
    for place, found in told.items():
        plates = list(dict.fromkeys(one.plate for one in found))
        street = next((one.street for one in found if one.street), "")
        said = "、".join(plates) if len(plates) <= _MOST_PLATES else f"{plates[0]}…"
        buildings[place] = replace(buildings[place], street=buildings[place].street or street[:80], plate=said[:20])
    return buildings


def _of_other_use(buildings: list[BuildingShape], grounds: Sequence[BaseGeometry]) -> list[BuildingShape]:
    """Take as no homes what stands on ground of trade, industry, schools or parks, unless the map says homes."""
    places = inside_of([one.shape for one in buildings], grounds)
    return [
        replace(one, is_home=False) if place >= 0 and one.is_home and not one.is_said_home else one
        for one, place in zip(buildings, places, strict=True)
    ]


def _named(facilities: Sequence[FacilityShape]) -> list[FacilityShape]:
    """Put a facility's point and its ground together: the ground stays, with what only the point told."""
    grounds = {one.key: one for one in facilities if one.shape.geom_type != "Point"}
    points = {one.key: one for one in facilities if one.shape.geom_type == "Point"}
    keys = list(grounds)
    places = inside_of([one.shape for one in points.values()], [one.shape for one in grounds.values()])
    alone = []
    for point, place in zip(points.values(), places, strict=True):
        key = point.key if point.key in grounds else keys[place] if place >= 0 else ""
        if key and _are_one(grounds[key], point):
            grounds[key] = _completed(grounds[key], point)
        else:
            alone.append(point)
    return [*grounds.values(), *alone]


def _are_one(ground: FacilityShape, point: FacilityShape) -> bool:
    return ground.class_code == point.class_code and (not ground.name or not point.name or ground.name == point.name)


def _completed(ground: FacilityShape, point: FacilityShape) -> FacilityShape:
    told = {name: getattr(point, name) for name in ("name", "address", "phone", "hours") if not getattr(ground, name)}
    return replace(ground, **told)
