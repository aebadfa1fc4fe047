"""`linli messages`: channels, the delivery log, sending again, bots of units, the declared notices."""

import datetime as dt
import json
import sys
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.facts import known_facts
from linli.core.ids import new_id
from linli.messages import actions
from linli.messages.catalogue import SHIPPED, examine
from linli.messages.channels import senders
from linli.messages.channels.outgoing import Outgoing
from linli.messages.queries.deliveries import Filters, LogRow, deliveries_visible_to, log_page
from linli.messages.queries.reach import bots, is_connected
from linli.messages.rules import TROUBLED, Channel, DeliveryState, channel_named
from linli.messages.wording import CHANNEL_NAMES, STATE_NAMES
from linli.staff.rules import SYSTEM

MOST_LISTED = 200
OUTWARD = [channel.value for channel in Channel if channel is not Channel.INBOX]
STATES = [state.value for state in DeliveryState]


@click.group(help=_("消息：接收方式、发送记录、重发、群机器人。"))
def messages() -> None:
    """Gather the commands about messages."""


@messages.command("channels", help=_("列出接收方式，哪些已经接通。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def channels_command(as_json: bool) -> None:  # noqa: FBT001 click
    """List the channels and which of them the installation has."""
    found = {channel: is_connected(channel) for channel in Channel}
    if as_json:
        click.echo(json.dumps({channel.value: is_on for channel, is_on in found.items()}))
        return
    for channel, is_on in found.items():
        told = _("已接通") if is_on else _("未接通")
        click.echo(f"{channel.value:<6} {CHANNEL_NAMES[channel]}  {told}")


@messages.command("list", help=_("列出发送记录，最近的在前。"))
@click.option("--failed", is_flag=True, help=_("只看发送失败和已放弃的"))
@click.option("--channel", type=click.Choice([channel.value for channel in Channel]), help=_("接收方式"))
@click.option("--state", type=click.Choice(STATES), help=_("状态"))
@click.option("--limit", type=click.IntRange(1, 5_000), default=MOST_LISTED, show_default=True, help=_("最多多少条"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def list_command(failed: bool, channel: str | None, state: str | None, limit: int, as_json: bool) -> None:  # noqa: FBT001 click
    """Show the delivery log."""
    states = tuple(sorted(one.value for one in TROUBLED)) if failed else (state,) if state else ()
    rows = log_page(SYSTEM, Filters(channel=channel or "", states=states), size=limit).rows
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False))
    else:
        _show(rows)


@messages.command(help=_("把失败或已放弃的消息重新发送；写编号，或用 --failed 重发全部。"))
@click.argument("ids", nargs=-1, type=click.UUID)
@click.option("--failed", is_flag=True, help=_("重发全部失败和已放弃的"))
def resend(ids: tuple[UUID, ...], failed: bool) -> None:  # noqa: FBT001 click
    """Send again what did not go out."""
    if failed == bool(ids):
        raise click.UsageError(_("请写编号，或用 --failed。"))
    if failed:
        states = tuple(sorted(one.value for one in TROUBLED))
        ids = tuple(deliveries_visible_to(SYSTEM, Filters(states=states)).values_list("pk", flat=True))
    now = timezone.now()
    for pk in ids:
        actions.resend(pk, by=SYSTEM, at=now)
    click.echo(_("%(count)s 条消息将重新发送。") % {"count": len(ids)})


@messages.command(help=_("立即发一条测试消息，看看一种接收方式是否接通。"))
@click.argument("channel", type=click.Choice(OUTWARD))
@click.option("--to", "address", required=True, help=_("邮箱、手机号、群机器人网址或浏览器订阅"))
def test(channel: str, address: str) -> None:
    """Send one test message to an address, past the log."""
    chosen = channel_named(channel)
    message = Outgoing(
        id=str(new_id()), address=address, title=_("测试消息"), text=_("能看到这条消息，说明这种接收方式已经接通。")
    )
    senders.send(chosen, message)
    told = {"channel": CHANNEL_NAMES[chosen], "address": senders.masked(chosen, address)}
    click.echo(_("已通过%(channel)s发往 %(address)s。") % told)


@messages.command(help=_("列出单位的群机器人，设定或去掉一个。"))
@click.argument("unit", required=False)
@click.option("--address", help=_("群机器人的网址（企业微信、钉钉、飞书），或 apprise 的写法；- 表示从标准输入读"))
@click.option("--remove", is_flag=True, help=_("去掉这个单位的群机器人"))
def bot(unit: str | None, address: str | None, remove: bool) -> None:  # noqa: FBT001 click
    """Show, set or remove the bot of a unit's group chat."""
    if unit is None:
        for row in bots():
            click.echo(f"{row.unit_code}  {row.service}")
    elif remove:
        gone = actions.remove_bot(unit)
        click.echo(_("已去掉。") if gone else _("这个单位没有群机器人。"))
    elif address:
        given = sys.stdin.readline() if address == "-" else address
        made = actions.set_bot(unit, address=given, at=timezone.now())
        click.echo(_("%(unit)s 的群机器人已设定：%(service)s。") % {"unit": made.unit_code, "service": made.service})
    else:
        raise click.UsageError(_("请写 --address 或 --remove。"))


@messages.command(help=_("检查消息目录；不写目录则检查自带的。"))
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def check(directory: Path | None, as_json: bool) -> None:  # noqa: FBT001 click
    """Check declared notices and name every fault with its line."""
    count, problems = examine(directory or SHIPPED, facts={fact.name for fact in known_facts()})
    if as_json:
        found = [{"file": one.file, "line": one.line, "what": one.what} for one in problems]
        click.echo(json.dumps({"notices": count, "problems": found}, ensure_ascii=False))
    else:
        for one in problems:
            click.echo(str(one))
        click.echo(_("%(count)s 种消息，%(problems)s 处问题。") % {"count": count, "problems": len(problems)})
    sys.exit(1 if problems else 0)


def _show(rows: list[LogRow]) -> None:
    if not rows:
        click.echo(_("没有符合条件的发送记录。"))
        return
    table = Table(_("编号"), _("时间"), _("消息"), _("案卷"), _("方式"), _("地址"), _("状态"), _("原因"), padding=0)
    for row in rows:
        when = timezone.localtime(row.made_at).strftime("%m-%d %H:%M")
        names = (str(CHANNEL_NAMES[row.channel]), row.address, str(STATE_NAMES[row.state]), row.why)
        table.add_row(str(row.id), when, row.notice, row.number, *names)
    Console().print(table)


def _plain(row: LogRow) -> dict[str, object]:
    moments: dict[str, dt.datetime | None] = {
        "made_at": row.made_at,
        "next_try": row.next_try,
        "ended_at": row.ended_at,
    }
    return {
        "id": str(row.id),
        "notice": row.notice,
        "case": row.number,
        "receiver": row.receiver,
        "channel": row.channel.value,
        "address": row.address,
        "state": row.state.value,
        "tries": row.tries,
        "why": row.why,
        **{name: value.isoformat() if value else None for name, value in moments.items()},
    }
