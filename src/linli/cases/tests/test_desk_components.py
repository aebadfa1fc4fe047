"""The desk's pages of components: within one's own area, with their cases, and nothing for strangers."""

import io

import pytest
from openpyxl import load_workbook

from linli.cases.rules import State
from linli.cases.testing import make_case, make_places
from linli.places.rules import ComponentState
from linli.places.testing import make_component, middle
from linli.staff.testing import WATER, Cast

COVER, LAMP = "9901010101000001", "9901010118000001"
LIST = "/desk/components/"


@pytest.fixture(autouse=True)
def town(cast: Cast):
    make_places()
    make_component(COVER, care_unit=WATER, address="松溪路18号前")
    make_component(LAMP, column=3, name="路灯", state=ComponentState.DAMAGED)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("address", [LIST, f"{LIST}export/", f"{LIST}{COVER}/", f"{LIST}{COVER}/card/"])
def test_zhao_gets_nothing(cast: Cast, client, address):
    assert cast.zhao.sign_in().get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_the_list_shows_what_stands_in_ones_own_area(cast: Cast):
    page = text(cast.wei.sign_in().get(LIST))
    assert all(word in page for word in (COVER, "上水井盖", "松门区供水公司", "路灯", "破损"))
    own = text(cast.lin.sign_in().get(LIST))
    assert COVER in own
    assert LAMP not in own
    assert cast.lin.sign_in().get(f"{LIST}{LAMP}/").status_code == 404
    assert cast.wei.sign_in().get(f"{LIST}9901010101999999/").status_code == 404


def test_the_list_is_narrowed(cast: Cast):
    client = cast.wei.sign_in()
    for asked in ({"q": "松溪"}, {"kind": "0101"}, {"state": "intact"}, {"unit": WATER}):
        page = text(client.get(LIST, asked))
        assert COVER in page
        assert LAMP not in page
    assert "没有符合条件的部件" in text(client.get(LIST, {"q": "无此物"}))


def test_a_component_shows_its_units_and_its_cases(cast: Cast):
    lon, lat = middle(0, 0)
    case = make_case(
        cast, state=State.FILED, kind_code="component.water-cover", lon_cgcs2000=lon, lat_cgcs2000=lat, area_code=""
    )
    page = text(cast.wei.sign_in().get(f"{LIST}{COVER}/"))
    assert all(word in page for word in (case.number, "养护单位", "松门区供水公司", "松溪路18号前"))
    hidden = text(cast.sun.sign_in().get(f"{LIST}{COVER}/"))
    assert case.number not in hidden


def test_a_component_pointed_at_says_its_state_and_unit_and_leads_to_its_page(cast: Cast):
    assert cast.wei.sign_in().get(f"{LIST}{COVER}/card/").json() == {
        "title": "上水井盖", "url": f"{LIST}{COVER}/", "kind_name": "完好", "address": "松溪路18号前",
        "unit": "先找松门区供水公司",
    }  # fmt: skip
    assert cast.wei.sign_in().get(f"{LIST}{LAMP}/card/").json()["unit"] == ""


def test_a_component_outside_ones_own_area_says_nothing(cast: Cast):
    assert cast.lin.sign_in().get(f"{LIST}{COVER}/card/").status_code == 200
    assert cast.lin.sign_in().get(f"{LIST}{LAMP}/card/").status_code == 404


def test_a_change_is_shown_with_how_it_was_in_words(cast: Cast):
    make_component(COVER, care_unit="", state=ComponentState.LOST)
    page = text(cast.wei.sign_in().get(f"{LIST}{COVER}/"))
    assert all(said in page for said in ("变更记录", "原状态：完好", "原养护单位：松门区供水公司"))
    assert "intact" not in page


def test_the_list_is_taken_out_as_a_spreadsheet_with_codes_as_text(cast: Cast):
    answer = cast.wei.sign_in().get(f"{LIST}export/", {"kind": "0101"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[1][0] == COVER
    assert rows[1][7] == "松门区供水公司"
    assert len(rows) == 3


def test_the_pages_take_few_queries(cast: Cast, django_assert_max_num_queries):
    client = cast.wei.sign_in()
    for page in (LIST, f"{LIST}{COVER}/"):
        client.get(page)
        with django_assert_max_num_queries(9):
            client.get(page)
