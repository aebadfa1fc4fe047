"""The desk's pages of organisations, and the members' pages that only officers and members have."""

import datetime as dt
import io

import pytest
import time_machine
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.places.testing import make_building, make_dwelling, make_town
from linli.register.models import Membership, Officer, Organisation, Resident
from linli.register.testing import AT, SINCE, make_organisation, make_resident
from linli.staff.testing import GRID, GRID_ELSEWHERE, Cast, make_account

LIST = "/desk/register/organisations/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(cast: Cast):
    make_town()
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def team(cast):
    return make_organisation()


def page(team, *parts: str) -> str:
    return "/".join([f"{LIST}{team.pk}", *parts]) + "/"


def text(answer) -> str:
    return answer.content.decode()


def sent(client, url, **values):
    return client.post(url, {"command_id": str(new_id()), **values})


def rows_of(answer) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [row for row in book.active.iter_rows(values_only=True) if any(row)]


@pytest.mark.parametrize("who", ["zhao", "root", "han", "luo"])
def test_strangers_get_nothing(cast, client, team, who):
    stranger = getattr(cast, who).sign_in()
    for address in (LIST, f"{LIST}export/", f"{LIST}new/", page(team)):
        assert stranger.get(address).status_code == 403
        assert client.get(address).status_code == 302
    for address in (
        page(team, "correction"),
        page(team, "closing"),
        page(team, "officers"),
        page(team, "members-list"),
    ):
        assert sent(stranger, address).status_code == 403
    assert stranger.get(page(team, "members")).status_code == 404


def test_an_organisation_is_entered_and_found(cast):
    client = cast.lin.sign_in()
    assert "信用代码" in text(client.get(f"{LIST}new/"))
    values = {"name": "松溪路便利店", "kind": "shop", "credit_code": "92990101ma0000001u", "area_code": GRID,
              "address": "松溪路18号", "phone": "", "since": "2021-05-01"}  # fmt: skip
    answer = sent(client, f"{LIST}new/", **values)
    row = Organisation.objects.get()
    assert (answer["Location"], row.credit_code) == (page(row), "92990101MA0000001U")
    assert "松溪路便利店" in text(client.get(LIST, {"q": "松溪", "kind": "shop"}))
    assert "没有符合条件的单位" in text(client.get(LIST, {"state": "closed"}))
    assert "松溪路18号" in text(client.get(page(row)))
    refused = sent(client, f"{LIST}new/", **values)
    assert (refused.status_code, "已经登记在另一个单位名下" in text(refused)) == (400, True)
    stale = client.post(f"{LIST}new/", values)
    assert (stale.status_code, "已过期" in text(stale)) == (400, True)


def test_the_list_is_taken_out_as_it_is_narrowed(cast, team):
    make_organisation("远处", area_code=GRID_ELSEWHERE)
    make_organisation("=cmd|' /C calc'!A0", kind="shop", has_members=False)
    head, *rows = rows_of(cast.jiang.sign_in().get(f"{LIST}export/"))
    assert head[:3] == ("名称", "类型", "统一社会信用代码")
    assert {row[0] for row in rows[:2]} == {"竹桥志愿服务队", "'=cmd|' /C calc'!A0"}
    assert "姜文琴" in rows[-1][0]
    assert len(rows_of(cast.jiang.sign_in().get(f"{LIST}export/", {"kind": "shop"}))) == 3


def test_the_list_takes_few_queries_however_long(cast, django_assert_max_num_queries):
    for number in range(12):
        make_organisation(f"店{number}", kind="shop", has_members=False)
    client = cast.jiang.sign_in()
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_an_organisation_stands_on_the_map_where_its_dwelling_is(cast, team):
    Organisation.objects.update(dwelling_id=make_dwelling(area_code=GRID))
    assert 'data-point="111.28' in text(cast.lin.sign_in().get(page(team)))


def test_a_written_address_puts_it_on_the_map(cast):
    make_building("竹桥小区1", area_code=GRID)
    flat = make_dwelling(area_code=GRID, building="竹桥小区1")
    values = {"name": "楼下理发店", "kind": "shop", "area_code": GRID, "since": "2021-05-01"}
    client = cast.lin.sign_in()
    sent(client, f"{LIST}new/", **values, address="竹桥小区1号楼101室")
    row = Organisation.objects.get()
    assert row.dwelling_id == flat
    Organisation.objects.update(dwelling_id=None, address="竹桥小区1号楼")
    assert 'data-point="111.28' in text(client.get(page(row)))
    Organisation.objects.update(address="某处")
    assert "data-point" not in text(client.get(page(row)))


