"""GeoJSON is read feature by feature; what is wrong with one is said and the rest goes on."""

import gzip
import json
import math

import pytest
import shapely

from linli.core.text_files import FileUnreadable
from linli.places.coordinates import Crs, cgcs2000_to_bd09, cgcs2000_to_gcj02
from linli.places.errors import ColumnUnknown, FieldUnknown
from linli.places.readers import Options, geojson, read_file
from linli.places.readers.geojson import read_features
from linli.places.rules import Level
from linli.places.testing import square

BOX = json.loads(shapely.to_geojson(square(0, 0)))


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry=BOX, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def read(*features, **options):
    return read_features(collection(*features), Options(**options), file="t.geojson")


def moved(change):
    points = [list(map(float, change(lon, lat))) for lon, lat in BOX["coordinates"][0]]
    return {"type": "Polygon", "coordinates": [points]}


def shape_of(found):
    return shapely.from_wkb(found.features[0].boundary)


def test_a_feature_with_a_code_needs_nothing_else():
    found = read(feature(code="330203001001", name="澄浪社区"))
    assert (found.features[0].code, found.features[0].name) == ("330203001001", "澄浪社区")
    assert found.features[0].level is Level.COMMUNITY
    assert shape_of(found).equals(square(0, 0))


def test_names_alone_tell_the_level_by_the_deepest_of_them():
    found = read(feature(community="朱雀社区", street="百丈街道", district="江东区")).features[0]
    assert found.level is Level.COMMUNITY
    assert found.names == {Level.COMMUNITY: "朱雀社区", Level.STREET: "百丈街道", Level.DISTRICT: "江东区"}


def test_a_map_says_which_property_holds_what():
    found = read(feature(SQ="朱雀社区", street="百丈街道"), columns={"community": "SQ"}).features[0]
    assert (found.level, found.name) == (Level.COMMUNITY, "朱雀社区")


def test_a_property_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ColumnUnknown, match=r"SQ.*name"):
        read(feature(name="朱雀社区"), columns={"community": "SQ"})
    with pytest.raises(FieldUnknown, match="colour"):
        read(feature(name="朱雀社区"), columns={"colour": "name"})


def test_the_level_may_be_told_by_the_file_or_by_the_caller():
    assert read(feature(name="一", level="grid")).features[0].level is Level.GRID
    assert read(feature(name="一"), level=Level.STREET).features[0].level is Level.STREET
    assert "--level" in read(feature(name="一")).refused[0].text


def test_swapped_coordinates_are_refused_and_turned_round_on_request():
    swapped = moved(lambda lon, lat: (lat, lon))
    refused = read(feature(swapped, code="330203", name="海曙区")).refused[0]
    assert (refused.number, refused.name) == (1, "海曙区")
    assert "--swap" in refused.text
    assert shape_of(read(feature(swapped, code="330203", name="海曙区"), swap=True)).equals(square(0, 0))


@pytest.mark.parametrize(("crs", "shift"), [(Crs.GCJ02, cgcs2000_to_gcj02), (Crs.BD09, cgcs2000_to_bd09)])
def test_net_map_coordinates_are_turned_into_cgcs2000(crs, shift):
    found = read(feature(moved(shift), code="330203", name="海曙区"), crs=crs)
    assert shapely.hausdorff_distance(shape_of(found), square(0, 0)) < 1e-8


def test_projected_metres_are_refused_in_a_sentence():
    metres = moved(lambda lon, lat: (lon * 4000, lat * 100_000))
    assert "CGCS2000" in read(feature(metres, name="一"), level=Level.GRID).refused[0].text


def test_a_broken_ring_is_mended_and_said():
    west, south, east, north = square(0, 0).bounds
    ring = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    bow_tie = {"type": "Polygon", "coordinates": [ring]}
    found = read(feature(bow_tie, name="一"), level=Level.GRID)
    assert shape_of(found).is_valid
    assert "已修复" in found.notes[0].text


def test_a_place_outside_china_is_pointed_out():
    far = moved(lambda lon, lat: (lon - 110, lat + 18))
    assert "中国" in read(feature(far, name="一"), level=Level.GRID).notes[0].text


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "Polygon",
        {},
        {"type": "Point", "coordinates": [121, 30]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[121, 30], [122, 30]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], ["a", "b"]]]},
        {"type": "Polygon", "coordinates": {"0": 1}},
        {"type": "Polygon", "coordinates": [[[121, None], [122, 30], [121, 31], [121, None]]]},
        {"type": "Polygon", "coordinates": [[[121, 30], [121, 30], [121, 30], [121, 30]]]},
        {"type": "Polygon", "coordinates": [[[121, 30], [122, 30], [123, 30], [121, 30]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [121, 30]}]},
    ],
)
def test_a_feature_without_a_sound_polygon_is_refused_and_the_rest_goes_on(geometry):
    found = read(feature(geometry, name="坏"), feature(name="好"), level=Level.GRID)
    assert [remark.number for remark in found.refused] == [1]
    assert [good.name for good in found.features] == ["好"]


@pytest.mark.parametrize("item", [None, 7, "x", [], {}, {"properties": 3, "geometry": BOX}])
def test_a_feature_that_is_none_is_refused_or_left_without_name(item):
    found = read(item, feature(name="好"), level=Level.GRID)
    assert found.features[-1].name == "好"


