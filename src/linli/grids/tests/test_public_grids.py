"""Grids for everybody: find one's own, its board, open data; workers stand there, residents nowhere."""

import csv
import io
import json

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from linli.cases.testing import make_places
from linli.grids import catalogue
from linli.grids.queries.boards import board_of
from linli.grids.testing import AT, make_ground
from linli.grids.web import open_data
from linli.places import queries as places
from linli.places.actions import adopt_grids, close_area
from linli.places.actions.facilities import put_facilities
from linli.places.rules import FacilityDraft
from linli.places.testing import draft, make_areas, make_flats, middle, square
from linli.register.actions.publishing import publish_month
from linli.register.tasks import keep_published
from linli.register.testing import make_household
from linli.staff.actions import set_card
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE

pytestmark = pytest.mark.django_db
SITE = "https://linli.example.org"


@pytest.fixture(autouse=True)
def town(cast, settings, tmp_path):
    settings.LINLI_SITE_URL, settings.LINLI_DATA = SITE, tmp_path
    open_data._packed.cache_clear()
    with time_machine.travel(AT, tick=False):
        make_places()
        make_ground()
        set_card(cast.lin.account.pk, work_phone="0717-6123456", hours="周一至周五", by=SYSTEM, at=timezone.now())
        yield


def get(client, name, *args, **query):
    return client.get(reverse(f"grid-public:{name}", args=args), query)


def rows(client):
    return {row["code"]: row for row in csv.DictReader(io.StringIO(get(client, "csv").content.decode("utf-8-sig")))}


def test_a_board_names_worker_phone_hours_and_the_way_to_report(client):
    content = get(client, "grid", GRID).content.decode()
    for said in ("林小满", "tel:0717-6123456", "周一至周五", f"{reverse('portal:report')}?area={GRID}"):
        assert said in content


def test_a_board_says_how_to_check_a_badge_by_it(client):
    assert "请核对工作证上的姓名和工作电话" in get(client, "grid", GRID).content.decode()


def test_a_board_has_the_code_of_its_own_address(client):
    answer = get(client, "grid", GRID)
    assert answer.context["board"].url == f"{SITE}{reverse('grid-public:grid', args=[GRID])}"
    assert '<svg viewBox="0 0 ' in answer.content.decode()


def test_a_board_says_nothing_of_residents(client):
    make_household()
    content = get(client, "grid", GRID).content.decode()
    assert "何秀兰" not in content
    assert "19900000123" not in content
    assert board_of(GRID).households is None


def test_a_board_names_the_streets_along_its_border():
    assert {"南北0路", "南北1路"} <= set(board_of(GRID).bounded_by)
    assert "南北2路" not in board_of(GRID).bounded_by


def test_a_board_lists_what_is_there_for_everybody_with_the_phone_of_its_office(client):
    lon, lat = middle(0, 0)
    place = FacilityDraft("F1", "school", "竹桥小学", lon, lat, phone="0717-6000001")
    put_facilities([place], by="测试", at=timezone.now())
    content = get(client, "grid", GRID).content.decode()
    assert "竹桥小学" in content
    assert "tel:0717-6000001" in content
    assert "竹桥小学" not in get(client, "grid", GRID_BESIDE).content.decode()


def test_a_closed_grid_has_no_board_but_a_way_on(client):
    close_area(GRID_BESIDE, on=timezone.localdate(), by="测试", at=timezone.now())
    places.forget()
    answer = get(client, "grid", GRID_BESIDE)
    assert answer.status_code == 404
    assert reverse("grid-public:finder") in answer.content.decode()


def test_a_closed_grid_names_the_grids_that_hold_its_ground_now(client):
    """What a printed QR code leads to once its grid is closed."""
    today = {"on": timezone.localdate(), "by": "测试", "at": timezone.now()}
    grounds = {7: square(0, 0, width=1.3), 8: square(1.3, 0, width=0.7)}
    new = [draft(f"{COMMUNITY}00{number}", f"新{number}网格", ground) for number, ground in grounds.items()]
    adopt_grids(new, [GRID, GRID_BESIDE], **today)
    places.forget()
    answer = get(client, "grid", GRID_BESIDE)
    assert answer.status_code == 410
    content = answer.content.decode()
    assert content.index("新8网格") < content.index("新7网格")  # seven tenths of its ground, and three
    assert reverse("grid-public:grid", args=[f"{COMMUNITY}008"]) in content
    assert "新8网格" not in get(client, "grid", GRID).content.decode()


@pytest.mark.parametrize("code", ["1", COMMUNITY, "990101001001999", "x"])
def test_what_is_no_open_grid_is_not_found(client, code):
    assert get(client, "grid", code).status_code == 404


