"""No form without owner, purpose, list reference and end; what is asked twice is counted; what is barred never gets in."""

import datetime as dt
import io
import zipfile

import pytest
import time_machine
from openpyxl import load_workbook

from linli.core.errors import NotAllowed
from linli.forms import actions, errors
from linli.forms.converting import xlsforms
from linli.forms.models import Form, FormVersion
from linli.forms.queries import open_forms, xform_of
from linli.forms.queries.listing import form_rows
from linli.forms.rules import Question, Target, attribute_of, compare, is_over, was_open
from linli.forms.testing import AT, a_command, an_admission, an_xlsform, make_form, make_forms
from linli.forms.testing import admit as admit_version
from linli.register.errors import PurposeClosed, PurposeUnknown
from linli.staff.testing import OTHER_DISTRICT, STREET, STREET_BESIDE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
ROWS = [("text", "remark", "备注"), ("text", "full_name", "姓名")]


def upload(cast: Cast, rows=ROWS, *, by="luo", **more) -> FormVersion:
    content = an_xlsform(rows, **more)
    return actions.upload_form(content, name="t.xlsx", command=a_command(getattr(cast, by).actor))


def admit(cast: Cast, *, by="luo", version="1", **more) -> Form:
    command = a_command(getattr(cast, by).actor)
    return admit_version("test-form", an_admission(**more), command=command, version=version)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"owner_unit": " "}, errors.OwnerMissing),
        ({"owner_unit": "nobody"}, errors.OwnerUnknown),
        ({"purpose_code": ""}, errors.PurposeMissing),
        ({"purpose_code": "curiosity"}, PurposeUnknown),
        ({"purpose_code": "disability-allowance", "target": Target.PERSON}, PurposeClosed),
        ({"purpose_code": "voter-roll", "target": Target.PERSON}, PurposeUnknown),
        ({"list_reference": ""}, errors.ListReferenceMissing),
        ({"expires_on": None}, errors.EndMissing),
        ({"expires_on": AT.date() - dt.timedelta(days=1)}, errors.EndMissing),
        ({"expires_on": AT.date() + dt.timedelta(days=367)}, errors.EndTooFar),
        ({"lead_days": -1}, errors.LeadWrong),
        ({"area_code": OTHER_DISTRICT}, errors.AreaWrong),
        ({"purpose_code": "place-safety", "target": Target.PERSON}, PurposeUnknown),
    ],
    ids=[
        "no-owner", "owner-unknown", "no-purpose", "purpose-unknown", "purpose-closed", "purpose-for-lists", "no-list",
        "no-end", "ended", "too-long", "lead", "elsewhere", "no-people-in-it",
    ],
)  # fmt: skip
def test_a_form_that_lacks_something_is_not_admitted(cast: Cast, more, error):
    upload(cast)
    with pytest.raises(error):
        admit(cast, **more)
    assert Form.objects.get().state == "draft"
    assert open_forms(cast.lin.actor) == []


def test_a_form_asks_no_more_of_people_than_its_purpose_may_know(cast: Cast):
    upload(cast, [("text", "phone", "电话"), ("text", "full_name", "姓名")])
    with pytest.raises(errors.PurposeTooNarrow) as refused:
        admit(cast, purpose_code="register", target=Target.PERSON)
    assert "电话" in str(refused.value)
    assert admit(cast, purpose_code="verify", target=Target.PERSON).state == "admitted"


@pytest.mark.parametrize("target", [Target.PLACE, Target.NONE], ids=["place", "none"])
def test_a_form_about_a_place_asks_for_nobody_s_data_unless_its_purpose_may_know_them(cast: Cast, target):
    upload(cast, [("text", "phone", "电话"), ("text", "remark", "备注")])
    with pytest.raises(errors.PurposeTooNarrow) as refused:
        admit(cast, purpose_code="place-safety", target=target)
    assert "电话" in str(refused.value)
    assert admit(cast, purpose_code="verify", target=target).state == "admitted"


