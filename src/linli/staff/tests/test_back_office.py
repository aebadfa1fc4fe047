"""The technical back office is for superusers, and has no sign-in of its own."""

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import Client
from django.utils import timezone

from linli.staff import actions
from linli.staff.models import Account, ApiToken, DutyUnit, Post, StaffRecord
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.urls("linli.staff.tests.urls")
MODELS = ["account", "unit", "dutyunit", "post", "absence", "apitoken", "staffrecord"]


@pytest.mark.parametrize("model", MODELS)
def test_root_sees_every_list(cast: Cast, model):
    assert cast.root.sign_in().get(f"/admin/staff/{model}/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_zhao_and_the_shift_leader_see_none(cast: Cast, model):
    for member in (cast.zhao, cast.wu):
        answer = member.sign_in().get(f"/admin/staff/{model}/", follow=True)
        assert answer.status_code == 403
        assert "松门区环卫所" not in answer.content.decode()


def test_somebody_let_into_the_back_office_with_every_permission_but_no_superuser_sees_none(cast: Cast):
    Account.objects.filter(pk=cast.wu.account.pk).update(is_staff=True)
    cast.wu.account.user_permissions.set(DjangoPermission.objects.all())
    client = cast.wu.sign_in()
    for model in MODELS:
        assert client.get(f"/admin/staff/{model}/").status_code == 403
    assert "/admin/staff/" not in client.get("/admin/").content.decode()


def test_signing_in_goes_through_the_one_door(db):
    answer = Client().get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_root_looks_at_an_account_with_its_posts(cast: Cast):
    page = cast.root.sign_in().get(f"/admin/staff/account/{cast.lin.account.pk}/change/")
    assert page.status_code == 200
    assert "990101001001001" in page.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_written_there_past_the_actions(cast: Cast, model):
    client = cast.root.sign_in()
    assert client.get(f"/admin/staff/{model}/add/").status_code == 403
    assert client.post(f"/admin/staff/{model}/add/", {"code": "u9", "name": "新单位"}).status_code == 403
    rows = {"account": cast.lin.account.pk, "unit": CLEANING, "post": Post.objects.first().pk}
    if model in rows:
        assert client.get(f"/admin/staff/{model}/{rows[model]}/change/").status_code == 200
        assert client.post(f"/admin/staff/{model}/{rows[model]}/change/", {"name": "别的"}).status_code == 403
        assert client.post(f"/admin/staff/{model}/{rows[model]}/delete/", {"post": "yes"}).status_code == 403
    assert StaffRecord.objects.count() == 0


def test_accounts_are_not_deleted_and_tokens_and_history_only_read(cast: Cast):
    actions.issue_token(cast.lin.account, name="t", scopes=["cases.view"], days=1, by=cast.lin.actor, at=timezone.now())
    client = cast.root.sign_in()
    token, row = ApiToken.objects.get(), StaffRecord.objects.get()
    for path in (f"account/{cast.lin.account.pk}/delete/", "apitoken/add/", f"staffrecord/{row.pk}/delete/"):
        assert client.get(f"/admin/staff/{path}").status_code == 403
    page = client.get(f"/admin/staff/apitoken/{token.pk}/change/").content.decode()
    assert token.token_hash not in page


def test_rows_have_names(cast: Cast):
    actions.deactivate_account(cast.zhao.account.pk, by=cast.root.actor, at=timezone.now())
    assert str(StaffRecord.objects.get()).startswith("account-deactivated")
    assert str(Post.objects.get(account=cast.lin.account)) == "grid_worker 990101001001001"
    assert str(DutyUnit.objects.get(duty="water")) == "water 990101"
    assert cast.lin.account.get_full_name() == str(cast.lin.account) == "林小满"
    assert Account.objects.create_superuser("boss", name="主管").is_superuser
