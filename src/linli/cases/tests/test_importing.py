"""Thousands of reports from a file: nothing twice, nothing lost, the bad rows handed back to mend."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cases import errors
from linli.cases.cli import _source_of
from linli.cases.cli import cases as command
from linli.cases.importing import read_mapping, running
from linli.cases.importing.running import ImportOrder, import_cases
from linli.cases.models import Case, Reporter
from linli.cases.queries.replaying import replay_cases
from linli.core.installation import set_installation
from linli.core.tables import read_table
from linli.places.testing import make_town
from linli.staff.rules import SYSTEM
from linli.staff.testing import DISTRICT, GRID, Cast

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
HEAD = ["编号", "内容", "类别", "上报时间", "网格编码", "联系电话"]
GOOD = [
    ["A1", "楼道里堆满了纸箱", "暴露垃圾", "2026-11-20 09:30", GRID, "13800000000"],
    ["A2", "路灯整夜不亮", "", "2026/11/21", "", ""],
]


@pytest.fixture(autouse=True)
def _house(cast: Cast) -> None:
    make_town()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def take(path: Path, **order):
    table = read_table(path)
    mapping = read_mapping((), present=table.columns)
    said = {"source": "12345", "crs": "cgcs2000", "by": SYSTEM, "at": NOW, **order}
    return import_cases(table, ImportOrder(mapping=mapping, **said))


def test_every_row_comes_in_once_whatever_is_sent_again(tmp_path):
    path = write(tmp_path / "a.csv", GOOD, encoding="gb18030")
    assert take(path).imported == 2
    again = take(path)
    assert (again.imported, again.known) == (0, 2)
    assert Case.objects.count() == 2


def test_an_imported_case_has_its_place_clocks_history_and_sealed_contact(tmp_path):
    take(write(tmp_path / "a.csv", GOOD))
    case = Case.objects.get(source_key="A1")
    assert (case.area_code, case.state, case.is_located) == (GRID, "reported", True)
    assert case.reported_at == dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC)
    assert "13800000000" not in Reporter.objects.get(case=case).phone_sealed
    assert [found for _, found in replay_cases()] == [[], []]


def test_a_row_without_a_place_is_kept_and_marked(tmp_path):
    report = take(write(tmp_path / "a.csv", GOOD))
    assert report.without_grid == 1
    case = Case.objects.get(source_key="A2")
    assert (case.area_code, case.is_located) == (DISTRICT, False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({1: "短"}, "请写明情况"),
        ({2: "飞碟降落"}, "没有“飞碟降落”这个事项类别"),
        ({3: "昨天"}, "不是可以识别的日期"),
        ({3: "2031-01-01"}, "在将来"),
        ({5: "12"}, "电话号码不正确"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path, change: dict[int, str], sentence: str):
    bad = [change.get(at, cell) for at, cell in enumerate(["B1", *GOOD[0][1:]])]
    report = take(write(tmp_path / "a.csv", [bad, *GOOD]))
    assert (report.imported, [found.row.number for found in report.bad]) == (2, [2])
    assert sentence in report.bad[0].why


def test_mended_rows_come_in_and_good_ones_do_not_come_twice(tmp_path):
    path = write(tmp_path / "a.csv", [["B1", "短", "", "", "", ""], *GOOD])
    errors_file = tmp_path / "bad.csv"
    runner = CliRunner()
    assert (
        runner.invoke(command, ["import", str(path), "--source", "12345", "--errors", str(errors_file)]).exit_code == 1
    )
    mended = errors_file.read_text("utf-8-sig").replace("短", "楼下水管破裂")
    errors_file.write_text(mended, "utf-8-sig")
    assert runner.invoke(command, ["import", str(errors_file), "--source", "12345"]).exit_code == 0
    assert Case.objects.count() == 3


def test_rows_repeated_inside_a_file_are_told(tmp_path):
    report = take(write(tmp_path / "a.csv", [*GOOD, GOOD[0]]))
    assert (report.imported, report.repeated) == (2, 1)


def test_a_dry_run_stores_nothing(tmp_path):
    report = take(write(tmp_path / "a.csv", GOOD), dry_run=True)
    assert (report.imported, Case.objects.count()) == (2, 0)


def test_past_cases_come_in_closed(tmp_path):
    take(write(tmp_path / "a.csv", GOOD), closed=True)
    assert set(Case.objects.values_list("state", "is_open", "outcome")) == {("closed", False, "taken-over")}
    assert [found for _, found in replay_cases()] == [[], []]


def test_swapped_coordinates_are_refused_with_a_hint(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,lon,lat\n井盖破了三天了,29.9,121.9\n", "utf-8")
    assert "是否写反" in take(path).bad[0].why


def test_a_mapping_names_what_is_missing():
    with pytest.raises(errors.ColumnMissing, match="没有“内容”这一列"):
        read_mapping(["内容=text"], present=("正文",))
    with pytest.raises(errors.FieldUnknown):
        read_mapping(["正文=weight"], present=("正文",))
    with pytest.raises(errors.ColumnMissing):
        read_mapping((), present=("甲", "乙"))


@pytest.mark.parametrize("column", ["民族", "宗教信仰", "信访次数", "risk_score"])
def test_a_file_with_a_column_linli_never_holds_is_refused(column: str):
    with pytest.raises(errors.ColumnBarred) as refusal:
        read_mapping((), present=("内容", column))
    assert column in str(refusal.value)


def test_a_formula_in_a_file_is_only_text(tmp_path):
    take(write(tmp_path / "a.csv", [["C1", "=cmd|' /C calc'!A0 楼道", "", "", "", ""]]))
    assert Case.objects.get().text.startswith("=cmd")


def test_a_broken_row_is_handed_back_as_it_stands_even_twice(tmp_path):
    path, bad, again = tmp_path / "a.csv", tmp_path / "bad.csv", tmp_path / "again.csv"
    path.write_text("编号,内容\nA1,路灯坏了,很暗\nA2,楼道里堆满了纸箱\n", "utf-8")
    runner = CliRunner()
    assert runner.invoke(command, ["import", str(path), "--errors", str(bad)]).exit_code == 1
    assert runner.invoke(command, ["import", str(bad), "--errors", str(again)]).exit_code == 1
    assert "A1,路灯坏了,很暗" in bad.read_text("utf-8-sig")
    assert "A1,路灯坏了,很暗" in again.read_text("utf-8-sig")
    assert Case.objects.count() == 1


def test_rows_of_one_key_that_say_different_things_are_not_taken_for_one(tmp_path):
    other = ["A1", "水管整夜漏水", *GOOD[0][2:]]
    report = take(write(tmp_path / "a.csv", [*GOOD, other]))
    assert (report.imported, report.repeated, len(report.bad)) == (2, 0, 1)
    assert "内容却不同" in report.bad[0].why


def test_long_keys_that_begin_alike_are_two(tmp_path):
    rows = [[f"{'9' * 90}{end}", "楼道里堆满了纸箱", "", "", "", ""] for end in "ab"]
    assert take(write(tmp_path / "a.csv", rows)).imported == 2
    assert take(write(tmp_path / "a.csv", rows)).known == 2


def test_a_case_is_not_closed_before_it_was_reported(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,上报时间,办结时间\n井盖破了三天了,2026-03-02,2026-03-01\n", "utf-8")
    assert "早于上报时间" in take(path, closed=True).bad[0].why


def test_a_character_no_database_keeps_is_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,address,reporter_name\n" + "好" * 5_000 + ",,\n井盖\0破了三天,幸福\0路,王\0芳\n", "utf-8")
    assert take(path).imported == 2
    assert Case.objects.get(address="幸福路").text == "井盖破了三天"


def test_an_import_beside_another_of_the_same_file_takes_nothing_twice(tmp_path, monkeypatch):
    path, seen = write(tmp_path / "a.csv", GOOD), iter([set()])
    take(path)
    known = running.keys_already_in
    monkeypatch.setattr(running, "keys_already_in", lambda *asked: next(seen, None) or known(*asked))
    report = take(path)
    assert (report.imported, report.known, Case.objects.count()) == (0, 2, 2)


@pytest.mark.parametrize("wrong", [["--source", "源" * 61], ["--errors", "/no/such/folder/bad.csv"]])
def test_what_would_fail_at_the_end_is_refused_at_the_start(tmp_path, wrong: list[str]):
    path = write(tmp_path / "a.csv", GOOD)
    assert CliRunner().invoke(command, ["import", str(path), *wrong]).exit_code == 2
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.csv", "a"),
        ("a.errors.csv", "a"),
        ("2026.01.csv.gz", "2026.01"),
        ("2026.02.XLSX", "2026.02"),
        ("list", "list"),
    ],
)
def test_a_source_is_named_after_its_file(tmp_path, name: str, source: str):
    assert _source_of(tmp_path / name) == source
