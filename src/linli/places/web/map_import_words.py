"""What the pages of imported maps say: states, steps, heads; and a report put into lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.listing import listed
from linli.core.moments import to_the_minute
from linli.places import queries
from linli.places.models import MapImport
from linli.places.rules import LayerName, MapState
from linli.places.wording import LAYER_NAMES

STATE_NAMES: Mapping[str, Promise] = {
    MapState.UPLOADED: gettext_lazy("已上传"),
    MapState.CHECKING: gettext_lazy("正在检查"),
    MapState.CHECKED: gettext_lazy("已检查，可以导入"),
    MapState.RUNNING: gettext_lazy("正在导入"),
    MapState.DONE: gettext_lazy("已完成"),
    MapState.FAILED: gettext_lazy("已中断"),
}
COUNT_HEADS: Mapping[str, Promise] = {
    "read": gettext_lazy("读到"),
    "added": gettext_lazy("新增"),
    "changed": gettext_lazy("更新"),
    "unchanged": gettext_lazy("未变"),
    "outside": gettext_lazy("不在任何区域"),
    "elsewhere": gettext_lazy("在别的区域"),
    "refused": gettext_lazy("未导入"),
    "gone": gettext_lazy("地图已无"),
}


@dataclass(frozen=True)
class MapLine:
    """An import in a line of the list."""

    one: MapImport
    files: str
    area: str
    state: Promise
    started: str
    layers: str
    added: int
    changed: int


def line_of(one: MapImport) -> MapLine:
    """Put an import into a line; what a check counted is not yet stored and is not told as if it were."""
    stored = one.report["layers"].values() if one.state == MapState.DONE else ()
    return MapLine(
        one,
        listed(one.files),
        area_words(one.area_code),
        STATE_NAMES[one.state],
        to_the_minute(one.started_at),
        listed(LAYER_NAMES[LayerName(name)] for name in one.told["layers"]),
        sum(count["added"] for count in stored),
        sum(count["changed"] for count in stored),
    )


def area_words(code: str) -> str:
    """Name an area with the one above it."""
    return " ".join(queries.area_path(code)[-2:])


def layer_name(name: str) -> str:
    """Name a layer."""
    return str(LAYER_NAMES[LayerName(name)])


def counts_of(report: Mapping[str, Any]) -> list[tuple[str, list[int]]]:  # Any: JSON of the row
    """Give the counts of each layer in the order of their heads."""
    counted = report.get("layers", {})
    return [(layer_name(layer), [count[head] for head in COUNT_HEADS]) for layer, count in counted.items()]


def sentences_of(report: Mapping[str, Any]) -> Sequence[str]:  # Any: as above
    """Say what the counts do not."""
    said = [
        _("文件中 %(features)s 个要素，%(left_out)s 个不属于这些图层。")
        % {"features": report["features"], "left_out": report["left_out"]}
    ]
    if report["outlines_matched"]:
        said.append(_("%(count)s 个轮廓给了已登记的楼栋。") % {"count": report["outlines_matched"]})
    if report["buildings_housed"]:
        said.append(_("%(count)s 栋已登记的楼归入了小区。") % {"count": report["buildings_housed"]})
    if report["boundaries"]:
        said.append(
            _("文件里还有 %(count)s 个行政边界，这里不导入；边界由系统管理员导入。") % {"count": report["boundaries"]}
        )
    return said


def step_words(told: Mapping[str, int | str]) -> str:
    """Say how far the work is."""
    if told.get("step") == "storing":
        return _("正在处理：%(layer)s…") % {"layer": layer_name(str(told["layer"]))}
    if told.get("step") == "reading":
        return _("正在读取：%(count)s 个要素…") % {"count": told["count"]}
    return _("正在读取…") if told else _("等待后台处理…")
