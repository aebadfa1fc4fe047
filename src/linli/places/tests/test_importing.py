"""Areas that come with names only get codes: known ones where a name matches, lent ones where none does."""

import datetime as dt
import json

import pytest
import shapely
from django.utils import timezone

from linli.places import queries
from linli.places.importing import Source, import_file
from linli.places.models import Area, AreaChange
from linli.places.readers import Options
from linli.places.rules import Level, is_provisional
from linli.places.testing import COMMUNITIES, GRIDS, SINCE, make_town, square

pytestmark = pytest.mark.django_db

TABLE = """code,name
330203,海曙区
330206,北仑区
330203001,南门街道
330206002,新碶街道
330203001001,澄浪社区居委会
330203001002,柳锦社区
330206002001,芙蓉社区
"""
HAISHU = {"district": "海曙区", "street": "南门街道"}


@pytest.fixture
def files(tmp_path):
    """Write files of features and the table of codes, and import them."""
    (tmp_path / "codes.csv").write_text(TABLE, encoding="utf-8")

    def take(*properties, codes=False, under="", shapes=None, **options):
        shapes = shapes or [square(place, 0) for place in range(len(properties))]
        features = [
            {"type": "Feature", "properties": facts, "geometry": json.loads(shapely.to_geojson(shape))}
            for facts, shape in zip(properties, shapes, strict=True)
        ]
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        tables = [tmp_path / "codes.csv"] if codes else []
        return import_file(Source(path, Options(**options), tables, under), by="王工", at=timezone.now())

    return take


def code_of(name):
    return Area.objects.get(name=name).code


def test_names_that_match_the_table_get_its_codes(files):
    report = files({**HAISHU, "community": "澄浪社区"}, codes=True)
    assert report.stored.added == ["330203", "330203001", "330203001001"]
    assert report.codes_lent == ()
    assert Area.objects.get(code="330203001001").name == "澄浪社区"


def test_names_without_a_match_get_lent_codes_below_their_parent(files):
    report = files({**HAISHU, "community": "新建社区"}, codes=True)
    assert code_of("新建社区") == "330203001900"
    assert report.codes_lent == ("330203001900",)


def test_without_a_table_every_code_is_lent_and_a_second_import_finds_them_again(files):
    names = [{**HAISHU, "community": "澄浪社区"}, {**HAISHU, "community": "柳锦社区"}]
    first = files(*names)
    assert first.stored.added == ["980001", "980001900", "980001900900", "980001900901"]
    assert all(is_provisional(code) for code in first.codes_lent)
    second = files(*reversed(names), shapes=[square(1, 0), square(0, 0)])
    assert (second.stored.added, second.stored.changed, second.codes_lent) == ([], [], ())
    assert AreaChange.objects.count() == 4


def test_what_is_stored_comes_before_the_table(files):
    files({**HAISHU, "community": "澄浪社区"})
    again = files({**HAISHU, "community": "澄浪社区"}, codes=True)
    assert again.stored.added == []


def test_two_areas_of_one_name_get_a_code_each_and_keep_it(files):
    twins = [{**HAISHU, "community": "养志社区"}, {**HAISHU, "community": "养志社区"}]
    files(*twins)
    assert files(*twins).stored.unchanged == ["980001", "980001900", "980001900900", "980001900901"]


def test_areas_without_a_name_are_kept_and_pointed_out(files):
    report = files({**HAISHU, "community": None}, {**HAISHU, "community": ""})
    assert Area.objects.filter(name="未命名").count() == 2
    assert [note.number for note in report.notes] == [1, 2]
    assert "980001900900" in report.notes[0].text


def test_a_broken_name_is_mended_where_only_one_thing_can_be_meant(files):
    report = files({"district": "北仑区", "street": "新\ufffd街道", "community": "芙\ufffd社区"}, codes=True)
    assert Area.objects.get(code="330206002001").name == "芙蓉社区"
    assert "新碶街道" in report.notes[0].text


def test_a_broken_name_that_may_mean_nothing_known_is_kept_and_pointed_out(files):
    report = files({**HAISHU, "community": "石\ufffd社区"}, codes=True)
    assert code_of("石\ufffd社区") == "330203001900"
    assert "核对" in report.notes[0].text


def test_under_tells_where_a_file_without_parents_lies(files):
    report = files({"name": "柳锦社区"}, codes=True, under="330203001", level=Level.COMMUNITY)
    assert report.stored.added == ["330203001002"]


def test_under_a_city_new_districts_get_its_lent_numbers(files):
    files(
        {**HAISHU, "community": "澄浪社区"},
        {"district": "江东区", "street": "百丈街道", "community": "朱雀社区"},
        codes=True,
        under="3302",
    )
    assert code_of("江东区") == "330290"
    assert code_of("海曙区") == "330203"


def test_a_district_alone_is_matched_or_lent(files):
    files({"name": "海曙区"}, {"name": "江东区"}, codes=True, level=Level.DISTRICT)
    assert (code_of("海曙区"), code_of("江东区")) == ("330203", "980001")


