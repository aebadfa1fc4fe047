"""The API tells of areas within the caller's scope, and where a point lies."""

import datetime as dt
import json
from dataclasses import dataclass

import pytest
import shapely
from ninja.testing import TestClient

from linli.core.errors import NotAllowed
from linli.places import actions
from linli.places.api import router
from linli.places.api.schemas import MOST_POINTS
from linli.places.coordinates import cgcs2000_to_gcj02
from linli.places.errors import AreaUnknown, DateAhead
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET, draft, make_areas, make_town, middle, square

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
DAY, DAY_BEFORE = dt.date(2026, 3, 2), dt.date(2026, 3, 1)


@dataclass(frozen=True)
class Caller:
    """Somebody with a scope."""

    scope: tuple[str, ...]
    account_id: None = None

    def prefixes(self, _permission):
        return self.scope


@pytest.fixture(scope="module")
def api():
    """The router of the room, on its own."""
    return TestClient(router)


def get(api, path, *scope):
    return api.get(path, actor=Caller(scope)).json()


def test_a_list_keeps_to_the_scope(api):
    make_town()
    assert [one["code"] for one in get(api, "/areas", COMMUNITIES[1])["areas"]] == [COMMUNITIES[1], *GRIDS[2:]]
    assert [one["code"] for one in get(api, "/areas?level=grid&under=" + COMMUNITIES[0], "")["areas"]] == list(
        GRIDS[:2]
    )


def test_a_list_is_read_page_by_page(api):
    make_town()
    first = get(api, "/areas?size=6", "")
    rest = get(api, f"/areas?size=6&cursor={first['next']}", "")
    assert (len(first["areas"]), len(rest["areas"]), rest["next"]) == (6, 2, "")


def test_an_area_is_told_with_path_and_parts(api):
    make_town()
    told = get(api, f"/areas/{STREET}", DISTRICT)
    assert (told["path"], told["parts"]) == (["松门区", "青溪街道"], list(COMMUNITIES))
    assert get(api, f"/areas/{GRIDS[0]}", DISTRICT)["kind"] == "basic"


def test_a_point_is_located_in_whatever_system_it_comes(api):
    make_town()
    lon, lat = map(float, cgcs2000_to_gcj02(*middle(2, 0)))
    told = get(api, f"/areas/at?lon={lon}&lat={lat}&crs=gcj02", "")
    assert (told["grid"], told["community"], told["path"][-1]) == (GRIDS[2], COMMUNITIES[1], "第3网格")
    assert told["near"] is None
    nowhere = {"grid": "", "community": "", "area": "", "path": [], "near": None}
    assert get(api, "/areas/at?lon=100&lat=30", "") == nowhere


def test_a_point_near_a_border_says_so(api):
    make_town()
    lon, lat = middle(0.49, 0)
    told = get(api, f"/areas/at?lon={lon}&lat={lat}", "")
    assert (told["grid"], told["near"]["code"]) == (GRIDS[0], GRIDS[1])
    assert 2 < told["near"]["away_m"] < 6


@pytest.fixture
def redrawn():
    """A town whose first two grids changed places on 2 March 2026; the second was renamed, and the third closed."""
    make_town()
    swapped = [draft(GRIDS[0], "第1网格", square(1, 0)), draft(GRIDS[1], "桥西网格", square(0, 0))]
    actions.adopt_grids(swapped, [], on=DAY, by="王工", at=AT)
    actions.close_area(GRIDS[2], on=DAY, by="王工", at=AT)


def test_a_list_is_told_as_of_a_day(api, redrawn):
    then = {one["code"]: one for one in get(api, f"/areas?level=grid&on={DAY_BEFORE}", "")["areas"]}
    now = {one["code"]: one for one in get(api, "/areas?level=grid", "")["areas"]}
    assert (then[GRIDS[1]]["name"], now[GRIDS[1]]["name"]) == ("第2网格", "桥西网格")
    assert then[GRIDS[2]]["valid_to"] == str(DAY)
    assert (GRIDS[2] in now, len(then), len(now)) == (False, 4, 3)
    assert get(api, "/areas?on=2019-12-31", "")["areas"] == []


def test_a_point_is_located_on_a_day_alone_and_among_many(api, redrawn):
    (lon, lat), far = middle(0, 0), (100.0, 30.0)
    alone = [get(api, f"/areas/at?lon={lon}&lat={lat}{day}", "") for day in ("", f"&on={DAY_BEFORE}")]
    assert [one["grid"] for one in alone] == [GRIDS[1], GRIDS[0]]
    body = {"points": [[lon, lat], far], "on": str(DAY_BEFORE)}
    told = api.post("/areas/at", json=body, actor=Caller(("",))).json()
    assert told == {"grids": [GRIDS[0], ""], "outside": 1, "on": str(DAY_BEFORE)}
    today = api.post("/areas/at", json={"points": [[lon, lat]]}, actor=Caller(("",))).json()
    assert today["grids"] == [GRIDS[1]]


def test_a_boundary_is_told_as_of_a_day(api, redrawn):
    then, now = (get(api, f"/areas/{GRIDS[0]}/boundary{day}", "") for day in (f"?on={DAY_BEFORE}", ""))
    assert shapely.from_geojson(json.dumps(then["geometry"])).equals(square(0, 0))
    assert shapely.from_geojson(json.dumps(now["geometry"])).equals(square(1, 0))
    with pytest.raises(AreaUnknown):
        api.get(f"/areas/{GRIDS[2]}/boundary", actor=Caller(("",)))


def test_an_area_of_a_day_has_the_parts_of_that_day(api, redrawn):
    assert get(api, f"/areas/{COMMUNITIES[1]}?on={DAY_BEFORE}", "")["parts"] == list(GRIDS[2:])
    assert get(api, f"/areas/{COMMUNITIES[1]}", "")["parts"] == [GRIDS[3]]


def test_an_area_without_a_boundary_has_no_geometry(api):
    make_areas([draft(DISTRICT, "松门区")])
    assert get(api, f"/areas/{DISTRICT}/boundary", "")["geometry"] is None


def test_of_a_day_to_come_nothing_is_known(api):
    make_town()
    with pytest.raises(DateAhead):
        api.get("/areas?on=2999-01-01", actor=Caller(("",)))


def test_at_most_so_many_points_come_at_once(api):
    body = {"points": [[1, 1]] * (MOST_POINTS + 1)}
    assert api.post("/areas/at", json=body, actor=Caller(("",))).status_code == 422


def test_zhao_gets_nothing(api):
    make_town()
    for path in ("/areas", "/areas/at?lon=1&lat=1", f"/areas/{DISTRICT}", f"/areas/{DISTRICT}/boundary"):
        with pytest.raises(NotAllowed):
            api.get(path, actor=Caller(()))
    with pytest.raises(NotAllowed):
        api.get("/areas", actor=None)
    with pytest.raises(NotAllowed):
        api.post("/areas/at", json={"points": [[1, 1]]}, actor=Caller(()))


def test_an_area_outside_the_scope_is_not_there(api):
    make_town()
    for path in (f"/areas/{DISTRICT}", f"/areas/{DISTRICT}/boundary"):
        with pytest.raises(AreaUnknown):
            api.get(path, actor=Caller((COMMUNITIES[0],)))


@pytest.mark.parametrize("query", ["lon=999&lat=1", "lon=nan&lat=1", "lon=1", "lon=1&lat=1&crs=mars"])
def test_forged_points_are_refused(api, query):
    assert api.get(f"/areas/at?{query}", actor=Caller(("",))).status_code == 422
