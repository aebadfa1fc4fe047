"""Staff on the command line: accounts, posts, units, duties and tokens."""

import datetime as dt
import json
from dataclasses import asdict
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.staff import actions, errors, queries, rules
from linli.staff.models import Post
from linli.staff.rules import SYSTEM, AwayFor, Permission, PostFacts, Role

_JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON。"))
_DAY = click.DateTime(formats=["%Y-%m-%d"])


staff = click.Group("staff", help=_("账号、岗位、单位和职责分工。"))
token = click.Group("token", help=_("程序调用接口用的令牌。"))


@token.command("create", help=_("为 USERNAME 生成一个令牌并显示，只显示这一次。"))
@click.argument("username")
@click.option("--name", default="cli", show_default=True, help=_("令牌的用途"))
@click.option("--scope", "scopes", multiple=True, required=True, help=_("权限；可以给多次"))
@click.option("--days", default=90, show_default=True, help=_("有效天数"))
@_JSON
def create_token(username: str, name: str, scopes: tuple[str, ...], days: int, *, as_json: bool) -> None:
    """Make a token for USERNAME and print it, this once."""
    account = queries.account_named(username)
    made = actions.issue_token(account, name=name, scopes=scopes, days=days, by=SYSTEM, at=timezone.now())
    click.echo(json.dumps({"token": made}) if as_json else made)


@token.command("list", help=_("列出 USERNAME 的令牌。"))
@click.argument("username")
@_JSON
def list_tokens(username: str, *, as_json: bool) -> None:
    """List the tokens of USERNAME."""
    rows = [
        {
            "id": str(row.pk),
            "name": row.name,
            "scopes": row.scopes,
            "expires_at": row.expires_at.isoformat(),
            "revoked": row.revoked_at is not None,
        }
        for row in queries.tokens_of(queries.account_named(username))
    ]
    _print(rows, as_json=as_json)


@token.command("revoke", help=_("立即停用一个令牌。"))
@click.argument("token_id", type=click.UUID)
def revoke_token(token_id: UUID) -> None:
    """Take a token back at once."""
    actions.revoke_token(token_id, by=SYSTEM, at=timezone.now())


@token.command("scopes", help=_("列出令牌可以限定的权限。"))
def list_scopes() -> None:
    """List the permissions a token may be narrowed to."""
    for permission in Permission:
        click.echo(permission.value)


@staff.command("accounts", help=_("列出今天谁担任什么岗位，以及没有岗位的账号。"))
@click.option("--area", "area_code", default="", help=_("只列这个区域编码及以下的岗位"))
@_JSON
def accounts(area_code: str, *, as_json: bool) -> None:
    """List who holds which post today, and who holds none."""
    rows = [{**asdict(person), "account_id": str(person.account_id)} for person in queries.people_under(area_code)]
    if not area_code:
        rows += [
            {"account_id": str(row.pk), "name": row.name, "username": row.username, "role": "", "area_code": ""}
            for row in queries.accounts_without_post()
        ]
    _print(rows, as_json=as_json)


@staff.command("account", help=_("建立账号；任职以后才有权限。"))
@click.argument("username")
@click.option("--name", required=True, help=_("姓名"))
@click.password_option(help=_("不写时会询问"))
def account(username: str, name: str, password: str) -> None:
    """Make an account; it may nothing until it has a post."""
    new = actions.NewAccount(username=username, name=name, password=password)
    made = actions.create_account(new, by=SYSTEM, at=timezone.now())
    click.echo(str(made.pk))


@staff.command("password", help=_("为 USERNAME 设新密码；其全部登录随即退出。"))
@click.argument("username")
@click.password_option(help=_("不写时会询问"))
def password(username: str, password: str) -> None:
    """Give USERNAME a new password; every session of theirs ends."""
    account_id = queries.account_named(username).pk
    actions.set_password(account_id, password=password, by=SYSTEM, at=timezone.now())


@staff.command("back-office", help=_("让 USERNAME 进入技术后台（/admin/），管理账号和基础数据。"))
@click.argument("username")
def back_office(username: str) -> None:
    """Let USERNAME into the technical back office, for accounts and reference data."""
    actions.open_back_office(queries.account_named(username).pk, by=SYSTEM, at=timezone.now())


@staff.command("deactivate", help=_("停用账号：登录和令牌立即失效。"))
@click.argument("username")
def deactivate(username: str) -> None:
    """Close an account: sessions and tokens end at once."""
    actions.deactivate_account(queries.account_named(username).pk, by=SYSTEM, at=timezone.now())


@staff.command("post", help=_("为 USERNAME 任职。"))
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--area", "area_code", default="", help=_("岗位覆盖的区域编码；空：全部"))
@click.option("--unit", "unit_code", default="", help=_("单位编码"))
@click.option("--line", "work_line", default="", help=_("条线"))
@click.option("--from", "valid_from", type=_DAY, help=_("起始日期；不写为今天"))
@click.option("--to", "valid_to", type=_DAY, help=_("最后一天；不写为长期"))
def post(username: str, role: str, valid_from: dt.datetime | None, valid_to: dt.datetime | None, **place: str) -> None:
    """Give USERNAME a post."""
    held: Post = actions.set_post(
        queries.account_named(username).pk,
        post=PostFacts(rules.role_named(role), **place),
        valid_from=_day(valid_from) or timezone.localdate(),
        valid_to=_day(valid_to),
        by=SYSTEM,
        at=timezone.now(),
    )
    click.echo(str(held.pk))