def test_a_city_alone_is_lent_a_code(files):
    files({"name": "某市"}, level=Level.CITY)
    assert code_of("某市") == "9801"


def test_a_name_that_stands_in_two_cities_names_neither(files, tmp_path):
    (tmp_path / "codes.csv").write_text("code,name\n330203,鼓楼区\n320106,鼓楼区\n", encoding="utf-8")
    files({"name": "鼓楼区"}, codes=True, level=Level.DISTRICT)
    assert code_of("鼓楼区") == "980001"


def test_a_name_stored_twice_is_asked_about_and_not_stored_a_third_time(files, tmp_path):
    files({**HAISHU, "community": "澄浪社区"})
    import_file(Source(tmp_path / "codes.csv"), by="王工", at=timezone.now())
    before = Area.objects.count()
    report = files({**HAISHU, "community": "澄浪社区"})
    assert Area.objects.count() == before
    assert "已有几个叫“海曙区”的区域：330203、98" in str(report.refused[0].text)
    assert files({**HAISHU, "community": "澄浪社区"}, under="330203").stored.changed == ["330203001001"]


def test_a_community_without_any_parent_is_refused_with_the_remedy(files):
    report = files({"name": "朱雀社区"}, level=Level.COMMUNITY)
    assert "--under" in report.refused[0].text
    assert not Area.objects.exists()


def test_a_missing_level_between_is_refused(files):
    report = files({"district": "海曙区", "community": "朱雀社区"})
    assert report.refused[0].name == "海曙区 朱雀社区"
    report = files({"street": "南门街道", "community": "朱雀社区"})
    assert report.refused[0].name == "南门街道 朱雀社区"


def test_a_grid_without_parents_goes_to_the_community_it_lies_in(files):
    make_town()
    small = square(0.1, 0.1, width=0.2, height=0.2)
    report = files(
        {"name": "桂苑网格", "kind": "专属网格", "grade": "a", "estate_type": "自管"}, shapes=[small], level=Level.GRID
    )
    stored = Area.objects.get(name="桂苑网格")
    assert report.stored.added == [f"{COMMUNITIES[0]}003"]
    assert (stored.kind, stored.grade, stored.estate_type) == ("dedicated", "A", "self_managed")


def test_a_parent_code_is_taken_as_it_is(files):
    make_town()
    report = files({"name": "桂苑网格", "parent": COMMUNITIES[1]}, level=Level.GRID)
    assert report.stored.added == [f"{COMMUNITIES[1]}003"]


def test_a_code_given_twice_is_refused_the_second_time_by_number(files):
    make_town()
    report = files({"code": GRIDS[0], "name": "一"}, {"code": GRIDS[0], "name": "二"})
    assert [(remark.number, remark.name) for remark in report.refused] == [(2, "二")]


def test_what_the_action_refuses_is_told_with_its_number(files):
    report = files({"code": "990101001009001", "name": "无社区"})
    assert [(remark.number, remark.name) for remark in report.refused] == [(1, "无社区")]
    assert report.features == 1


def test_a_code_of_another_level_is_refused_by_number(files):
    report = files({"code": "990101", "name": "一"}, level=Level.GRID)
    assert report.refused[0].number == 1


def test_a_table_of_codes_is_imported_as_areas(tmp_path):
    (tmp_path / "codes.csv").write_text(TABLE, encoding="gb18030")
    source = Source(tmp_path / "codes.csv")
    assert len(import_file(source, by="王工", at=timezone.now(), on=SINCE).stored.added) == 7
    assert len(import_file(source, by="王工", at=timezone.now()).stored.unchanged) == 7
    assert queries.area_path("330203001001") == ("海曙区", "南门街道", "澄浪社区居委会")
    assert Area.objects.get(code="330203").valid_from == dt.date(2020, 1, 1)


def test_one_district_is_taken_from_a_larger_table(tmp_path):
    (tmp_path / "codes.csv").write_text(TABLE, encoding="utf-8")
    report = import_file(Source(tmp_path / "codes.csv", under="330206"), by="王工", at=timezone.now())
    assert (report.features, report.stored.added) == (3, ["330206", "330206002", "330206002001"])


def test_one_district_is_taken_from_a_larger_file_of_names(files):
    beside = {"district": "北仑区", "street": "新碶街道", "community": "芙蓉社区"}
    report = files({**HAISHU, "community": "澄浪社区"}, beside, codes=True, under="330203")
    assert report.stored.added == ["330203", "330203001", "330203001001"]
    assert (report.features, report.codes_lent, report.refused) == (1, (), [])


def test_an_unknown_district_is_lent_one_code_for_all_its_streets(files):
    beside = {"district": "江东区", "street": "百丈街道"}
    report = files({**beside, "community": "朱雀社区"}, {**beside, "community": "演武社区"}, under="330203")
    assert [code for code in report.codes_lent if len(code) == 6] == ["980001"]
