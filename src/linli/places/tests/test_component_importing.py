"""Files of components: usual names of columns, GeoJSON, nothing twice, bad rows handed back."""

import csv
import datetime as dt
import json

import pytest
from django.utils import timezone
from openpyxl import Workbook

from linli.places import errors
from linli.places.coordinates import Crs, cgcs2000_to_gcj02
from linli.places.importing import register_rows
from linli.places.importing.components import import_components
from linli.places.importing.register_rows import TableOrder, write_bad_rows
from linli.places.models import Component
from linli.places.readers.components import COMPONENT_COLUMNS, read_components
from linli.places.readers.register_files import field_columns
from linli.places.testing import GRIDS, make_town, middle

pytestmark = pytest.mark.django_db
LON, LAT = middle(0, 0)
HEAD = "部件标识码,部件名称,部件状态,养护单位,经度,纬度,初始时间"
GOOD = f"9901010101000001,上水井盖,完好,松门区供水公司,{LON},{LAT},2024-05-01"
UNITS = {"松门区供水公司": "990101-water", "990101-water": "990101-water"}


def columns_of(pairs, present):
    return field_columns(pairs, present=present, fields=COMPONENT_COLUMNS)


def order(table, pairs=(), **more):
    return TableOrder(columns_of(pairs, table.columns), UNITS.get, "王工", timezone.now(), **more)


def taken(path, pairs=(), **more):
    table = read_components(path)
    return import_components(table, order(table, pairs, **more))


def written(tmp_path, *lines, name="components.csv"):
    file = tmp_path / name
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="gb18030")
    return file


def test_a_usual_table_comes_in_without_a_mapping(tmp_path):
    make_town()
    report = taken(written(tmp_path, GOOD))
    assert (report.added, report.bad) == (1, [])
    found = Component.objects.get()
    assert (found.area_code, found.care_unit, found.recorded_on) == (GRIDS[0], "990101-water", dt.date(2024, 5, 1))


def test_nothing_comes_in_twice(tmp_path):
    make_town()
    file = written(tmp_path, GOOD, GOOD)
    first, again = taken(file), taken(file)
    assert (first.added, first.repeated) == (1, 1)
    assert (again.added, again.changed, again.unchanged, again.repeated) == (0, 0, 1, 1)
    assert Component.objects.count() == 1


def test_a_dry_run_counts_and_stores_nothing(tmp_path):
    make_town()
    report = taken(written(tmp_path, GOOD), dry_run=True)
    assert (report.added, Component.objects.count()) == (1, 0)


def test_bad_rows_are_handed_back_with_their_reasons_and_the_rest_goes_on(tmp_path):
    make_town()
    lines = [
        "12,上水井盖,完好,,111.2,30.7,",
        f"9901010101000002,上水井盖,坏了,,{LON},{LAT},",
        f"9901010101000003,上水井盖,完好,无名公司,{LON},{LAT},",
        "9901010101000004,上水井盖,完好,,,,",
        "9901010101000005,上水井盖,完好,,38512345.1,3462345.2,",
        f"9901010101000006,上水井盖,完好,,{LON},{LAT},去年",
        f"9901010101000001,污水井盖,完好,,{LON},{LAT},",
    ]
    file = written(tmp_path, GOOD, *lines)
    table = read_components(file)
    report = import_components(table, order(table))
    assert (report.added, len(report.bad)) == (1, 7)
    assert report.units_unknown == {"无名公司": 1}
    target = tmp_path / "bad.csv"
    write_bad_rows(report, table.columns, target)
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["行号"] for row in rows] == ["3", "4", "5", "6", "7", "8", "9"]
    reasons = ("16 位", "坏了", "无名公司", "坐标", "经纬度", "去年", "内容却不同")
    assert all(word in row["问题"] for word, row in zip(reasons, rows, strict=True))


def test_unknown_units_may_be_left_empty(tmp_path):
    make_town()
    report = taken(written(tmp_path, GOOD.replace("松门区供水公司", "无名公司")), leave_unknown_units=True)
    assert (report.added, report.units_unknown) == (1, {"无名公司": 1})
    assert Component.objects.get().care_unit == ""