def test_an_admitted_form_is_there_at_once_and_gone_after_its_last_day(cast: Cast):
    upload(cast)
    form = admit(cast)
    assert [one.code for one in open_forms(cast.lin.actor)] == ["test-form"]
    with time_machine.travel(dt.datetime.combine(form.expires_on, dt.time(12), dt.UTC), tick=False):
        assert [one.code for one in open_forms(cast.lin.actor)] == ["test-form"]
    with time_machine.travel(
        dt.datetime.combine(form.expires_on + dt.timedelta(days=1), dt.time(12), dt.UTC), tick=False
    ):
        assert open_forms(cast.lin.actor) == []


def test_a_form_of_one_street_is_asked_nowhere_else(cast: Cast):
    upload(cast)
    admit(cast, area_code=STREET_BESIDE)
    assert open_forms(cast.lin.actor) == []
    with pytest.raises(errors.FormNotFound):
        xform_of("test-form", actor=cast.lin.actor)
    admit(cast, area_code=STREET)
    assert [one.code for one in open_forms(cast.lin.actor)] == ["test-form"]


@pytest.mark.parametrize("who", ["zhao", "lin", "jiang", "sun", "root"])
def test_only_who_admits_forms_uploads_admits_and_withdraws(cast: Cast, who):
    with pytest.raises(NotAllowed):
        upload(cast, by=who)
    upload(cast)
    with pytest.raises(errors.AreaWrong):
        admit(cast, by=who)
    admit(cast)
    with pytest.raises(errors.FormNotFound):
        actions.withdraw_form("test-form", reason="x", command=a_command(getattr(cast, who).actor))


def test_a_withdrawn_form_leaves_every_list_and_says_why(cast: Cast):
    make_form(cast, ROWS)
    with pytest.raises(errors.ReasonMissing):
        actions.withdraw_form("test-form", reason=" ", command=a_command(cast.luo.actor))
    form = actions.withdraw_form("test-form", reason="已由入户核对表代替", command=a_command(cast.luo.actor))
    assert (form.state, form.withdrawn_because) == ("withdrawn", "已由入户核对表代替")
    assert open_forms(cast.lin.actor) == []
    with pytest.raises(errors.FormWithdrawn):
        actions.withdraw_form("test-form", reason="x", command=a_command(cast.luo.actor))


def test_a_newer_version_takes_over_and_the_same_version_never_changes(cast: Cast):
    make_form(cast, ROWS)
    assert upload(cast).version == "1"
    with pytest.raises(errors.VersionTaken):
        upload(cast, [("text", "remark", "说明")])
    upload(cast, [("text", "remark", "说明")], version="2")
    assert open_forms(cast.lin.actor)[0].version == "1"
    admit(cast, version="2")
    assert open_forms(cast.lin.actor)[0].version == "2"
    assert FormVersion.objects.get(version="1").ended_on == AT.date()


def test_what_the_register_and_other_forms_ask_is_counted(cast: Cast):
    make_forms(cast)
    version = upload(cast, [("text", "full_name", "居民姓名"), ("text", "w", "还想说的话。"), ("text", "x", "新问题")])
    assert (version.asked, version.known, version.elsewhere) == (3, 1, 2)
    row = next(one for one in form_rows(cast.luo.actor) if one.code == "test-form")
    assert (row.known_share, row.elsewhere_share) == (33, 67)


