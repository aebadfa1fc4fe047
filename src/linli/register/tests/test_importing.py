"""A street's spreadsheet: good rows in, bad ones handed back with a remedy, nothing twice, nothing lost."""

import datetime as dt
import json
from collections import Counter

import pytest
from openpyxl import load_workbook

from linli.core.models import AuditEntry
from linli.core.secrets import unseal
from linli.core.tables import read_table
from linli.places import queries as places
from linli.register import errors
from linli.register.importing import read_columns
from linli.register.importing.sentences import _REMEDIES, WRONG_NAMES, sentence
from linli.register.models import Household, ImportBatch, ImportFault, Residency, Resident, Statement
from linli.register.queries.batches import rows_back
from linli.register.rules import Relation
from linli.register.rules.arriving import Fault, Wrong
from linli.register.testing import make_id_number
from linli.register.tests.importing import HEAD, family, row, write
from linli.staff.testing import GRID, GRID_BESIDE


def test_a_household_comes_in_whole_sealed_and_with_its_head(run, tmp_path):
    code, told = run(write(tmp_path, *family()))
    assert (code, told["read"], told["good"], told["bad"]) == (0, 3, 3, 0)
    home = Household.objects.get()
    head = Resident.objects.get(name="何秀兰")
    assert (home.head_id, home.area_code, home.since) == (head.pk, GRID, dt.date(2020, 1, 1))
    assert unseal(head.id_number_sealed) == make_id_number(dt.date(1958, 4, 5), "female")
    assert (head.source, head.batch_id, head.name_key.split()[0]) == ("import", ImportBatch.objects.get().pk, "he2")
    grandson = Residency.objects.get(resident__name="何宇轩")
    assert (grandson.relation, grandson.household_id) == (Relation.GRANDCHILD.value, home.pk)


FAULTS = [
    ({"姓名": " "}, Wrong.NAME_MISSING, "姓名"),
    ({"姓名": "何" * 41}, Wrong.NAME_LONG, "姓名"),
    ({"性别": "不明"}, Wrong.SEX_UNKNOWN, "性别"),
    ({"性别": "男"}, Wrong.SEX_DIFFERS, "性别"),
    ({"出生日期": "1958-04-06"}, Wrong.BIRTH_DIFFERS, "出生日期"),
    ({"出生日期": "1958-02-30"}, Wrong.DATE_IMPOSSIBLE, "出生日期"),
    ({"出生日期": "", "身份证号": ""}, Wrong.BIRTH_MISSING, "出生日期"),
    ({"born": "2031-01-01", "入住日期": ""}, Wrong.DATE_FUTURE, "出生日期"),
    ({"born": "1880-01-01"}, Wrong.TOO_OLD, "出生日期"),
    ({"身份证号": "990101195804050021"}, Wrong.ID_NUMBER, "身份证号"),
    ({"身份证号": "12345"}, Wrong.ID_NUMBER, "身份证号"),
    ({"联系电话": "1380000"}, Wrong.PHONE, "联系电话"),
    ({"与户主关系": "远房亲戚的朋友"}, Wrong.RELATION, "与户主关系"),
    ({"户籍": "说不清"}, Wrong.STATUS, "户籍"),
    ({"居住状态": "否", "户籍": "否"}, Wrong.NEITHER, "居住状态"),
    ({"入住日期": "1950-01-01"}, Wrong.BEFORE_BIRTH, "入住日期"),
    ({"入住日期": "2031-01-01"}, Wrong.DATE_FUTURE, "入住日期"),
    ({"入住日期": "昨天"}, Wrong.DATE_IMPOSSIBLE, "入住日期"),
    ({"房号": "999"}, Wrong.DWELLING_UNKNOWN, "房号"),
    ({"单元": ""}, Wrong.DWELLING_UNCLEAR, "房号"),
    ({"小区": "远处花园"}, Wrong.DWELLING_OUTSIDE, "楼栋"),
    ({"小区": "", "楼栋": "", "房号": ""}, Wrong.NO_DWELLING_SAID, "房号"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "wrong", "column"), FAULTS, ids=[f"{wrong.value}-{place}" for place, (_, wrong, _c) in enumerate(FAULTS)]
)
def test_a_row_that_cannot_be_true_is_handed_back_with_column_and_remedy(run, tmp_path, said, wrong, column):
    code, told = run(write(tmp_path, row(**said), row(姓名="好的", sex="男", order=7, 家庭编号="H2", 房号="102")))
    assert (code, told["good"], told["bad"], told["faults"]) == (1, 1, 1, {wrong.value: 1})
    (back,) = rows_back(ImportBatch.objects.get().pk)
    assert back.row == 2
    assert f"“{column}”列：" in sentence(back.faults[0], told["columns"])
    assert Resident.objects.get().name == "好的"


