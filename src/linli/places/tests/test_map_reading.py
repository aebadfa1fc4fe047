"""Maps read from files: OpenStreetMap's own form, GeoJSON of other tools, and the layers of a city."""

import json
import os
from pathlib import Path

import pytest
import shapely

from linli.core.text_files import FileUnreadable
from linli.places.errors.ground import LayerNotTold, MapColumnUnknown, MapFieldUnknown, MapFileBroken
from linli.places.readers.maps import MapOptions, read_map, read_maps
from linli.places.rules import BarrierKind, LayerName, StreetKind

SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "data"
HELSINKI = SHARED / "osm-helsinki" / "Helsinki.osm.pbf"
SHANGHAI = SHARED / "osm-shanghai-lujiazui"
WEST, SOUTH = 111.28, 30.70
_REF = "node"[0] + "node"[2]  # how OpenStreetMap calls the nodes of a way


def ring(x, y, *, side=10):
    """Give the corners of a square in ten-thousandths of a degree from the south-west corner."""
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return [[WEST + east / 10_000, SOUTH + north / 10_000] for east, north in corners]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def ground(x, y, *, side=10, **properties):
    return feature({"type": "Polygon", "coordinates": [ring(x, y, side=side)]}, **properties)


def line(*points, **properties):
    coordinates = [[WEST + x / 10_000, SOUTH + y / 10_000] for x, y in points]
    return feature({"type": "LineString", "coordinates": coordinates}, **properties)


def spot(x, y, **properties):
    return feature({"type": "Point", "coordinates": [WEST + x / 10_000, SOUTH + y / 10_000]}, **properties)


@pytest.fixture
def put(tmp_path):
    def write(*features, name="map.geojson"):
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def osm(tmp_path, *things):
    """Write OpenStreetMap's XML, which one library reads as it reads the packed form."""
    path = tmp_path / "town.osm"
    path.write_text(f'<osm version="0.6">{"".join(things)}</osm>', encoding="utf-8")
    return path


def node(number, x, y, **tags):
    return f'<node id="{number}" lat="{SOUTH + y / 10_000}" lon="{WEST + x / 10_000}">{_tags(tags)}</node>'


def way(number, *nodes, **tags):
    refs = "".join(f'<{_REF} ref="{one}"/>' for one in nodes)
    return f'<way id="{number}">{refs}{_tags(tags)}</way>'


def _tags(tags):
    return "".join(f'<tag k="{name.replace("__", ":")}" v="{value}"/>' for name, value in tags.items())


def test_an_extract_gives_streets_buildings_and_what_stands_in_them(tmp_path):
    square = [node(1, 0, 0), node(2, 10, 0), node(3, 10, 10), node(4, 0, 10)]
    path = osm(
        tmp_path,
        *square,
        node(5, 5, 5, addr__housenumber="7", addr__street="竹桥路"),
        node(6, -10, 0),
        way(1, 1, 2, 3, 4, 1, building="apartments", building__levels="6"),
        way(2, 6, 1, 2, highway="residential", name="竹桥路"),
    )
    layers = read_map(path).layers
    assert [(one.name, one.kind) for one in layers.streets] == [("竹桥路", StreetKind.STREET)]
    building = layers.buildings[0]
    assert (building.key, building.floors, building.are_floors_known, building.is_home) == ("osm-w1", 6, True, True)
    assert (building.street, building.plate) == ("竹桥路", "7")


def test_a_street_cut_off_at_the_edge_of_an_extract_keeps_what_is_there(tmp_path):
    path = osm(tmp_path, node(1, 0, 0), node(2, 10, 0), way(1, 1, 2, 99, highway="primary"))
    assert shapely.get_num_coordinates(read_map(path).layers.streets[0].shape) == 2


