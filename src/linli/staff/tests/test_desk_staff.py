"""The desk's staff pages: within one's own area, through the actions, and nothing for strangers."""

import datetime as dt
from uuid import UUID

import pytest
import time_machine

from linli.staff import queries
from linli.staff.models import Absence, Account, DutyUnit, Post, StaffRecord, Unit
from linli.staff.rules import Role
from linli.staff.testing import (
    CLEANING,
    COMMUNITY,
    COMMUNITY_OFFICE,
    DISTRICT,
    GRID,
    PASSWORD,
    STREET,
    STREET_BESIDE,
    WATER,
    Cast,
    make_member,
    make_post,
)
from linli.staff.web.desk_urls import urlpatterns

TODAY = dt.date(2026, 3, 2)
LIST = "/desk/staff/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture(name="boss")
def street_admin(cast):
    return make_member("boss", "主管", Role.ADMIN, STREET, COMMUNITY_OFFICE)


def text(answer) -> str:
    return answer.content.decode()


def page_of(member) -> str:
    return f"{LIST}{member.account.pk}/"


ADDRESSES = [
    LIST + str(pattern.pattern)
    .replace("<uuid:account_id>", str(UUID(int=1)))
    .replace("<uuid:absence_id>", str(UUID(int=2)))
    .replace("<int:post_id>", "1")
    .replace("<int:duty_id>", "1")
    .replace("<str:code>", WATER)
    for pattern in urlpatterns
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["zhao", "wei", "sun"])
def test_zhao_and_everybody_else_without_the_right_gets_nothing(cast: Cast, address, who):
    client = getattr(cast, who).sign_in()
    assert {client.get(address).status_code, client.post(address).status_code} <= {403, 405}
    assert not StaffRecord.objects.exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, db, address):
    assert client.get(address).status_code in {302, 405}


def test_an_administrator_lists_people_with_their_posts(cast: Cast):
    page = text(cast.root.sign_in().get(LIST))
    assert all(name in page for name in ("林小满", "网格员", "竹桥社区", "赵路", "没有任职"))


def test_who_holds_two_posts_is_listed_once(cast: Cast):
    make_post(cast.lin.account, Role.INSPECTOR, area_code=DISTRICT)
    found = list(queries.directory([""], queries.Searched()))
    assert [row.username for row in found].count("lin") == 1
    assert "核查员" in text(cast.root.sign_in().get(LIST, {"q": "林"}))


def test_a_street_sees_its_own_people_and_those_without_a_post(cast: Cast, boss):
    page = text(boss.sign_in().get(LIST))
    assert all(name in page for name in ("林小满", "冯远", "赵路"))
    assert "魏立新" not in page
    assert boss.sign_in().get(page_of(cast.wei)).status_code == 404


def test_a_list_is_narrowed_by_name_role_and_unit(cast: Cast):
    client = cast.root.sign_in()
    for asked, there, gone in (
        ({"q": "孙"}, "孙大海", "林小满"),
        ({"role": "leader"}, "冯远", "孙大海"),
        ({"unit": CLEANING}, "孙大海", "魏立新"),
        ({"q": "LIN"}, "林小满", "魏立新"),
    ):
        page = text(client.get(LIST, asked))
        assert there in page
        assert gone not in page
    assert "没有符合条件的人员" in text(client.get(LIST, {"q": "无此人"}))


def test_the_list_takes_few_queries_however_many_there_are(cast: Cast, django_assert_max_num_queries):
    client = cast.root.sign_in()
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_an_account_is_made_and_given_a_post_on_its_page(cast: Cast, boss):
    client = boss.sign_in()
    new = {"name": "高山", "username": "gao", "password": PASSWORD, "email": ""}
    answer = client.post(f"{LIST}accounts/", new, follow=True)
    gao = Account.objects.get(username="gao")
    assert "高山" in text(answer)
    post = {"role": "handler", "area_code": STREET, "unit": COMMUNITY_OFFICE, "valid_from": "2026-03-02"}
    client.post(f"{LIST}{gao.pk}/posts/", post)
    held = Post.objects.get(account=gao)
    assert (held.role, held.unit_id, held.valid_from) == ("handler", COMMUNITY_OFFICE, TODAY)
    client.post(f"{LIST}{gao.pk}/posts/{held.pk}/end/")
    held.refresh_from_db()
    assert held.valid_to == TODAY
    whats = list(StaffRecord.objects.order_by("id").values_list("what", flat=True))
    assert whats == ["account-created", "post-set", "post-ended"]