@pytest.mark.parametrize(
    ("rows", "more", "error", "said"),
    [
        ([("text", "a", "您的宗教信仰")], {}, errors.FormBarred, "宗教"),
        ([("text", "ethnicity", "请填写")], {}, errors.FormBarred, "民族"),
        ([("start-geopoint", "here", "")], {}, errors.FormBarred, "个人行踪"),
        ([("background_geopoint", "there", "")], {}, errors.FormBarred, "个人行踪"),
        ([("Audit", "audit", "")], {}, errors.FormBarred, "在线时长"),
        ([("background-audio", "heard", "")], {}, errors.FormBarred, "生物识别"),
        ([("select_one nothing", "a", "选一个")], {"choices": [("l", "a", "b")]}, errors.FormBroken, "第 2 行"),
        ([("text", "b", "好的"), ("txt", "a", "写错的类型")], {}, errors.FormBroken, "survey 第 3 行"),
        ([("text", "a", "甲", "", "resident.blood_type")], {}, errors.BindingUnknown, "resident.name"),
        ([("text", "a", "甲")], {"code": "1 bad code"}, errors.FormCodeWrong, "1 bad code"),
        ([("select_one_from_file houses.csv", "a", "选一个")], {}, errors.FormNeedsFiles, "houses.csv"),
    ],
    ids=["religion", "ethnicity", "place", "way", "minutes", "sound", "no-list", "type", "binding", "code", "files"],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_kept(cast: Cast, rows, more, error, said):
    with pytest.raises(error) as refused:
        upload(cast, rows, **more)
    assert said in str(refused.value)
    assert not Form.objects.exists()


@pytest.mark.parametrize(
    ("row", "cell", "head"),
    [(("start-geopoint", "here", ""), "A1", "command"), (("text", "religion", "请填写"), "B1", "tag")],
    ids=["watching", "barred"],
)
def test_what_is_barred_is_known_under_the_converters_older_heads_too(cast: Cast, row, cell, head):
    book = load_workbook(io.BytesIO(an_xlsform([row])))
    book["survey"][cell] = head
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(errors.FormBarred):
        actions.upload_form(content.getvalue(), name="t.xlsx", command=a_command(cast.luo.actor))


def test_a_form_without_a_version_goes_by_its_contents(cast: Cast):
    one = upload(cast, [("text", "a", "甲")], version="")
    other = upload(cast, [("text", "a", "乙")], version="")
    assert len({one.version, other.version}) == 2
    assert f'version="{one.version}"' in bytes(one.xform).decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a,b\n1,2"], ids=["empty", "broken", "csv"])
def test_what_is_no_workbook_is_refused(cast: Cast, content):
    with pytest.raises(errors.FormUnreadable):
        actions.upload_form(content, name="t.xlsx", command=a_command(cast.luo.actor))


def test_a_workbook_that_grows_beyond_measure_is_not_unpacked(cast: Cast, monkeypatch):
    monkeypatch.setattr(xlsforms, "load_workbook", None)
    grown = io.BytesIO(an_xlsform(ROWS))
    with zipfile.ZipFile(grown, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/sharedStrings.xml", "w") as part:
        for _megabyte in range(xlsforms.MOST_UNPACKED_MB):
            part.write(bytes(1_000_000))
    assert len(grown.getvalue()) < xlsforms.MOST_MB * 100_000
    with pytest.raises(errors.FormUnreadable, match="解压后太大"):
        actions.upload_form(grown.getvalue(), name="t.xlsx", command=a_command(cast.luo.actor))


def test_the_list_costs_the_same_however_many_forms_there_are(cast: Cast, django_assert_num_queries):
    make_forms(cast)
    form_rows(cast.luo.actor)
    with django_assert_num_queries(3):
        form_rows(cast.luo.actor)


def test_a_binding_says_none_where_a_name_would_mislead():
    assert attribute_of("name") == "resident.name"
    assert attribute_of("name", said="none") == ""
    assert attribute_of("dog_name") == ""


def test_words_alone_make_two_questions_the_same():
    one = Question("/d/a", "a", "text", {"zh-hans": "您的 电话？"})
    other = Question("/d/b", "b", "text", {"zh-hans": "您的电话"})
    note = Question("/d/c", "c", "note", {"zh-hans": "您的电话"})
    assert compare([one], {"f": [other]}).elsewhere == 1
    assert compare([one], {"f": [note]}).elsewhere == 0


def test_a_form_is_open_on_its_last_day_and_takes_what_was_filled_in_before():
    day = dt.date(2026, 11, 16)
    assert not is_over(day, on=day)
    assert is_over(day, on=day + dt.timedelta(days=1))
    assert not is_over(None, on=day)
    assert was_open(day, since=day, until=day)
    assert not was_open(day, since=None, until=day)
    assert not was_open(day + dt.timedelta(days=1), since=day, until=day)
