"""Homes and other buildings told apart by use and name; floors as people write them; what cannot be read is named."""

import json

import pytest
import shapely

from linli.places.readers.map_floors import Floors, floors_of
from linli.places.readers.map_homes import is_said_home, is_said_other, unknown_use
from linli.places.readers.maps import read_map

OTHERS = (
    "上海证券交易所 - Shanghai Stock Exchange", "国金中心二期", "汇丰银行大楼", "Shanghai World Plaza", "震旦国际大楼",
    "BEA Financial Tower", "上海市公安局", "公司所有", "锦江集团财务公司证券经营部", "上海自然博物馆旧馆", "公寓售楼处", "新村幼儿园",
    "上海晒图厂等", "耶松船厂旧址", "电视社杂志社", "上海市生产服务合作联社等", "海军后勤部上海物资站", "竹桥新村卫生室",
    "竹桥村村委会", "青溪度假村", "竹桥花园物业管理处", "城隍庙", "望江亭", "柳塘作坊", "竹桥里菜场", "St. Mary's Church", "竹桥大厦", "World Finance Tower", "Pudong International Information Port",
    "阳光花园商铺", "阳光花园底商", "阳光花园传达室", "阳光花园开闭所", "阳光花园地库", "阳光花园地下室", "阳光花园大门",
    "阳光花园消防控制室", "阳光花园社区用房", "阳光花园配套楼", "阳光花园公建", "阳光花园售楼部", "阳光花园S1商业",
    "永辉超市花园店", "罗森便利店新村店", "盒马家园店", "菜鸟驿站花园小区店", "中国移动小区营业厅", "工商银行新村分理处",
    "残疾人阳光家园", "三里屯太古里", "三里屯太古里南区", "远洋太古里", "新天地里", "商务苑", "豆腐坊", "传达室", "邮政储蓄所",
    "大药房", "电视台", "少年宫", "航站楼", "面包房", "五金店", "行政楼", "综合楼", "道观", "李氏宗祠", "粮库", "街道办",
    "交警大队", "美容院", "好乐迪KTV", "购物中心", "阳光花园活动中心", "上海中心", "环球金融中心", "酒店", "书店", "分店", "横店影视城店",
)  # fmt: skip
HOMES = (
    "浦西公寓",
    "教师公寓大厦",
    "银行宿舍",
    "中心花园",
    "大学城小区",
    "广场新村3号楼",
    "Riverside Apartments Tower 2",
    "元芳弄",
    "市场苑",
    "厂前里3号楼",
    "光明坊",
    "站前村12号",
    "崂山三村5栋",
    "中心西里2区7号楼",
    "百货胡同",
    "造船厂宿舍",
    "首都师范大学家属区",
    "医院家属区",
    "税务局家属区",
    "供电局生活区3号楼",
    "柳塘花园西部",
    "太古里公寓",
    "集锦里3号楼",
)
UNTOLD = (
    "3号楼",
    "市场街12号",
    "局门路5号",
    "玉玲珑",
    "罗斯福公馆",
    "Shengda Jinpan 1",
    "",
    "棉纺厂3号楼",
    "中山路123弄5号",
    "金地兰亭",
    "静宜轩",
    "锦里",
    "科技苑",
    "文化苑",
    "奥运村",
    "学院派",
    "学院派3号楼",
    "医院后街5号",
    "3单元201室",
    "二〇一室",
    "红星大队",
    "安置用房",
    "商住综合楼",
    "横店",
    "张店",
    "学府中心",
    "保利中心1号楼",
    "保利中心十二幢",
)


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_says_that_nobody_lives_there(name):
    assert (is_said_home({"名称": name}), is_said_other({"名称": name})) == (False, True)


@pytest.mark.parametrize("name", HOMES)
def test_a_name_says_that_people_live_there(name):
    assert (is_said_home({"名称": name}), is_said_other({"名称": name})) == (True, False)


@pytest.mark.parametrize("name", UNTOLD)
def test_a_name_says_nothing_of_it(name):
    assert (is_said_home({"名称": name}), is_said_other({"名称": name})) == (False, False)


def test_a_large_house_that_a_compound_claims_may_be_a_home():
    assert not is_said_other({"名称": "竹桥大厦", "所属小区": "竹桥里"})
    assert is_said_other({"名称": "竹桥幼儿园", "所属小区": "竹桥里"})