def test_every_fault_has_a_name_and_a_remedy():
    assert set(WRONG_NAMES) == set(_REMEDIES) == set(Wrong)
    assert all(
        "，请" in sentence(Fault(wrong), {})
        or "请" in sentence(Fault(wrong), {})
        or "不必" in sentence(Fault(wrong), {})
        for wrong in Wrong
    )


def test_all_faults_of_a_row_are_told_at_once(run, tmp_path):
    _code, told = run(write(tmp_path, row(姓名="", 联系电话="12", 房号="999", 入住日期="昨天")))
    assert Counter(told["faults"]) == Counter(["name-missing", "phone", "dwelling-unknown", "date-impossible"])


def test_repeats_and_a_second_head_are_found_wherever_they_stand(run, tmp_path):
    rows = [
        *family(),
        row(姓名="另一个", 家庭编号="H2", 房号="102"),
        row(身份证号=""),
        row(姓名="何立", sex="男", order=9, 与户主关系="户主"),
        row(姓名="何远", sex="男", order=11, 与户主关系="其他", 房号="102"),
    ]
    _code, told = run(write(tmp_path, *rows))
    assert told["faults"] == {"repeated": 1, "repeated-person": 1, "two-heads": 1, "apart": 1}
    assert [(back.row, back.faults[0].row) for back in rows_back(ImportBatch.objects.get().pk)] == [
        (5, 2),
        (6, 2),
        (7, 2),
        (8, 2),
    ]
    assert told["good"] == 3


def test_a_row_that_cannot_be_divided_is_handed_back_as_it_stands(run, tmp_path):
    path = write(tmp_path, *family())
    lines = path.read_text().splitlines()
    path.write_text("\r\n".join([*lines[:2], '"' + lines[2], lines[3] + ",多出的一格", ""]))
    _code, told = run(path)
    assert told["faults"] == {"unreadable": 1, "too-many-cells": 1}
    backs = list(rows_back(ImportBatch.objects.get().pk))
    assert backs[0].said == '"' + lines[2]
    assert (told["good"], backs[1].said) == (1, lines[3] + ",多出的一格")


def test_the_rows_of_a_household_may_stand_anywhere_in_the_file(run, tmp_path):
    first, second, third = family()
    other = row(姓名="王秀英", order=21, 家庭编号="H2", 房号="102")
    run(write(tmp_path, first, other, third, second))
    assert Household.objects.count() == 2
    assert (
        Residency.objects.filter(
            household__dwelling_id=Residency.objects.get(resident__name="何秀兰").dwelling_id
        ).count()
        == 3
    )


def test_without_household_numbers_a_dwelling_is_a_household(run, tmp_path):
    rows = [[*cells[:9], *cells[10:]] for cells in family()]
    head = [*HEAD[:9], *HEAD[10:]]
    run(write(tmp_path, rows[0], rows[1], head=head))
    run(write(tmp_path, rows[2], head=head, name="later.csv"))
    assert (Household.objects.count(), Residency.objects.count()) == (1, 3)


