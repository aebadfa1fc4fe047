"""Where each person lands after signing in, and which doors the desk shows them."""

import pytest
from django.test import Client

from linli.staff.testing import Cast, Member

pytestmark = pytest.mark.django_db


def home_of(member: Member) -> str:
    answer = member.sign_in().get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["lin", "wei", "chen", "sun", "qian", "zheng", "feng"])
def test_whoever_works_on_cases_lands_on_the_desk_and_finds_back_to_it(cast: Cast, name: str):
    page = home_of(getattr(cast, name))
    assert 'href="/desk/" aria-current="page"' in page
    assert "data-search" in page


def test_an_analyst_lands_on_the_figures_without_a_search_for_cases(cast: Cast):
    client = cast.han.sign_in()
    assert client.get("/desk/")["Location"] == "/desk/figures/"
    assert "data-search" not in client.get("/desk/figures/").content.decode()


def test_a_leader_sees_whether_things_get_solved(cast: Cast):
    assert 'hx-get="/desk/figures/brief/"' in home_of(cast.feng)
    page = cast.feng.sign_in().get("/desk/figures/brief/").content.decode()
    for word in ("按期结案率", "满意率", "返工率"):
        assert word in page


def test_whoever_neither_files_nor_sends_gets_no_card_for_it(cast: Cast):
    assert "tab=unassigned" not in home_of(cast.lin)
    assert "tab=unassigned" in home_of(cast.wei)


def test_an_administrator_finds_staff_units_and_areas(cast: Cast):
    client = cast.root.sign_in()
    page = client.get("/desk/").content.decode()
    doors = ("/desk/staff/", "/desk/staff/units/", "/desk/staff/duties/", "/desk/areas/")
    for door in doors:
        assert f'href="{door}"' in page
        assert client.get(door).status_code == 200


def test_the_back_office_offers_nothing_that_linli_does_not_use(cast: Cast):
    page = cast.root.sign_in().get("/admin/").content.decode()
    assert "/admin/staff/post/" in page
    for unused in ("/admin/auth/group/", "/admin/account/emailaddress/"):
        assert unused not in page


def test_nobody_else_is_shown_the_back_office(cast: Cast):
    assert "/admin/" not in home_of(cast.wu)
    assert cast.zhao.sign_in().get("/desk/")["Location"] == "/"


def test_a_page_that_refuses_says_what_it_is_and_leads_back_to_the_desk(cast: Cast):
    page = cast.han.sign_in().get("/desk/cases/").content.decode()
    assert "没有权限" in page
    assert "回到工作台" in page
    missing = cast.chen.sign_in().get("/desk/cases/00000000-0000-7000-8000-000000000000/")
    assert (missing.status_code, "没有找到" in missing.content.decode()) == (404, True)


def test_a_resident_signs_in_to_the_own_reports_or_is_led_to_the_code(cast: Cast):
    page = Client().get("/my/", follow=True).content.decode()
    assert "居民登录" in page
    assert 'href="/track/"' in page
    assert "退出登录" in cast.zhao.sign_in().get("/").content.decode()
