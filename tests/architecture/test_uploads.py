"""Every upload is walked: none takes a column that is barred, and none of things takes one of people (safeguards)."""

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cases.importing.mapping import read_mapping
from linli.cases.testing import make_places
from linli.core.errors import LinliError
from linli.forms.converting import convert_xlsform
from linli.forms.converting.answer_lists import read_csv, read_geojson
from linli.forms.testing import an_xlsform
from linli.grids.cli_heads import heads_command
from linli.places.readers import divisions_csv, geojson
from linli.places.readers.components import COMPONENT_COLUMNS
from linli.places.readers.facilities import FACILITY_COLUMNS
from linli.places.readers.register_files import field_columns
from linli.register.importing import read_columns as person_columns
from linli.register.linking.columns import read_columns as list_columns

PACKAGE = Path(__file__).resolve().parents[2] / "src/linli"
OPENERS = {"load_workbook", "read_table", "read_table_in", "items_of", "reader"}


def feature_collection(columns):
    feature = {"type": "Feature", "properties": dict.fromkeys(columns, "x")}
    feature["geometry"] = {"type": "Point", "coordinates": [117.2, 31.8]}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def table(columns):
    return f"{','.join(columns)}\n{','.join('x' for _ in columns)}\n"


def heads(columns, folder):
    file = folder / "heads.csv"
    file.write_text(table(["楼栋编码", "登录名", *columns]), encoding="utf-8")
    result = CliRunner().invoke(heads_command, [str(file)])
    if isinstance(result.exception, LinliError):
        raise result.exception


# Each upload with what its columns go through: how it is opened comes before.
UPLOADS = {
    "people": lambda columns, _: person_columns(["姓名", "性别", "出生日期", "房号", *columns]),
    "a list to be held against the register": lambda columns, _: list_columns(["姓名", "身份证号", *columns]),
    "cases": lambda columns, _: read_mapping([], present=["内容", *columns]),
    "areas of a map": lambda columns, _: geojson.read_features(
        feature_collection(columns), geojson.Options(), file="a.geojson"
    ),
    "areas of a table": lambda columns, _: divisions_csv.read_rows(
        table(["代码", "名称", *columns]), columns={}, file="a.csv"
    ),
    "components": lambda columns, _: field_columns(
        [], present=["编码", "名称", "经度", "纬度", *columns], fields=COMPONENT_COLUMNS
    ),
    "facilities": lambda columns, _: field_columns(
        [], present=["编码", "name", "经度", "纬度", "电话", *columns], fields=FACILITY_COLUMNS
    ),
    "heads of buildings": heads,
    "a form": lambda columns, _: convert_xlsform(an_xlsform([("text", one, one) for one in columns]), name="t.xlsx"),
    "a table beside a form": lambda columns, _: read_csv(table(["name", "label", *columns]).encode(), "a.csv"),
    "a map beside a form": lambda columns, _: read_geojson(
        feature_collection(["title", *columns]).encode(), "a.geojson"
    ),
}
OF_THINGS = ("components", "facilities", "a table beside a form", "a map beside a form")
# Each module that opens a table or a map, and which uploads go through it; or why nothing of it is kept.
OPENED_BY = {
    "cases/cli.py": "cases",
    "core/tables.py": "what opens tables for the others",
    "core/xlsforms.py": "a form",
    "forms/converting/answer_lists.py": "a table beside a form",
    "forms/converting/choices_sheets.py": "a form",
    "forms/converting/xlsforms.py": "a form",
    "grids/cli_heads.py": "heads of buildings",
    "places/cli_addresses.py": "only the one column of addresses is read, and answered",
    "places/importing/point_lines.py": "points are located and given back as they were",
    "places/readers/divisions_csv.py": "areas of a table",
    "places/readers/geojson.py": "areas of a map",
    "places/readers/map_layers.py": "of a map only the tags of streets, houses and the like are read: OpenStreetMap has `tracks`",
    "places/readers/register_files.py": "components",
    "register/cli_import.py": "people",
    "register/cli_linkage.py": "a list to be held against the register",
    "register/importing/uploads.py": "people",
    "register/web/import_forms.py": "people",
    "register/web/linkage_forms.py": "a list to be held against the register",
}


def opens_a_table(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return any(getattr(call, "id", getattr(call, "attr", "")) in OPENERS for call in calls)


def test_every_module_that_opens_a_table_is_known_here():
    modules = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    assert {str(path.relative_to(PACKAGE)) for path in modules if opens_a_table(path)} == set(OPENED_BY)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["民族", "宗教信仰", "信访次数", "重点人员类别", "risk_score"])
@pytest.mark.parametrize("upload", UPLOADS)
def test_no_upload_takes_a_barred_column(upload, column, tmp_path):
    make_places()
    with pytest.raises(LinliError) as refusal:
        UPLOADS[upload]([column], tmp_path)
    assert "barred" in refusal.value.code
    assert column in str(refusal.value)


@pytest.mark.parametrize(
    "column", ["手机", "手机号", "联系手机", "业主手机号码", "户主姓名", "身份证号", "resident_id"]
)
@pytest.mark.parametrize("upload", OF_THINGS)
def test_no_upload_of_things_takes_a_column_of_people(upload, column, tmp_path):
    with pytest.raises(LinliError) as refusal:
        UPLOADS[upload]([column], tmp_path)
    assert "of-people" in refusal.value.code
    assert column in str(refusal.value)


@pytest.mark.parametrize("upload", OF_THINGS)
def test_an_upload_of_things_takes_what_shares_a_word_with_people(upload, tmp_path):
    UPLOADS[upload](["手机信号", "note", "地址"], tmp_path)