def test_geojson_points_and_excel_come_in_as_a_table_does(tmp_path):
    make_town()
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [LON, LAT]},
         "properties": {"ObjID": "9901010118000001", "ObjName": "路灯", "ObjState": "破损"}},
        {"type": "Feature", "geometry": None, "properties": {"ObjID": "9901010118000002", "ObjName": "路灯"}},
    ]  # fmt: skip
    file = tmp_path / "lamps.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = taken(file)
    assert (report.added, len(report.bad)) == (1, 1)
    book = Workbook()
    book.active.append(["编码", "名称", "经度", "纬度", "登记日期"])
    book.active.append(["9901010118000003", "路灯", LON, LAT, dt.datetime(2025, 1, 2, 3)])
    book.active.append([9901010118000004, "路灯", LON, LAT, None])
    book.save(tmp_path / "lamps.xlsx")
    report = taken(tmp_path / "lamps.xlsx")
    assert (report.added, ["文本" in bad.why for bad in report.bad]) == (1, [True])
    assert Component.objects.get(pk="9901010118000003").recorded_on == dt.date(2025, 1, 2)


def test_coordinates_of_a_map_service_are_shifted_back(tmp_path):
    make_town()
    lon, lat = (float(value) for value in cgcs2000_to_gcj02(LON, LAT))
    taken(written(tmp_path, f"9901010101000001,上水井盖,完好,,{lon},{lat},"), crs=Crs.GCJ02)
    found = Component.objects.get()
    assert abs(found.lon_cgcs2000 - LON) < 1e-7
    assert abs(found.lat_cgcs2000 - LAT) < 1e-7


def test_a_mapping_names_columns_and_a_wrong_one_is_refused():
    assert columns_of(["唯一码=code"], ["唯一码", "名称", "X", "Y"])["code"] == "唯一码"
    with pytest.raises(errors.FieldUnknown):
        columns_of(["唯一码=number"], ["唯一码", "名称", "x", "y"])
    with pytest.raises(errors.ColumnUnknown):
        columns_of(["别的=code"], ["唯一码", "名称", "x", "y"])
    with pytest.raises(errors.ColumnMissing):
        columns_of([], ["名称", "x", "y"])


def cover(number, *, state="完好"):
    return f"9901010101{number:06},{number}号井盖,{state},,{LON},{LAT},"


def test_what_a_newer_file_no_longer_has_is_named_and_stays(tmp_path):
    make_town()
    taken(written(tmp_path, *map(cover, range(1, 6))))
    report = taken(written(tmp_path, *map(cover, range(1, 4)), cover(4, state="坏了")), dry_run=True)
    assert report.gone == {"9901010101000005": "5号井盖"}
    assert taken(written(tmp_path, *map(cover, range(1, 4)), cover(4, state="坏了"))).gone == report.gone
    assert Component.objects.count() == 5
    Component.objects.filter(pk="9901010101000005").update(state="abandoned")
    assert taken(written(tmp_path, *map(cover, range(1, 5)))).gone == {}


def test_a_file_of_changes_of_new_ones_or_of_another_source_misses_nothing(tmp_path):
    make_town()
    taken(written(tmp_path, *map(cover, range(1, 6))))
    assert taken(written(tmp_path, cover(1), cover(2))).gone == {}
    assert taken(written(tmp_path, cover(6), cover(7))).gone == {}
    Component.objects.filter(pk__endswith="5").update(source="管网普查")
    assert taken(written(tmp_path, *map(cover, (1, 2, 3, 4, 6, 7)))).gone == {}


@pytest.mark.parametrize("batch", [register_rows.BATCH, 1])
def test_what_a_file_adds_makes_it_no_whole_table(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(register_rows, "BATCH", batch)
    make_town()
    taken(written(tmp_path, *map(cover, range(1, 11))))
    few = written(tmp_path, *map(cover, range(11, 21)), cover(1))
    assert taken(few, dry_run=True).gone == taken(few).gone == {}


def test_a_dry_run_misses_what_the_real_one_does_also_where_the_file_abandons_some(tmp_path):
    make_town()
    taken(written(tmp_path, *map(cover, range(1, 7))))
    half = written(tmp_path, cover(1), cover(2), cover(3, state="废弃"))
    missed = {f"9901010101{number:06}": f"{number}号井盖" for number in (4, 5, 6)}
    assert taken(half, dry_run=True).gone == taken(half).gone == missed
