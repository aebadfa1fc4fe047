"""`linli register query`, `attributes`, `snapshot`: questions over people, always with a purpose, always written into the log."""

import datetime as dt
import json
import time
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.ids import new_id
from linli.register.actions.asking import Page, count_people, count_rounded, explain, look_at_page, take_out
from linli.register.asking.attributes import ATTRIBUTES
from linli.register.asking.snapshot import fresh_snapshot, read_at
from linli.register.exports.people_found import plain, write_people
from linli.register.queries.grounds import Question
from linli.staff.queries import account_named, actor_of
from linli.staff.rules import SYSTEM, Actor, Command

screen = Console()


@click.command("query", help=_("按条件查询居民：先给人数，再给遮盖的名单；-o 导出到 Excel，须写明目的。"))
@click.argument("text")
@click.option("--purpose", default="register", show_default=True, help=_("目的的编码，见 linli register purposes"))
@click.option("--area", default="", help=_("只在这个区域内查（代码或名称）"))
@click.option("--count", "only_count", is_flag=True, help=_("只要人数"))
@click.option("--rounded", "is_rounded", is_flag=True, help=_("只看统计数的人用的取整人数，不看个人"))
@click.option("--explain", "only_explain", is_flag=True, help=_("只说明怎样查：规范写法、引擎、SQL"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help=_("最多列出几人"))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("导出到这个 Excel 文件"))
@click.option("--as", "username", default="", help=_("以这个帐号的权限查；不写则为系统"))
@click.option("--said", default="", help=_("说明，记入查阅记录"))
def query(text: str, purpose: str, area: str, **options: object) -> None:
    """Count, list or export the residents a question finds."""
    question = Question(text, purpose, area)
    username = str(options["username"])
    actor = actor_of(account_named(username)) if username else SYSTEM
    as_json = bool(options["as_json"])
    if options["is_rounded"]:
        told = count_rounded(text, command=_command(actor), area=area)
        click.echo(
            json.dumps({"count": told.count}) if as_json else _("约 %(count)s 人") % {"count": f"{told.count:,}"}
        )
    elif options["only_explain"]:
        _explain(question, actor, as_json=as_json)
    elif isinstance(output := options["output"], Path):
        _export(question, actor, output, said=str(options["said"]), as_json=as_json)
    else:
        _answer(question, actor, limit=0 if options["only_count"] else int(str(options["limit"])), as_json=as_json)


@click.command("attributes", help=_("列出可以查询和显示的属性。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def attributes(as_json: bool) -> None:  # noqa: FBT001 click gives flags so
    """List the declared attributes."""
    rows: list[dict[str, object]] = [
        {
            "name": one.name, "words": str(one.words), "kind": one.kind.value, "asked": one.is_asked,
            "sensitivity": one.sensitivity.value, "values": [code.replace("_", "-") for code in one.values],
            "needs": list(one.needs),
        }
        for one in ATTRIBUTES.values()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    heads = (_("属性"), _("名称"), _("种类"), _("可作条件"), _("敏感程度"), _("取值"))
    table = Table(*heads)
    for row in rows:
        asked = _("是") if row["asked"] else _("否，只能显示")
        table.add_row(
            str(row["name"]), str(row["words"]), str(row["kind"]), asked, str(row["sensitivity"]),
            " ".join(ATTRIBUTES[str(row["name"])].values).replace("_", "-"),
        )  # fmt: skip
    screen.print(table)


@click.command("snapshot", help=_("更新全市查询用的快照。"))
@click.option("--full", is_flag=True, help=_("全部重做；否则只补改动"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def snapshot(full: bool, as_json: bool) -> None:  # noqa: FBT001 as above
    """Refresh the snapshot now."""
    start = time.monotonic()
    path = fresh_snapshot(max_age=dt.timedelta(0), full=full)
    told = {"path": str(path), "seconds": round(time.monotonic() - start, 2), "megabytes": round(path.stat().st_size / 1e6, 1), "read_at": read_at(path).isoformat()}  # fmt: skip
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo(_("快照已更新：%(megabytes)s MB，用时 %(seconds)s 秒。") % told)


def _command(actor: Actor) -> Command:
    return Command(new_id(), actor, timezone.now())


def _explain(question: Question, actor: Actor, *, as_json: bool) -> None:
    told = dict(explain(question, command=_command(actor)))
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(f"{key}: {value}" for key, value in told.items()))  # fmt: skip


def _export(question: Question, actor: Actor, output: Path, *, said: str, as_json: bool) -> None:
    command = _command(actor)
    found = take_out(question, command=command, said=said)
    with output.open("wb") as file:
        write_people(found, command, file, language=get_language() or "", said=said)
    if as_json:
        click.echo(json.dumps({"count": len(found.rows), "file": str(output)}, ensure_ascii=False))
    else:
        click.echo(_("已导出 %(count)s 人：%(file)s") % {"count": len(found.rows), "file": output})


def _answer(question: Question, actor: Actor, *, limit: int, as_json: bool) -> None:
    counted = count_people(question, command=_command(actor))
    page = look_at_page(question, command=_command(actor), limit=limit) if limit else None
    if as_json:
        told: dict[str, object] = {"count": counted.count}
        if page is not None:
            told |= {"columns": page.columns, "rows": [_plain(row.cells) for row in page.rows]}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    engine = counted.engine
    click.echo(_("共 %(count)s 人") % {"count": f"{counted.count:,}"})
    said = {"engine": engine.name, "ms": f"{engine.milliseconds:.0f}", "at": timezone.localtime(engine.as_of).strftime("%Y-%m-%d %H:%M:%S")}  # fmt: skip
    click.echo(_("%(engine)s，%(ms)s 毫秒，数据截至 %(at)s") % said, err=True)
    if page is not None:
        _show(page)


def _show(page: Page) -> None:
    """Draw a table on a screen; write lines with tabs into a file or pipe."""
    if not screen.is_terminal:
        heads: list[object] = [str(ATTRIBUTES[name].words) for name in page.columns]
        lines = [heads, *(_plain(row.cells) for row in page.rows)]
        click.echo("\n".join("\t".join("" if cell is None else str(cell) for cell in line) for line in lines))
        return
    table = Table(*(str(ATTRIBUTES[name].words) for name in page.columns))
    for row in page.rows:
        table.add_row(*("" if cell is None else str(cell) for cell in _plain(row.cells)))
    screen.print(table)
    if page.after is not None:
        click.echo(_("还有更多；用 --limit 多列，或用 -o 导出。"), err=True)


def _plain(cells: tuple[object, ...]) -> list[object]:
    return [plain(cell) for cell in cells]
