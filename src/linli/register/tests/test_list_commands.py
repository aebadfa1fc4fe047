"""Lists and counts from the command line: files, JSON, exit codes."""

import csv
import json
import stat

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling, make_town
from linli.register.cli import register
from linli.register.models import Disclosure, Household, Residency
from linli.register.rules import NewResident, Relation
from linli.register.testing import AT, CHILD, GRANDMOTHER, make_household, make_resident
from linli.staff.testing import COMMUNITY, COMMUNITY_BESIDE, GRID, STREET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town(db, time_machine):
    time_machine.move_to(AT, tick=False)
    make_town()


def run(*arguments, code=0):
    ended = CliRunner().invoke(register, [*map(str, arguments)], catch_exceptions=False)
    assert ended.exit_code == code, ended.output
    return ended.output


def test_rolls_are_written_one_file_for_each_community(tmp_path):
    make_resident("何秀兰")
    run("roll", "--area", STREET, "--on", "2026-12-08", "-o", tmp_path / "rolls")
    assert sorted(path.name for path in (tmp_path / "rolls").iterdir()) == [
        f"{COMMUNITY}.csv", f"{COMMUNITY}.pdf", f"{COMMUNITY_BESIDE}.csv", f"{COMMUNITY_BESIDE}.pdf", "summary.json",
    ]  # fmt: skip
    file = tmp_path / "rolls" / f"{COMMUNITY}.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["序号"], row["姓名"], row["出生日期"]) for row in rows] == [("1", "何秀兰", "1958-04-05")]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_rolls_are_told_as_json(tmp_path):
    make_resident("何秀兰")
    told = json.loads(run("roll", "--area", COMMUNITY, "--on", "2026-12-08", "--json"))
    assert [(one["area"], one["count"], one["rule"]) for one in told] == [(COMMUNITY, 1, "registered")]


def test_without_pdfs_there_are_none(tmp_path):
    run("roll", "--area", COMMUNITY, "-o", tmp_path, "--csv-only")
    assert not list(tmp_path.glob("*.pdf"))


def test_rolls_are_shown_with_their_sum():
    make_resident("何秀兰")
    shown = run("roll", "--area", STREET)
    assert "竹桥社区" in shown
    assert "合计" in shown


def test_ages_are_told_exactly_and_as_published(tmp_path):
    make_household(GRANDMOTHER, CHILD)
    exact = json.loads(run("ages", "--area", COMMUNITY, "--json"))
    told = json.loads(run("ages", "--area", COMMUNITY, "--published", "--json"))
    assert (exact["total"], told["total"]) == (2, None)
    assert "※" in run("ages", "--area", COMMUNITY, "--published", "-o", tmp_path / "ages.xlsx")
    assert load_workbook(tmp_path / "ages.xlsx").sheetnames == ["年龄", "按区域"]


def test_school_ages_are_told(tmp_path):
    make_household(GRANDMOTHER, NewResident("何宇轩", "male", CHILD.born_on.replace(year=2021)))
    told = json.loads(run("schools", "--area", COMMUNITY, "--json", "-o", tmp_path / "schools.xlsx"))
    counts = {(one["stage"], one["year"]): count for one, count in zip(told["years"], told["total"], strict=True)}
    assert counts["primary", 2028] == 1
    assert "小学" in run("schools", "--area", COMMUNITY, "--published")


def test_a_sheet_lists_households_from_door_to_door(tmp_path):
    for door in ("1002", "201", "202"):
        home = make_dwelling(area_code=GRID, unit_no=door)
        make_household(
            NewResident("何伟", "male", GRANDMOTHER.born_on, relation=Relation.CHILD), GRANDMOTHER, dwelling_id=home
        )
    run("sheet", "--area", COMMUNITY, "-o", tmp_path / "sheet.xlsx")
    rows = list(load_workbook(tmp_path / "sheet.xlsx").active.iter_rows(min_row=4, values_only=True))
    assert [row[3] for row in rows] == ["201", "201", "202", "202", "1002", "1002"]
    assert [row[4] for row in rows] == [1, 1, 2, 2, 3, 3]
    assert [row[5] for row in rows[:2]] == ["户主", "子女"]
    assert {row[6] for row in rows} == {"何**", "何*"}


def test_a_clear_sheet_is_disclosed(tmp_path):
    make_resident("何秀兰")
    run("sheet", "--area", COMMUNITY, "-o", tmp_path / "sheet.xlsx", "--purpose", "register")
    assert Disclosure.objects.get().purpose_code == "register"
    assert AuditEntry.objects.filter(act="export", count=1).exists()


@pytest.mark.parametrize("area", [STREET, GRID], ids=["street", "grid"])
def test_a_sheet_is_of_one_community(area, tmp_path):
    with pytest.raises(Exception, match="没有社区"):
        run("sheet", "--area", area, "-o", tmp_path / "sheet.xlsx")


def test_a_profile_ends_with_1_where_records_disagree():
    make_resident("何秀兰")
    assert "= parts: 1 / 1" in run("profile", "--area", COMMUNITY)
    Household.objects.create(area_code=GRID, dwelling_id=new_id(), since=GRANDMOTHER.born_on)
    found = json.loads(run("profile", "--area", COMMUNITY, "--json", code=1))
    assert [one["name"] for one in found["checks"] if not one["agrees"]] == ["lived-in"]


def test_somebody_entered_as_living_in_two_places_shows():
    resident = make_resident("何秀兰")
    row = Residency.objects.get(resident=resident)
    row.pk = new_id()
    row._state.adding = True
    row.save()
    assert "≠ once: 1 / 2" in run("profile", "--area", COMMUNITY, code=1)
