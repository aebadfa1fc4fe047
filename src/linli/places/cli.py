"""`linli areas`: import, close, check, locate, tree."""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from getpass import getuser
from pathlib import Path
from typing import NoReturn, TextIO

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from linli.core.errors import LinliError
from linli.core.terminal import OutFile, whole
from linli.places import queries
from linli.places.actions import close_area
from linli.places.checking import TOLERANCE_M2, Problem, find_problems
from linli.places.cli_layers import layers_command
from linli.places.coordinates import Crs
from linli.places.importing import ImportReport, Source, import_file
from linli.places.importing.points import How, Located, locate_table
from linli.places.queries import NEAR_BORDER_M
from linli.places.readers import Options, Remark
from linli.places.rules import LEVELS, Level

_MOST_SHOWN = 40
_MOST_OF_A_KIND = 12
_CRS = click.Choice([crs.value for crs in Crs])
_OUT = OutFile()
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="areas", help=_("区域与网格：导入、检查、定位、查看区域树。"))
def areas() -> None:
    """Areas and grids: import, check, locate, tree."""


areas.add_command(layers_command)


@areas.command("import", help=_("从 GeoJSON 或区划代码表（.csv、.csv.gz）导入区域。"))
@click.argument("file", type=_FILE)
@click.option("--level", type=click.Choice([level.value for level in LEVELS]), help=_("文件中的区域属于哪一级"))
@click.option("--map", "maps", multiple=True, metavar="FIELD=NAME", help=_("哪个属性或哪一列是哪个字段"))
@click.option("--codes", "tables", multiple=True, type=_FILE, help=_("区划代码表，按名称匹配代码"))
@click.option("--under", default="", metavar="CODE", help=_("文件中的区域都在这个区域之下"))
@click.option("--crs", type=_CRS, default=Crs.CGCS2000.value, help=_("文件的坐标系"))
@click.option("--swap", is_flag=True, help=_("文件中先纬度后经度，请对调"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("从哪一天起生效；不写为今天"))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def import_command(  # noqa: PLR0913 one argument for each option
    *,
    file: Path,
    level: str | None,
    maps: tuple[str, ...],
    tables: tuple[Path, ...],
    under: str,
    crs: str,
    swap: bool,
    on: dt.datetime | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import areas from GeoJSON or a table of division codes (.csv, .csv.gz)."""
    options = Options(Level(level) if level else None, _pairs(maps), Crs(crs), swap=swap)
    source = Source(file, options, tables, under)
    console = Console(stderr=as_json)
    try:
        with console.status(_("正在导入…")):
            day = on.date() if on else None
            report = import_file(source, by=_user(), at=timezone.now(), on=day, dry_run=dry_run)
    except LinliError as refusal:
        _refuse(refusal)
    if as_json:
        click.echo(json.dumps(_report_json(report) | {"dry_run": dry_run}, ensure_ascii=False, indent=1))
    else:
        _print_report(console, report)
        if dry_run:
            console.print(_("这次只检查，没有写入。"))
    sys.exit(1 if report.refused else 0)


@areas.command("close", help=_("停用一个区域，如并入别处的社区；先停用它的下级。代码不再使用，不能恢复。"))
@click.argument("area_code", metavar="CODE")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("从哪一天起停用；不写为今天"))
@click.option("--yes", is_flag=True, help=_("不再询问，直接停用"))
def close_command(*, area_code: str, on: dt.datetime | None, yes: bool) -> None:
    """Close an area for good, after those below it."""
    at = timezone.now()
    day = on.date() if on else timezone.localdate(at)
    try:
        name = queries.describe(area_code).name
        if not yes:
            words = {"name": name, "code": area_code, "day": day}
            click.confirm(_("从 %(day)s 起停用%(name)s（%(code)s）？不能恢复。") % words, abort=True)
        close_area(area_code, on=day, by=_user(), at=at)
    except LinliError as refusal:
        _refuse(refusal)
    click.echo(_("已停用%(name)s（%(code)s），自 %(day)s 起。") % {"name": name, "code": area_code, "day": day})


@areas.command("check", help=_("检查区域：无空隙、无重叠、下级在上级之内、图形和名称完好。"))
@click.option("--tolerance", default=TOLERANCE_M2, help=_("多少平方米以上的空隙或重叠才算问题"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON：社区代码和问题"))
def check_command(*, tolerance: float, as_json: bool) -> None:
    """Check the areas: no gap, no overlap, parts inside their parent, sound shapes and names."""
    console = Console(stderr=as_json)
    with console.status(_("正在检查…")):
        shapes = queries.areas_to_check()
        found = find_problems(shapes, barriers=queries.barriers_to_check(), tolerance_m2=tolerance)
    problems, remarks = ([one for one in found if one.is_remark is remark] for remark in (False, True))
    if as_json:
        communities = [shape.code for shape in shapes if shape.level == Level.COMMUNITY.value]
        told = {"problems": [one.as_json() for one in problems], "remarks": [one.as_json() for one in remarks]}
        click.echo(json.dumps({"communities": communities} | told, ensure_ascii=False, indent=1))
    else:
        _print_problems(console, problems, areas_checked=len(shapes))
        for one in remarks[:_MOST_SHOWN]:
            console.print(escape(one.text), soft_wrap=True)
    sys.exit(1 if problems else 0)


@areas.command("locate", help=_("为 CSV 中每个点（经度、纬度）找出网格和社区；靠近网格边界的点会注明。"))
@click.argument("points", type=_FILE)
@click.option("--crs", type=_CRS, default=Crs.CGCS2000.value, help=_("点的坐标系"))
@click.option("--swap", is_flag=True, help=_("经度和纬度两列写反了，请对调"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("按哪一天的边界；不写为今天"))
@click.option(
    "--near",
    type=click.FloatRange(0, 1000),
    default=NEAR_BORDER_M,
    show_default=True,
    metavar="METRES",
    help=_("多少米以内有另一个网格，就写出它的代码和距离；0 为不写"),
)
@click.option("--outside", type=_OUT, help=_("把不在任何网格内的点另存为这个文件"))
@click.option("-o", "--out", type=_OUT, help=_("写入文件，不显示在屏幕上"))
def locate_command(  # noqa: PLR0913 one argument for each option
    *, points: Path, crs: str, swap: bool, on: dt.datetime | None, near: float, outside: Path | None, out: Path | None
) -> None:
    """Find grid and community of every point of a CSV with longitude and latitude; say which are near a border."""
    how = How(Crs(crs), swap=swap, on=on.date() if on else None, near_m=near)
    try:
        with ExitStack() as files:
            written = _write_located(locate_table(points, how), files, out=out, outside=outside)
    except LinliError as refusal:
        _refuse(refusal)
    told = _("%(count)s 个点，%(outside)s 个不在任何网格内。")
    click.echo(told % {"count": written["rows"], "outside": written["outside"]}, err=True)
    if near:
        told = _("%(count)s 个点在 %(near)g 米以内有另一个网格：请核对。")
        click.echo(told % {"count": written["near"], "near": near}, err=True)


@areas.command("tree", help=_("显示区域树。"))
@click.option("--under", default="", metavar="CODE", help=_("只显示这个区域之下的"))
@click.option("--depth", default=3, help=_("显示几级"))
def tree_command(*, under: str, depth: int) -> None:
    """Show the tree of areas."""
    try:
        top = Tree(escape(f"{queries.describe(under).name} {under}" if under else _("区域")))
    except LinliError as refusal:
        _refuse(refusal)
    _grow(top, under, depth)
    Console().print(top)


def _write_located(table: Located, files: ExitStack, *, out: Path | None, outside: Path | None) -> Counter[str]:
    """Write block by block; a file appears under its name only when it is complete."""
    file = files.enter_context(_fresh(out)) if out else sys.stdout
    lost = files.enter_context(_fresh(outside)) if outside else None
    status = files.enter_context(Console(stderr=True).status(_("正在定位…"))) if out else None
    written = Counter[str]()
    _write_lines(file, [table.head])
    _write_lines(lost, [table.head_outside])
    for block in table.blocks:
        _write_lines(file, block.lines)
        _write_lines(lost, block.outside)
        written.update(rows=len(block.lines), outside=len(block.outside), near=block.near)
        if status:
            status.update(_("正在定位…已有 %(count)s 个点") % {"count": written["rows"]})
    return written


def _write_lines(file: TextIO | None, lines: list[str]) -> None:
    end = "\n" if file is sys.stdout else "\r\n"  # in a file as spreadsheets write it
    if file and lines:
        file.write(end.join([*lines, ""]))


@contextmanager
def _fresh(path: Path) -> Iterator[TextIO]:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write("\ufeff")  # spreadsheets know by it that this is UTF-8
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _grow(branch: Tree, code: str, depth: int) -> None:
    for area in queries.children(code):
        below = branch.add(f"{escape(area.name)} [dim]{area.code}[/dim]")
        if depth > 1:
            _grow(below, area.code, depth - 1)


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a container may run as a number without a name
        return "cli"


def _pairs(maps: tuple[str, ...]) -> dict[str, str]:
    for given in maps:
        if "=" not in given:
            raise click.BadParameter(_("写法应为 字段=列名，例如 community=社区名。"), param_hint="--map")
    return {field.strip(): column for field, _equals, column in (given.partition("=") for given in maps)}


def _refuse(refusal: LinliError) -> NoReturn:
    click.echo(str(refusal), err=True)
    sys.exit(1)


def _report_json(report: ImportReport) -> dict[str, object]:
    return {
        "features": report.features,
        "elsewhere": report.elsewhere,
        "added": len(report.stored.added),
        "changed": len(report.stored.changed),
        "unchanged": len(report.stored.unchanged),
        "refused": [_remark_json(remark) for remark in report.refused],
        "notes": [_remark_json(remark) for remark in report.notes],
        "provisional_codes": list(report.codes_lent),
    }


def _remark_json(remark: Remark) -> dict[str, object]:
    return {"number": remark.number, "name": remark.name, "text": str(remark.text)}


def _print_report(console: Console, report: ImportReport) -> None:
    stored = report.stored
    heads = (_("文件中"), _("新增"), _("更新"), _("未变"), _("未导入"), _("不在范围"))
    done = (len(stored.added), len(stored.changed), len(stored.unchanged), len(report.refused))
    counts = Table(*heads, title=_("区域导入"))
    counts.add_row(*map(str, (report.features, *done, report.elsewhere)))
    console.print(counts)
    if lent := report.codes_lent:
        told = _(
            "没有对应的正式代码，%(count)s 个区域暂用预留代码（%(first)s 等）；用 --codes 提供区划代码表可匹配正式代码。"
        )
        console.print(told % {"count": len(lent), "first": lent[0]})
    _print_remarks(console, _("未导入"), report.refused)
    _print_remarks(console, _("请核对"), report.notes)


def _print_remarks(console: Console, title: str, remarks: list[Remark]) -> None:
    if not remarks:
        return
    table = Table(_("序号"), whole(_("名称")), whole(_("说明")), title=f"{title} {len(remarks)}")
    for remark in remarks[:_MOST_SHOWN]:
        table.add_row(str(remark.number), escape(remark.name), escape(str(remark.text)))
    console.print(table)
    _print_rest(console, len(remarks) - _MOST_SHOWN)


def _print_problems(console: Console, problems: list[Problem], *, areas_checked: int) -> None:
    console.print(_("检查了 %(count)s 个区域。") % {"count": areas_checked})
    if not problems:
        console.print(_("没有发现问题：无空隙、无重叠、层级完整。"))
        return
    counts = Table(_("问题"), _("数量"))
    for kind, count in Counter(problem.kind for problem in problems).most_common():
        counts.add_row(kind, str(count))
    console.print(counts)
    table = Table(_("问题"), whole(_("说明")), _("位置"))
    shown = _largest_of_each_kind(problems)
    for problem in shown:
        where = "" if problem.lon is None else f"{problem.lon:.5f}, {problem.lat:.5f}"
        table.add_row(problem.kind, escape(problem.text), where)
    console.print(table)
    _print_rest(console, len(problems) - len(shown))


def _largest_of_each_kind(problems: list[Problem]) -> list[Problem]:
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: -(problem.area_m2 or 0.0)):
        kinds.setdefault(problem.kind, []).append(problem)
    return [problem for same in kinds.values() for problem in same[:_MOST_OF_A_KIND]]


def _print_rest(console: Console, count: int) -> None:
    if count > 0:
        console.print(_("…另有 %(count)s 条，用 --json 查看全部。") % {"count": count})
