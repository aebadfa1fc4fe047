"""The layers of the map: compact GeoJSON for anyone, cached until something changes."""

import gzip
import json

import pytest
import shapely
from django.test import Client
from django.utils import timezone

from linli.places import actions, queries
from linli.places.errors import LayerUnknown
from linli.places.rules import BuildingDraft
from linli.places.testing import (
    COMMUNITIES,
    GRIDS,
    STREET,
    draft,
    make_areas,
    make_building,
    make_town,
    middle,
    square,
    store_buildings,
)
from linli.places.web import layers

pytestmark = pytest.mark.django_db


def features(name, **options):
    return json.loads(queries.layer_geojson(name, options.pop("prefixes", [""]), **options))["features"]


def names(found):
    return [feature["properties"]["name"] for feature in found]


@pytest.fixture
def town():
    make_town()
    make_building()
    line = shapely.to_wkb(shapely.LineString([middle(0, 0), middle(1, 0)]))
    actions.put_streets([(STREET, "青溪路", line)])


def test_each_layer_gives_its_own_things(town):
    assert names(features("grids")) == ["第1网格", "第2网格", "第3网格", "第4网格"]
    assert names(features("communities")) == ["竹桥社区", "柳塘社区"]
    assert names(features("subdistricts")) == ["青溪街道"]
    assert names(features("districts")) == ["松门区"]
    assert names(features("streets")) == ["青溪路"]
    assert names(features("buildings")) == ["B001号楼"]
    areas = {"grids", "communities", "subdistricts", "districts"}
    assert set(queries.layer_names()) == areas | {"streets", "buildings", "components"} | {
        "compounds",
        "barriers",
        "facilities",
    }


def test_a_layer_keeps_to_its_prefixes(town):
    assert names(features("grids", prefixes=[COMMUNITIES[1]])) == ["第3网格", "第4网格"]
    assert features("grids", prefixes=[]) == []
    assert names(features("streets", prefixes=[COMMUNITIES[0]])) == ["青溪路"]
    assert features("streets", prefixes=["990102"]) == []


def test_a_window_leaves_out_what_lies_elsewhere(town):
    west, south, east, north = square(0.2, 0.2, width=0.2, height=0.2).bounds
    assert names(features("grids", bbox=(west, south, east, north))) == ["第1网格"]
    assert features("buildings", bbox=(west, south, east, north)) == []
    assert features("streets", bbox=(0.0, 0.0, 1.0, 1.0)) == []


def test_coordinates_have_six_decimals_and_neighbours_stay_side_by_side(town):
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in features("grids")]
    assert shapely.coverage_is_valid(shapes)
    numbers = [str(number) for point in shapely.get_coordinates(shapes) for number in point]
    assert max(len(number.partition(".")[2]) for number in numbers) <= 6


def test_overlapping_areas_are_drawn_all_the_same():
    make_areas([draft(code, code, square(0, 0, width=2)) for code in ("990101", "990102")])
    assert len(features("districts")) == 2


def test_an_outline_is_drawn_where_it_is_known():
    outline = square(0.4, 0.4, width=0.1, height=0.1)
    lon, lat = middle(0, 0)
    store_buildings([BuildingDraft("B9", "有轮廓", lon, lat, footprint=shapely.to_wkb(outline))])
    assert features("buildings")[0]["geometry"]["type"] == "Polygon"


def test_a_closed_grid_leaves_the_map(town):
    actions.close_area(GRIDS[0], on=queries.changes_of(GRIDS[0])[0].effective_on, by="王工", at=timezone.now())
    assert names(features("grids")) == ["第2网格", "第3网格", "第4网格"]


def test_an_unknown_layer_is_refused():
    with pytest.raises(LayerUnknown):
        queries.layer_geojson("residents", [""])


def test_anyone_may_fetch_a_layer(town, client):
    answer = client.get("/map/layers/grids.geojson")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    assert len(answer.json()["features"]) == 4


def test_a_layer_comes_packed_to_who_takes_it_so(town):
    answer = Client().get("/map/layers/grids.geojson", headers={"accept-encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(json.loads(gzip.decompress(answer.content))["features"]) == 4


def test_a_layer_is_sent_again_only_when_it_changed(town, client):
    mark = client.get("/map/layers/buildings.geojson")["ETag"]
    assert client.get("/map/layers/buildings.geojson", headers={"if-none-match": mark}).status_code == 304
    make_building("B002", column=1)
    again = client.get("/map/layers/buildings.geojson", headers={"if-none-match": mark})
    assert (again.status_code, len(again.json()["features"])) == (200, 2)


@pytest.mark.parametrize(("most_bytes", "times"), [(100_000, 1), (10, 2)])
def test_a_piece_is_kept_unless_it_is_large(town, client, monkeypatch, most_bytes, times):
    written = []
    monkeypatch.setattr(layers, "_MOST_KEPT_BYTES", most_bytes)
    monkeypatch.setattr(layers, "_written", lambda *asked: written.append(asked) or gzip.compress(b"{}" * 20))
    layers._piece.cache_clear()
    for _ in range(2):
        answer = client.get("/map/layers/buildings.geojson?bbox=1,1,2,2")
        assert answer.content == b"{}" * 20
    assert len(written) == times


def test_a_layer_is_narrowed_by_area_and_window(town, client):
    assert len(client.get(f"/map/layers/grids.geojson?under={COMMUNITIES[0]}").json()["features"]) == 2
    window = ",".join(map(str, square(0.2, 0.2, width=0.1).bounds))
    assert len(client.get(f"/map/layers/grids.geojson?bbox={window}").json()["features"]) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("under=1;drop", 400),
        ("under=" + "9" * 16, 400),
        ("bbox=1,2,3", 400),
        ("bbox=a,b,c,d", 400),
        ("bbox=nan,0,1,1", 400),
        ("bbox=10,0,5,1", 400),
    ],
)
def test_forged_questions_are_refused(client, query, status):
    assert client.get(f"/map/layers/grids.geojson?{query}").status_code == status


def test_a_layer_of_people_does_not_exist(client):
    assert client.get("/map/layers/residents.geojson").status_code == 404
    assert client.post("/map/layers/grids.geojson").status_code == 405


def test_no_layer_names_anyone(town):
    told = {key for name in queries.layer_names() for one in features(name) for key in one["properties"]}
    assert told <= {"code", "name", "parent", "kind", "grade", "estate_type", "area", "street", "plate"}
