"""Staff on the command line: accounts, posts, units, duties and tokens."""

import datetime as dt
import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click
from django.utils import timezone

from linli.core.errors import LinliError
from linli.staff import actions, queries, rules
from linli.staff.models import Post
from linli.staff.rules import SYSTEM, Permission, PostFacts, Role

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_DAY = click.DateTime(formats=["%Y-%m-%d"])


class Refusing(click.Group):
    """A refusal is a sentence and exit code 1, never a trace."""

    def invoke(self, ctx: click.Context) -> Any:  # Any: click's own signature
        """Run a command."""
        try:
            return super().invoke(ctx)
        except LinliError as refusal:
            raise click.ClickException(str(refusal)) from refusal


staff = Refusing("staff", help="Accounts, posts, units and duties.")
token = Refusing("token", help="Keys for programs that use the API.")


@token.command("create")
@click.argument("username")
@click.option("--name", default="cli", show_default=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="A permission; give it several times.")
@click.option("--days", default=90, show_default=True, help="How many days it lives.")
@_JSON
def create_token(username: str, name: str, scopes: tuple[str, ...], days: int, *, as_json: bool) -> None:
    """Make a token for USERNAME and print it, this once."""
    account = queries.account_named(username)
    made = actions.issue_token(account, name=name, scopes=scopes, days=days, by=SYSTEM, at=timezone.now())
    click.echo(json.dumps({"token": made}) if as_json else made)


@token.command("list")
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


@token.command("revoke")
@click.argument("token_id", type=click.UUID)
def revoke_token(token_id: UUID) -> None:
    """Take a token back at once."""
    actions.revoke_token(token_id, by=SYSTEM, at=timezone.now())


@token.command("scopes")
def list_scopes() -> None:
    """List the permissions a token may be narrowed to."""
    for permission in Permission:
        click.echo(permission.value)


@staff.command("accounts")
@click.option("--area", "area_code", default="", help="Only posts at or below this area code.")
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


@staff.command("account")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.password_option(help="Asked for where it is not given.")
def account(username: str, name: str, password: str) -> None:
    """Make an account; it may nothing until it has a post."""
    new = actions.NewAccount(username=username, name=name, password=password)
    made = actions.create_account(new, by=SYSTEM, at=timezone.now())
    click.echo(str(made.pk))


@staff.command("password")
@click.argument("username")
@click.password_option(help="Asked for where it is not given.")
def password(username: str, password: str) -> None:
    """Give USERNAME a new password; every session of theirs ends."""
    account_id = queries.account_named(username).pk
    actions.set_password(account_id, password=password, by=SYSTEM, at=timezone.now())


@staff.command("deactivate")
@click.argument("username")
def deactivate(username: str) -> None:
    """Close an account: sessions and tokens end at once."""
    actions.deactivate_account(queries.account_named(username).pk, by=SYSTEM, at=timezone.now())


@staff.command("post")
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--area", "area_code", default="", help="Area code the post covers; empty: all.")
@click.option("--unit", "unit_code", default="", help="Code of the unit.")
@click.option("--line", "work_line", default="", help="Work line.")
@click.option("--from", "valid_from", type=_DAY, help="First day; today without it.")
@click.option("--to", "valid_to", type=_DAY, help="Last day; open without it.")
def post(username: str, role: str, valid_from: dt.datetime | None, valid_to: dt.datetime | None, **place: str) -> None:
    """Give USERNAME a post."""
    held: Post = actions.set_post(
        queries.account_named(username).pk,
        post=PostFacts(rules.role_named(role), **place),
        valid_from=valid_from.date() if valid_from else timezone.localdate(),
        valid_to=valid_to.date() if valid_to else None,
        by=SYSTEM,
        at=timezone.now(),
    )
    click.echo(str(held.pk))


@staff.command("end-post")
@click.argument("post_id", type=int)
@click.option("--last-day", type=_DAY, help="Today without it.")
def end_post(post_id: int, last_day: dt.datetime | None) -> None:
    """End a post with a day."""
    day = last_day.date() if last_day else timezone.localdate()
    actions.end_post(post_id, last_day=day, by=SYSTEM, at=timezone.now())


@staff.command("unit")
@click.argument("code")
@click.argument("name")
@click.option("--kind", required=True, help="community, street, department, company, centre …")
@click.option("--area", "area_code", required=True, help="Area code where it is.")
@click.option("--parent", "parent_code", default="", help="Code of the unit above.")
@click.option("--phone", default="", help="Phone of the duty desk.")
def unit(**facts: str) -> None:
    """Enter a unit, or bring what is known of it up to date."""
    actions.create_unit(actions.NewUnit(**facts), by=SYSTEM, at=timezone.now())


@staff.command("units")
@click.option("--area", "area_code", default="", help="Only units at or below this area code.")
@_JSON
def units(area_code: str, *, as_json: bool) -> None:
    """List the active units."""
    _print([asdict(row) for row in queries.units_under(area_code)], as_json=as_json)


@staff.command("duty")
@click.argument("duty")
@click.argument("area_code")
@click.argument("unit_code")
def duty(duty: str, area_code: str, unit_code: str) -> None:
    """Say which unit answers for DUTY under AREA_CODE."""
    actions.assign_duty(duty, area_code=area_code, unit_code=unit_code, by=SYSTEM, at=timezone.now())


@staff.command("duty-owner")
@click.argument("duty")
@click.argument("area_code")
@_JSON
def duty_owner(duty: str, area_code: str, *, as_json: bool) -> None:
    """Say which unit answers for DUTY at AREA_CODE, and which row decided."""
    owner = queries.unit_for_duty(duty, area_code)
    if owner is None:
        raise click.ClickException(f"{duty} @ {area_code}: –")
    click.echo(json.dumps(asdict(owner), ensure_ascii=False) if as_json else owner.sentence)


def _print(rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))
