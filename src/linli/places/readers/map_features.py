"""What both readers of maps give: one feature with its tags and its shape in CGCS2000 degrees; and what came of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import shapely
from shapely.geometry.base import BaseGeometry

from linli.places.coordinates import Crs
from linli.places.readers.features import Remark
from linli.places.readers.map_fields import field_of
from linli.places.rules import LayerName, MapLayers, ThingKey

Told = Callable[[int], None]


@dataclass(frozen=True)
class MapOptions:
    """How a map file is to be read; `layer` is what the features are whose tags do not tell. `columns`: field → property."""

    layer: LayerName | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    crs: Crs = Crs.CGCS2000
    swap: bool = False


@dataclass(frozen=True)
class MapFeature:
    """One thing of a map; `key` is what the map calls it, and stays with it."""

    number: int
    key: str
    tags: Mapping[str, str]
    shape: BaseGeometry
    file: str = ""

    @property
    def at(self) -> Remark:
        """Say where it was read, for whatever is to be told of it; a thing without a name is called by its number."""
        return Remark(self.number, label_of(self.tags), "", self.file)


def key_by_shape(shape: BaseGeometry) -> str:
    """Make a name for a thing of its shape: the same file twice brings nothing twice."""
    return f"m-{sha256(shapely.to_wkb(shape)).hexdigest()[:16]}"


def key_within(code: str, whole: str) -> str:
    """Make a name for a thing of its number and of what it is numbered in."""
    return f"m-{sha256(f'{whole}/{code}'.encode()).hexdigest()[:16]}"


def label_of(tags: Mapping[str, str]) -> str:
    """Call a feature by its name, else by whatever number its map gives it."""
    return field_of(tags, "name") or field_of(tags, "code") or tags.get("@id") or tags.get("osm_id", "")


@dataclass
class MapReading:
    """What a map file held: the layers, how many features were of none, and what was wrong with some."""

    layers: MapLayers = field(default_factory=MapLayers)
    features: int = 0
    left_out: int = 0
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    at: Mapping[ThingKey, Remark] = field(default_factory=dict)  # where each thing of the layers was first read
