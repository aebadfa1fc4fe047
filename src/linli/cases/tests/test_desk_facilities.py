"""The desk's pages of facilities, and what a case's page says stands around it: within one's own area, nothing for strangers."""

import io

import pytest
import shapely
from django.utils import timezone
from openpyxl import load_workbook

from linli.cases.rules import State
from linli.cases.testing import make_case, make_places
from linli.places import actions
from linli.places.queries import facility_class_name
from linli.places.rules import FacilityDraft
from linli.places.testing import make_component, middle, square
from linli.staff.testing import WATER, Cast

SCHOOL, PARK = "F-1", "F-2"
LIST = "/desk/facilities/"


def put(code, class_code, name, *, column=0, **facts):
    lon, lat = middle(column, 0)
    actions.put_facilities([FacilityDraft(code, class_code, name, lon, lat, **facts)], by="王工", at=timezone.now())


@pytest.fixture(autouse=True)
def town(cast: Cast):
    make_places()
    ground = shapely.to_wkb(square(0.3, 0.3, width=0.4, height=0.4))
    put(SCHOOL, "school", "竹桥小学", boundary=ground, care_unit=WATER, address="竹桥路1号", phone="0717-6220000")
    put(PARK, "park", "柳塘公园", column=3)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("address", [LIST, f"{LIST}export/", f"{LIST}{SCHOOL}/", f"{LIST}{SCHOOL}/card/"])
def test_zhao_gets_nothing(cast: Cast, client, address):
    assert cast.zhao.sign_in().get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_the_list_shows_what_stands_in_ones_own_area(cast: Cast):
    page = text(cast.wei.sign_in().get(LIST))
    assert all(
        word in page for word in ("竹桥小学", "中小学校", "松门区供水公司", "0717-6220000", "单独成格", "柳塘公园")
    )
    own = text(cast.lin.sign_in().get(LIST))
    assert "竹桥小学" in own
    assert "柳塘公园" not in own
    assert cast.lin.sign_in().get(f"{LIST}{PARK}/").status_code == 404
    assert cast.wei.sign_in().get(f"{LIST}F-9/").status_code == 404


def test_the_list_is_narrowed(cast: Cast):
    client = cast.wei.sign_in()
    for asked in ({"q": "竹桥"}, {"kind": "school"}, {"unit": WATER}):
        page = text(client.get(LIST, asked))
        assert SCHOOL in page
        assert f"{LIST}{PARK}/" not in page
    assert "没有符合条件的设施" in text(client.get(LIST, {"q": "无此物"}))


def test_a_closed_facility_is_shown_only_when_asked_for(cast: Cast):
    put(PARK, "park", "柳塘公园", column=3, closed_on=timezone.localdate())
    client = cast.wei.sign_in()
    assert "柳塘公园" not in text(client.get(LIST))
    page = text(client.get(LIST, {"closed": "on"}))
    assert "柳塘公园" in page
    assert "已停用" in page


def test_a_facility_shows_its_office_and_its_history(cast: Cast):
    put(SCHOOL, "school", "竹桥实验小学", care_unit=WATER)
    page = text(cast.wei.sign_in().get(f"{LIST}{SCHOOL}/"))
    assert all(word in page for word in ("竹桥实验小学", "养护单位", "松门区供水公司", "变更记录", "原名称：竹桥小学"))


def test_what_a_facility_was_before_is_told_by_names_and_not_by_codes(cast: Cast):
    put(SCHOOL, "kindergarten", "竹桥小学", own_grid=False)
    put(SCHOOL, "school", "竹桥小学", own_grid=True)
    page = text(cast.wei.sign_in().get(f"{LIST}{SCHOOL}/"))
    kindergarten = facility_class_name("kindergarten")
    told = (
        "原类别：中小学校",
        f"原类别：{kindergarten}",
        "原养护单位：松门区供水公司",
        "原单独成格：—",
        "原单独成格：否",
    )
    assert all(said in page for said in told)


def test_a_facility_pointed_at_says_its_class_and_unit_and_leads_to_its_page(cast: Cast):
    assert cast.wei.sign_in().get(f"{LIST}{SCHOOL}/card/").json() == {
        "title": "竹桥小学", "url": f"{LIST}{SCHOOL}/", "kind_name": "中小学校", "address": "竹桥路1号",
        "unit": "先找松门区供水公司",
    }  # fmt: skip
    assert cast.wei.sign_in().get(f"{LIST}{PARK}/card/").json()["unit"] == ""


def test_a_facility_outside_ones_own_area_says_nothing(cast: Cast):
    assert cast.lin.sign_in().get(f"{LIST}{SCHOOL}/card/").status_code == 200
    assert cast.lin.sign_in().get(f"{LIST}{PARK}/card/").status_code == 404
    assert cast.wei.sign_in().get(f"{LIST}F-9/card/").status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}{SCHOOL}/", "/desk/components/", "/desk/cases/map/", "/desk/areas/"])
def test_maps_of_the_desk_ask_for_what_a_facility_and_a_component_say(cast: Cast, address):
    page = text(cast.wei.sign_in().get(address))
    assert 'data-facility-card="/desk/facilities/CODE/card/"' in page
    assert 'data-component-card="/desk/components/CODE/card/"' in page


def test_the_spreadsheet_holds_the_list_and_who_took_it_out(cast: Cast):
    answer = cast.wei.sign_in().get(f"{LIST}export/", {"kind": "school"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["设施编码", "名称", "类别"]
    assert rows[1][:3] == [SCHOOL, "竹桥小学", "中小学校"]
    assert rows[1][13] == "是"
    assert "导出于" in rows[-1][0]


def test_a_list_takes_few_queries(cast: Cast, django_assert_max_num_queries):
    for number in range(20):
        put(f"G-{number}", "market", f"{number}号市场")
    client = cast.wei.sign_in()
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


def test_a_case_is_told_what_stands_around_it(cast: Cast):
    make_component("9901010101000001", care_unit=WATER)
    lon, lat = middle(0, 0)
    case = make_case(cast, state=State.FILED, lon_cgcs2000=lon + 0.0001, lat_cgcs2000=lat)
    address = f"/desk/cases/{case.pk}/around/"
    page = text(cast.wei.sign_in().get(address))
    assert all(word in page for word in ("上水井盖", "松门区供水公司", "10 米", "竹桥小学", "就在这里"))
    assert "中小学校 · 松门区供水公司 · 0717-6220000" in page
    assert "柳塘公园" not in page
    assert address in text(cast.wei.sign_in().get(f"/desk/cases/{case.pk}/"))
    assert cast.zhao.sign_in().get(address).status_code in {403, 404}


def test_a_case_far_from_everything_is_told_so(cast: Cast):
    lon, lat = middle(2, 0)
    case = make_case(cast, state=State.FILED, lon_cgcs2000=lon, lat_cgcs2000=lat + 0.01)
    assert "没有登记的部件和设施" in text(cast.wei.sign_in().get(f"/desk/cases/{case.pk}/around/"))