def test_a_building_with_a_yard_keeps_its_yard(tmp_path):
    outer = [node(1, 0, 0), node(2, 30, 0), node(3, 30, 30), node(4, 0, 30)]
    inner = [node(5, 10, 10), node(6, 20, 10), node(7, 20, 20), node(8, 10, 20)]
    members = '<member type="way" ref="1" role="outer"/><member type="way" ref="2" role="inner"/>'
    tags = _tags({"type": "multipolygon", "building": "yes"})
    relation = f'<relation id="9">{members}{tags}</relation>'
    path = osm(tmp_path, *outer, *inner, way(1, 1, 2, 3, 4, 1), way(2, 5, 6, 7, 8, 5), relation)
    found = read_map(path).layers.buildings
    assert [(one.key, len(one.shape.interiors)) for one in found] == [("osm-r9", 1)]


def test_a_damaged_extract_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0dnot a map at all" * 20)
    with pytest.raises(MapFileBroken, match=r"town\.osm\.pbf"):
        read_map(path)


def test_barriers_are_water_rails_and_fast_roads_but_not_bridges_and_tunnels(put):
    path = put(
        ground(0, 0, natural="water", name="柳塘"),
        line((0, 0), (50, 0), railway="rail"),
        line((0, 5), (50, 5), railway="subway", tunnel="yes"),
        line((0, 8), (50, 8), highway="motorway"),
        line((0, 9), (50, 9), highway="motorway", bridge="yes"),
        ground(40, 40, natural="water", water="fountain"),
    )
    layers = read_map(path).layers
    assert [one.kind for one in layers.barriers] == [BarrierKind.WATER, BarrierKind.RAIL, BarrierKind.MOTORWAY]
    assert len(layers.streets) == 2


def test_streets_in_tunnels_are_left_out_and_counted(put):
    reading = read_map(
        put(line((0, 0), (9, 0), highway="primary", tunnel="yes"), line((0, 1), (9, 1), highway="service"))
    )
    assert [one.kind for one in reading.layers.streets] == [StreetKind.LANE]
    assert (reading.features, reading.left_out) == (2, 1)


def test_nobody_lives_in_shops_or_on_the_ground_of_a_school(put):
    path = put(
        ground(0, 0, building="yes"),
        ground(20, 0, building="yes", name="竹桥大厦"),
        ground(40, 0, building="retail"),
        ground(60, 0, building="yes"),
        ground(55, -5, side=30, amenity="school", name="竹桥小学"),
        ground(90, 0, building="apartments"),
        ground(85, -5, side=30, landuse="commercial"),
    )
    assert [one.is_home for one in read_map(path).layers.buildings] == [True, False, False, False, True]


def test_buildings_stand_in_the_smaller_of_two_compounds(put):
    path = put(
        ground(10, 10, building="yes"),
        ground(0, 0, side=80, landuse="residential", name="竹桥大院", id="a"),
        ground(5, 5, side=20, landuse="residential", name="竹桥里"),
        ground(0, 0, side=90, landuse="residential"),
    )
    layers = read_map(path).layers
    names = {one.key: one.name for one in layers.compounds}
    assert sorted(names.values()) == ["竹桥大院", "竹桥里"]
    assert names[layers.buildings[0].compound] == "竹桥里"


def test_the_point_of_a_facility_names_its_ground(put):
    path = put(
        ground(0, 0, side=50, leisure="park", osm_id=7, osm_type="way"),
        spot(9, 9, kind="park", name="柳塘公园", label_placement=True, osm_id=7, osm_type="node"),
        spot(200, 0, amenity="clinic", name="竹桥卫生站", phone="0717-6220000"),
    )
    park, clinic = read_map(path).layers.facilities
    assert (park.name, park.class_code, park.shape.geom_type) == ("柳塘公园", "park", "Polygon")
    assert (clinic.class_code, clinic.phone) == ("clinic", "0717-6220000")


