"""Everything about me: clear to oneself and to the guardian of a young child, to nobody else; who read it; as a file."""

import datetime as dt
import json
import shutil
import subprocess

import pytest

from linli.core.models import AuditEntry
from linli.register.actions.correcting import correct_resident
from linli.register.actions.recording import Reading, keep_reading
from linli.register.actions.vital import record_death
from linli.register.errors import NotOwnRecord
from linli.register.models import Consent, Enrolment, Guardianship
from linli.register.queries.about_me import own_record, record_for, sections_about, wards_on
from linli.register.queries.disclosures import disclosures_of
from linli.register.rules import NewResident, Relation
from linli.register.testing import AT, a_command, make_household, make_id_number, make_resident
from linli.staff.testing import GRID, make_account

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 16)
BORN = dt.date(1958, 4, 5)
NUMBER = make_id_number(BORN, "female")


@pytest.fixture(name="account")
def _account():
    return make_account("he", name="何秀兰")


@pytest.fixture(name="me")
def _me(cast, account):
    return make_resident("何秀兰", id_number=NUMBER, phone="19900000123", account_id=account.pk)


def _child(me, born_on=dt.date(2019, 9, 1), basis="parent"):
    child = make_resident("何宇轩", sex="male", born_on=born_on)
    Guardianship.objects.create(ward=child, guardian=me, basis=basis, since=born_on)
    return child


def _section(resident, key):
    return next(section for section in sections_about(resident) if section.key == key)


def test_my_page_shows_my_own_values_clear_with_their_source(me, account, client):
    client.force_login(account)
    page = client.get("/me/").content.decode()
    assert NUMBER in page
    assert "19900000123" in page


def test_of_others_in_the_household_only_that_they_exist(cast, account):
    mine = NewResident("何秀兰", "female", BORN, account_id=account.pk, relation=Relation.HEAD)
    home = make_household(mine, NewResident("何宇轩", "male", dt.date(2019, 9, 1), relation=Relation.GRANDCHILD))
    me = home.residencies.get(relation="head").resident
    assert _section(me, "household").rows == (("1",),)
    assert "何宇轩" not in json.dumps([section.as_records() for section in sections_about(me)], ensure_ascii=False)


def test_who_read_my_data_stands_with_unit_purpose_fields_and_words(me, cast):
    keep_reading(Reading([me.pk], ["phone", "id_number"], "contact", "reveal", GRID, "回访"), by=cast.lin.actor, at=AT)
    row = disclosures_of(me.pk)[0]
    assert (row.by_name, row.unit, row.fields, row.said) == ("林小满", "竹桥社区", "电话、身份证号", "回访")
    assert row.purpose == "就本人的事项联系本人"


def test_why_and_how_long_each_value_is_held_is_told_in_words(me):
    rows = {row[0]: row[1:] for row in _section(me, "processing").rows}
    assert rows["电话"] == ("就本人的事项联系本人", "本人同意", "迁出或去世后 365 天")


def test_the_history_of_my_own_values_is_mine_to_read(me, cast):
    values = {"phone": "19900000456"}
    correct_resident(me.pk, command=a_command(cast.jiang.actor), values=values, source="self", reason="本人来电更正")
    row = next(row for row in _section(me, "changes").as_records() if "19900000456" in row["after"])
    assert ("19900000123" in row["before"], "19900000456" in row["after"], row["by"]) == (True, True, "姜文琴")


def test_many_readings_take_as_many_questions_as_one(me, cast, django_assert_num_queries):
    for number in range(30):
        keep_reading(Reading([me.pk], ["phone"], "contact", "reveal", GRID, str(number)), by=cast.lin.actor, at=AT)
    disclosures_of(me.pk)
    with django_assert_num_queries(2):
        assert len(disclosures_of(me.pk)) == 30


def test_a_guardian_sees_a_young_child_and_no_longer_when_the_child_is_14(me, account):
    child = _child(me, born_on=dt.date(2012, 11, 17))
    assert record_for(account.pk, child.pk, on=ON) == child
    assert [one.name for one in wards_on(me.pk, on=ON)] == ["何宇轩"]
    birthday = dt.date(2026, 11, 17)
    assert wards_on(me.pk, on=birthday) == ()
    with pytest.raises(NotOwnRecord):
        record_for(account.pk, child.pk, on=birthday)


def test_a_court_s_guardian_is_not_bound_to_an_age(me, account):
    assert record_for(account.pk, _child(me, born_on=dt.date(1990, 1, 1), basis="court").pk, on=ON).name == "何宇轩"


