"""`linli areas layers`: streets, buildings, compounds, barriers and facilities of a map, from OpenStreetMap or the city's files."""

import json
import sys
from dataclasses import asdict
from getpass import getuser
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from linli.core.errors import LinliError
from linli.core.terminal import whole
from linli.places import queries
from linli.places.coordinates import Crs
from linli.places.importing.map_layers import STORED, LayerOrder, LayerReport, import_layers
from linli.places.importing.map_report import plain_report
from linli.places.readers import Remark
from linli.places.readers.maps import MapOptions, MapReading, read_maps
from linli.places.rules import LayerName
from linli.places.wording import LAYER_NAMES

_MOST_SHOWN = 20
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    name="layers",
    help=_("从 OpenStreetMap（.osm.pbf）或本市的图层（GeoJSON）导入道路、楼栋、小区、阻隔和设施；同一要素不会有两个。"),
    short_help=_("从地图导入道路、楼栋、小区、阻隔和设施。"),
)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--area", "area_code", default="", metavar="CODE", help=_("只要这个区域里的"))
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice([layer.value for layer in STORED]),
    help=_("只要这种图层，可写几次；文件没有标签时就用它说明整个文件是哪一种"),
)
@click.option("--map", "maps", multiple=True, metavar="FIELD=NAME", help=_("哪个属性是哪个字段，例如 floors=层数"))
@click.option(
    "--crs", type=click.Choice([crs.value for crs in Crs]), default=Crs.CGCS2000.value, help=_("文件的坐标系")
)
@click.option("--swap", is_flag=True, help=_("文件中先纬度后经度，请对调"))
@click.option("--replace", is_flag=True, help=_("这份地图上已没有的道路和阻隔就删去；楼栋、小区、设施只列出"))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def layers_command(  # noqa: PLR0913 one argument for each option
    *,
    files: tuple[Path, ...],
    area_code: str,
    layers: tuple[str, ...],
    maps: tuple[str, ...],
    crs: str,
    swap: bool,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import the layers of a map."""
    wanted = frozenset(LayerName(one) for one in layers) or frozenset(STORED)
    told = LayerName(layers[0]) if len(layers) == 1 else None
    options = MapOptions(told, _pairs(maps), Crs(crs), swap=swap)
    source = (
        files[0].name
        if len(files) == 1
        else _("%(file)s 等 %(count)s 个文件") % {"file": files[0].name, "count": len(files)}
    )
    order = LayerOrder(_user(), timezone.now(), wanted, area_code, source, dry_run=dry_run, replace=replace)
    console = Console(stderr=as_json)
    try:
        if area_code:
            queries.describe(area_code)
        with console.status(_("正在读取…")) as status:
            reading = read_maps(
                files, options, told=lambda count: status.update(_("正在读取：%(count)s 个要素…") % {"count": count})
            )
            report = import_layers(
                reading,
                order,
                told=lambda layer: status.update(_("正在写入：%(layer)s…") % {"layer": LAYER_NAMES[layer]}),
            )
    except LinliError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(plain_report(reading, report, order), ensure_ascii=False, indent=1))
    else:
        _print(console, reading, report, order, with_file=len(files) > 1)
    sys.exit(1 if report.refused or not reading.features else 0)


def _pairs(maps: tuple[str, ...]) -> dict[str, str]:
    for given in maps:
        if "=" not in given:
            raise click.BadParameter(_("写法应为 字段=列名，例如 floors=层数。"), param_hint="--map")
    return {field.strip(): column for field, _equals, column in (given.partition("=") for given in maps)}


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a container may run as a number without a name
        return "cli"


def _print(console: Console, reading: MapReading, report: LayerReport, order: LayerOrder, *, with_file: bool) -> None:
    columns = (
        _("图层"),
        _("读到"),
        _("新增"),
        _("更新"),
        _("未变"),
        _("不在任何区域"),
        _("在别的区域"),
        _("未导入"),
        _("地图已无"),
    )
    table = Table(*columns, title=_("图层导入"))
    for layer, count in report.counts.items():
        table.add_row(str(LAYER_NAMES[layer]), *(str(number) for number in asdict(count).values()))
    console.print(table)
    told = _("文件中 %(features)s 个要素，%(left_out)s 个不属于这些图层。")
    console.print(told % {"features": reading.features, "left_out": reading.left_out})
    if report.matched:
        console.print(_("%(count)s 个轮廓给了已登记的楼栋。") % {"count": report.matched})
    if report.housed:
        console.print(_("%(count)s 栋已登记的楼归入了小区。") % {"count": report.housed})
    if reading.layers.areas:
        console.print(
            _("文件里还有 %(count)s 个行政边界；边界用 linli areas import 导入。")
            % {"count": len(reading.layers.areas)}
        )
    _print_remarks(console, _("未导入"), report.refused, with_file=with_file)
    _print_remarks(console, _("请核对"), report.notes, with_file=with_file)
    if order.dry_run:
        console.print(_("这次只检查，没有写入。"))


def _print_remarks(console: Console, title: str, remarks: list[Remark], *, with_file: bool) -> None:
    if not remarks:
        return
    file_column = [whole(_("文件"))] if with_file else []
    table = Table(_("序号"), *file_column, whole(_("名称")), whole(_("说明")), title=f"{title} {len(remarks)}")
    for remark in remarks[:_MOST_SHOWN]:
        file = [escape(remark.file or "–")] if with_file else []
        table.add_row(str(remark.number or "–"), *file, escape(remark.name), escape(str(remark.text)))
    console.print(table)
    if len(remarks) > _MOST_SHOWN:
        console.print(_("…另有 %(count)s 条，用 --json 查看全部。") % {"count": len(remarks) - _MOST_SHOWN})
