"""`linli addresses`: parse, match a file, keep other names."""

import csv
import json

import pytest
from click.testing import CliRunner

from linli.places import actions
from linli.places.cli_addresses import addresses as commands
from linli.places.models import AddressAlias
from linli.places.rules import BuildingDraft, CompoundDraft
from linli.places.testing import GRIDS, make_town, middle, store_buildings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town():
    """One compound with one house."""
    make_town()
    actions.put_compounds([CompoundDraft("C1", "竹桥新村", GRIDS[0])])
    store_buildings([BuildingDraft("B1", "竹桥新村1号楼", *middle(0, 0), compound_code="C1")])


def run(*arguments):
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def test_an_address_is_parsed():
    assert "竹桥新村" in run("parse", "竹桥新村1号楼2单元301室").stdout
    said = json.loads(run("parse", "竹桥新村1号楼2单元301室", "--json").stdout)
    assert [piece["part"] for piece in said["pieces"]] == ["poi", "houseno", "cellno", "roomno"]


def test_every_line_of_a_file_is_parsed(tmp_path):
    path = tmp_path / "addresses.txt"
    path.write_text("幸福路1号\n\n幸福路2号\n", encoding="utf-8")
    lines = run("parse", path, "--json").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["幸福路1号", "幸福路2号"]


def test_a_file_is_matched_into_another(tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("姓名,地址\n甲,竹桥新村1栋\n乙,天涯海角\n", encoding="utf-8")
    answer = run("match", path, "-o", out)
    assert answer.exit_code == 0
    assert "2 个地址：1 个有把握" in answer.stderr
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["address"], row["code"], row["sure"]) for row in rows] == [
        ("竹桥新村1栋", "B1", "1"),
        ("天涯海角", "", "0"),
    ]


def test_one_address_is_matched_within_an_area():
    assert json.loads(run("match", "竹桥新村1栋", "--json").stdout)["area"] == GRIDS[0]
    assert json.loads(run("match", "竹桥新村1栋", "--area", GRIDS[2], "--json").stdout)["code"] == ""
    assert "竹桥新村1号楼" in run("match", "竹桥新村1栋").stdout


def test_a_file_without_an_address_column_asks_which(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("名称\n竹桥新村1栋\n", encoding="utf-8")
    assert run("match", path).exit_code == 2
    assert run("match", path, "--column", "名称").exit_code == 0


def test_names_are_kept_listed_and_removed():
    assert run("alias", "add", "纺织厂宿舍", "--compound", "C1").exit_code == 0
    alias = AddressAlias.objects.get()
    assert json.loads(run("alias", "list", "--json").stdout)["text"] == "纺织厂宿舍"
    assert "竹桥新村" in run("alias", "list").stdout
    assert run("alias", "remove", alias.pk).exit_code == 0
    assert not AddressAlias.objects.exists()


def test_a_name_must_stand_for_one_thing():
    assert run("alias", "add", "纺织厂宿舍").exit_code == 2
    assert run("alias", "add", "老楼", "--building", "B1").exit_code == 0
