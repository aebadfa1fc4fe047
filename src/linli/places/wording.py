"""What parts of addresses, matches, sources of aliases and layers of maps are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.addresses import Part
from linli.places.queries import Found
from linli.places.rules import AliasKind, AliasSource, LayerName

PART_NAMES: dict[Part, Promise] = {
    Part.COUNTRY: _("国家"),
    Part.PROVINCE: _("省"),
    Part.CITY: _("市"),
    Part.DISTRICT: _("区县"),
    Part.DEVZONE: _("开发区"),
    Part.TOWN: _("街道（乡镇）"),
    Part.COMMUNITY: _("社区（村）"),
    Part.ROAD: _("道路"),
    Part.ROAD_NO: _("门牌号"),
    Part.LANE: _("支路、弄"),
    Part.LANE_NO: _("支路门牌号"),
    Part.COMPOUND: _("小区、地点"),
    Part.SUB_COMPOUND: _("小区内地点"),
    Part.BUILDING: _("楼栋"),
    Part.ENTRANCE: _("单元"),
    Part.FLOOR: _("楼层"),
    Part.ROOM: _("户室"),
    Part.PERSON: _("单位"),
    Part.ASSIST: _("方位"),
    Part.REDUNDANT: _("多余"),
    Part.OTHER: _("其他"),
}
PART_COLOURS: dict[Part, str] = {
    **dict.fromkeys((Part.COUNTRY, Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.DEVZONE), "blue"),
    **dict.fromkeys((Part.TOWN, Part.COMMUNITY), "azure"),
    **dict.fromkeys((Part.ROAD, Part.ROAD_NO, Part.LANE, Part.LANE_NO), "green"),
    **dict.fromkeys((Part.COMPOUND, Part.SUB_COMPOUND), "purple"),
    **dict.fromkeys((Part.BUILDING, Part.ENTRANCE, Part.FLOOR, Part.ROOM), "orange"),
}
FOUND_NAMES: dict[Found, Promise] = {
    Found.DWELLING: _("户室"),
    Found.BUILDING: _("楼栋"),
    Found.PLATE: _("同一门牌的几栋楼"),
    Found.COMPOUND: _("小区"),
    Found.ROAD: _("道路"),
    Found.AREA: _("区域"),
}
AGREED_NAMES: dict[str, Promise] = {
    "alias": _("别名"),
    "name": _("名称"),
    "plate": _("道路和门牌"),
    "building": _("小区和楼号"),
    "compound": _("小区"),
    "road": _("道路"),
    "room": _("户号"),
    "division": _("区划"),
    "other division": _("区划不符"),
}
KIND_NAMES: dict[str, Promise] = {
    AliasKind.COMPOUND: _("小区"),
    AliasKind.BUILDING: _("楼栋"),
    AliasKind.DWELLING: _("户室"),
}
SOURCE_NAMES: dict[str, Promise] = {
    AliasSource.DESK: _("工作人员登记"),
    AliasSource.INTAKE: _("受理时选定"),
    AliasSource.FILE: _("文件导入"),
}
LAYER_NAMES: dict[LayerName, Promise] = {
    LayerName.STREETS: _("道路"),
    LayerName.BUILDINGS: _("楼栋"),
    LayerName.COMPOUNDS: _("小区"),
    LayerName.BARRIERS: _("阻隔"),
    LayerName.FACILITIES: _("设施"),
}