def test_what_is_wrong_is_told_on_the_page(cast: Cast):
    client, page = cast.root.sign_in(), page_of(cast.zhao)
    for wrong, told in (
        ({"role": "handler", "area_code": DISTRICT, "valid_from": "2026-03-02"}, "必须属于一个单位"),
        ({"role": "leader", "area_code": "99010", "valid_from": "2026-03-02"}, "区域编码"),
        ({"role": "leader", "area_code": DISTRICT, "valid_from": "gestern"}, "起"),
        ({"role": "spy", "area_code": DISTRICT, "valid_from": "2026-03-02"}, "岗位"),
    ):
        assert told in text(client.post(f"{page}posts/", wrong, follow=True))
    assert not Post.objects.filter(account=cast.zhao.account).exists()
    weak = {"name": "高", "username": "lin", "password": PASSWORD}
    assert "已被使用" in text(client.post(f"{LIST}accounts/", weak, follow=True))


def test_nobody_gives_what_reaches_out_of_their_area(cast: Cast, boss):
    post = {"role": "leader", "area_code": STREET_BESIDE, "valid_from": "2026-03-02"}
    assert boss.sign_in().post(f"{page_of(cast.zhao)}posts/", post).status_code == 403
    held = Post.objects.get(account=cast.wei.account)
    assert boss.sign_in().post(f"{page_of(cast.lin)}posts/{held.pk}/end/").status_code == 404


def test_nobody_changes_their_own_rights(cast: Cast):
    page = page_of(cast.root)
    assert "请由另一位管理员办理" in text(cast.root.sign_in().get(page))
    assert cast.root.sign_in().post(f"{page}closing/").status_code == 403
    post = {"role": "leader", "area_code": DISTRICT, "valid_from": "2026-03-02"}
    assert cast.root.sign_in().post(f"{page}posts/", post).status_code == 403


def test_a_password_is_set_and_an_account_closed(cast: Cast):
    client, page = cast.root.sign_in(), page_of(cast.lin)
    client.post(f"{page}password/", {"password": "birch-lane-9921"})
    cast.lin.account.refresh_from_db()
    assert cast.lin.account.check_password("birch-lane-9921")
    client.post(f"{page}closing/")
    cast.lin.account.refresh_from_db()
    assert not cast.lin.account.is_active


def test_a_demo_account_keeps_its_password(cast: Cast):
    Account.objects.filter(pk=cast.lin.account.pk).update(is_demo=True)
    page = page_of(cast.lin)
    assert cast.root.sign_in().post(f"{page}password/", {"password": "birch-lane-9921"}).status_code == 409
    assert cast.root.sign_in().post(f"{page}closing/").status_code == 409


def test_an_absence_is_entered_for_somebody_and_taken_back(cast: Cast):
    hu = make_member("hu", "胡一", Role.GRID_WORKER, COMMUNITY, COMMUNITY_OFFICE)
    client, page = cast.root.sign_in(), page_of(cast.lin)
    days = {"from_on": "2026-03-02", "to_on": "2026-03-05", "away_for": "leave", "stand_in": str(hu.account.pk)}
    assert "由胡一代办" in text(client.post(f"{page}absences/", days, follow=True))
    assert "今天外出" in text(client.get(LIST))
    row = Absence.objects.get()
    client.post(f"{page}absences/{row.pk}/end/")
    assert queries.absences_of([cast.lin.account.pk]) == []


