"""The words scripts show to people, translated by the server; `{name}` is filled in by the script."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, str | Promise] = {
    "confirm": _("确定"),
    "cancel": _("取消"),
    "zoom_in": _("放大"),
    "zoom_out": _("缩小"),
    "case": pgettext_lazy("one", "案卷"),
    "place_none": _("还没有选择位置。"),
    "place_at": _("已选位置：经度 {lon}，纬度 {lat}。"),
    "place_in": _("已选位置：{area}（经度 {lon}，纬度 {lat}）。"),
    "locating": _("正在定位……"),
    "locating_failed": _("没有取得您的位置，请在地图上点选。"),
    "photos_pick": _("选照片或拍照"),
    "photos_working": _("正在处理照片……"),
    "photos_chosen": _("已选 {count} 张照片，共 {kilobytes} KB。"),
    "photos_most": _("最多 {most} 张，多出的没有加入。"),
    "move_to": _("移到 {name}"),
    "ground_chosen": _("已选地块，在 {names}。"),
    "ground_dedicated": _("这里是专属网格或指定保留的网格，不能改动。"),
    "line_points": _("已画 {count} 个点。"),
    "photo_remove": _("移除照片 {name}"),
}
