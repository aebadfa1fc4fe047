"""The API's door to areas, as strangers and tokens with too little scope find it: odd requests are refused, never a fault."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from linli.grids.testing import make_ground
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, middle
from linli.staff.actions import issue_token

pytestmark = pytest.mark.django_db
AT = "/api/v1/areas/at"
READS = ("/api/v1/areas", f"/api/v1/areas/{DISTRICT}", f"/api/v1/areas/{DISTRICT}/boundary", f"{AT}?lon=111.1&lat=30.1")


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def caller(member, *scopes: str) -> Client:
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"})


def post(client: Client, body: str | bytes):
    return client.post(AT, body, content_type="application/json")


def test_a_token_sees_areas_by_its_own_scope_alone(cast):
    for address in READS:
        assert Client().get(address).status_code == 401
        assert caller(cast.wei, "cases.view").get(address).status_code == 403
        assert caller(cast.wei, "areas.view").get(address).status_code == 200
        assert cast.wei.sign_in().get(address).status_code == 401
    worker = caller(cast.lin, "areas.view")
    for code in (DISTRICT, COMMUNITIES[0], GRIDS[1]):
        assert worker.get(f"/api/v1/areas/{code}/boundary").status_code == 404
    assert [one["code"] for one in worker.get("/api/v1/areas").json()["areas"]] == [GRIDS[0]]


ODD_BODIES = (
    "", "{", "[" * 100_000, "null", '"points"', '{"points": []}', '{"points": [[NaN, 1]]}', '{"points": [[1e999, 1]]}',
    '{"points": [[1]]}', '{"points": [["a", 1]]}', json.dumps({"points": [[1, 1]], "on": "0000-00-00"}),
    json.dumps({"points": [[1, 1]], "crs": "mars"}), json.dumps({"points": [[1, 1]], "on": "9999-12-31"}),
    json.dumps({"points": [[1.0, 1.0]] * 100_000}), b"\xff\xfe",
)  # fmt: skip


@pytest.mark.parametrize("odd", range(len(ODD_BODIES)))
def test_an_odd_list_of_points_is_refused(cast, odd):
    answer = post(caller(cast.wei, "areas.view"), ODD_BODIES[odd])
    assert answer.status_code in {400, 413}
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_body_of_ten_million_signs_is_not_read(cast):
    assert post(caller(cast.wei, "areas.view"), " " * 10_000_000).status_code == 400


def test_odd_questions_are_refused_or_answered(cast):
    client = caller(cast.wei, "areas.view")
    for said in (
        "?size=-5", "?size=99999999999999999999", "?cursor=%00", "?under=%00", "?level=x", "?on=0001-01-01", "?on=x",
        "/%00", "/x/boundary", f"/{GRIDS[0]}/boundary?on=0001-01-01", f"/{GRIDS[0]}?on=0001-01-01", "/at?lon=180&lat=90&crs=bd09",
        "/at?lon=-180&lat=-90&crs=gcj02&on=0001-01-01",
    ):  # fmt: skip
        assert client.get(f"/api/v1/areas{said}").status_code in {200, 400, 404}, said


def test_a_grid_is_not_told_of_days_on_which_it_was_not_there(cast):
    client = caller(cast.wei, "areas.view")
    assert client.get(f"/api/v1/areas/{GRIDS[0]}?on=1900-01-01").status_code == 404
    lon, lat = middle(0, 0)
    assert client.get(f"{AT}?lon={lon}&lat={lat}&on=1900-01-01").json()["grid"] == ""
