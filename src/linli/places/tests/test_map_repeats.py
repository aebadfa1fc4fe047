"""Things of a map under one code: parts of one street are joined, houses numbered anew in each compound are told apart."""

import json

import pytest
import shapely

from linli.places.errors.ground import MapColumnUnknown, MapFieldUnknown
from linli.places.readers.maps import MapOptions, read_map, read_maps
from linli.places.rules import LayerName

WEST, SOUTH = 111.28, 30.70


def square(column):
    west = WEST + column / 1000
    return shapely.box(west, SOUTH, west + 0.0005, SOUTH + 0.0005)


def stretch(first, last):
    return shapely.LineString([(WEST + place / 1000, SOUTH) for place in range(first, last + 1)])


@pytest.fixture
def put(tmp_path):
    """Write a file of shapes with their properties."""

    def write(name, *things):
        features = [
            {"type": "Feature", "properties": facts, "geometry": json.loads(shapely.to_geojson(shape))}
            for shape, facts in things
        ]
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def houses(compounds, *, of=6, code="{}"):
    return [
        (square(10 * place + number), {"编号": code.format(number), "名称": f"{number}栋", **compound})
        for place, compound in enumerate(compounds)
        for number in range(1, of + 1)
    ]


def keys_of(path):
    return [one.key for one in read_map(path).layers.buildings]


def test_houses_numbered_anew_in_every_compound_are_all_kept(put):
    path = put("楼栋.geojson", *houses([{"所属小区": f"小区{place}"} for place in range(4)]))
    reading = read_map(path)
    assert (len(reading.layers.buildings), reading.refused, reading.notes) == (24, [], [])
    assert len(set(keys_of(path))) == 24
    assert all(one.startswith("m-") and len(one) <= 20 for one in keys_of(path))


def test_a_number_is_the_same_house_whatever_file_it_comes_in(put):
    whole = keys_of(put("楼栋.geojson", *houses([{"所属小区": "甲"}, {"所属小区": "乙"}], of=2)))
    second = keys_of(put("楼栋-乙.geojson", *houses([{"所属小区": "乙"}], of=2)))
    assert whole[2:] == second


def test_numbers_of_houses_that_name_no_compound_are_no_codes(put):
    first, second = (
        keys_of(put(f"楼栋{name}.geojson", *houses(of, of=2))) for name, of in (("甲", [{}]), ("全", [{}, {}]))
    )
    assert len(set(second)) == 4
    assert first == second[:2]


def test_one_code_in_several_compounds_is_told_apart_and_pointed_out(put):
    path = put("楼栋.geojson", *houses([{"所属小区": "甲"}, {"所属小区": "乙"}], of=2, code="B-{}"))
    assert len(set(keys_of(path))) == 4
    assert ["B-1、B-2" in note.text and "4" in note.text for note in read_map(path).notes] == [True]


def test_houses_of_one_code_that_nothing_tells_apart_are_refused_by_their_row(put):
    reading = read_map(put("楼栋.geojson", *houses([{}, {}], of=2, code="B-{}")))
    assert [one.key for one in reading.layers.buildings] == ["B-1", "B-2"]
    assert [(one.number, one.name, one.file) for one in reading.refused] == [
        (3, "1栋", "楼栋.geojson"),
        (4, "2栋", "楼栋.geojson"),
    ]
    assert "所属小区" in reading.refused[0].text


def test_the_same_thing_twice_is_one_without_a_word(put):
    house = (square(0), {"编号": "A-1", "名称": "1栋"})
    reading = read_maps([put("楼栋.geojson", house, house), put("楼栋-东.geojson", house)])
    assert [one.key for one in reading.layers.buildings] == ["A-1"]
    assert (reading.refused, reading.notes) == ([], [])