def test_polygons_of_a_collection_and_a_third_coordinate_are_taken():
    high = {"type": "Polygon", "coordinates": [[[lon, lat, 12.5] for lon, lat in BOX["coordinates"][0]]]}
    both = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [111, 30]}, high]}
    assert shape_of(read(feature(both, name="一"), level=Level.GRID)).equals(square(0, 0))


def test_a_collection_within_a_collection_is_opened():
    inner = {"type": "GeometryCollection", "geometries": [BOX]}
    outer = {"type": "GeometryCollection", "geometries": [inner, {"type": "MultiPolygon", "coordinates": []}]}
    assert shape_of(read(feature(outer, name="一"), level=Level.GRID)).equals(square(0, 0))


def test_infinite_numbers_are_refused():
    endless = {"type": "Polygon", "coordinates": [[[121, 1e999], [122, 30], [123, 31], [121, 1e999]]]}
    assert read(feature(endless, name="一"), level=Level.GRID).refused


def test_a_single_feature_is_a_file_too():
    found = read_features(json.dumps(feature(code="330203", name="海曙区")), Options(), file="one.json")
    assert found.features[0].code == "330203"


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"type": "Topology"}', "null", "[" * 100_000])
def test_what_is_no_geojson_is_refused_in_a_sentence(text):
    with pytest.raises(FileUnreadable, match=r"bad\.geojson"):
        read_features(text, Options(), file="bad.geojson")


def test_numbers_and_odd_values_in_properties_are_read_as_text():
    found = read(feature(code=330203001001, name=["x"], community=True), feature(code=330203.0, name="海曙区"))
    assert [one.code for one in found.features] == ["330203001001", "330203"]
    assert found.features[0].names == {}


def test_traits_of_a_grid_are_passed_on():
    found = read(feature(code="330203001001001", name="一", kind="专属网格", grade="A", 管理方式="自管")).features[0]
    assert found.traits == {"kind": "专属网格", "grade": "A", "estate_type": "自管"}


def test_gb18030_and_gzip_are_opened(tmp_path):
    text = collection(feature(code="330203", name="海曙区"))
    (tmp_path / "g.geojson").write_bytes(text.replace("\\u6d77\\u66d9\\u533a", "海曙区").encode("gb18030"))
    (tmp_path / "z.geojson.gz").write_bytes(gzip.compress(text.encode()))
    for name in ("g.geojson", "z.geojson.gz"):
        assert read_file(tmp_path / name, Options()).features[0].name == "海曙区"


def test_a_kind_of_file_nobody_reads_is_refused(tmp_path):
    (tmp_path / "areas.shp").write_bytes(b"\x00\x00\x27\x0a")
    with pytest.raises(FileUnreadable, match=r"areas\.shp"):
        read_file(tmp_path / "areas.shp", Options())


def test_a_torn_gzip_and_a_file_that_is_too_large_are_refused(tmp_path, monkeypatch):
    (tmp_path / "torn.geojson.gz").write_bytes(gzip.compress(b"{}" * 1000)[:-20])
    with pytest.raises(FileUnreadable):
        read_file(tmp_path / "torn.geojson.gz", Options())
    monkeypatch.setattr(geojson, "MOST_MB", 0)
    (tmp_path / "large.geojson").write_bytes(b"{}")
    with pytest.raises(FileUnreadable, match="超过 0 MB"):
        read_file(tmp_path / "large.geojson", Options())


def test_a_number_beyond_all_numbers_is_a_broken_shape():
    found = read(
        feature({"type": "Polygon", "coordinates": [[[10**400, 29], [121, 29], [121, 30], [121, 29]]]}, code="330203")
    )
    assert [remark.number for remark in found.refused] == [1]


def test_characters_that_no_database_keeps_are_marked_as_broken():
    text = collection(feature(code="330203", name="甲区")).replace("\\u7532", "\\u0000\\ud800")
    assert read_features(text, Options(), file="t.geojson").features[0].name == "\ufffd\ufffd区"


def test_a_gzip_damaged_in_the_middle_is_refused(tmp_path):
    content = bytearray(gzip.compress(bytes(range(256)) * 400, mtime=0))
    content[20:60] = b"\xff" * 40
    (tmp_path / "a.geojson.gz").write_bytes(bytes(content))
    with pytest.raises(FileUnreadable):
        read_file(tmp_path / "a.geojson.gz", Options())


def test_an_outline_that_crosses_itself_everywhere_is_mended_ring_by_ring():
    """Kept line by line, each of the 250 meshes between its crossings would become ground of its own, 2,800 for 200 points."""
    west, south = BOX["coordinates"][0][0]
    points = [[west + math.sin(3.7 * number) / 100, south + math.cos(5.3 * number) / 100] for number in range(60)]
    found = read(feature({"type": "Polygon", "coordinates": [[*points, points[0]]]}, name="乱"), level=Level.GRID)
    assert shape_of(found).is_valid
    assert shapely.get_num_geometries(shape_of(found)) < 60


def test_shapes_within_shapes_without_end_are_a_broken_shape():
    deep = '{"type":"GeometryCollection","geometries":[' * 2000 + json.dumps(BOX) + "]}" * 2000
    text = collection(feature("deep", name="深"), feature(name="好")).replace('"deep"', deep)
    found = read_features(text, Options(level=Level.GRID), file="t.geojson")
    assert [remark.number for remark in found.refused] == [1]
    assert [one.number for one in found.features] == [2]
