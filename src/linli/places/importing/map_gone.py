"""What is stored and a newer map no longer has: told by name, so that somebody decides; only streets and barriers may go."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from linli.core.listing import listed
from linli.places import actions
from linli.places.queries.of_maps import StoredThing, stored_things
from linli.places.readers import Remark
from linli.places.rules import DIGITS, LayerName, Level, MapLayers
from linli.places.wording import LAYER_NAMES

_COMMUNITY = DIGITS[Level.COMMUNITY]
_OF_MAPS = ("osm-", "m-")  # keys of OpenStreetMap, keys made of a shape; all others are codes of a city's own map
_MOST_NAMES = 20
_TEXTS: Mapping[LayerName, Promise] = {
    LayerName.BUILDINGS: gettext_lazy(
        "已登记的 %(count)s 栋楼，这份地图上已没有，仍然保留，没有户室，画网格时照旧估算户数。请核实；确已拆除的，在楼栋页停用（或用 linli areas close-building）：%(names)s"
    ),
    LayerName.COMPOUNDS: gettext_lazy("已登记的 %(count)s 个小区，这份地图上已没有，仍然保留。请核实：%(names)s"),
    LayerName.FACILITIES: gettext_lazy(
        "已登记的 %(count)s 处设施，这份地图上已没有，仍然保留。已停用的，请填写停用日期：%(names)s"
    ),
}
_HOMES = gettext_lazy(
    "已登记的 %(count)s 栋楼有户室，这份地图上已没有，仍然保留。请到现场核实；确已拆除的，迁出住户，把户室记为“已拆除”，再在楼栋页停用（或用 linli areas close-building）：%(names)s"
)
_KEPT = gettext_lazy(
    "已登记的 %(count)s 条，这份地图上已没有，仍然保留；选择“删去地图上已没有的”（--replace）可以删去：%(names)s"
)
_REMOVED = gettext_lazy("已登记的 %(count)s 条，这份地图上已没有，已删去：%(names)s")
_WOULD_GO = gettext_lazy("已登记的 %(count)s 条，这份地图上已没有，实际导入时会删去：%(names)s")
_DOUBTED = gettext_lazy(
    "已登记的 %(count)s 条，这份地图上没有，选择了删去（--replace）也仍然保留：同一社区里已登记的，这份地图上缺了一大半，看来地图不全。"
    "请用完整的地图再导入：%(names)s"
)
_UNSURE = gettext_lazy(
    "已登记的 %(count)s 条，这份地图上已没有；文件里有读不出的要素，所以没有删去，请先改正：%(names)s"
)
_BEYOND = gettext_lazy("%(count)s 条登记在区域以外，或者伸出了区域，没有改动；要改请由管理那里的人导入：%(names)s")


class Fate(Enum):
    """What comes of streets and barriers that a map no longer has."""

    KEPT = "kept"  # nobody asked for more
    UNSURE = "unsure"  # the map could not be read whole
    WOULD_GO = "would go"  # a dry run, which is taken back
    REMOVED = "removed"


_OF_FATE: Mapping[Fate, Promise] = {
    Fate.KEPT: _KEPT,
    Fate.UNSURE: _UNSURE,
    Fate.WOULD_GO: _WOULD_GO,
    Fate.REMOVED: _REMOVED,
}


@dataclass
class Comparing:
    """What was stored before an import, what the map brought, and where it says anything at all."""

    before: dict[LayerName, dict[str, StoredThing]] = field(default_factory=dict)
    brought: dict[LayerName, set[str]] = field(default_factory=dict)
    communities: dict[LayerName, set[str]] = field(default_factory=dict)

    def saw(self, layer: LayerName, codes: Collection[str], areas: Collection[str]) -> None:
        """Note the rows that are on the map, and the communities in which it has something of this layer."""
        self.brought.setdefault(layer, set()).update(codes)
        seen = {area[:_COMMUNITY] for area in areas if len(area) >= _COMMUNITY}
        self.communities.setdefault(layer, set()).update(seen)

    def gone(self, layer: LayerName, keys: Collection[str]) -> list[StoredThing]:
        """Give the stored rows that the map would have if they still stood; those with dwellings come first."""
        brought = self.brought.get(layer, set())
        found = [one for one in self._asked(layer, keys) if one.code not in brought]
        return sorted(found, key=lambda one: (one.dwellings == 0, one.code))

    def doubted(self, layer: LayerName, keys: Collection[str], gone: Sequence[StoredThing]) -> set[str]:
        """Say of which of these the map may only not tell: it lacks more than half of what is stored in their community."""
        stored, lacking = (Counter(map(_place, rows)) for rows in (self._asked(layer, keys), gone))
        poor = {place for place in lacking if 2 * _beneath(lacking, place) > _beneath(stored, place)}
        return {one.code for one in gone if _place(one) in poor}

    def _asked(self, layer: LayerName, keys: Collection[str]) -> list[StoredThing]:
        """Give the stored rows of which the map can know.

        Rows of another source are none of its business: a map speaks of keys of its own form, of which it must know one.
        """
        stored = self.before[layer]
        forms = {_form(key) for key in keys if key in stored}
        seen = self.communities.get(layer, set())
        return [one for code, one in stored.items() if _form(code) in forms and _is_covered(one, seen)]


def comparing(layers: MapLayers, wanted: Sequence[LayerName], under: str) -> Comparing:
    """Look at what is stored before a map comes in."""
    shapes = [one.shape for name in wanted for one in getattr(layers, name.value) if one.shape is not None]
    if not shapes:
        return Comparing({name: {} for name in wanted})
    west, south, east, north = map(float, shapely.total_bounds(np.array(shapes, dtype=object)))
    return Comparing({name: stored_things(name, under, (west, south, east, north)) for name in wanted})


def settle(layer: LayerName, gone: Sequence[StoredThing], doubted: Collection[str], fate: Fate) -> list[Remark]:
    """Take away the streets and barriers that are to go, on which nothing hangs, and say what became of everything.

    Of buildings those with dwellings come first, for people may be registered there.
    """
    if layer not in _LINES:
        homes = [one for one in gone if one.dwellings]
        return [
            *_remark(layer, homes, _HOMES),
            *_remark(layer, [one for one in gone if not one.dwellings], _TEXTS[layer]),
        ]
    leaving = [one for one in gone if one.code not in doubted]
    if leaving and fate in {Fate.REMOVED, Fate.WOULD_GO}:
        _LINES[layer]([one.code for one in leaving])
    unclear = [one for one in gone if one.code in doubted]
    return [*_remark(layer, leaving, _OF_FATE[fate]), *_remark(layer, unclear, _DOUBTED)]


def left_alone(layer: LayerName, beyond: Mapping[str, str]) -> Remark:
    """Name what was not touched, as it is stored outside of the area of the import."""
    return _told(layer, [f"{name} {code}".strip() for code, name in sorted(beyond.items())], _BEYOND)


def _remark(layer: LayerName, gone: Sequence[StoredThing], text: Promise) -> Iterator[Remark]:
    if gone:
        yield _told(layer, [f"{one.name} {one.code}".strip() for one in gone], text)


def _told(layer: LayerName, names: Sequence[str], text: Promise) -> Remark:
    shown = listed([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])])
    return Remark(0, str(LAYER_NAMES[layer]), str(text) % {"count": len(names), "names": shown})


def _is_covered(one: StoredThing, communities: Collection[str]) -> bool:
    """Say whether the map holds something of the layer in the community of a row; a long street lies in several."""
    if len(one.area_code) >= _COMMUNITY:
        return one.area_code[:_COMMUNITY] in communities
    return any(code.startswith(one.area_code) for code in communities)


def _place(one: StoredThing) -> str:
    return one.area_code[:_COMMUNITY]


def _beneath(counted: Mapping[str, int], place: str) -> int:
    """Sum up what lies in a place; that of a long street holds several communities."""
    return sum(count for code, count in counted.items() if code.startswith(place))


def _form(key: str) -> str:
    return next((start for start in _OF_MAPS if key.startswith(start)), "")


_LINES = {LayerName.STREETS: actions.remove_map_streets, LayerName.BARRIERS: actions.remove_barriers}