def test_the_parts_of_a_street_become_one_line(put):
    parts = [(stretch(place, place + 1), {"编码": "R1", "名称": "光明路" if place else ""}) for place in range(5)]
    reading = read_map(put("道路.geojson", *parts))
    street = reading.layers.streets[0]
    assert (len(reading.layers.streets), street.key, street.name) == (1, "R1", "光明路")
    assert street.shape.equals(stretch(0, 5))
    assert street.shape.geom_type == "LineString"
    assert (reading.refused, reading.notes) == ([], [])


def test_streets_of_different_names_under_one_code_are_told_apart(put):
    path = put("道路.geojson", *((stretch(3 * at, 3 * at + 1), {"编码": "支路", "名称": f"{at}巷"}) for at in range(3)))
    reading = read_map(path)
    assert sorted(one.name for one in reading.layers.streets) == ["0巷", "1巷", "2巷"]
    assert len({one.key for one in reading.layers.streets}) == 3
    assert "支路" in reading.notes[0].text


def test_compounds_of_one_code_are_told_apart_by_name_and_joined_by_it(put):
    names = ["甲小区", "乙小区", "甲小区"]
    path = put("小区.geojson", *((square(at), {"编号": "1", "名称": name}) for at, name in enumerate(names)))
    compounds = {one.name: one.shape for one in read_map(path).layers.compounds}
    assert compounds.keys() == {"甲小区", "乙小区"}
    assert compounds["甲小区"].area == pytest.approx(2 * compounds["乙小区"].area)


def test_another_facility_under_the_same_code_is_refused(put):
    facts = [{"编码": "F1", "名称": name, "类别": "中小学校"} for name in ("一小", "二小", "三小")]
    reading = read_map(put("设施.geojson", *((square(at), one) for at, one in enumerate(facts))))
    assert [one.name for one in reading.layers.facilities] == ["一小"]
    assert [(one.number, one.name) for one in reading.refused] == [(2, "二小"), (3, "三小")]


def test_what_openstreetmap_calls_alike_is_one_thing_in_pieces(put):
    facts = {"building": "yes", "osm_id": 7, "osm_type": "way"}
    halves = [(shapely.box(WEST + at, SOUTH, WEST + at + 0.001, SOUTH + 0.001), facts) for at in (0, 0.001)]
    reading = read_maps([put("a.geojson", halves[0]), put("b.geojson", halves[1])])
    assert [one.shape.geom_type for one in reading.layers.buildings] == ["Polygon"]
    assert reading.layers.buildings[0].shape.area == pytest.approx(2e-6)


def test_a_column_named_need_be_in_one_of_several_files(put):
    roads = put("roads.geojson", (stretch(0, 1), {"名称": "光明路"}))
    houses_file = put("楼栋.geojson", (square(0), {"编码": "A-1", "名称": "1栋", "地上": "18"}))
    layers = read_maps([roads, houses_file], MapOptions(columns={"floors": "地上"})).layers
    assert ([one.floors for one in layers.buildings], [one.name for one in layers.streets]) == ([18], ["光明路"])
    with pytest.raises(MapColumnUnknown, match=r"roads\.geojson：名称；楼栋\.geojson：编码、名称、地上"):
        read_maps([roads, houses_file], MapOptions(columns={"floors": "层高"}))
    with pytest.raises(MapFieldUnknown, match="floors"):
        read_maps([roads], MapOptions(columns={"floor": "地上"}))


def test_what_is_told_of_a_feature_names_its_file_and_its_number_on_the_map(put):
    bow = shapely.Polygon([(WEST, SOUTH), (WEST + 1e-3, SOUTH + 1e-3), (WEST + 1e-3, SOUTH), (WEST, SOUTH + 1e-3)])
    paths = [
        put("a.geojson", (square(0), {"building": "yes"})),
        put("b.geojson", (bow, {"building": "yes", "osm_id": 9})),
    ]
    notes = read_maps(paths, MapOptions(LayerName.BUILDINGS)).notes
    assert [(one.file, one.number, one.name) for one in notes] == [("b.geojson", 1, "9")]
