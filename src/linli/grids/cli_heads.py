"""`linli areas heads`: the heads of buildings (楼栋长), listed and taken from a file."""

import json
import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Shown

from linli.core.barred import check_columns
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.core.tables import Row, Table, read_table
from linli.grids.actions.building_heads import name_head
from linli.grids.queries.building_heads import HeadedBuilding, headed_buildings
from linli.places import queries as places
from linli.places.cli import areas
from linli.places.errors import ColumnBarred
from linli.staff.rules import SYSTEM, Command

_BUILDING, _USERNAME = ("楼栋编码", "building"), ("登录名", "username")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@areas.command(
    "heads", help=_("楼栋长：列出各楼栋的楼栋长，或从表格登记（列：楼栋编码、登录名；登录名留空表示没有）。")
)
@click.argument("file", required=False, type=_FILE)
@click.option("--area", "area_code", default="", metavar="CODE", help=_("区域代码；不写则为全域"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def heads_command(*, file: Path | None, area_code: str, as_json: bool) -> None:
    """Take the heads of buildings from a file, and list them; a row that is refused is named and stops no other."""
    area_code = area_code or installation().root_code
    places.describe(area_code)
    refused = _take(read_table(file)) if file else 0
    found = headed_buildings([area_code])
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False))
    elif not file:
        _show(found)
    sys.exit(1 if refused else 0)


def _take(table: Table) -> int:
    """Take in every row; say what was refused, and how many were."""
    check_columns(table.columns, ColumnBarred)
    building, username = (_column(table, names) for names in (_BUILDING, _USERNAME))
    news = refused = 0
    for row in table.rows:
        try:
            news += _take_row(row, building, username)
        except LinliError as refusal:
            refused += 1
            click.echo(_("第 %(row)s 行没有登记：%(why)s") % {"row": row.number, "why": refusal}, err=True)
    click.echo(_("新登记或改动 %(news)s 栋，没有登记 %(refused)s 行。") % {"news": news, "refused": refused}, err=True)
    return refused


def _take_row(row: Row, building: str, username: str) -> bool:
    code, name = (str(row.cells.get(column) or "").strip() for column in (building, username))
    return name_head(code, name, command=Command(new_id(), SYSTEM, timezone.now()))


def _column(table: Table, names: tuple[str, ...]) -> str:
    for column in table.columns:
        if column.strip().lower() in names:
            return column
    said = {"file": table.name, "column": names[0], "names": "、".join(table.columns)}
    raise click.UsageError(_("%(file)s 中没有“%(column)s”一列；文件里有：%(names)s。") % said)


def _plain(one: HeadedBuilding) -> dict[str, str]:
    return {"building": one.code, "name": one.name, "area": one.area_code, "username": one.username, "head": one.head}


def _show(found: list[HeadedBuilding]) -> None:
    shown = Shown(_("楼栋编码"), _("楼栋"), _("网格"), _("登录名"), _("楼栋长"))
    for one in found:
        shown.add_row(
            one.code, escape(one.name), places.area_name(one.area_code), escape(one.username), escape(one.head)
        )
    Console().print(shown)
    led = sum(bool(one.username) for one in found)
    click.echo(_("共 %(all)s 栋，有楼栋长的 %(led)s 栋。") % {"all": len(found), "led": led})
