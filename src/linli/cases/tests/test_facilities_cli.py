"""Facilities on the command line: in with their class and unit, listed, found near a point, their classes named."""

import json

import pytest
import shapely
from click.testing import CliRunner

from linli.cases.cli_facilities import facilities
from linli.places import queries as places
from linli.places.queries.ground import area_m2
from linli.places.testing import GRIDS, make_town, middle, square
from linli.staff.testing import WATER

LON, LAT = middle(0, 0)
HEAD = "设施编码,名称,类别,经度,纬度,办公电话,养护单位,单独成格,登记日期,停用日期"
SCHOOL = f"F-1,竹桥小学,中小学校,{LON},{LAT},0717-6220000,松门区供水公司,否,2024-09-01,"


@pytest.fixture(autouse=True)
def town(cast):
    make_town()


def run(*words):
    return CliRunner().invoke(facilities, [str(word) for word in words])


def written(tmp_path, *lines, name="设施.csv"):
    file = tmp_path / name
    file.write_text("\n".join([HEAD, *lines]), encoding="gb18030")
    return file


def test_a_row_comes_in_with_its_class_its_unit_and_its_grid(tmp_path):
    done = run("import", written(tmp_path, SCHOOL), "--json")
    assert (done.exit_code, json.loads(done.output)["added"]) == (0, 1)
    found = places.facility_with_code("F-1")
    assert (found.class_code, found.care_unit, found.area_code, found.own_grid) == ("school", WATER, GRIDS[0], False)
    again = json.loads(run("import", written(tmp_path, SCHOOL), "--json").output)
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_the_name_tells_the_class_where_the_file_does_not(tmp_path):
    run("import", written(tmp_path, f"F-2,柳塘农贸市场,,{LON},{LAT},,,,,"))
    assert places.facility_with_code("F-2").class_code == "market"


def test_a_word_for_the_class_will_do(tmp_path):
    run("import", written(tmp_path, f"F-2,竹桥书院,学校,{LON},{LAT},,,,,"))
    assert places.facility_with_code("F-2").class_code == "school"


def test_swapped_coordinates_are_told_and_swapped_back(tmp_path):
    file = written(tmp_path, f"F-1,竹桥小学,学校,{LAT},{LON},,,,,")
    refused = run("import", file, "--errors", tmp_path / "bad.csv")
    assert (refused.exit_code, "--swap" in refused.output) == (1, True)
    assert run("import", file, "--swap").exit_code == 0
    assert places.facility_with_code("F-1").area_code == GRIDS[0]


def test_a_ground_whose_latitude_comes_first_is_swapped_with_its_point(tmp_path):
    shape = shapely.transform(square(0, 0, width=0.5), lambda points: points[:, ::-1])
    facts = {"编码": "F-9", "名称": "柳塘公园", "类别": "公园"}
    feature = {"type": "Feature", "properties": facts, "geometry": json.loads(shapely.to_geojson(shape))}
    file = tmp_path / "parks.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert run("import", file, "--swap").exit_code == 0
    found = places.facility_with_code("F-9")
    assert found.area_code == GRIDS[0]
    assert found.area_m2 == pytest.approx(area_m2(square(0, 0, width=0.5)))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"F-3,某处,庙,{LON},{LAT},,,,,", "没有“庙”这类设施"),
        (f"F-3,竹桥小学,学校?,{LON},{LAT},,,,,", "没有“学校?”这类设施"),
        (f",竹桥小学,school,{LON},{LAT},,,,,", "编码"),
        (f"F-3,,school,{LON},{LAT},,,,,", "没有名称"),
        ("F-3,竹桥小学,school,1.0,2.0,,,,,", "不在任何区域内"),
        (f"F-3,竹桥小学,school,{LON},{LAT},找门卫,,,,", "不是电话号码"),
        (f"F-3,竹桥小学,school,{LON},{LAT},,无名公司,,,", "没有登记过单位"),
        (f"F-3,竹桥小学,school,{LON},{LAT},,,,2024-09-01,2020-01-01", "停用日期早于登记日期"),
        ("F-3,竹桥小学,school,,,,,,,", "坐标"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path, row, why):
    errors = tmp_path / "bad.csv"
    done = run("import", written(tmp_path, row, SCHOOL), "--errors", errors)
    assert done.exit_code == 1
    assert why in done.output
    assert why in errors.read_text(encoding="utf-8-sig")
    assert places.facility_with_code("F-1") is not None
    assert places.facility_with_code("F-3") is None


def test_one_code_for_two_things_is_refused(tmp_path):
    other = SCHOOL.replace("竹桥小学", "柳塘小学")
    done = run("import", written(tmp_path, SCHOOL, SCHOOL, other), "--errors", tmp_path / "bad.csv", "--json")
    told = json.loads(done.output)
    assert (told["added"], told["repeated"], told["bad"]) == (1, 1, 1)


def test_a_polygon_becomes_the_ground_and_a_large_one_a_grid_of_its_own(tmp_path):
    ground = json.loads(shapely.to_geojson(square(0.2, 0.2, width=0.6, height=0.6)))
    facts = {"编码": "P-1", "名称": "柳塘公园", "类别": "park"}
    file = tmp_path / "parks.geojson"
    whole = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": facts, "geometry": ground}]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert run("import", file).exit_code == 0
    found = places.facility_with_code("P-1")
    assert found.stands_alone
    assert 50_000 < found.area_m2 < 70_000


def test_a_dry_run_stores_nothing(tmp_path):
    assert "没有写入" in run("import", written(tmp_path, SCHOOL), "--dry-run").output
    assert places.facility_with_code("F-1") is None


def test_the_list_is_narrowed_by_class_and_leaves_out_what_is_closed(tmp_path):
    closed = f"F-4,老学校,school,{LON},{LAT},,,,2020-01-01,2024-01-01"
    run("import", written(tmp_path, SCHOOL, closed, f"F-5,柳塘公园,park,{LON},{LAT},,,,,"))
    codes = [row["code"] for row in json.loads(run("list", "--class", "中小学校", "--json").output)]
    assert codes == ["F-1"]
    assert len(json.loads(run("list", "--closed", "--json").output)) == 3
    assert run("list", "--class", "庙").exit_code == 1


def test_the_nearest_come_first(tmp_path):
    lon, lat = middle(1, 0)
    run("import", written(tmp_path, SCHOOL, f"F-6,柳塘公园,park,{lon},{lat},,,,,"))
    rows = json.loads(run("near", lon, lat, "--within", 1000, "--json").output)
    assert [(row["code"], round(row["metres"], -1)) for row in rows] == [("F-6", 0), ("F-1", 380)]


def test_the_classes_are_named_with_their_limits():
    rows = {row["code"]: row["own_grid_from_m2"] for row in json.loads(run("classes", "--json").output)}
    assert rows["hospital"] == 8000
    assert rows["clinic"] is None