@pytest.mark.parametrize("flats", [{"building:flats": "24"}, {"residential": "apartments"}, {"addr:flats": "101-402"}])
def test_flats_come_before_the_name_and_before_the_shop_downstairs(flats):
    tags = {"building": "yes", "name": "学府购物中心", "shop": "supermarket", **flats}
    assert (is_said_home(tags), is_said_other(tags)) == (True, False)
    assert is_said_other(tags | {"building": "retail"})
    assert is_said_other(tags | dict.fromkeys(flats, "no"))


def test_a_large_house_on_ground_of_homes_may_be_a_home():
    for name, is_other in (("竹桥中心", False), ("竹桥大厦", False), ("竹桥购物中心", True)):
        assert is_said_other({"building": "yes", "name": name, "landuse_kind": "residential"}) is is_other
        assert is_said_other({"building": "yes", "name": name})


def test_the_use_of_a_house_comes_before_a_name_like_a_shop():
    assert is_said_home({"building": "apartments", "name": "驻马书店"})
    assert is_said_other({"building": "yes", "name": "驻马书店"})


def test_the_english_name_is_asked_where_the_other_says_nothing():
    assert is_said_other({"name": "玉玲珑", "name:en": "Jade Hotel"})


@pytest.mark.parametrize(
    "use", ["住宅", "住宅楼", "城镇住宅", "民居", "商住两用", "住宅、商业", "农村宅基地", "apartments"]
)
def test_a_use_of_homes_comes_before_the_name(use):
    assert is_said_home({"用途": use, "名称": "竹桥大厦"})
    assert unknown_use({"用途": use}) == ""


@pytest.mark.parametrize("use", ["非住宅", "住宅配套", "商业", "办公楼", "医疗卫生"])
def test_a_use_of_other_buildings_is_known(use):
    assert is_said_other({"用途": use, "名称": "浦西公寓"})
    assert unknown_use({"用途": use}) == ""


def test_a_use_that_nobody_knows_is_named_and_one_that_says_nothing_is_none():
    assert unknown_use({"用途": "甲类"}) == "甲类"
    assert is_said_other({"用途": "甲类"})
    assert unknown_use({"用途": "未知"}) == ""
    assert not is_said_other({"用途": "未知", "名称": "3号楼"})


@pytest.mark.parametrize(
    ("written", "floors"),
    [("18", 18), ("18层", 18), ("十八层", 18), ("六层", 6), ("二十一", 21), ("一百零一层", 101), ("两层", 2), ("6.0", 6),
     ("地下2层地上18层", 18), ("200", 200)],
)  # fmt: skip
def test_floors_are_read_as_people_write_them(written, floors):
    assert floors_of({"层数": written}) == Floors(floors, are_known=True)


@pytest.mark.parametrize("written", ["abc", "999", "2000", "-6", "−6"])
def test_floors_that_cannot_be_are_not_known_and_named(written):
    assert floors_of({"层数": written}) == Floors(unread=written)
    assert floors_of({"层数": written, "高度": "30"}) == Floors(10, are_known=True, unread=written)


def test_floors_that_nobody_told_are_no_trouble():
    assert floors_of({"层数": "0", "高度": "0"}) == floors_of({}) == Floors()


def built(tmp_path, *facts):
    features = [
        {
            "type": "Feature",
            "properties": one,
            "geometry": json.loads(shapely.to_geojson(shapely.box(at, 30, at + 0.1, 30.1))),
        }
        for at, one in enumerate(facts, start=111)
    ]
    path = tmp_path / "楼栋.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return read_map(path)


def test_what_cannot_be_taken_as_it_stands_is_told_once_with_its_count(tmp_path):
    odd = {"用途": "甲类", "层数": "abc"}
    notes = built(tmp_path, {"用途": "住宅", "层数": "6"}, odd | {"名称": "2栋"}, odd).notes
    assert [(one.number, one.name, "2 栋楼" in one.text) for one in notes] == [(2, "2栋", True), (2, "2栋", True)]
    assert ["abc" in notes[0].text, "甲类" in notes[1].text] == [True, True]


def test_a_tower_is_a_home_only_where_the_map_says_so(tmp_path):
    tower = {"层数": "60"}
    reading = built(tmp_path, tower, tower | {"用途": "住宅"}, tower | {"名称": "瑞苑公寓"}, {"层数": "34"})
    assert [one.is_home for one in reading.layers.buildings] == [False, True, True, True]
    assert [one.is_said_home for one in reading.layers.buildings] == [False, True, True, False]
    assert [(one.number, "1 栋楼超过 34 层" in one.text) for one in reading.notes] == [(1, True)]
