"""`linli cases`: import, show, replay."""

import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Screen

from linli.cases.errors import CaseNotFound
from linli.cases.importing import read_mapping
from linli.cases.importing.running import ImportOrder, ImportReport, import_cases, write_bad_rows
from linli.cases.models import Case
from linli.cases.queries.detail import case_detail
from linli.cases.queries.kinds import workflow_declared
from linli.cases.queries.replaying import cases_without_history, replay_cases
from linli.cases.queries.visible import case_with_number
from linli.cases.wording import STATE_NAMES, STEP_LOOKS
from linli.core.moments import to_the_minute
from linli.core.tables import Table, read_table
from linli.places.coordinates import Crs
from linli.staff.rules import SYSTEM

MOST_SHOWN = 10
LONGEST_SOURCE = 60
_ENDING = re.compile(r"(\.errors)?\.(csv|tsv|txt|xlsx|xlsm)(\.gz)?$", re.IGNORECASE)
screen = Console()


@click.group(help=_("案卷：导入、查看、重放历史。"))
def cases() -> None:
    """Gather the commands about cases."""


@cases.command("import", help=_("从 CSV 或 Excel 导入案卷；同一行不会导入两次。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "pairs", multiple=True, metavar="COL=FIELD", help=_("哪一列是哪个字段；不写则按常用列名识别"))
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help=_("所有行都用的值，例如 channel=phone"))
@click.option("--source", default="", help=_("来源系统的名称；不写则用文件名"))
@click.option("--crs", type=click.Choice(["cgcs2000", "gcj02", "bd09"]), default="cgcs2000", help=_("坐标系"))
@click.option("--closed", is_flag=True, help=_("这些是已办结的历史案卷"))
@click.option("--closed-when-dated", is_flag=True, help=_("写有办结时间的是已办结的，其余仍在办理"))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option(
    "--errors",
    "errors_file",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help=_("有问题的行写到哪个文件"),
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def import_file(  # noqa: PLR0913 click gives every option as an argument
    file: Path,
    pairs: tuple[str, ...],
    constants: tuple[str, ...],
    source: str,
    crs: str,
    closed: bool,  # noqa: FBT001 click
    closed_when_dated: bool,  # noqa: FBT001 click
    dry_run: bool,  # noqa: FBT001 click
    errors_file: Path | None,
    as_json: bool,  # noqa: FBT001 click
) -> None:
    """Import reports from a spreadsheet."""
    _check_use(source, errors_file)
    table = read_table(file)
    mapping = read_mapping(pairs, present=table.columns, constants=constants)
    order = ImportOrder(
        mapping=mapping,
        source=source or _source_of(file),
        crs=Crs(crs),
        by=SYSTEM,
        at=timezone.now(),
        closed=closed,
        closed_when_dated=closed_when_dated,
        dry_run=dry_run,
    )
    report = _run(table, order, quiet=as_json)
    target = errors_file or file.with_name(f"{_source_of(file)}.errors.csv")
    if report.bad:
        write_bad_rows(report, table.columns, target if errors_file else _writable(target))
    _tell(report, target, as_json=as_json, dry_run=dry_run)
    sys.exit(1 if report.bad else 0)


def _check_use(source: str, errors_file: Path | None) -> None:
    """Refuse before anything is stored what would fail after it."""
    if len(source) > LONGEST_SOURCE:
        raise click.BadParameter(
            _("来源系统的名称最多 %(most)s 个字。") % {"most": LONGEST_SOURCE}, param_hint="--source"
        )
    if errors_file and not errors_file.absolute().parent.is_dir():
        raise click.BadParameter(_("没有这个文件夹：%(path)s") % {"path": errors_file.parent}, param_hint="--errors")


def _source_of(file: Path) -> str:
    """Name the source after the file, so that a mended error file is still the same source."""
    return _ENDING.sub("", file.name)[:LONGEST_SOURCE]


def _writable(target: Path) -> Path:
    """Put the error file beside the data, or into the present folder where that may not be written."""
    try:
        target.touch()
    except OSError:
        return Path(target.name)
    return target


def _run(table: Table, order: ImportOrder, *, quiet: bool) -> ImportReport:
    with nullcontext() if quiet else Progress(console=screen) as bar:
        if bar is None:
            return import_cases(table, order)
        task = bar.add_task(_("导入"), total=table.count)
        return import_cases(table, order, progress=lambda count: bar.advance(task, count))


def _tell(report: ImportReport, target: Path, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        found = {
            "read": report.read,
            "imported": report.imported,
            "known": report.known,
            "repeated": report.repeated,
            "bad": len(report.bad),
            "without_grid": report.without_grid,
            "dry_run": dry_run,
        }
        click.echo(json.dumps(found))
        return
    told = Screen(show_header=False)
    told.add_row(_("读到的行"), str(report.read))
    told.add_row(_("可以导入") if dry_run else _("已导入"), str(report.imported))
    told.add_row(_("以前已导入"), str(report.known))
    told.add_row(_("文件内重复"), str(report.repeated))
    told.add_row(_("不在任何网格内"), str(report.without_grid))
    told.add_row(_("有问题的行"), str(len(report.bad)))
    screen.print(told)
    for bad in report.bad[:MOST_SHOWN]:
        screen.print(_("第 %(number)s 行：%(why)s") % {"number": bad.row.number, "why": bad.why}, markup=False)
    if report.bad:
        screen.print(_("有问题的行已写入 %(path)s，改好后可以再次导入这个文件。") % {"path": target}, markup=False)


@cases.command(help=_("查看一件案卷和它的历史。"))
@click.argument("number")
def show(number: str) -> None:
    """Show a case with its history; no personal contact data."""
    found = case_detail(SYSTEM, case_with_number(SYSTEM, number).pk)
    case = found.case
    screen.print(f"{case.number}  {STATE_NAMES[case.state]}  {case.title}", markup=False)
    table = Screen(_("序"), _("时间"), _("环节"), _("经办"), _("说明"))
    for record in found.records:
        when = to_the_minute(record.at)
        table.add_row(str(record.seq), when, _step_name(case, record.name), record.by_name, record.note[:60])
    screen.print(table)


def _step_name(case: Case, name: str) -> str:
    """Name a step as its workflow does, else as all do."""
    declared = workflow_declared(case.lane, case.workflow_version).step_named(name)
    if declared is not None and declared.name is not None:
        return str(declared.name)
    return str(STEP_LOOKS[name].title) if name in STEP_LOOKS else name


@cases.command(help=_("按历史重建每件案卷，与现存数据比对。"))
@click.argument("numbers", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def replay(numbers: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 click
    """Rebuild every row from its history and report differences."""
    replayed, differences = 0, []
    for _number, found in replay_cases(numbers):
        replayed += 1
        differences += found
    if numbers and replayed < len(set(numbers)):
        raise CaseNotFound
    lost = 0 if numbers else cases_without_history()
    if as_json:
        said = [
            {"number": d.number, "field": d.field, "stored": str(d.stored), "replayed": str(d.replayed)}
            for d in differences
        ]
        click.echo(json.dumps({"replayed": replayed, "differences": said, "without_history": lost}, ensure_ascii=False))
    else:
        for difference in differences[:MOST_SHOWN]:
            line = _("%(number)s 的 %(field)s：现存 %(stored)s，重建 %(replayed)s")
            screen.print(line % vars(difference), markup=False)
        told = _("重放 %(replayed)s 件，差异 %(differences)s 处，缺历史 %(lost)s 件。")
        screen.print(told % {"replayed": replayed, "differences": len(differences), "lost": lost})
    sys.exit(1 if differences or lost else 0)
