"""Columns that tell of people are known however they are spelled; what only shares a word with them is taken."""

import pytest

from linli.core.people_columns import PERSON_HEADS, plain_head, tells_of_people

OF_PEOPLE = [
    "手机", "手机号", "手机1", "手机(必填)", "联系手机", "本人手机", "业主手机号码", "手机号（备用）", "手机/电话", "手机联系方式", "手机信号手机号", "手機號碼",
    "移动电话", "电话", "联系电话*", "联系方式", "姓名", "户主姓名", "住户姓名", "姓 名", "ｎａｍｅ（姓名）", "公民身份证", "身份证", "身份证办理人身份证号",
    "身份号码", "证件号", "出生日期", "出生年月", "生日", "户主", "是否户主", "戶主", "Full Name", "fullname", "id_no", "ID No.", "idcard", "idNumber",
    "mobile_phone", "birthdate", "resident id", "residentId", "resident.born_on", "household_id", "head_name", "phone2", "xingming", "dob",
]  # fmt: skip
OF_THINGS = [
    "手机信号", "手机信号强度", "手机信号(格)", "手机网络", "手机充电", "手机店", "手機訊號", "mobile_signal", "身份证办理点", "身份证自助机", "商户主营", "用户主体",
    "id", "tel", "office_phone", "place_name", "label", "title", "地址", "kind2", "名称", "名字", "性别", "主管单位", "编码", "lon", "电话亭",
]  # fmt: skip


@pytest.mark.parametrize("column", OF_PEOPLE)
def test_a_column_of_people_is_known(column):
    assert tells_of_people(column, own=("title",))


@pytest.mark.parametrize("column", OF_THINGS)
def test_a_column_of_things_is_taken(column):
    assert not tells_of_people(column)


def test_the_columns_of_a_table_itself_are_no_persons_but_words_of_people_are():
    own = ("name", "phone", "姓名")
    assert [tells_of_people(column, own=own) for column in ("name", "Name", "phone", "姓名")] == [False] * 3 + [True]
    assert tells_of_people("name")


def test_every_usual_name_of_what_identifies_somebody_is_one_of_people():
    for field in ("name", "id_number", "born_on", "phone"):
        for head in PERSON_HEADS[field]:
            assert tells_of_people(head)
            assert tells_of_people(f"* {head}（必填）")


def test_a_head_is_read_without_what_people_write_around_it():
    assert plain_head(" 联系电话（必填）*：") == "联系电话"
