"""Staff on the command line."""

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.staff import actions, errors, queries
from linli.staff.cli import staff, token
from linli.staff.models import Account, ApiToken, Post, StaffRecord
from linli.staff.rules import SYSTEM, Permission, Role
from linli.staff.testing import CLEANING, GRID, PASSWORD, WATER, Cast


def run(group, *words, **more):
    return CliRunner().invoke(group, words, **more)


def test_a_token_is_printed_once_and_works(cast: Cast):
    done = run(token, "create", "chen", "--scope", "cases.view", "--scope", "cases.file", "--days", "3")
    assert done.exit_code == 0
    actor = actions.use_token(done.output.strip(), at=timezone.now())
    assert actor.may(Permission.CASES_FILE, GRID)
    assert done.output.strip() not in run(token, "list", "chen").output


def test_tokens_are_listed_and_revoked(cast: Cast):
    made = json.loads(run(token, "create", "chen", "--scope", "cases.view", "--json").output)["token"]
    row = json.loads(run(token, "list", "chen", "--json").output)[0]
    assert row["revoked"] is False
    assert run(token, "revoke", row["id"]).exit_code == 0
    assert ApiToken.objects.get().revoked_at is not None
    assert made.startswith("linli_")


def test_a_token_without_a_scope_is_wrong_use_and_with_an_unknown_one_refused(cast: Cast):
    assert run(token, "create", "chen").exit_code == 2
    assert run(token, "create", "chen", "--scope", "everything").exit_code == 1
    assert run(token, "create", "nobody", "--scope", "cases.view").exit_code == 1
    assert run(token, "scopes").output.split() == [permission.value for permission in Permission]


def test_an_account_is_made_and_given_a_post(cast: Cast):
    done = run(staff, "account", "gao", "--name", "高山", "--password", PASSWORD)
    assert done.exit_code == 0
    gao = Account.objects.get(pk=done.output.strip())
    words = ("gao", "handler", "--area", "990101", "--unit", CLEANING, "--from", "2026-01-01", "--to", "2099-01-01")
    assert run(staff, "post", *words).exit_code == 0
    assert queries.actor_of(gao).has_role(Role.HANDLER)


def test_a_password_is_asked_for_twice(cast: Cast):
    asked = run(staff, "password", "lin", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    cast.lin.account.refresh_from_db()
    assert cast.lin.account.check_password(PASSWORD)


def test_a_post_is_ended_and_an_account_closed(cast: Cast):
    post_id = Post.objects.get(account=cast.lin.account).pk
    assert run(staff, "end-post", str(post_id), "--last-day", "2025-12-31").exit_code == 0
    assert queries.actor_of(cast.lin.account).posts == ()
    assert run(staff, "deactivate", "lin").exit_code == 0
    assert not Account.objects.get(username="lin").is_active


def test_the_back_office_is_opened_by_the_command_line_alone(cast: Cast):
    assert run(staff, "back-office", "nobody").exit_code == 1
    assert not cast.zhao.account.is_superuser
    assert run(staff, "back-office", "zhao").exit_code == 0
    cast.zhao.account.refresh_from_db()
    assert (cast.zhao.account.is_staff, cast.zhao.account.is_superuser) == (True, True)
    assert StaffRecord.objects.get().what == "back-office-opened"
    with pytest.raises(NotAllowed):
        actions.open_back_office(cast.zhao.account.pk, by=cast.root.actor, at=timezone.now())
    with pytest.raises(errors.AccountUnknown):
        actions.open_back_office(new_id(), by=SYSTEM, at=timezone.now())


def test_dates_may_be_left_out(cast: Cast):
    done = run(staff, "post", "zhao", "leader")
    assert done.exit_code == 0
    assert run(staff, "end-post", done.output.strip()).exit_code == 0
    assert Post.objects.get(account=cast.zhao.account).valid_to == timezone.localdate()


def test_a_role_nobody_knows_is_wrong_use(cast: Cast):
    assert run(staff, "post", "zhao", "spy").exit_code == 2


def test_staff_are_listed_with_and_without_posts(cast: Cast):
    rows = json.loads(run(staff, "accounts", "--json").output)
    assert {row["username"] for row in rows if row["role"] == ""} == {"zhao"}
    assert len(rows) == 13
    assert "林小满" in run(staff, "accounts", "--area", "990101001").output


def test_units_and_duties_are_entered_and_explained(cast: Cast):
    assert run(staff, "unit", "lamp", "路灯所", "--kind", "department", "--area", "990101").exit_code == 0
    assert "路灯所" in run(staff, "units", "--area", "990101").output
    assert run(staff, "duty", "lighting", "990101", "lamp").exit_code == 0
    assert "路灯所" in run(staff, "duty-owner", "lighting", GRID).output
    assert json.loads(run(staff, "duty-owner", "water", GRID, "--json").output)["unit_code"] == WATER
    assert run(staff, "duty-owner", "astronomy", GRID).exit_code == 1
