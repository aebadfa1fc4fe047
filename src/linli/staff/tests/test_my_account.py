"""The page about oneself: posts, language, password, tokens."""

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.installation import set_installation
from linli.staff import actions
from linli.staff.models import Account, ApiToken
from linli.staff.testing import PASSWORD, Cast, make_account

pytestmark = pytest.mark.urls("linli.staff.tests.urls")
ME = "/accounts/me/"
OWN_PAGES = [
    ME,
    "/accounts/password/",
    "/accounts/password/unset/",
    "/accounts/reauthenticate/",
    "/accounts/two-step/",
    "/accounts/two-step/code/",
    "/accounts/two-step/reauthenticate/",
    "/accounts/two-step/app/",
    "/accounts/two-step/app/end/",
    "/accounts/two-step/recovery-codes/",
    "/accounts/two-step/recovery-codes/new/",
    "/accounts/two-step/recovery-codes/file/",
]


def token_of(member):
    plain = actions.issue_token(
        member.account, name="对接统计", scopes=["figures.view"], days=9, by=member.actor, at=timezone.now()
    )
    return plain, ApiToken.objects.get(account=member.account)


@pytest.mark.parametrize("page", OWN_PAGES)
def test_nobody_opens_an_account_page_without_signing_in(db, page):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/")
    assert "/login/" in answer["Location"]


@pytest.mark.parametrize(
    "page", ["/accounts/me/language/", "/accounts/me/tokens/01890000-0000-7000-8000-000000000000/revocation/"]
)
def test_nothing_is_changed_without_signing_in_nor_by_following_a_link(db, cast: Cast, page):
    assert "/login/" in Client().post(page)["Location"]
    assert cast.lin.sign_in().get(page).status_code == 405


def test_somebody_sees_their_posts_and_units(cast: Cast):
    page = cast.lin.sign_in().get(ME).content.decode()
    for text in ("林小满", "网格员", "竹桥社区", "990101001001001"):
        assert text in page


def test_zhao_sees_nothing_but_that_there_is_no_post(cast: Cast):
    token_of(cast.lin)
    page = cast.zhao.sign_in().get(ME).content.decode()
    assert "没有岗位" in page
    assert "对接统计" not in page
    assert "林小满" not in page


def test_the_page_takes_few_queries(cast: Cast, django_assert_max_num_queries):
    client = cast.lin.sign_in()
    client.get(ME)  # the area tree is now read, whichever test ran before
    with django_assert_max_num_queries(8):
        client.get(ME)


def test_a_language_is_kept_for_the_account_and_freed_from_the_browser(cast: Cast):
    client = cast.lin.sign_in()
    client.cookies["django_language"] = "en"
    answer = client.post("/accounts/me/language/", {"language": "zh-hant"})
    assert answer["Location"] == ME
    assert client.get(ME)["Content-Language"] == "zh-hant"


def test_a_language_nobody_translated_is_refused(cast: Cast):
    assert cast.lin.sign_in().post("/accounts/me/language/", {"language": "tlh"}).status_code == 400


def test_somebody_revokes_their_token(cast: Cast):
    _plain, token = token_of(cast.lin)
    client = cast.lin.sign_in()
    page = client.get(ME).content.decode()
    assert "对接统计" in page
    assert "figures.view" in page
    assert token.token_hash not in page
    answer = client.post(f"/accounts/me/tokens/{token.pk}/revocation/", follow=True)
    assert "已停用" in answer.content.decode()
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_zhao_revokes_nobodys_token(cast: Cast):
    _plain, token = token_of(cast.lin)
    assert cast.zhao.sign_in().post(f"/accounts/me/tokens/{token.pk}/revocation/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_new_password_keeps_this_session_and_ends_the_others(db):
    account = make_account("lin", password=PASSWORD)
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(account)
    new = {"oldpassword": PASSWORD, "password1": "birch-lane-9921", "password2": "birch-lane-9921"}
    answer = here.post("/accounts/password/", new, follow=True)
    assert "密码已修改" in answer.content.decode()
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong-one", "birch-lane-9921", "birch-lane-9921", "当前密码不正确"),
        (PASSWORD, "birch-lane-9921", "birch-lane-9922", "两次输入的新密码不一样"),
        (PASSWORD, "short", "short", "太短"),
        (PASSWORD, "12345678901", "12345678901", "密码"),
    ],
)
def test_a_password_that_will_not_do_is_answered_in_chinese(db, old, new, again, sentence):
    account = make_account("lin", password=PASSWORD)
    client = Client()
    client.force_login(account)
    answer = client.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": again})
    assert sentence in answer.content.decode()
    assert Account.objects.get(pk=account.pk).check_password(PASSWORD)


def test_the_rules_for_passwords_stand_beside_the_form(db):
    client = Client()
    client.force_login(make_account("lin", password=PASSWORD))
    page = client.get("/accounts/password/").content.decode()
    assert "10" in page
    assert "<li>" in page
    assert "新密码" in page


def test_who_has_no_password_is_told_whom_to_ask(cast: Cast):
    answer = cast.lin.sign_in().get("/accounts/password/", follow=True)
    assert answer.status_code == 409
    assert "还没有密码" in answer.content.decode()


def test_allauths_overview_leads_to_the_page_about_oneself(cast: Cast):
    assert cast.lin.sign_in().get("/accounts/two-step/")["Location"] == ME


@pytest.mark.parametrize("page", ["/accounts/password/", "/accounts/two-step/app/"])
def test_nobody_shuts_the_others_out_of_a_demo_account(db, page):
    set_installation(name="松门", root_code="990101", is_demo=True)
    client = Client()
    client.force_login(make_account("worker", password=PASSWORD, is_demo=True))
    for answer in (client.get(page), client.post(page, {"oldpassword": PASSWORD, "code": "1"})):
        assert answer.status_code == 409
        assert "演示账号由大家共用" in answer.content.decode()
    mine = client.get(ME).content.decode()
    assert page not in mine.split('id="me-sign-in"')[1]
