"""`linli mediation`: the month by types of dispute, and the windows for judicial confirmation; no content, no names."""

import dataclasses
import datetime as dt
import json

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.installation import installation
from linli.mediation.actions.reminding import remind
from linli.mediation.exports.workbook import percent, told
from linli.mediation.queries.lists import Tab, list_mediations
from linli.mediation.queries.naming import TYPE_NAMES
from linli.mediation.queries.statistics import Every, ledger, month_named, month_statistics
from linli.mediation.rules import published
from linli.places import queries as places
from linli.staff.rules import SYSTEM


@click.group(help=_("人民调解：月度统计、纠纷台账、司法确认期限。"))
def mediation() -> None:
    """Gather the commands about mediation."""


@mediation.command("statistics", help=_("按纠纷类型统计一个月的调解。"))
@click.option("--month", required=True, metavar="YYYY-MM", help=_("月份，例如 2026-11"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option("--published", "is_public", is_flag=True, help=_("可以公开的形式：不显示 10 件以下的数"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def statistics(month: str, area: str, is_public: bool, as_json: bool) -> None:  # noqa: FBT001 click
    """Show a month's table."""
    code = area or installation().root_code
    table = month_statistics(SYSTEM, area_code=code, month=month)
    table = published(table) if is_public else table
    if as_json:
        click.echo(json.dumps({"area": code, "month": month, **dataclasses.asdict(table)}, ensure_ascii=False))
        return
    screen = Table(title=_("%(area)s %(month)s 人民调解统计") % {"area": places.area_name(code), "month": month})
    screen.add_column(_("纠纷类型"))
    for name in (_("受理"), _("调解成功")):
        screen.add_column(name, justify="right")
    for row in table.rows:
        screen.add_row(str(TYPE_NAMES[row.type]), str(told(row.accepted)), str(told(row.settled)))
    screen.add_row(_("合计"), str(told(table.accepted)), str(told(table.settled)), style="bold")
    Console().print(screen)
    rates = {"settled": percent(table.settled_rate), "same_day": percent(table.same_day_rate)}
    click.echo(_("调解成功率 %(settled)s，当日调解成功率 %(same_day)s") % rates)


@mediation.command("ledger", help=_("纠纷排查台账：按天、周或月汇总，只有数字，不列人。"))
@click.option("--month", required=True, metavar="YYYY-MM", help=_("月份，例如 2026-11"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option(
    "--every", type=click.Choice([one.value for one in Every]), default="week", help=_("每天、每周或每月一行")
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def show_ledger(month: str, area: str, every: str, as_json: bool) -> None:  # noqa: FBT001 click
    """Show the ledger of a month."""
    first, after = month_named(month)
    until = after - dt.timedelta(days=1)
    code = area or installation().root_code
    lines = ledger(SYSTEM, area_code=code, since=first, until=until, every=Every(every))
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in lines], ensure_ascii=False, default=str))
        return
    screen = Table()
    for name in (_("起日"), _("发现"), _("调解成功"), _("当日成功"), _("移送"), _("在调")):
        screen.add_column(name, justify="right")
    for one in lines:
        screen.add_row(*[str(value) for value in dataclasses.astuple(one)])
    Console().print(screen)


@mediation.command("windows", help=_("列出还在司法确认期限内、尚未申请的调解：编号和最后一日。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def windows(as_json: bool) -> None:  # noqa: FBT001 click
    """List the open windows, the first to end first."""
    rows, _more = list_mediations(SYSTEM, Tab.COURT, today=timezone.localdate())
    found = [{"case": row.case_number, "last_day": str(row.court_until)} for row in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['case']}  {one['last_day']}")


@mediation.command("remind", help=_("提醒调解员将到的期限：司法确认、承诺事项、调解期限；每项只提醒一次。"))
def remind_mediators() -> None:
    """Announce the days that are near; the background worker does it every morning."""
    click.echo(_("已提醒 %(count)s 项。") % {"count": remind(timezone.now())})