@staff.command("end-post", help=_("免去一项任职。"))
@click.argument("post_id", type=int)
@click.option("--last-day", type=_DAY, help=_("最后一天；不写为今天"))
def end_post(post_id: int, last_day: dt.datetime | None) -> None:
    """End a post with a day."""
    day = last_day.date() if last_day else timezone.localdate()
    actions.end_post(post_id, last_day=day, by=SYSTEM, at=timezone.now())


@staff.command("unit", help=_("登记单位，或更新它的资料。"))
@click.argument("code")
@click.argument("name")
@click.option("--kind", required=True, help=_("单位类型：community、street、department、company、centre……"))
@click.option("--area", "area_code", required=True, help=_("所在区域编码"))
@click.option("--parent", "parent_code", default="", help=_("上级单位编码"))
@click.option("--phone", default="", help=_("值班电话"))
def unit(**facts: str) -> None:
    """Enter a unit, or bring what is known of it up to date."""
    actions.create_unit(actions.NewUnit(**facts), by=SYSTEM, at=timezone.now())


@staff.command("units", help=_("列出在用的单位。"))
@click.option("--area", "area_code", default="", help=_("只列这个区域编码及以下的单位"))
@_JSON
def units(area_code: str, *, as_json: bool) -> None:
    """List the active units."""
    _print([asdict(row) for row in queries.units_under(area_code)], as_json=as_json)


@staff.command("duty", help=_("规定 AREA_CODE 以下的 DUTY 由哪个单位负责。"))
@click.argument("duty")
@click.argument("area_code")
@click.argument("unit_code")
@click.option("--shift", default="", help=_("班次，例如“off 18:00-08:00”；不写为任何时候"))
@click.option("--from", "valid_from", type=_DAY, help=_("从哪一天起；不写为长期"))
@click.option("--to", "valid_to", type=_DAY, help=_("最后一天；不写为长期"))
def duty(
    duty: str,
    area_code: str,
    unit_code: str,
    *,
    shift: str,
    valid_from: dt.datetime | None,
    valid_to: dt.datetime | None,
) -> None:
    """Say which unit answers for DUTY under AREA_CODE."""
    times = actions.DutyTimes(shift, _day(valid_from), _day(valid_to))
    actions.assign_duty(duty, area_code=area_code, unit_code=unit_code, by=SYSTEM, at=timezone.now(), times=times)


@staff.command("absence", help=_("登记 USERNAME 外出和代办人；代办人在这几天有其岗位。"))
@click.argument("username")
@click.option("--from", "from_on", type=_DAY, help=_("第一天；不写为今天"))
@click.option("--to", "to_on", type=_DAY, required=True, help=_("最后一天"))
@click.option("--stand-in", default="", metavar="USERNAME", help=_("代办人，须为同一单位的同事"))
@click.option(
    "--for", "away_for", type=click.Choice([one.value for one in AwayFor]), default=AwayFor.LEAVE.value, help=_("事由")
)
def absence(username: str, from_on: dt.datetime | None, to_on: dt.datetime, stand_in: str, away_for: str) -> None:
    """Enter that USERNAME will be away, and who stands in."""
    new = actions.NewAbsence(
        from_on=_day(from_on) or timezone.localdate(),
        to_on=to_on.date(),
        away_for=rules.away_for_named(away_for),
        stand_in_id=queries.account_named(stand_in).pk if stand_in else None,
    )
    row = actions.enter_absence(queries.account_named(username).pk, new=new, by=SYSTEM, at=timezone.now())
    click.echo(str(row.pk))


@staff.command("absences", help=_("列出 USERNAME 今天和以后的外出。"))
@click.argument("username")
@_JSON
def absences(username: str, *, as_json: bool) -> None:
    """List the absences of USERNAME that are not over."""
    rows: list[dict[str, object]] = [
        {
            "id": str(row.pk),
            "from": str(row.from_on),
            "to": str(row.to_on),
            "for": row.away_for,
            "stand_in": row.stand_in.username if row.stand_in else "",
        }
        for row in queries.absences_of([queries.account_named(username).pk])
    ]
    _print(rows, as_json=as_json)


@staff.command("end-absence", help=_("取消一次外出，或提前结束。"))
@click.argument("absence_id", type=click.UUID)
def end_absence(absence_id: UUID) -> None:
    """Take an absence back, or end it early."""
    actions.end_absence(absence_id, by=SYSTEM, at=timezone.now())


@staff.command("duty-owner", help=_("说明 AREA_CODE 的 DUTY 由哪个单位负责、依据哪一条分工。"))
@click.argument("duty")
@click.argument("area_code")
@_JSON
def duty_owner(duty: str, area_code: str, *, as_json: bool) -> None:
    """Say which unit answers for DUTY at AREA_CODE, and which row decided."""
    owner = queries.unit_for_duty(duty, area_code)
    if owner is None:
        raise errors.DutyWithoutUnit(duty=duty, area_code=area_code)
    click.echo(json.dumps(asdict(owner), ensure_ascii=False) if as_json else owner.sentence)


def _day(given: dt.datetime | None) -> dt.date | None:
    return given.date() if given else None


def _print(rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join(",".join(value) if isinstance(value, list) else str(value) for value in row.values()))
