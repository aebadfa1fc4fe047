"""Components on the command line: in by name of unit, listed, found near a point."""

import json

import pytest
from click.testing import CliRunner

from linli.cases.cli_components import components
from linli.places import queries as places
from linli.places.testing import make_component, make_town, middle
from linli.staff.testing import WATER

LON, LAT = middle(0, 0)
HEAD = "部件编码,名称,经度,纬度,养护单位"


@pytest.fixture(autouse=True)
def town(cast):
    make_town()


def run(*words):
    return CliRunner().invoke(components, [str(word) for word in words])


def written(tmp_path, *lines):
    file = tmp_path / "covers.csv"
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return file


def test_a_unit_is_known_by_its_name(tmp_path):
    file = written(tmp_path, f"9901010101000001,上水井盖,{LON},{LAT},松门区供水公司")
    done = run("import", file, "--json")
    assert (done.exit_code, json.loads(done.output)["added"]) == (0, 1)
    assert places.component_with_code("9901010101000001").care_unit == WATER


@pytest.mark.parametrize("west", [LON, 88.0], ids=["beyond ninety", "in the west, where both could be latitudes"])
def test_swapped_coordinates_are_told_and_swapped_back(tmp_path, west):
    file = written(tmp_path, f"9901010101000001,上水井盖,{LAT},{west},")
    refused = run("import", file, "--errors", tmp_path / "bad.csv")
    assert (refused.exit_code, "--swap" in refused.output) == (1, True)
    assert run("import", file, "--swap").exit_code == 0
    assert places.component_with_code("9901010101000001").lon_cgcs2000 == west


def test_bad_rows_are_told_and_written_out(tmp_path):
    file = written(tmp_path, f"12,上水井盖,{LON},{LAT},", f"9901010101000002,上水井盖,{LON},{LAT},无名公司")
    errors = tmp_path / "bad.csv"
    done = run("import", file, "--errors", errors)
    assert done.exit_code == 1
    assert "无名公司" in done.output
    assert len(errors.read_text(encoding="utf-8-sig").splitlines()) == 3
    again = run("import", file, "--errors", errors, "--allow-unknown-units", "--dry-run")
    assert "没有写入" in again.output
    assert places.component_with_code("9901010101000001") is None


def test_a_component_is_listed_and_found_near_a_point():
    make_component("9901010101000001", care_unit=WATER)
    make_component("9901010118000001", column=1, name="路灯")
    assert [row["code"] for row in json.loads(run("list", "--json").output)] == ["9901010101000001", "9901010118000001"]
    assert [row["name"] for row in json.loads(run("list", "--class", "0118", "--json").output)] == ["路灯"]
    assert [row["code"] for row in json.loads(run("list", "--unit", WATER, "--json").output)] == ["9901010101000001"]
    found = json.loads(run("near", LON, LAT + 0.0001, "--json").output)
    assert [(row["code"], 10 < row["metres"] < 12) for row in found] == [("9901010101000001", True)]
    assert "路灯" not in run("near", LON, LAT).output


def test_what_a_newer_file_no_longer_has_is_told(tmp_path):
    covers = [f"990101010100000{number},上水井盖,{LON},{LAT}," for number in range(1, 4)]
    run("import", written(tmp_path, *covers))
    newer = written(tmp_path, *covers[:2])
    assert json.loads(run("import", newer, "--json").output)["gone"] == {"9901010101000003": "上水井盖"}
    done = run("import", newer)
    assert done.exit_code == 0
    assert "这份文件里没有的 1 个，仍然保留，请核实：上水井盖 9901010101000003" in done.output