def test_a_person_enters_the_own_absence_and_the_stand_in_sees_it(cast: Cast):
    hu = make_member("hu", "胡一", Role.GRID_WORKER, COMMUNITY, COMMUNITY_OFFICE)
    client = cast.lin.sign_in()
    days = {"from_on": "2026-03-02", "to_on": "2026-03-05", "away_for": "work", "stand_in": str(hu.account.pk)}
    assert "由胡一代办" in text(client.post("/accounts/me/absences/", days, follow=True))
    mine = text(hu.sign_in().get("/accounts/me/"))
    assert "代办林小满的工作" in mine
    assert "（代林小满）" in mine
    row = Absence.objects.get()
    assert cast.wei.sign_in().post(f"/accounts/me/absences/{row.pk}/end/").status_code == 404
    client.post(f"/accounts/me/absences/{row.pk}/end/")
    assert "（代林小满）" not in text(hu.sign_in().get("/accounts/me/"))


def test_only_colleagues_are_offered_to_stand_in(cast: Cast):
    page = text(cast.lin.sign_in().get("/accounts/me/"))
    assert "郑和平" in page
    assert "魏立新" not in page
    wrong = {"from_on": "2026-03-02", "to_on": "2026-03-05", "away_for": "work", "stand_in": str(cast.wei.account.pk)}
    cast.lin.sign_in().post("/accounts/me/absences/", wrong)
    assert not Absence.objects.exists()


def test_units_are_entered_changed_and_closed(cast: Cast):
    client = cast.root.sign_in()
    new = {"code": "lamp", "name": "路灯所", "kind": "department", "area_code": DISTRICT}
    assert "路灯所" in text(client.post(f"{LIST}units/entries/", new, follow=True))
    assert 'value="路灯所"' in text(client.get(f"{LIST}units/", {"code": "lamp"}))
    client.post(f"{LIST}units/entries/", new | {"name": "路灯管理所"})
    client.post(f"{LIST}units/lamp/closing/")
    unit = Unit.objects.get(pk="lamp")
    assert (unit.name, unit.is_active) == ("路灯管理所", False)


def test_a_duty_is_given_in_a_shift_and_taken_away(cast: Cast):
    client = cast.root.sign_in()
    new = {"duty": "water", "area_code": DISTRICT, "unit": CLEANING, "shift": "off 18:00-08:00"}
    assert "off 18:00-08:00" in text(client.post(f"{LIST}duties/entries/", new, follow=True))
    assert "班次" in text(client.post(f"{LIST}duties/entries/", new | {"shift": "夜里"}, follow=True))
    row = DutyUnit.objects.get(duty="water", shift="off 18:00-08:00")
    client.post(f"{LIST}duties/{row.pk}/end/")
    assert not DutyUnit.objects.filter(pk=row.pk).exists()


def test_the_pages_of_units_and_duties_take_few_queries(cast: Cast, django_assert_max_num_queries):
    client = cast.root.sign_in()
    for page in (f"{LIST}units/", f"{LIST}duties/"):
        client.get(page)
        with django_assert_max_num_queries(9):
            client.get(page)


def test_a_street_edits_its_own_units_only(cast: Cast, boss):
    client = boss.sign_in()
    page = text(client.get(f"{LIST}units/"))
    assert "竹桥社区" in page
    assert "松门区环卫所" not in page
    assert client.post(f"{LIST}units/{CLEANING}/closing/").status_code == 403
    assert GRID.startswith(STREET)


def test_the_phone_and_hours_of_a_contact_card_are_kept_by_who_manages_staff(cast, boss):
    page = page_of(cast.lin)
    client = boss.sign_in()
    client.post(f"{page}card/", {"work_phone": "0717-6123456", "hours": "周一至周五 8:30–17:30"})
    lin = Account.objects.get(username="lin")
    assert (lin.work_phone, lin.hours) == ("0717-6123456", "周一至周五 8:30–17:30")
    assert StaffRecord.objects.filter(what="card-set", subject=str(lin.pk)).count() == 1
    client.post(f"{page}card/", {"work_phone": "0717-6123456", "hours": "周一至周五 8:30–17:30"})
    assert StaffRecord.objects.filter(what="card-set").count() == 1


def test_a_card_takes_a_phone_number_only(cast, boss):
    boss.sign_in().post(f"{page_of(cast.lin)}card/", {"work_phone": "问门卫", "hours": ""})
    assert Account.objects.get(username="lin").work_phone == ""
