"""`linli outside`: systems of other bodies that take cases."""

import json

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.cases.actions.outside_sending import work_hand_offs
from linli.cases.actions.outside_systems import close_system, enter_system
from linli.cases.queries.outside import outside_systems
from linli.staff.rules import SYSTEM


@click.group(help=_("外部系统：登记、停用、立即发送。"))
def outside() -> None:
    """Gather the commands about outside systems."""


@outside.command("add", help=_("登记或更改一个外部系统，打印新的签名密钥（只显示这一次）。"))
@click.argument("code")
@click.argument("url")
@click.option("--name", required=True, help=_("名称"))
@click.option("--unit", "unit_code", required=True, help=_("它代表的单位代码"))
@click.option("--answer-limit", default="2 working days", show_default=True, help=_("多久内要回应"))
def add_command(code: str, url: str, name: str, unit_code: str, answer_limit: str) -> None:
    """Enter a system and print its key."""
    secret = enter_system(code, by=SYSTEM, name=name, url=url, unit_code=unit_code, answer_limit=answer_limit)
    click.echo(_("外部系统 %(code)s 已登记。签名密钥（请交给对方，之后不再显示）：") % {"code": code})
    click.echo(secret)


@outside.command("close", help=_("不再向一个外部系统转案卷。"))
@click.argument("code")
def close_command(code: str) -> None:
    """Hand nothing more to a system."""
    close_system(code, by=SYSTEM)
    click.echo(_("外部系统 %(code)s 已停用。") % {"code": code})


@outside.command("list", help=_("列出外部系统。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def list_command(*, as_json: bool) -> None:
    """List the systems."""
    rows = outside_systems(active=False)
    if as_json:
        click.echo(json.dumps([vars(row) for row in rows], ensure_ascii=False))
        return
    table = Table(_("代码"), _("名称"), _("单位"), _("地址"), _("回应时限"), _("在用"))
    for row in rows:
        table.add_row(
            row.code, row.name, row.unit_code, row.url, row.answer_limit, _("是") if row.is_active else _("否")
        )
    Console().print(table)


@outside.command("send", help=_("立即发送该发送的、收回超时未应的。后台任务自动做这件事。"))
def send_command() -> None:
    """Send what is due now."""
    click.echo(_("处理了 %(number)s 件。") % {"number": work_hand_offs(timezone.now())})
