"""The API tells of areas within the caller's scope, and where a point lies."""

from dataclasses import dataclass

import pytest
from ninja.testing import TestClient

from linli.core.errors import NotAllowed
from linli.places.api import router
from linli.places.coordinates import cgcs2000_to_gcj02
from linli.places.errors import AreaUnknown
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET, make_town, middle

pytestmark = pytest.mark.django_db


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
    assert get(api, "/areas/at?lon=100&lat=30", "") == {"grid": "", "community": "", "area": "", "path": []}


def test_zhao_gets_nothing(api):
    make_town()
    for path in ("/areas", "/areas/at?lon=1&lat=1", f"/areas/{DISTRICT}"):
        with pytest.raises(NotAllowed):
            api.get(path, actor=Caller(()))
    with pytest.raises(NotAllowed):
        api.get("/areas", actor=None)


def test_an_area_outside_the_scope_is_not_there(api):
    make_town()
    with pytest.raises(AreaUnknown):
        api.get(f"/areas/{DISTRICT}", actor=Caller((COMMUNITIES[0],)))


@pytest.mark.parametrize("query", ["lon=999&lat=1", "lon=nan&lat=1", "lon=1", "lon=1&lat=1&crs=mars"])
def test_forged_points_are_refused(api, query):
    assert api.get(f"/areas/at?{query}", actor=Caller(("",))).status_code == 422
