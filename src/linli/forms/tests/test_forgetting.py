"""Filled forms go after their year, with files and what waited; somebody reads what was filled in about them; the command line."""

import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.core.retention import forget_expired
from linli.forms import actions
from linli.forms.actions.attaching import path_of
from linli.forms.actions.forgetting import RULES
from linli.forms.cli import forms as command_line
from linli.forms.models import Form, Submission, SubmissionFile, WriteBack
from linli.forms.queries.about_me import forms_about
from linli.forms.sample import SHIPPED
from linli.forms.testing import AT, a_command, household_xml, make_forms, member_xml
from linli.register.queries.held import held_members
from linli.register.testing import make_household
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def submission(cast: Cast, settings, tmp_path) -> Submission:
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    turn = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone="19900000999")
    xml = household_xml(turn, household=make_household().pk, home={"plate_photo": "a.jpg"})
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "JPEG")
    sent = actions.Sent("household", "", "", xml, files={"a.jpg": picture.getvalue()})
    return Submission.objects.get(pk=actions.take_submission(sent, command=a_command(cast.lin.actor)).id)


def test_a_filled_form_goes_after_a_year_with_its_files(submission):
    stored = path_of(SubmissionFile.objects.get().sha256)
    forget_expired(RULES, on=AT.date() + dt.timedelta(days=365))
    assert stored.exists()
    assert Submission.objects.exists()
    forget_expired(RULES, on=AT.date() + dt.timedelta(days=367))
    assert not stored.exists()
    assert [model.objects.count() for model in (Submission, SubmissionFile, WriteBack)] == [0, 0, 0]


def test_who_admitted_a_form_is_forgotten_three_years_after_its_end(submission):
    form = Form.objects.get(pk="household")
    forget_expired(RULES, on=form.expires_on + dt.timedelta(days=1090))
    assert Form.objects.get(pk="household").admitted_by_name == "罗正"
    forget_expired(RULES, on=form.expires_on + dt.timedelta(days=1097))
    assert Form.objects.get(pk="household").admitted_by_name == ""


def test_somebody_reads_which_forms_were_filled_in_about_them(cast: Cast, submission):
    person = next(one for one in held_members(submission.household_id) if one.name == "何秀兰")
    (section,) = forms_about(cast.zhao.account.pk, person.id)
    assert section.rows[0][1:4] == ("入户核对表", "核实登记", "林小满")
    assert forms_about(cast.zhao.account.pk, cast.zhao.account.pk) == ()


def test_what_was_filled_in_about_somebody_is_read_once_each_and_without_the_forms_files(cast: Cast, submission):
    person = next(one for one in held_members(submission.household_id) if one.name == "何秀兰")
    turn = member_xml(member_name="何秀兰", resident_id=str(person.id), sex="male", phone="19900000888")
    sent = actions.Sent("household", "", "", household_xml(turn, household=submission.household_id))
    actions.take_submission(sent, command=a_command(cast.lin.actor))
    assert WriteBack.objects.filter(resident_id=person.id).count() > Submission.objects.count()
    with CaptureQueriesContext(connection) as asked:
        (section,) = forms_about(cast.zhao.account.pk, person.id)
    assert len(section.rows) == Submission.objects.count()
    assert not any(name in query["sql"] for query in asked for name in ("xlsform", "xform", "DISTINCT"))


def test_a_form_about_a_household_is_told_to_each_of_it_also_where_nothing_differs(cast: Cast, submission):
    """Whoever the form itself says nothing of is told that it was filled in, and none of another's answers."""
    other = next(one for one in held_members(submission.household_id) if one.name != "何秀兰")
    (section,) = forms_about(cast.zhao.account.pk, other.id)
    assert [row[1:] for row in section.rows] == [("入户核对表", "核实登记", "林小满", "")]


def run(*arguments: str) -> tuple[int, str]:
    ended = CliRunner().invoke(command_line, arguments)
    return ended.exit_code, ended.output if ended.exception is None else str(ended.exception)


def test_a_form_is_checked_admitted_listed_and_withdrawn_on_the_command_line(cast: Cast, tmp_path):
    file = str(SHIPPED / "household.xlsx")
    code, said = run("check", file, "--json")
    assert (code, json.loads(said)["asked"], json.loads(said)["known"]) == (0, 15, 8)
    assert not Form.objects.exists()
    asked = ("--owner", COMMUNITY_OFFICE, "--purpose", "verify", "--target", "household", "--area", DISTRICT)
    code, said = run("admit", file, *asked, "--list-ref", "清单 3", "--expires", "2027-05-31", "--json")
    assert (code, json.loads(said)["expires_on"]) == (0, "2027-05-31")
    assert [row["code"] for row in json.loads(run("list", "--json")[1])] == ["household"]
    assert run("list", "-o", str(tmp_path / "f.xlsx"))[0] == 0
    assert "居民·姓名" in run("show", "household")[1]
    assert run("withdraw", "household", "--reason", "试用结束")[0] == 0
    assert Form.objects.get().state == "withdrawn"


def test_a_form_without_a_list_reference_is_refused_on_the_command_line(cast: Cast):
    asked = ("--owner", COMMUNITY_OFFICE, "--purpose", "verify", "--area", DISTRICT, "--expires", "2027-05-31")
    code, said = run("admit", str(SHIPPED / "household.xlsx"), *asked, "--list-ref", " ")
    assert code == 1
    assert "准入清单编号" in said
    assert Form.objects.get().state == "draft"


def test_the_shipped_forms_are_admitted_once(cast: Cast):
    assert run("shipped", "--owner", COMMUNITY_OFFICE, "--area", DISTRICT)[1].strip() == "已准入 3 张。"
    assert run("shipped", "--owner", COMMUNITY_OFFICE, "--area", DISTRICT)[1].strip() == "已准入 0 张。"