def test_a_correction_and_a_closing_at_the_desk(cast, team):
    client = cast.jiang.sign_in()
    values = {
        "name": "竹桥志愿者之家",
        "kind": "volunteer-team",
        "area_code": GRID,
        "since": "2020-01-01",
        "version": 1,
    }
    assert sent(client, page(team, "correction"), **values).status_code == 302
    refused = sent(client, page(team, "correction"), **values | {"name": "竹桥家庭教会", "version": 2})
    assert (refused.status_code, "不为宗教活动场所" in text(refused)) == (400, True)
    stale = sent(client, page(team, "correction"), **values)
    assert (stale.status_code, "alert-danger" in text(stale)) == (400, True)
    assert sent(client, page(team, "closing"), on="2019-01-01").status_code == 400
    assert sent(client, page(team, "closing"), on="2026-11-16", reason="解散").status_code == 302
    assert "已注销" in text(client.get(LIST, {"state": "closed"}))


def test_a_registrar_opens_the_list_and_names_an_officer(cast):
    team, client = make_organisation(has_members=False), cast.jiang.sign_in()
    assert "开设成员名册" in text(client.get(page(team)))
    sent(client, page(team, "members-list"), opens="yes")
    assert "关闭成员名册" in text(client.get(page(team)))
    assert sent(client, page(team, "officers"), username="zhao").status_code == 302
    assert "赵路" in text(client.get(page(team)))
    assert sent(client, page(team, "officers"), username="jiang").status_code == 403
    assert sent(client, page(team, "officers"), username="zhao").status_code == 400
    sent(client, page(team, "officers", str(Officer.objects.get().pk), "end"))
    assert "赵路" not in text(client.get(page(team)))


def test_no_list_is_opened_for_a_body_of_worship(cast):
    row, client = make_organisation("青溪寺居士林", kind="community-group", has_members=False), cast.jiang.sign_in()
    answer = client.post(page(row, "members-list"), {"command_id": str(new_id()), "opens": "yes"}, follow=True)
    assert "邻里不为宗教活动场所" in text(answer)


@pytest.mark.parametrize("who", ["lin", "jiang", "luo", "root", "wei", "han", "feng", "zheng"])
def test_no_post_opens_the_members_pages(cast, team, who):
    Membership.objects.create(organisation=team, resident=make_resident(), since=SINCE)
    client = getattr(cast, who).sign_in()
    assert client.get(page(team, "members")).status_code == 404
    assert sent(client, page(team, "members", "new")).status_code == 404
    assert sent(client, page(team, "members", "export"), reason="x").status_code == 404
    sent(client, f"/desk/register/memberships/{Membership.objects.get().pk}/leaving/")
    assert Membership.objects.count() == 1
    shown = client.get(page(team))
    assert "何**" not in text(shown)


def test_an_officer_enters_lists_exports_and_takes_out_members(cast, team):
    make_resident(phone="19900000123")
    Officer.objects.create(organisation=team, account_id=cast.zhao.account.pk, since=SINCE)
    client = cast.zhao.sign_in()
    assert team.name in text(client.get(f"{LIST}mine/"))
    values = {"name": "何秀兰", "number": "19900000123", "channel": "paper", "role": "队员"}
    assert sent(client, page(team, "members", "new"), **values).status_code == 400  # the notice was not shown
    assert sent(client, page(team, "members", "new"), **values, read="on").status_code == 302
    shown = text(client.get(page(team, "members")))
    assert "何**" in shown
    assert "何秀兰" not in shown
    assert sent(client, page(team, "members", "export")).status_code == 400
    head, row, *_ = rows_of(sent(client, page(team, "members", "export"), reason="换届通知"))
    assert (head[0], row[:2], row[2]) == ("姓名", ("何秀兰", "女"), 68)
    Membership.objects.update(notice_version="0")
    member = f"/desk/register/memberships/{Membership.objects.get().pk}"
    sent(client, f"{member}/consent/", organisation=str(team.pk))
    assert Membership.objects.get().notice_version == "1"
    assert sent(client, f"{member}/leaving/", organisation=str(team.pk))["Location"] == page(team, "members")
    assert not Membership.objects.exists()


def test_a_resident_joins_and_leaves_on_their_own_page(cast, team):
    person, account = make_resident(), make_account("hexiulan")
    Resident.objects.filter(pk=person.pk).update(account_id=account.pk)
    client = cast.zhao.sign_in()
    client.force_login(account)
    assert "同意并加入" in text(client.get(f"{LIST}mine/"))
    sent(client, page(team, "joining"))
    assert Membership.objects.get().entered_by_member
    sent(client, f"/desk/register/memberships/{Membership.objects.get().pk}/leaving/")
    assert not Membership.objects.exists()
    assert "没有加入任何组织" in text(client.get(f"{LIST}mine/"))


def test_dates_are_those_of_the_zone(cast, team):
    assert AT.date() == dt.date(2026, 11, 16)
    assert 'value="2026-11-16"' in text(cast.jiang.sign_in().get(page(team)))