def test_a_grid_is_found_by_a_point(client):
    lon, lat = middle(0, 0)
    assert get(client, "finder", lon=lon, lat=lat)["Location"] == reverse("grid-public:grid", args=[GRID])


@pytest.mark.parametrize("query", [{"lon": "x", "lat": "1"}, {"lon": "1", "lat": "1"}, {"lon": "500", "lat": "1"}])
def test_a_point_outside_every_grid_leads_to_the_map_again(client, query):
    assert get(client, "finder", **query).status_code == 200


def test_a_grid_is_found_by_an_address_and_no_dwelling_is_told(client):
    make_flats("J1", "金桂苑")
    answer = get(client, "finder", q="金桂苑1号楼1单元101室")
    assert GRID in {one.code for one in answer.context["rows"]}
    assert "101室</" not in answer.content.decode()


@pytest.mark.parametrize("text", ["第1网格", "竹桥社区第1网格", GRID])
def test_a_grid_is_found_by_its_name_or_code(client, text):
    assert GRID in {one.code for one in get(client, "finder", q=text).context["rows"]}


def test_the_grids_of_a_community_are_listed(client):
    assert [one.code for one in get(client, "finder", community=COMMUNITY).context["rows"]] == [GRID, GRID_BESIDE]


def test_nothing_found_is_said(client):
    assert "没有找到" in get(client, "finder", q="绝无此地").content.decode()


def test_open_data_are_the_open_grids_with_terms_and_without_people(client):
    told = json.loads(get(client, "geojson").content)
    assert told["properties"] == {
        "publisher": "松门区", "licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
    first = next(one for one in told["features"] if one["properties"]["code"] == GRID)
    assert first["geometry"]["type"] == "Polygon"
    assert (first["properties"]["community"], first["properties"]["kind"]) == ("竹桥社区", "basic")
    assert "林小满" not in json.dumps(told, ensure_ascii=False)


def test_a_csv_has_the_same_grids(client):
    codes = [one["properties"]["code"] for one in json.loads(get(client, "geojson").content)["features"]]
    assert list(rows(client)) == codes == sorted(codes)


def test_small_counts_are_left_out_of_open_data_with_another_beside_them(client):
    for _number in range(12):
        make_household()
    make_household(area_code=GRID_BESIDE)
    table = publish_month(timezone.now())
    found = rows(client)
    assert (found[GRID]["households"], found[GRID_BESIDE]["households"]) == ("", "")
    assert table.cells[GRID_BESIDE] == {"households": None}


def test_counts_are_those_of_the_month_and_not_of_the_day(client):
    for _number in range(12):
        make_household()
    assert rows(client)[GRID]["households"] == ""
    keep_published(timezone.now(), made_on=None)
    assert rows(client)[GRID]["households"] == "12"
    make_household()
    keep_published(timezone.now(), made_on=None)
    open_data._packed.cache_clear()
    found = rows(client)[GRID]
    assert (found["households"], found["households_month"]) == ("12", "2026-11")
    assert board_of(GRID).households == 12


def test_a_grid_that_was_redrawn_since_has_no_count_before_the_next_month(client):
    for _number in range(12):
        make_household()
    publish_month(timezone.now())
    assert board_of(GRID).households == 12
    make_areas([draft(GRID, "第1网格", square(0, 0, width=0.9))], on=timezone.localdate())
    assert board_of(GRID).households is None


def test_open_data_are_not_sent_twice(client):
    first = get(client, "csv")
    again = client.get(reverse("grid-public:csv"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_open_data_come_packed_when_asked(client):
    answer = client.get(reverse("grid-public:geojson"), headers={"Accept-Encoding": "gzip"})
    assert (answer["Content-Encoding"], answer.content[:2]) == ("gzip", b"\x1f\x8b")


def test_a_city_can_keep_its_data_closed(client, settings, tmp_path):
    (tmp_path / "own" / "grids").mkdir(parents=True)
    (tmp_path / "own" / "grids" / "own.toml").write_text(
        '[publication]\nopen_data = false\nlicence = "none"\nmap_number = "鄂S(2026)001号"\n', encoding="utf-8"
    )
    settings.LINLI_CATALOGUE = str(tmp_path / "own")
    catalogue.forget()
    try:
        assert {get(client, name).status_code for name in ("open", "csv", "geojson")} == {404}
        assert "鄂S(2026)001号" in get(client, "grid", GRID).content.decode()
    finally:
        catalogue.forget()


def test_the_page_of_open_data_says_what_it_is(client):
    content = get(client, "open").content.decode()
    assert "CC BY 4.0" in content
    assert "不含任何居民信息" in content
