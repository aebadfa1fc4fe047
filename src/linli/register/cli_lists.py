"""`linli register roll`, `ages`, `schools`, `sheet`, `profile`: the lists and counts the law and planning ask for."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.places import queries as places
from linli.register.actions.publishing import publish_month
from linli.register.actions.rolls import Drawn, draw_rolls
from linli.register.actions.taking_sheets import Asked, take_sheet
from linli.register.actions.telling_counts import tell_ages, tell_profile, tell_schools
from linli.register.exports.count_workbooks import about_hidden, stage_name, told, write_ages, write_schools
from linli.register.exports.roll_words import REASON_NAMES
from linli.register.exports.sheet_workbook import write_sheet
from linli.register.models import RollRun
from linli.register.queries.ages import AgesTable, SchoolsTable, published_ages, published_schools, rows_of
from linli.register.queries.drafting import head_line
from linli.register.queries.rolls import changes_of, voters_of
from linli.register.rules.rolls import Reason, RollRule
from linli.register.wording import RELATION_NAMES, SEX_NAMES
from linli.staff.rules import SYSTEM, Command

DAY = click.DateTime(formats=["%Y-%m-%d"])
_BOM = "\ufeff"  # so that spreadsheet programs take the file for what it is


@click.command("roll", help=_("起草选民名册：区域内每个社区一份，按姓名拼音排序，并列出与上次相比的增减。"))
@click.option("--area", required=True, help=_("区域代码：社区，或其上级"))
@click.option("--on", type=DAY, help=_("选举日，年龄算到这一天；不写则为今天"))
@click.option(
    "--rule", type=click.Choice([one.value for one in RollRule]), default=RollRule.REGISTERED.value, show_default=True,
    help=_("登记范围：户籍在此；或加上居住满一年并本人申请的"),
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help=_("写入这个文件夹：CSV、PDF 和汇总")
)
@click.option("--csv-only", is_flag=True, help=_("不写 PDF"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def roll(
    area: str,
    on: dt.datetime | None,
    rule: str,
    output: Path | None,
    csv_only: bool,  # noqa: FBT001 click
    as_json: bool,  # noqa: FBT001 click
) -> None:
    """Draw up the voter rolls of an area."""
    at = timezone.now()
    day = on.date() if on else timezone.localdate(at)
    drawn = draw_rolls(area, on=day, rule=RollRule(rule), command=Command(new_id(), SYSTEM, at))
    if output:
        _write_rolls(drawn, output, with_pdf=not csv_only)
    if as_json:
        click.echo(json.dumps([_plain(run) for run in drawn.runs], ensure_ascii=False))
    else:
        _show_rolls(drawn.runs)


@click.command("ages", help=_("一个区域的年龄构成，按五岁一组、性别和下级区域。"))
@click.option("--area", required=True, help=_("区域代码"))
@click.option("--published", "is_public", is_flag=True, help=_("可以公开的形式：隐去不足 10 人的数"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("写入 Excel 文件"))
def ages(area: str, is_public: bool, as_json: bool, output: Path | None) -> None:  # noqa: FBT001 click
    """Show the ages of an area."""
    at, code = timezone.now(), places.describe(area).code
    table = published_ages(publish_month(at), code) if is_public else tell_ages(SYSTEM, area_code=code, at=at)
    if output:
        with output.open("wb") as file:
            write_ages(table, file)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(table), ensure_ascii=False, default=str))
    else:
        _show_ages(table)


@click.command("schools", help=_("一个区域今后各年该入园、入学的儿童人数。"))
@click.option("--area", required=True, help=_("区域代码"))
@click.option("--published", "is_public", is_flag=True, help=_("可以公开的形式：隐去不足 10 人的数"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("写入 Excel 文件"))
def schools(area: str, is_public: bool, as_json: bool, output: Path | None) -> None:  # noqa: FBT001 click
    """Show how many children begin kindergarten and school."""
    at, code = timezone.now(), places.describe(area).code
    if is_public:
        table = published_schools(publish_month(at), code, today=timezone.localdate(at))
    else:
        table = tell_schools(SYSTEM, area_code=code, at=at)
    if output:
        with output.open("wb") as file:
            write_schools(table, file)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(table), ensure_ascii=False, default=str))
    else:
        _show_schools(table)


@click.command("sheet", help=_("一个社区的家庭户登记表；不写目的的只有姓氏和出生年份。"))
@click.option("--area", required=True, help=_("社区代码"))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("Excel 文件"))
@click.option("--purpose", default="", help=_("目的代码，例如 register；写明目的才有完整姓名，居民可以看到这次导出"))
def sheet(area: str, output: Path, purpose: str) -> None:
    """Write the household register sheet of a community."""
    at, code = timezone.now(), places.describe(area).code
    rows = take_sheet(code, Asked(purpose, _("命令行导出") if purpose else ""), command=Command(new_id(), SYSTEM, at))
    said = _("%(at)s 导出，%(count)s 人次") % {
        "at": to_the_minute(at),
        "count": len(rows),
    }
    with output.open("wb") as file:
        write_sheet(code, rows, said=said, names={**SEX_NAMES, **RELATION_NAMES}, file=file)
    click.echo(_("已写入 %(file)s：%(count)s 行。") % {"file": output, "count": len(rows)})


@click.command("profile", help=_("一个区域的概况：户、人、户室、单位、网格、人员，都由登记数出来。"))
@click.option("--area", required=True, help=_("区域代码"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def profile(area: str, as_json: bool) -> None:  # noqa: FBT001 click
    """Show the profile of an area; exit with 1 where two ways of counting differ."""
    found = tell_profile(SYSTEM, area_code=places.describe(area).code, at=timezone.now())
    plain = dataclasses.asdict(found)
    plain["checks"] = [{**dataclasses.asdict(one), "agrees": one.agrees} for one in found.checks]
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        for name, value in (plain["people"] | plain["around"]).items():
            click.echo(f"{name}: {value}")
        for one in found.checks:
            click.echo(f"{'=' if one.agrees else '≠'} {one.name}: {one.counted} / {one.expected}")
    if not all(one.agrees for one in found.checks):
        raise SystemExit(1)


def _write_rolls(drawn: Drawn, folder: Path, *, with_pdf: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for run in drawn.runs:
        text = f"{_BOM}{head_line()}\r\n{drawn.lines.get(run.area_code, '')}\r\n"
        _write_private(folder / f"{run.area_code}.csv", text.encode())
        if with_pdf:
            from linli.register.exports.roll_pdf import write_roll_pdf  # noqa: PLC0415 PDF, for who asks for it

            content = write_roll_pdf(run, voters_of(run, clear=True), changes_of(run, clear=True))
            _write_private(folder / f"{run.area_code}.pdf", content)
    summary = json.dumps([_plain(run) for run in drawn.runs], ensure_ascii=False, indent=1)
    _write_private(folder / "summary.json", summary.encode())


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read: it names people."""
    path.touch(mode=0o600)
    path.write_bytes(content)


