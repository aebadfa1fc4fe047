"""Whatever stands in an address or a form, a page answers: with what it has, or by saying that there is nothing."""

import io

import pytest
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.register.exports.plain_book import write_book
from linli.register.testing import make_resident

REGISTER = "/desk/register/"


@pytest.mark.parametrize("day", ["2026-13-40", "nonsense", "0000-00-00"])
def test_a_day_that_is_none_shows_the_record_as_it_stands(cast, day):
    row = make_resident()
    assert cast.jiang.sign_in().get(f"{REGISTER}residents/{row.pk}/", {"on": day}).status_code == 200


@pytest.mark.parametrize("span", [{"until": "0001-01-01"}, {"since": "9999-12-31", "until": "0001-01-01"}])
def test_a_period_beyond_all_records_is_the_usual_one(cast, span):
    assert cast.luo.sign_in().get(f"{REGISTER}audit/mine/", span).status_code == 200
    assert cast.luo.sign_in().get(f"{REGISTER}audit/", span).status_code == 200


def test_a_form_that_names_no_record_leads_back_to_the_register(cast):
    back = {"back": "household", "back_id": "x"}
    answer = cast.jiang.sign_in().post(f"{REGISTER}changes/{new_id()}/undoing/", back)
    assert (answer.status_code, answer["Location"]) == (302, REGISTER)


def test_a_workbook_may_bear_any_name_and_runs_no_head_as_a_formula():
    file = io.BytesIO()
    write_book("民政局/社保局[一]", ["=1+1"], [["=2+2"]], file, said="=3+3")
    sheet = load_workbook(file).active
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["'=1+1", "'=2+2", None, "'=3+3"]
