"""The map a phone takes along: streets, buildings, borders, components of a community, small, and nobody else's."""

import gzip
import json
import os
from pathlib import Path

import pytest
import shapely
from django.apps import apps

from linli.cases.testing import make_places
from linli.fieldsync.tests.phone import Phone
from linli.places.actions.history import stamp_anew
from linli.places.queries import forget
from linli.places.queries.community_map import community_map
from linli.places.testing import make_building, make_flats, middle
from linli.staff.testing import COMMUNITY, COMMUNITY_BESIDE, COMMUNITY_ELSEWHERE, GRID

SHANGHAI = (
    Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "data/osm-shanghai-lujiazui"
)
needs_the_files = pytest.mark.skipif(
    not SHANGHAI.is_dir(),
    reason="the OpenStreetMap extract (../shared/data/osm-shanghai-lujiazui) is not in this repository",
)
MOST_BYTES = 5_000_000
Area, AreaStamp, Building, Component, Street = (
    apps.get_model(f"places.{name}") for name in ("Area", "AreaStamp", "Building", "Component", "Street")
)


@pytest.fixture
def town(cast):
    make_places()
    make_building("B001")
    lon, lat = middle(0, 0)
    line = shapely.LineString([(lon - 0.5, lat), (lon + 0.123456789, lat + 1e-7), (lon + 0.5, lat)])
    Street.objects.create(area_code="990101", name="青石路", line=shapely.to_wkb(line))
    Component.objects.create(
        code="9901010102000001", class_code="0102", name="雨水井盖", area_code=GRID, lon_cgcs2000=lon, lat_cgcs2000=lat
    )
    forget()
    return Phone(cast.lin)


def layers(answer):
    found = {}
    for feature in answer["features"]:
        found.setdefault(feature["properties"]["layer"], []).append(feature)
    return found


def test_the_map_shows_what_is_in_the_community(town):
    found = layers(town.call("GET", f"map/{COMMUNITY}").json())
    assert {name: len(rows) for name, rows in found.items()} == {
        "communities": 1, "grids": 2, "streets": 1, "buildings": 1, "components": 1,
    }  # fmt: skip
    assert found["streets"][0]["properties"] == {"layer": "streets", "name": "青石路"}
    assert found["components"][0]["properties"]["class"] == "0102"
    assert found["buildings"][0]["properties"]["name"] == "B001号楼"


def test_a_street_is_cut_off_beyond_the_community(town):
    street = layers(town.call("GET", f"map/{COMMUNITY}").json())["streets"][0]
    west, _south, east, _north = shapely.from_geojson(json.dumps(street["geometry"])).bounds
    assert east - west < 0.02


def test_coordinates_have_six_decimals_at_most(town):
    text = town.call("GET", f"map/{COMMUNITY}").content.decode()
    numbers = [part for part in text.replace("[", ",").replace("]", ",").split(",") if "." in part and '"' not in part]
    assert numbers
    assert max(len(number.rsplit(".", 1)[1]) for number in numbers) <= 6


def test_the_map_is_not_sent_twice(town):
    first = town.call("GET", f"map/{COMMUNITY}", Accept_Encoding="gzip")
    assert town.call("GET", f"map/{COMMUNITY}", If_None_Match=first["ETag"]).status_code == 304
    assert json.loads(gzip.decompress(first.content))["community"] == COMMUNITY


def test_a_new_building_makes_the_map_a_new_one(town):
    first = town.call("GET", f"map/{COMMUNITY}")
    make_building("B002")
    again = town.call("GET", f"map/{COMMUNITY}", If_None_Match=first["ETag"])
    assert again.status_code == 200
    assert len(layers(again.json())["buildings"]) == 2


@pytest.mark.parametrize("code", [COMMUNITY_BESIDE, COMMUNITY_ELSEWHERE, GRID, "990101", "990101001999", "nowhere"])
def test_there_is_no_map_of_other_places(town, code):
    assert town.call("GET", f"map/{code}").status_code == 404


def test_zhao_gets_no_map(client, cast, db):
    assert client.get(f"/field/api/map/{COMMUNITY}").status_code == 401


@needs_the_files
@pytest.mark.django_db
def test_ten_square_kilometres_of_shanghai_fit_on_a_phone(capsys):
    """The whole extract as one community, with its points of interest as components: more than any community has."""
    features = _shanghai()
    text = community_map(COMMUNITY)
    found = layers(json.loads(text))
    assert {name: len(found[name]) for name in ("buildings", "streets")} == features
    plain, pressed = len(text.encode()), len(gzip.compress(text.encode(), 9))
    with capsys.disabled():
        print(f"\nShanghai: {len(json.loads(text)['features'])} features, {plain:,} bytes, {pressed:,} pressed")  # noqa: T201 the figure asked for
    assert plain <= MOST_BYTES


def _shanghai():
    make_flats("SH", "陆家嘴")
    box = shapely.box(121.480, 31.226, 121.521, 31.251)
    named = ((6, "district"), (9, "street"), (12, "community"), (15, "grid"))
    for digits, level in named:
        Area.objects.create(
            code=GRID[:digits], level=level, name="陆家嘴", parent_code=GRID[: {6: 0, 9: 6, 12: 9, 15: 12}[digits]],
            valid_from="2020-01-01", boundary=shapely.to_wkb(box), min_lon=121.480, min_lat=31.226, max_lon=121.521,
            max_lat=31.251,
        )  # fmt: skip
    stamp_anew(AreaStamp.AREAS)
    houses = [_building(number, shape, said) for number, (shape, said) in enumerate(_read("buildings"))]
    Building.objects.bulk_create(houses)
    roads = [
        Street(area_code=COMMUNITY, name=(said.get("name") or "")[:80], line=shapely.to_wkb(shape))
        for shape, said in _read("roads")
        if shape.geom_type in {"LineString", "MultiLineString"}
    ]
    Street.objects.bulk_create(roads)
    points = [
        Component(code=f"{number:016d}", class_code="0101", name=(said.get("name") or "")[:80], area_code=GRID,
                  lon_cgcs2000=shape.centroid.x, lat_cgcs2000=shape.centroid.y)
        for number, (shape, said) in enumerate(_read("pois"))
    ]  # fmt: skip
    Component.objects.bulk_create(points)
    return {"buildings": Building.objects.count(), "streets": len(roads)}


def _building(number, shape, said):
    point = shape.representative_point()
    return Building(
        area_code=GRID, code=f"SH{number:05d}", name=(said.get("name") or "")[:80], street_name=(said.get("addr_street") or "")[:80],
        plate_no=(said.get("addr_housenumber") or "")[:20], lon_cgcs2000=point.x, lat_cgcs2000=point.y,
        footprint=shapely.to_wkb(shape),
    )  # fmt: skip


def _read(name):
    features = json.loads((SHANGHAI / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return [(shapely.from_geojson(json.dumps(one["geometry"])), one["properties"]) for one in features]
