"""Written addresses are cut into their parts, whatever their width, numerals and signs."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places.addresses import (
    Gazetteer,
    Part,
    compound_key,
    divisions,
    dwelling_code,
    dwelling_text,
    keys_of,
    name_key,
    number_key,
    parse,
    plates_of,
)
from linli.places.addresses.writing import plain

TOWN = Gazetteer(
    {Part.ROAD: ["幸福路", "竹桥后街"], Part.COMPOUND: ["竹桥新村", "柳塘花园"], Part.COMMUNITY: ["竹桥社区"]}
)


def parts(text, gazetteer=None):
    return [(piece.part.name, piece.text) for piece in parse(text, gazetteer=gazetteer).pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "浙江省杭州市余杭区五常街道文一西路969号",
            ["PROVINCE 浙江省", "CITY 杭州市", "DISTRICT 余杭区", "TOWN 五常街道", "ROAD 文一西路", "ROAD_NO 969号"],
        ),
        (
            "上海市静安区柳营路669弄14号1102室",
            ["CITY 上海市", "DISTRICT 静安区", "ROAD 柳营路", "ROAD_NO 669弄", "BUILDING 14号", "ROOM 1102室"],
        ),
        ("春风里12-3-1001", ["COMPOUND 春风里", "BUILDING 12", "REDUNDANT -", "ENTRANCE 3", "REDUNDANT -", "ROOM 1001"]),
        ("翡翠苑７幢２单元３０１室", ["COMPOUND 翡翠苑", "BUILDING ７幢", "ENTRANCE ２单元", "ROOM ３０１室"]),
        ("翡翠苑一号楼二单元三层301室", ["COMPOUND 翡翠苑", "BUILDING 一号楼", "ENTRANCE 二单元", "FLOOR 三层", "ROOM 301室"]),
        ("竹桥村5组6号", ["COMMUNITY 竹桥村", "ROAD_NO 5组6号"]),
        ("江南大道创业大道288号", ["ROAD 江南大道", "LANE 创业大道", "LANE_NO 288号"]),
        ("广宁伯街2号金泽大厦15层", ["ROAD 广宁伯街", "ROAD_NO 2号", "COMPOUND 金泽大厦", "FLOOR 15层"]),
        ("潭中东路勿忘我网吧门口", ["ROAD 潭中东路", "COMPOUND 勿忘我网吧", "ASSIST 门口"]),
        ("登云路1180", ["ROAD 登云路", "ROAD_NO 1180"]),
        ("春风里3栋电联", ["COMPOUND 春风里", "BUILDING 3栋", "REDUNDANT 电联"]),
        ("", []),
        ("，，", []),
    ],
    ids=lambda value: value[:8] if isinstance(value, str) else "",
)  # fmt: skip
def test_the_rules_cut_an_address(text, expected):
    assert [f"{part} {words}" for part, words in parts(text)] == expected


def test_divisions_said_twice_count_once():
    found = parts("浙江省杭州市余杭区浙江省杭州市余杭区五常街道")
    assert [part for part, _text in found] == ["REDUNDANT"] * 3 + ["PROVINCE", "CITY", "DISTRICT", "TOWN"]


def test_a_place_the_installation_knows_is_found_inside_a_longer_name():
    assert parts("水西门外竹桥后街8号", TOWN) == [
        ("COMPOUND", "水西门外"), ("ROAD", "竹桥后街"), ("ROAD_NO", "8号"),
    ]  # fmt: skip


def test_a_compound_is_not_found_in_the_name_of_a_street():
    gazetteer = Gazetteer({Part.COMPOUND: ["福园"]})
    assert parts("福园街8号", gazetteer) == [("ROAD", "福园街"), ("ROAD_NO", "8号")]


@given(st.text(max_size=60))
def test_any_text_can_be_parsed_and_pieces_stand_where_they_say(text):
    parsed = parse(text, gazetteer=TOWN)
    here = 0
    for piece in parsed.pieces:
        assert piece.start >= here
        assert piece.end > piece.start
        assert parsed.text[piece.start : piece.end] == piece.text
        here = piece.end


address_signs = st.sampled_from(
    [*"浙江省杭州市区县街道路村号幢栋单元室楼层弄巷组社镇0123456789-－（）#，ABＡ一二十", "号楼", "单元"]
)


@given(st.lists(address_signs, max_size=30).map("".join))
def test_any_mixture_of_endings_can_be_parsed(text):
    parsed = parse(text)
    assert "".join(piece.text for piece in parsed.pieces) in text or len(parsed.pieces) > 1
    assert all(parsed.text[piece.start : piece.end] == piece.text for piece in parsed.pieces)


NUMBER = st.integers(1, 99)


@given(
    compound=st.sampled_from(["竹桥新村", "柳塘花园"]),
    building=NUMBER,
    entrance=st.integers(1, 9),
    room=st.integers(101, 3999),
)
def test_the_standard_text_of_a_dwelling_has_the_keys_of_the_dwelling(compound, building, entrance, room):
    text = dwelling_text(
        divisions="竹桥社区", place=compound, building=f"{building}号楼", entrance=f"{entrance}单元", unit_no=str(room)
    )
    keys = keys_of(parse(text, gazetteer=TOWN))
    assert keys.compounds[0].key in {compound_key(compound), compound_key(f"竹桥社区{compound}")}
    assert (keys.building, keys.entrance, keys.room) == (str(building), str(entrance), str(room))


@given(building=NUMBER, entrance=st.integers(1, 9), room=st.integers(101, 999))
def test_the_ways_of_writing_a_dwelling_come_to_the_same_keys(building, entrance, room):
    ways = [
        f"竹桥新村{building}号楼{entrance}单元{room}室", f"竹桥新村{building}幢{entrance}单元{room}",
        f"竹桥新村{building}栋{entrance}单元{room}户", f"竹桥新村{building}-{entrance}-{room}",
        f"竹桥新村{building:02d}幢{entrance}单元{room}室", f"竹桥新村 {building}号楼 {entrance}单元 {room}",
    ]  # fmt: skip
    found = {
        (keys.building, keys.entrance, keys.room) for keys in (keys_of(parse(way, gazetteer=TOWN)) for way in ways)
    }
    assert found == {(str(building), str(entrance), str(room))}


@pytest.mark.parametrize(
    ("text", "key"),
    [("03幢", "3"), ("三栋", "3"), ("１２号", "12"), ("甲10号", "甲10"), ("12-1号", "12-1"), ("A座", "A"), ("号", "")],
)
def test_a_number_is_reduced_to_what_tells_it_from_others(text, key):
    assert number_key(text) == key


def test_a_name_is_the_same_in_any_width_and_with_any_signs():
    assert name_key("竹桥 新村（Ａ区）") == name_key("竹桥新村(A区)")
    assert name_key("大街1-5号") != name_key("大街15号")


@pytest.mark.parametrize(
    ("text", "by_side", "expected"),
    [
        ("10号-12号", True, {"10", "12"}),
        ("10号-12号", False, {"10", "11", "12"}),
        ("284号;288号", True, {"284", "288"}),
        ("4幢16号-20号", False, {"16", "17", "18", "19", "20"}),
        ("19-1号", True, {"19-1"}),
        ("", True, set()),
    ],
)
def test_the_numbers_of_a_written_plate(text, by_side, expected):
    assert expected <= {number.key for number in plates_of(text, by_side=by_side)}


def test_doors_and_buildings_of_one_number_are_two():
    assert {number.is_house for number in plates_of("3幢")} == {True}
    assert {number.is_house for number in plates_of("3号")} == {False}


def test_a_dwelling_has_one_code():
    assert dwelling_code("B1", "二单元", "301") == "B1-02-301"
    assert dwelling_code("B1", "", "301") == "B1-00-301"


@given(st.text(max_size=40))
def test_writing_in_one_way_keeps_the_length_and_changes_nothing_twice(text):
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_the_names_of_the_country_are_there():
    names = divisions()
    assert names.is_known("余杭区", Part.DISTRICT)
    assert names.is_known("杭州", Part.CITY)
    assert not names.is_known(string.ascii_letters, Part.CITY)