def test_a_dwelling_with_a_head_of_its_own_gets_a_second_household(run, tmp_path):
    head = [*HEAD[:9], *HEAD[10:]]
    first, second = (row(姓名=name, order=order) for name, order in (("何秀兰", 1), ("王秀英", 5)))
    run(write(tmp_path, [*first[:9], *first[10:]], head=head))
    _code, told = run(write(tmp_path, [*second[:9], *second[10:]], head=head, name="tenants.csv"))
    assert (told["good"], told["bad"], Household.objects.exclude(head_id=None).count()) == (1, 0, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "松门区青溪街道竹桥新村1号楼2单元102室",
        "竹桥新村1栋2-102",
        "竹桥新村 1 号楼 二单元 102 室",
        "松溪路1号竹桥新村1号楼2单元102",
    ],
)
def test_a_written_address_finds_the_dwelling(run, tmp_path, address):
    head = ["姓名", "公民身份号码", "详细地址"]
    number = make_id_number(dt.date(1958, 4, 5), "female")
    run(write(tmp_path, ["何秀兰", number, address], head=head))
    found = Residency.objects.get()
    assert (found.resident.sex, found.resident.born_on, found.relation) == ("female", dt.date(1958, 4, 5), "")
    (place,) = places.places_of_dwellings(dwelling_ids=[found.dwelling_id])
    assert (place.building_id, place.entrance, place.unit_no) == (places.find_building("C1-1").pk, "2单元", "102")


def test_the_same_file_again_is_told_as_known(run, tmp_path):
    path = write(tmp_path, *family())
    run(path)
    code, told = run(path)
    assert (code, told["already"], told["good"], Resident.objects.count()) == (0, True, 3, 3)


def test_people_who_are_known_are_not_entered_twice_and_what_differs_is_asked(run, tmp_path):
    run(write(tmp_path, *family()))
    again = [row(联系电话="19900000999"), *family()[1:]]
    code, told = run(write(tmp_path, *again, name="next.csv"))
    assert (code, told["known"], told["differing"], told["good"]) == (0, 3, 1, 0)
    said = Statement.objects.get()
    assert (said.field, said.state, unseal(said.value_sealed), said.batch_id) == (
        "phone",
        "differs",
        "19900000999",
        ImportBatch.objects.latest("id").pk,
    )
    assert unseal(Resident.objects.get(name="何秀兰").phone_sealed) == "19900000123"


def test_somebody_registered_elsewhere_is_handed_back(run, tmp_path):
    run(write(tmp_path, *family()))
    _code, told = run(write(tmp_path, row(房号="102"), name="moved.csv"))
    assert told["faults"] == {"elsewhere": 1}
    assert Residency.objects.count() == 3


def test_a_mended_row_joins_the_household_it_belongs_to(run, tmp_path):
    head, son, grandson = family()
    run(write(tmp_path, head, [*son[:4], "12", *son[5:]], grandson))
    book = load_workbook(tmp_path / "back.xlsx")
    sheet = book.active
    columns = [cell.value for cell in sheet[1]]
    assert columns[-4:] == ["行号", "问题", "户标识", "原文"]
    sheet.cell(2, columns.index("联系电话") + 1).value = "19900000456"
    book.save(tmp_path / "mended.xlsx")
    code, told = run(tmp_path / "mended.xlsx")
    assert (code, told["good"]) == (0, 1)
    assert (Household.objects.count(), Residency.objects.count()) == (1, 3)


def test_a_cell_of_the_error_workbook_is_never_run_as_a_formula(run, tmp_path):
    run(write(tmp_path, row(姓名='=HYPERLINK("x")', 联系电话="12")))
    sheet = load_workbook(tmp_path / "back.xlsx").active
    assert sheet.cell(2, 1).data_type == "s"
    assert sheet.cell(2, 1).value == '=HYPERLINK("x")'