def _plain(run: RollRun) -> dict[str, object]:
    reasons: dict[str, int] = {}
    for _pk, _what, reason in run.changes:
        reasons[reason] = reasons.get(reason, 0) + 1
    return {
        "area": run.area_code, "name": places.area_name(run.area_code), "on": str(run.on), "rule": run.rule,
        "count": run.count, "added": run.added, "removed": run.removed, "reasons": reasons,
    }  # fmt: skip


def _show_rolls(runs: Sequence[RollRun]) -> None:
    screen = Table()
    for name in (_("社区"), _("选民"), _("新增"), _("减少")):
        screen.add_column(name, justify="left" if name == _("社区") else "right")
    screen.add_column(_("原因"))
    for run in runs:
        plain = _plain(run)
        reasons = plain["reasons"].items() if isinstance(plain["reasons"], dict) else ()
        why = " ".join(f"{REASON_NAMES[Reason(reason)]} {count}" for reason, count in reasons)
        screen.add_row(str(plain["name"]), *map(str, (run.count, run.added, run.removed)), why)
    total = (sum(getattr(run, name) for run in runs) for name in ("count", "added", "removed"))
    screen.add_row(_("合计"), *map(str, total), style="bold")
    Console().print(screen)


def _show_ages(table: AgesTable) -> None:
    screen = Table(title=f"{table.area_name} {table.on}")
    for name in (_("年龄"), _("女"), _("男"), _("合计")):
        screen.add_column(name, justify="right")
    for code, *counts in rows_of(table):
        screen.add_row(code, *(str(told(count)) for count in counts))
    screen.add_row(_("合计"), "", "", str(told(table.total)), style="bold")
    _print(screen, is_published=table.is_published)


def _show_schools(table: SchoolsTable) -> None:
    screen = Table(title=table.area_name)
    screen.add_column(_("入园入学"))
    screen.add_column(_("人数"), justify="right")
    for one, count in zip(table.years, table.total, strict=True):
        screen.add_row(f"{stage_name(one.stage)} {one.year}", str(told(count)))
    _print(screen, is_published=table.is_published)


def _print(screen: Table, *, is_published: bool) -> None:
    Console().print(screen)
    if is_published:
        click.echo(about_hidden())
