"""`linli rounds`: recurring rounds that make their cases and bulletins by themselves."""

import dataclasses
import datetime as dt
import json

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.cases.actions.rounds import run_rounds
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.rounds import turns_visible_to
from linli.staff.rules import SYSTEM

_JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))


@click.group(help=_("例行工作：按期生成排查任务和通报。"))
def rounds() -> None:
    """Gather the commands about rounds."""


@rounds.command("run", help=_("生成该生成的任务和通报。后台任务每夜自动做一次；重复运行不会重复生成。"))
@click.option("--on", "day", type=click.DateTime(formats=["%Y-%m-%d"]), help=_("按哪一天；默认今天"))
@_JSON
def run_command(day: dt.datetime | None, *, as_json: bool) -> None:
    """Run the rounds of a day."""
    zone = catalogue().calendar.zone
    ran = run_rounds(day.replace(hour=8, tzinfo=zone) if day else timezone.now())
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(ran)))
    else:
        click.echo(_("新开 %(turns)s 期，生成任务 %(cases)s 件、通报 %(bulletins)s 份。") % dataclasses.asdict(ran))


@rounds.command("list", help=_("列出各期例行工作。"))
@_JSON
def list_command(*, as_json: bool) -> None:
    """List the turns."""
    rows = turns_visible_to(SYSTEM)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    table = Table(_("例行工作"), _("区域"), _("起"), _("止"), _("任务"), _("例会"), _("通报"))
    for row in rows:
        done = [_("有") if value else "" for value in (row.has_met, row.has_bulletin)]
        table.add_row(row.name, row.area_name, str(row.begins_on), str(row.ends_on), str(row.cases_made), *done)
    Console().print(table)
