"""`linli repeats`: places where the same thing goes wrong again and again, their root-cause cases, and what came back."""

import dataclasses
import datetime as dt
import json
import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.cases.actions.rooting import follow_repeat
from linli.cases.exports.returns import write_returns
from linli.cases.queries.kinds import catalogue, kind_name
from linli.cases.queries.naming import names_for
from linli.cases.queries.repeats import Place, RootCase, find_places, open_roots
from linli.cases.queries.returning import USUAL_WITHIN_DAYS, Asked, Line, ReturnReport, report_returns
from linli.cases.rules.repeats import Verdict
from linli.core.installation import installation
from linli.core.listing import listed
from linli.core.moments import to_the_minute
from linli.places import queries as places
from linli.staff.rules import SYSTEM

DAY = click.DateTime(formats=["%Y-%m-%d"])
USUAL_DAYS = 90
screen = Console()


@click.group(help=_("反复问题：找出同一地点反复发生的问题，管理根源案卷，统计结案后又发生的。"))
def repeats() -> None:
    """Gather the commands about repeat problems."""


@repeats.command("list", help=_("列出在办的根源案卷。"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def list_command(area: str, as_json: bool) -> None:  # noqa: FBT001 click
    """List the open root-cause cases."""
    found = open_roots(SYSTEM, area_code=area or installation().root_code)
    if as_json:
        click.echo(_json([dataclasses.asdict(root) for root in found]))
        return
    names = names_for(root.unit_code for root in found)
    table = Table(_("编号"), _("问题"), _("区域"), _("责任单位"), _("上报件数"), _("时限"))
    for root in found:
        table.add_row(*_root_cells(root), names.unit(root.unit_code), str(root.reports), _moment(root.due_at))
    screen.print(table)


@repeats.command("find", help=_("找出反复发生而还没有根源案卷的地点。"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option("--open", "opens", is_flag=True, help=_("次数达到自动开立标准的，现在就开立根源案卷"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def find_command(area: str, opens: bool, as_json: bool) -> None:  # noqa: FBT001 click
    """Find the places to propose, and open root-cause cases for those far beyond."""
    at = timezone.now()
    found = find_places(SYSTEM, area_code=area or installation().root_code, at=at)
    opened = [
        root.number
        for place in found
        if opens and place.verdict is Verdict.OPEN and (root := follow_repeat(place.newest, at=at)) is not None
    ]
    if as_json:
        click.echo(_json({"places": [dataclasses.asdict(place) for place in found], "opened": opened}))
        return
    table = Table(_("问题"), _("地点"), _("次数"), _("上报件数"), _("最近一次"), _("建议"))
    for place in found:
        table.add_row(*_place_cells(place))
    screen.print(table)
    if opens:
        click.echo(_("已开立 %(count)s 件根源案卷。") % {"count": len(opened)})


@repeats.command("report", help=_("统计结案后同一地点又上报的案卷。"))
@click.option("--area", default="", help=_("区域代码；不写则为全域"))
@click.option("--from", "since", type=DAY, help=_("结案起日（含），默认 90 天前"))
@click.option("--to", "until", type=DAY, help=_("结案止日（含），默认今天"))
@click.option("--within", type=int, default=USUAL_WITHIN_DAYS, show_default=True, help=_("结案后多少天内又上报算反复"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("写入 Excel 文件"))
def report_command(
    area: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    within: int,
    as_json: bool,  # noqa: FBT001 click
    output: Path | None,
) -> None:
    """Count the closed cases that came back."""
    last = until.date() if until else timezone.localdate()
    first = since.date() if since else last - dt.timedelta(days=USUAL_DAYS)
    found = report_returns(SYSTEM, Asked(area or installation().root_code, first, last, within))
    if output:
        with output.open("wb") as file:
            write_returns(found, file)
    if as_json:
        click.echo(_json(_plain(found)))
    else:
        _show(found)
    sys.exit(0)


def _show(found: ReturnReport) -> None:
    title = _("%(since)s 至 %(until)s 结案、%(days)s 天内又上报")
    facts = {"since": found.asked.since, "until": found.asked.until, "days": found.asked.within_days}
    for heading, lines in (
        (_("区域"), [*found.areas, found.total]),
        (_("类别"), found.kinds),
        (_("单位"), found.units),
    ):
        table = Table(heading, _("结案"), _("又发生"), _("又发生率"), title=title % facts)
        for line in lines:
            table.add_row(*_cells(line))
        screen.print(table)


def _cells(line: Line) -> tuple[str, str, str, str]:
    return line.name, str(line.closed), str(line.back), line.percent


def _root_cells(root: RootCase) -> tuple[str, str, str]:
    return root.number, root.title, places.area_name(root.area_code)


def _place_cells(place: Place) -> tuple[str, ...]:
    names = catalogue().repeat_names
    where = place.address or " ".join(places.area_path(place.area_code)[-2:])
    what = listed(kind_name(kind) for kind in place.kinds)
    said = _("达到自动开立标准") if place.verdict is Verdict.OPEN else str(names.get(place.rule, ""))
    return what, where, str(place.times), str(place.reports), _moment(place.last_at), said


def _moment(at: dt.datetime | None) -> str:
    return "" if at is None else to_the_minute(at)


def _plain(found: ReturnReport) -> dict[str, object]:
    plain = dataclasses.asdict(found)
    for name in ("areas", "kinds", "units"):
        plain[name] = [{**dataclasses.asdict(line), "share": line.share} for line in getattr(found, name)]
    plain["total"] |= {"share": found.total.share}
    return plain


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=str)
