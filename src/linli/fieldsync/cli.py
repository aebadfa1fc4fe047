"""`linli field`: what a phone would get, and the paper for the app's filing."""

import gzip
import json
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic_core import to_json
from rich.console import Console
from rich.table import Table

from linli.fieldsync.actions.handing_out import note_shown
from linli.fieldsync.exports.law_pack import law_pack
from linli.fieldsync.parts.changes import everything_for
from linli.fieldsync.parts.shapes import Row, holder_of
from linli.staff.queries import account_named, actor_of

_PRESS_LEVEL = 5  # as answers to phones are pressed
screen = Console()


@click.group(help=_("移动工作：看一部手机会收到什么，生成备案材料。"))
def field() -> None:
    """Gather the commands about the field app."""


@field.command(help=_("列出某个账号的手机会收到的内容和大小；-o 把内容写入文件（居民资料是遮盖的，并记入查阅审计）。"))
@click.argument("username")
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=_("写入文件"))
def pull(username: str, as_json: bool, output: Path | None) -> None:  # noqa: FBT001 click gives flags so
    """Show what a phone of this account would get, part by part."""
    account = account_named(username)
    actor = actor_of(account)
    now = timezone.now()
    language = account.language or settings.LANGUAGE_CODE
    found = everything_for(holder_of(actor, username=account.username, language=language, on=timezone.localdate(now)))
    if output is not None:
        note_shown(len(found["people"]), of=actor, at=now)
        output.write_bytes(to_json(found, indent=2))
    whole = to_json(found)
    sizes = {name: _sizes(rows) for name, rows in found.items()}
    total = {"rows": sum(map(len, found.values())), "bytes": len(whole), "gzip": _pressed(whole)}
    if as_json:
        click.echo(json.dumps({"username": account.username, "parts": sizes, "total": total}, ensure_ascii=False))
        return
    screen.print(_table(sizes, total))


@field.command("law-pack", help=_("生成备案材料：文件名以 .docx 或 .pdf 结尾。"))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("写入文件"))
def law_pack_command(output: Path) -> None:
    """Write the law pack."""
    from linli.fieldsync.exports.law_papers import FORMATS, law_paper  # noqa: PLC0415 PDF and Word, for this command alone

    file_format = output.suffix.lower().removeprefix(".")
    if file_format not in FORMATS:
        raise click.BadParameter(_("文件名要以 .docx 或 .pdf 结尾。"), param_hint="-o")
    output.write_bytes(law_paper(law_pack(), file_format))
    click.echo(_("已写入 %(file)s。请填写标有“由申报单位填写”的各项。") % {"file": output})


def _sizes(rows: list[Row]) -> dict[str, int]:
    content = to_json(rows)
    return {"rows": len(rows), "bytes": len(content), "gzip": _pressed(content)}


def _pressed(content: bytes) -> int:
    return len(gzip.compress(content, _PRESS_LEVEL))


def _table(sizes: dict[str, dict[str, int]], total: dict[str, int]) -> Table:
    table = Table(_("部分"), _("行数"), _("字节"), _("压缩后"))
    for name, size in (*sizes.items(), (_("合计"), total)):
        table.add_row(name, *(f"{size[what]:,}" for what in ("rows", "bytes", "gzip")))
    return table
