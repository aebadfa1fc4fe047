"""How bringing a map at the desk says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class MapImportUnknown(NotFound):
    """There is no such import of a map, or it lies outside one's areas."""

    code = "places.map-import-unknown"
    text = _("没有找到这次地图导入，或者您无权查看。")


class MapImportUnderWay(Refused):
    """A map of the same ground is being checked or imported."""

    code = "places.map-import-under-way"
    text = _("%(by)s 在 %(at)s 开始的“%(area)s”的地图导入还没有结束。请等它完成后再开始。")


class WrongMapState(Refused):
    """An import of a map is not at the step from which this follows."""

    code = "places.map-import-state"
    text = _("这次导入现在不能这样做，可能别人刚刚操作过。请刷新页面后再看。")


class MapFilesGone(Refused):
    """The files of an import are no longer there."""

    code = "places.map-files-gone"
    text = _("上传的文件已经不在了，请重新上传。")


class MapFilesMissing(Invalid):
    """No file was chosen."""

    code = "places.map-files-missing"
    text = _("请选择地图文件。")


class MapFilesTooMany(Invalid):
    """More files than one map may have."""

    code = "places.map-files-too-many"
    text = _("一次最多上传 %(most)s 个文件，请分几次导入。")


class MapFilesTooLarge(Invalid):
    """The files of a map are larger than a page takes."""

    code = "places.map-files-too-large"
    text = _("文件合计超过 %(most)s MB。请只截取本区域的地图再上传，或者请系统管理员用命令行导入。")


class MapFileKindUnknown(Invalid):
    """A file is of a kind that is not read as a map."""

    code = "places.map-file-kind"
    text = _(
        "“%(file)s”不是能读的地图文件。请用 OpenStreetMap 的 .osm.pbf、.osm，或 GeoJSON（.geojson、.json）；"
        "Shapefile、KML、CAD 图请先用制图软件另存为 GeoJSON，压缩包请先解开。"
    )


class MapFileEmpty(Invalid):
    """A file holds nothing."""

    code = "places.map-file-empty"
    text = _("“%(file)s”是空文件，请重新下载或导出后再上传。")


class MapFileTwice(Invalid):
    """Two files bear one name."""

    code = "places.map-file-twice"
    text = _("有两个文件都叫“%(file)s”，请改名后再上传。")
