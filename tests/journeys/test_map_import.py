"""A map brought at the desk in a real browser: uploaded, checked, imported in the background, seen on the map."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
import shapely.geometry
from openpyxl import load_workbook
from playwright.sync_api import Page
from tests.journeys.conftest import House, Visitor, served

pytestmark = pytest.mark.journey
PATIENCE_MS = 60_000
LANE, HOUSE = "试笔巷", "试笔楼"


@pytest.fixture(scope="module")
def town(tmp_path_factory, sample_town, gateway) -> Iterator[House]:
    """A town of its own: its streets change."""
    with served(tmp_path_factory, sample_town, gateway) as one:
        yield one


def a_place_in_town(page: Page) -> tuple[float, float]:
    """Find a point that surely lies in a grid."""
    (first, *_others) = page.request.get("/map/layers/grids.geojson").json()["features"]
    point = shapely.point_on_surface(shapely.geometry.shape(first["geometry"]))
    return point.x, point.y


def a_map(lon: float, lat: float) -> bytes:
    """A lane and a house beside it."""
    house = shapely.box(lon - 0.00005, lat - 0.00005, lon + 0.00005, lat + 0.00005)
    lane = shapely.LineString([(lon - 0.0001, lat - 0.0001), (lon + 0.0001, lat - 0.0001)])
    things = [({"highway": "residential", "name": LANE}, lane), ({"building": "shed", "name": HOUSE}, house)]
    features = [
        {
            "type": "Feature",
            "id": f"way/{990000 + number}",
            "properties": tags,
            "geometry": shapely.geometry.mapping(shape),
        }
        for number, (tags, shape) in enumerate(things)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(page: Page, content: bytes, *, name: str = "街巷.geojson") -> None:
    page.goto("/desk/areas/")
    page.locator(".page-header, header").get_by_role("link", name="导入地图").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/geo+json", "buffer": content}
    )
    page.get_by_role("button", name="上传并检查").click()


def counts(page: Page, layer: str) -> list[str]:
    """Read a line of the table: what was read, what is new, what was changed, what stays."""
    cells: list[str] = page.get_by_role("row").filter(has_text=layer).first.locator("td").all_inner_texts()
    return cells[:4]


@pytest.mark.parametrize("width", [1440, 360])
def test_a_map_is_brought_checked_imported_and_seen(browser, town, width):
    visitor = Visitor(browser, town, width=width).sign_in("registrar")
    page: Any = visitor.page
    page.goto("/desk/areas/maps/")
    visitor.look("map-import")
    lon, lat = a_place_in_town(page)
    upload(page, a_map(lon + width / 1e9, lat))  # under the same keys a little beside: added at first, then changed
    page.get_by_text("已检查，可以导入").wait_for(timeout=PATIENCE_MS)
    assert counts(page, "道路")[0] == "1"
    visitor.look("map-import-checked")
    page.get_by_role("button", name="导入", exact=True).press("Enter")
    page.get_by_text("已导入，上传的文件已销毁。").wait_for(timeout=PATIENCE_MS)
    assert sum(map(int, counts(page, "道路")[1:3])) == 1
    visitor.look("map-import-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报告").click()
    assert load_workbook(io.BytesIO(download.value.path().read_bytes())).sheetnames[0] == "各图层"
    with page.expect_response("**/map/layers/streets.geojson**") as answer:
        page.get_by_role("link", name="在地图上看").click()
    assert LANE in answer.value.text()
    page.locator("[data-map-ready]").first.wait_for()
    visitor.look("map-import-map")
    visitor.close()


def test_a_file_that_is_no_map_is_refused_with_a_way_on(browser, town):
    visitor = Visitor(browser, town, width=360).sign_in("registrar")
    upload(visitor.page, b"PK", name="街巷.shp")
    visitor.page.get_by_text("请先用制图软件另存为 GeoJSON").wait_for()
    visitor.trouble.clear()  # the browser tells of the answer's status, 400
    visitor.look("map-import-refused")
    visitor.close()
