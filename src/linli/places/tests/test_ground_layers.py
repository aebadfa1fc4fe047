"""Compounds, barriers and facilities on the map: drawn for anyone, narrowed by area and window, sent anew when changed."""

import json

import pytest
import shapely
from django.utils import timezone

from linli.places import actions, queries
from linli.places.rules import (
    BarrierKind,
    BarrierShape,
    CompoundDraft,
    FacilityDraft,
)
from linli.places.testing import COMMUNITIES, GRIDS, make_town, middle, square

pytestmark = pytest.mark.django_db
FAR = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def town():
    make_town()
    lon, lat = middle(0, 0)
    wall = shapely.to_wkb(square(0.2, 0.2, width=0.6, height=0.6))
    actions.put_compounds([CompoundDraft("C1", "竹桥里", COMMUNITIES[0], boundary=wall)])
    actions.put_barriers(
        [BarrierShape("w1", BarrierKind.WATER, square(0, 0.9, width=4, height=0.1), "青溪", "990101001")]
    )
    put_park(lon, lat)


def put_park(lon, lat, **facts):
    draft = FacilityDraft("F1", "park", "柳塘公园", lon, lat, **facts)
    actions.put_facilities([draft], by="王工", at=timezone.now())


def features(name, **more):
    return json.loads(queries.layer_geojson(name, more.pop("prefixes", [""]), **more))["features"]


@pytest.mark.parametrize(("name", "told"), [("compounds", "竹桥里"), ("barriers", "青溪"), ("facilities", "柳塘公园")])
def test_each_is_drawn_within_its_window_and_nowhere_else(town, name, told):
    assert [one["properties"]["name"] for one in features(name, bbox=square(0, 0).bounds)] == [told]
    assert features(name, bbox=FAR) == []


def test_a_barrier_through_many_communities_is_drawn_in_each(town):
    assert [one["properties"]["kind"] for one in features("barriers", prefixes=[COMMUNITIES[1]])] == ["water"]
    assert features("compounds", prefixes=[COMMUNITIES[1]]) == []


def test_a_facility_tells_its_group_and_a_closed_one_leaves_the_map(town):
    facts = features("facilities")[0]["properties"]
    assert facts == {"code": "F1", "name": "柳塘公园", "class": "park", "area": GRIDS[0], "group": "leisure"}
    put_park(*middle(0, 0), closed_on=timezone.localdate())
    assert features("facilities") == []


def test_a_layer_is_sent_again_when_a_facility_moved(town, client):
    mark = client.get("/map/layers/facilities.geojson")["ETag"]
    assert client.get("/map/layers/facilities.geojson", headers={"if-none-match": mark}).status_code == 304
    put_park(*middle(1, 0))
    again = client.get("/map/layers/facilities.geojson", headers={"if-none-match": mark})
    assert again.json()["features"][0]["properties"]["area"] == GRIDS[1]