def test_an_ended_guardianship_shows_nothing(me, account):
    child = _child(me)
    Guardianship.objects.update(until=dt.date(2026, 1, 1))
    with pytest.raises(NotOwnRecord):
        record_for(account.pk, child.pk, on=ON)


def test_a_child_under_14_has_no_direct_account(cast, account):
    make_resident("何宇轩", sex="male", born_on=dt.date(2019, 9, 1), account_id=account.pk)
    with pytest.raises(NotOwnRecord):
        own_record(account.pk, on=ON)


def test_a_consent_is_withdrawn_at_the_portal_and_its_help_ends(me, account, client):
    consent = Consent.objects.create(
        resident=me,
        purpose_code="elder-visits",
        notice_code="care-visits",
        notice_version="1",
        given_at=AT,
        channel="self",
    )
    Enrolment.objects.create(
        area_code=GRID, resident=me, programme_code="care-visits", consent=consent, since=dt.date(2026, 1, 1),
        review_by=dt.date(2027, 1, 1),
    )  # fmt: skip
    client.force_login(account)
    assert "撤回同意" in client.get("/me/").content.decode()
    client.post(f"/me/{me.pk}/consents/{consent.pk}/withdrawal")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert Enrolment.objects.get().until is not None


def test_another_s_consent_is_not_withdrawn(me, account, client):
    other = make_resident("王芳")
    consent = Consent.objects.create(
        resident=other, purpose_code="elder-visits", notice_code="n", notice_version="1", given_at=AT, channel="self"
    )
    client.force_login(account)
    assert client.post(f"/me/{me.pk}/consents/{consent.pk}/withdrawal").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_everything_comes_as_json_and_the_taking_out_is_noted(me, account, client):
    client.force_login(account)
    told = json.loads(client.get(f"/me/{me.pk}/everything.json").content)
    values = [one["value"] for one in told["sections"]["person"]["records"]]
    assert {NUMBER, "19900000123", "何秀兰"} <= set(values)
    assert {"consents", "readings", "changes", "cases", "processing"} <= set(told["sections"])
    line = AuditEntry.objects.get(act="export")
    assert (line.subject_id, line.detail["how"]) == (str(me.pk), "own")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there")
def test_everything_comes_as_a_pdf_that_can_be_read(me, account, client, tmp_path):
    client.force_login(account)
    (tmp_path / "me.pdf").write_bytes(client.get(f"/me/{me.pk}/everything.pdf").content)
    told = subprocess.run(["pdftotext", tmp_path / "me.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert NUMBER in told.replace("\n", "")


def test_a_name_that_looks_like_markup_harms_no_paper(me, account, client):
    me.name = "<b>何&"
    me.save()
    client.force_login(account)
    assert client.get(f"/me/{me.pk}/everything.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["", "readings/", "everything.json", "everything.pdf"])
@pytest.mark.parametrize("who", ["zhao", "lin", "jiang", "luo", "root"])
def test_zhao_gets_nothing_nor_does_any_member_of_staff(me, cast, path, who):
    assert getattr(cast, who).sign_in().get(f"/me/{me.pk}/{path}").status_code == 404


def test_an_account_without_a_record_is_told_where_to_go(cast):
    answer = cast.zhao.sign_in().get("/me/")
    assert (answer.status_code, "社区窗口" in answer.content.decode()) == (404, True)


def test_nobody_sees_anything_without_signing_in(me, client):
    assert client.get("/me/").status_code == 302
    assert client.get(f"/me/{me.pk}/everything.json").status_code == 302


def test_no_page_of_mine_is_kept_by_a_browser_or_a_proxy(me, account, client):
    client.force_login(account)
    for path in ("", f"{me.pk}/readings/", f"{me.pk}/everything.json"):
        assert "no-store" in client.get(f"/me/{path}")["Cache-Control"]


def test_nobody_goes_on_reading_as_somebody_who_has_died(me, account, client, cast):
    record_death(me.pk, command=a_command(cast.jiang.actor), on=ON, source="department")
    client.force_login(account)
    for page in ("/me/", f"/me/{me.pk}/", f"/me/{me.pk}/everything.json", "/me/requests/new/"):
        answer = client.get(page)
        assert answer.status_code == 404
        assert NUMBER not in answer.content.decode()


def test_who_is_guardian_no_longer_reads_nothing_from_that_day_on(me, account):
    child = _child(me)
    Guardianship.objects.filter(ward=child).update(until=ON)
    with pytest.raises(NotOwnRecord):
        record_for(account.pk, child.pk, on=ON)
