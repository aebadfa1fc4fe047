"""`linli figures`: the figures on the command line."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.installation import installation
from linli.figures.exports import write_workbook
from linli.figures.queries import Summary, summary, usual_start
from linli.figures.rules import Figures
from linli.staff.rules import SYSTEM

DAY = click.DateTime(formats=["%Y-%m-%d"])
LEAST_NAME, MOST_FIGURE = 12, 6  # places on the screen: a Chinese character takes two


@click.group(help=_("数据：受理、立案、应结、已结、按期、满意。"))
def figures() -> None:
    """Gather the commands about figures."""


@figures.command("summary", help=_("按区域和类别汇总一段时间的数据。"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option("--from", "since", type=DAY, help=_("起日（含），默认 30 天前"))
@click.option("--to", "until", type=DAY, help=_("止日（含），默认今天"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("写入 Excel 文件"))
def summary_command(
    area: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    as_json: bool,  # noqa: FBT001 click
    output: Path | None,
) -> None:
    """Show the figures of a period."""
    last = until.date() if until else timezone.localdate()
    first = since.date() if since else usual_start(last)
    found = summary(SYSTEM, area_code=area or installation().root_code, since=first, until=last)
    if output:
        with output.open("wb") as file:
            write_workbook(found, file)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, default=str))
    else:
        _show(found)


def _show(found: Summary) -> None:
    title = _("%(name)s　%(since)s 至 %(until)s") % {
        "name": found.total.name,
        "since": found.since,
        "until": found.until,
    }
    screen = Console()
    for heading, rows in ((_("区域"), [*found.areas, found.total]), (_("类别"), found.kinds)):
        names = (
            _("收件"),
            _("立案"),
            _("派遣"),
            _("应结"),
            _("已结"),
            _("按期"),
            _("结案率"),
            _("按期结案率"),
            _("平均用时（小时）"),
            _("返工率"),
            _("满意率"),
        )
        table = Table(title=title, padding=0)
        table.add_column(heading, overflow="fold", min_width=LEAST_NAME)
        for name in names:
            table.add_column(name, overflow="fold", justify="right", max_width=MOST_FIGURE)
        for row in rows:
            table.add_row(*[row.name, *_cells(row)])
        screen.print(table)


def _cells(row: Figures) -> list[str]:
    counts = (row.received, row.filed, row.dispatched, row.due, row.closed, row.in_time)
    hours = "" if row.mean_hours is None else f"{row.mean_hours:.1f}"
    return [
        *map(str, counts),
        _percent(row.closing_rate),
        _percent(row.on_time_rate),
        hours,
        _percent(row.rework_rate),
        _percent(row.satisfied_rate),
    ]


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"