@pytest.mark.parametrize("column", ["民族", "宗教信仰", "信访", "政治面貌", "重点人员类别"])
def test_a_file_with_a_barred_column_is_refused_whole(run, tmp_path, column):
    path = write(tmp_path, *[[*cells, "汉族"] for cells in family()], head=[*HEAD, column])
    with pytest.raises(errors.BarredColumn, match=column):
        run(path)
    assert not (Resident.objects.exists())
    assert not (ImportBatch.objects.exists())


def test_a_dry_run_stores_nothing_and_tells_the_same(run, tmp_path):
    path = write(tmp_path, *family(), row(姓名="", 家庭编号="H2", order=30))
    _code, dry = run(path, "--dry-run")
    assert not (Resident.objects.exists())
    assert not (ImportBatch.objects.exists())
    assert not (ImportFault.objects.exists())
    _code, told = run(path)
    assert {key: dry[key] for key in ("read", "good", "bad", "faults")} == {
        key: told[key] for key in ("read", "good", "bad", "faults")
    }


def test_columns_are_named_by_hand_left_out_and_kept_for_the_next_time(run, tmp_path):
    head = ["户主或成员", *HEAD[1:]]
    path = write(tmp_path, *family(), head=head)
    with pytest.raises(errors.ColumnsLacking, match="姓名"):
        run(path)
    run(path, "--map", "户主或成员=姓名", "--map", "联系电话=-", "--save-mapping", "竹桥台账", "--dry-run")
    _code, told = run(path, "--mapping", "竹桥台账")
    assert (told["good"], Resident.objects.exclude(phone_hash="").count()) == (3, 0)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("*姓名（必填）", "name"),
        ("公民身份号码", "id_number"),
        ("手 机 号", "phone"),
        ("与户主关系", "relation"),
        ("户号", "household_no"),
        ("Ｎａｍｅ", "name"),
    ],
)
def test_columns_are_known_by_their_usual_names(column, field):
    present = [
        one for one in HEAD if one not in {"姓名", "身份证号", "联系电话", "与户主关系", "家庭编号"} or field == "x"
    ]
    needed = {"姓名": "name", "身份证号": "id_number"}
    more = [one for one, code in needed.items() if code != field]
    assert read_columns([*present, *more, column])[field] == column


def test_an_import_is_in_the_log_with_counts_and_no_values(run, tmp_path):
    run(write(tmp_path, *family(), row(姓名="", 家庭编号="H2", order=30)))
    lines = list(AuditEntry.objects.filter(act="import").order_by("id"))
    assert [line.count for line in lines] == [0, 3, 3]
    assert "何秀兰" not in json.dumps([line.detail for line in lines], ensure_ascii=False)


def test_what_is_handed_back_lies_sealed(run, tmp_path):
    run(write(tmp_path, row(姓名="何秀兰", 联系电话="12")))
    kept = ImportFault.objects.get()
    assert "何秀兰" not in kept.row_sealed
    assert (kept.row, kept.codes) == (2, ["phone"])


def test_a_part_asks_the_store_as_often_however_many_rows_it_has(run, tmp_path, django_assert_max_num_queries):
    many = [
        row(姓名=f"何{place}", order=place + 40, 家庭编号=f"H{place}", 与户主关系="", 房号="101") for place in range(60)
    ]
    path = write(tmp_path, *many)
    with django_assert_max_num_queries(70):
        run(path)


def test_an_excel_file_reads_as_well(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEAD)
    for cells in family():
        values = [
            dt.date.fromisoformat(cell) if place == 3 else int(cell) if place == 4 and cell else cell
            for place, cell in enumerate(cells)
        ]
        book.active.append(values)
    book.save(tmp_path / "people.xlsx")
    code, told = run(tmp_path / "people.xlsx")
    assert (code, told["good"]) == (0, 3)
    assert read_table(tmp_path / "people.xlsx").columns == HEAD
    assert GRID_BESIDE
