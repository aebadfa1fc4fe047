"""`linli areas close-building` and `reopen-building`: buildings that no longer stand."""

import datetime as dt
import sys

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.cli import areas
from linli.register.actions.closing_buildings import close_building, reopen_building
from linli.staff.queries import account_named, actor_of
from linli.staff.rules import SYSTEM, Command

_CODE = click.argument("code", metavar="CODE")
_AS = click.option("--as", "username", default="", help=_("以这个帐号的权限办理；不写则为系统"))


@areas.command(
    "close-building", help=_("停用一栋已拆除的楼：没有人住、户室都记为“已拆除”以后。旧的案卷和走访仍然显示它。")
)
@_CODE
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("从哪一天起停用；不写为今天"))
@click.option("--yes", is_flag=True, help=_("不再询问，直接停用"))
@_AS
def close_command(*, code: str, on: dt.datetime | None, yes: bool, username: str) -> None:
    """Close a building."""
    day = on.date() if on else timezone.localdate()
    try:
        if not yes:
            told = {"name": places.find_building(code).name, "code": code, "day": day}
            click.confirm(_("从 %(day)s 起停用%(name)s（%(code)s）？") % told, abort=True)
        name = close_building(code, on=day, command=_command(username))
    except LinliError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    told = {"name": name, "code": code, "day": day}
    click.echo(_("已停用%(name)s（%(code)s），自 %(day)s 起。") % told)


@areas.command("reopen-building", help=_("恢复一栋误停用的楼。"))
@_CODE
@_AS
def reopen_command(*, code: str, username: str) -> None:
    """Open a building again."""
    try:
        name = reopen_building(code, command=_command(username))
    except LinliError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    click.echo(_("已恢复%(name)s（%(code)s）。") % {"name": name, "code": code})


def _command(username: str) -> Command:
    by = actor_of(account_named(username)) if username else SYSTEM
    return Command(new_id(), by, timezone.now())