def test_a_layer_of_the_city_is_read_by_its_columns(put):
    path = put(
        ground(0, 0, 楼栋名称="1号楼", 层数="18", 用途="住宅", 小区="竹桥里", 编号="A-1"),
        ground(20, 0, 楼栋名称="未知", 高度="31.2", 用途="商业", 编号="A-2"),
        name="楼栋.geojson",
    )
    first, second = read_map(path).layers.buildings
    assert (first.key, first.name, first.floors, first.is_home, first.compound) == ("A-1", "1号楼", 18, True, "竹桥里")
    assert (second.name, second.floors, second.is_home) == ("", 10, False)


def test_a_column_may_be_named_and_must_be_there(put):
    path = put(line((0, 0), (9, 0), lm="青溪路", dj="主干路"), name="x.geojson")
    options = MapOptions(LayerName.STREETS, {"name": "lm", "kind": "dj"})
    assert [(one.name, one.kind) for one in read_map(path, options).layers.streets] == [("青溪路", StreetKind.MAIN)]
    with pytest.raises(MapColumnUnknown, match=r"x\.geojson：lm"):
        read_map(path, MapOptions(LayerName.STREETS, {"name": "nm"}))
    with pytest.raises(MapFieldUnknown):
        read_map(path, MapOptions(LayerName.STREETS, {"nonsense": "lm"}))


def test_a_file_that_says_nothing_of_its_layer_asks_for_it(put):
    with pytest.raises(LayerNotTold, match=r"x\.geojson"):
        read_map(put(ground(0, 0, a="1"), name="x.geojson"))


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="GeoJSON"):
        read_map(tmp_path / "town.shp")


def test_what_is_broken_is_told_and_the_rest_goes_on(put):
    bow = {
        "type": "Polygon",
        "coordinates": [[[111.28, 30.7], [111.29, 30.71], [111.29, 30.7], [111.28, 30.71], [111.28, 30.7]]],
    }
    path = put(
        feature(None, building="yes"),
        feature({"type": "Polygon", "coordinates": [[[30.7, 111.28]] * 4]}, building="yes"),
        feature(bow, building="yes"),
        ground(0, 0, building="yes"),
    )
    reading = read_map(path)
    assert [one.number for one in reading.refused] == [1, 2]
    assert [one.number for one in reading.notes] == [3]
    assert (len(reading.layers.buildings), reading.features) == (2, 4)


def test_what_has_no_name_of_its_own_is_called_by_its_shape(put):
    path = put(ground(0, 0, building="yes"))
    keys = {read_map(path).layers.buildings[0].key for _again in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) <= 20


def test_files_of_one_map_are_joined(put):
    compounds = put(ground(0, 0, side=50, landuse="residential", name="竹桥里"), name="a.geojson")
    buildings = put(ground(5, 5, building="yes"), name="b.geojson")
    layers = read_maps([buildings, compounds]).layers
    assert layers.buildings[0].compound == layers.compounds[0].key


@pytest.mark.skipif(not HELSINKI.exists(), reason="the shared extract of Helsinki is not here")
def test_helsinki_is_read_whole():
    reading = read_map(HELSINKI)
    layers = reading.layers
    assert len(layers.streets) > 1_900
    assert len(layers.buildings) > 400
    assert sum(bool(one.plate) for one in layers.buildings) > 250
    assert {one.kind for one in layers.barriers} == {BarrierKind.RAIL, BarrierKind.WATER}
    assert reading.refused == []


@pytest.mark.skipif(not SHANGHAI.exists(), reason="the shared pieces of Shanghai are not here")
def test_shanghai_is_put_together_from_its_files():
    names = ("roads", "buildings", "landuse", "water", "pois", "address_points", "building_parts")
    layers = read_maps([SHANGHAI / f"{name}.geojson" for name in names]).layers
    assert (len(layers.compounds), len(layers.buildings)) == (12, 1_320)
    assert "崂山三村" in {one.name for one in layers.compounds}
    assert any(one.shape.geom_type != "Point" and one.class_code == "hospital" for one in layers.facilities)
    assert {one.kind for one in layers.barriers} == {BarrierKind.WATER}  # its railways run underground
