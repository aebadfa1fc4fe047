"""`linli visits`: plan what falls due, list it, switch the rhythm of every household, print cards. No counts by worker."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.actions.areas import set_features
from linli.places.errors import AreaUnknown
from linli.staff.rules import SYSTEM, Command
from linli.visits.actions import cancel_lapsed, plan_due
from linli.visits.catalogue import declared
from linli.visits.exports.packs import print_cards
from linli.visits.exports.sheets import CardKind
from linli.visits.queries.lists import Filters, Tab, every_visit

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_AREA = click.option("--area", "area_code", required=True, metavar="CODE", help=_("区域代码"))
_JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))


@click.group(help=_("上门走访：排计划、列出到期的走访、打印联系卡和公示牌。"))
def visits() -> None:
    """Gather the commands about visits."""


@visits.command("plan", help=_("按走访频次排计划；每个周期一次，重复运行不会重复。后台任务每夜自动做一次。"))
@_AREA
@click.option("--from", "first", type=_DAY, required=True, help=_("从哪一天"))
@click.option("--to", "last", type=_DAY, required=True, help=_("到哪一天"))
@click.option("--dry-run", is_flag=True, help=_("只统计，不写入"))
@_JSON
def plan_command(*, area_code: str, first: dt.datetime, last: dt.datetime, dry_run: bool, as_json: bool) -> None:
    """Plan the visits of an area."""
    _check_area(area_code)
    at = timezone.now()
    lapsed = 0 if dry_run else cancel_lapsed(at)
    command = Command(new_id(), SYSTEM, at)
    made = plan_due(area_code, first=first.date(), last=last.date(), command=command, dry=dry_run)
    if as_json:
        by_day = {str(day): count for day, count in sorted(made.by_day.items())}
        told = {"visits": made.visits, "by_class": dict(made.by_class), "by_day": by_day, "lapsed": lapsed}
        click.echo(json.dumps(told | {"dry_run": dry_run}, ensure_ascii=False))
        return
    for code, count in made.by_class.items():
        click.echo(f"{count:>6}  {_class_name(code)}")
    said = _("将计划走访 %(count)s 次。") if dry_run else _("新计划走访 %(count)s 次，取消已失效的 %(lapsed)s 次。")
    click.echo(said % {"count": made.visits, "lapsed": lapsed})


@visits.command("due", help=_("列出近期待访和已过期的走访；姓名遮盖。"))
@_AREA
@_JSON
def due_command(*, area_code: str, as_json: bool) -> None:
    """List what is due and overdue in an area."""
    _check_area(area_code)
    on = timezone.localdate()
    rows = every_visit(SYSTEM, Filters(Tab.DUE, area_code), on=on)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    table = Table(_("计划日期"), _("应访日期"), _("走访对象"), _("住址"), _("目的"))
    for row in rows:
        style = "red" if row.is_overdue else ""
        table.add_row(str(row.planned_on), str(row.due_on), row.whom, row.address, row.purpose, style=style)
    Console().print(table)


@visits.command("rhythm", help=_("开通或关闭一个区域“每一户定期走访”的计划；默认关闭。"))
@_AREA
@click.option("--on/--off", "is_on", default=True, show_default=True, help=_("开通或关闭"))
@click.option("--code", default="every-household", show_default=True, help=_("走访目录中的 rhythm 编码"))
def rhythm_command(*, area_code: str, is_on: bool, code: str) -> None:
    """Switch a rhythm on or off for an area."""
    area, rhythm = places.describe(area_code), declared().rhythms.get(code)
    if rhythm is None:
        raise click.BadParameter(_("没有“%(code)s”。") % {"code": code})
    others = {one for one in area.features if one != rhythm.feature}
    features = others | {rhythm.feature} if is_on else others
    set_features(area_code, features=features, by=SYSTEM.name, at=timezone.now())
    said = _("%(area)s已开通：%(name)s。") if is_on else _("%(area)s已关闭：%(name)s。")
    click.echo(said % {"area": area.name, "name": rhythm.name})


@visits.command(
    "cards",
    help=_("打印工作证、联系卡、服务清单、网格图和公示牌：社区代码打印全套，网格代码或楼栋代码打印一处。"),
)
@click.option("--area", "place", required=True, metavar="CODE", help=_("社区、网格或楼栋的代码"))
@click.option(
    "--kind",
    type=click.Choice([one.value for one in CardKind]),
    help=_("打印什么；社区默认全套，其余默认 A6 联系卡；badge、services、map 也可以按社区打印"),
)
@click.option(
    "--language",
    type=click.Choice([code for code, _name in settings.LANGUAGES]),
    help=_("印成哪种语言；默认随系统"),
)
@click.option(
    "-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help=_("写到这个文件")
)
def cards_command(*, place: str, kind: str | None, language: str | None, file: Path) -> None:
    """Write what is printed for a place as PDF."""
    usual = CardKind.PACK if len(place) == 12 and place in places.area_tree().by_code else CardKind.SMALL
    content = print_cards(SYSTEM, place, CardKind(kind) if kind else usual, language=language or "")
    file.write_bytes(content)
    click.echo(_("已写好：%(file)s（%(size).1f MB）") % {"file": file, "size": len(content) / 1e6})


def _check_area(code: str) -> None:
    if code not in places.area_tree().by_code:
        raise AreaUnknown(area_code=code)


def _class_name(code: str) -> str:
    found = declared().care.get(code) or declared().rhythms.get(code)
    return str(found.name) if found else code
