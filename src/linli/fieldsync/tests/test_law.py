"""The law pack: open to everybody, in three languages, as a page and as papers, with facts that come from the code."""

import io
import re
from pathlib import Path

import pytest
from docx import Document

from linli.cases.queries.kinds import catalogue
from linli.cases.testing import make_places
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.exports.law_pack import law_pack
from linli.fieldsync.exports.law_papers import position_said
from linli.fieldsync.exports.law_texts import POSITION_READS
from linli.fieldsync.rules.holdings import HOLDINGS
from linli.staff.rules import Role
from linli.staff.testing import DISTRICT, make_duty


def page(client, language="zh-hans"):
    answer = client.get("/field/law/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_everybody_may_read_it(client, db, language, tag):
    told = page(client, language)
    assert f'<html lang="{tag}"' in told
    assert all(name in told for name in KINDS)


def test_the_stranger_reads_what_everybody_reads(cast):
    told = page(cast.zhao.sign_in())
    assert "不打卡" in told
    assert cast.lin.account.name not in told


def test_it_names_the_lease_as_it_is_set(client, db, settings):
    settings.LINLI_FIELD_LEASE_HOURS = 31
    assert "离线 31 小时后锁定" in page(client)


def test_it_says_who_answers_a_complaint(cast, client):
    make_places()
    make_duty(catalogue().kinds["service.app-complaint"].duty, area_code=DISTRICT, unit=cast.units["990101-command"])
    assert "由松门区指挥中心办理，8 个工作日内答复" in page(client)


def test_where_nobody_was_named_the_place_stays_open(client, db):
    assert "由【由申报单位填写】办理" in page(client)


def test_the_roles_are_those_that_work_in_the_field(db):
    roles = {str(role.name): role.has_people for role in law_pack().roles}
    assert roles["网格员"] is True
    assert roles["核查员"] is False
    assert len(roles) == len({Role.GRID_WORKER, Role.INSPECTOR, Role.HANDLER, Role.UNIT_HEAD})


def test_it_says_when_the_position_is_read(client, db):
    told = page(client)
    assert [one for one in POSITION_READS if str(one.when) not in told or str(one.then) not in told] == []
    assert position_said() in told


def test_the_word_file_says_when_the_position_is_read(client, db):
    file = Document(io.BytesIO(client.get("/field/law/pack.docx").content))
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert {str(one.when) for one in POSITION_READS} <= cells


def test_the_word_file_has_blanks_for_the_office_and_every_function(client, db):
    answer = client.get("/field/law/pack.docx")
    file = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert cells.count("【由申报单位填写】") == 13
    assert set(KINDS) <= set(cells)
    assert "attachment" in answer["Content-Disposition"]


def test_the_pdf_is_a_pdf_with_more_than_a_page(client, db):
    answer = client.get("/field/law/pack.pdf", headers={"Accept-Language": "en"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", answer.content)) > 1


def test_there_are_no_other_files(client, db):
    assert client.get("/field/law/pack.exe").status_code == 404


def test_the_explanation_names_every_part_a_phone_holds():
    page = Path(__file__).resolve().parents[4] / "docs/explanation/what-the-phone-holds.md"
    told = page.read_text(encoding="utf-8")
    assert [one.part for one in HOLDINGS if f"`{one.part}`" not in told] == []
