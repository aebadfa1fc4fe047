"""Retention runs by itself: every personal field has somebody who ends it, at the time its declaration says."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.utils import timezone

from linli.cases.testing import make_case
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.core.personal_data import personal_fields
from linli.core.retention import Rule, fields_reached
from linli.core.secrets import seal
from linli.places.importing.map_uploads import keep_map_files
from linli.register.actions.recording import Change, keep
from linli.register.importing.uploads import keep_upload
from linli.register.testing import a_command, make_household, make_organisation, make_resident
from linli.site.cli import linli
from linli.site.retention import RULES, keep_retention, run_retention
from linli.staff.rules import SYSTEM
from linli.staff.testing import GRID, make_account

# Looked up by name: the rows of a room are its own.
Consent = apps.get_model("register.Consent")
Contact = apps.get_model("register.Contact")
Disclosure = apps.get_model("register.Disclosure")
Enrolment = apps.get_model("register.Enrolment")
Guardianship = apps.get_model("register.Guardianship")
Household = apps.get_model("register.Household")
LinkageJob = apps.get_model("register.LinkageJob")
LinkagePair = apps.get_model("register.LinkagePair")
Membership = apps.get_model("register.Membership")
RegisterChange = apps.get_model("register.RegisterChange")
Residency = apps.get_model("register.Residency")
Resident = apps.get_model("register.Resident")
RetentionRun = apps.get_model("register.RetentionRun")
RollRun = apps.get_model("register.RollRun")
Statement = apps.get_model("register.Statement")
Reporter, Preference = apps.get_model("cases.Reporter"), apps.get_model("notices.Preference")
Absence, Account = apps.get_model("staff.Absence"), apps.get_model("staff.Account")

ON = dt.date(2026, 11, 22)
LONG_AGO = dt.date(2024, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(tmp_path, settings):
    """No files of other tests."""
    settings.LINLI_DATA = tmp_path


def _moment(day):
    return dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)


def _ago(days):
    return ON - dt.timedelta(days=days)


def _leave(resident, day):
    Residency.objects.filter(resident=resident).update(until=day)
    Household.objects.filter(residencies__resident=resident).update(until=day)
    Resident.objects.filter(pk=resident.pk).update(entered_at=_moment(LONG_AGO))


def _reached(run):
    return {line["model"]: line["rows"] for line in run.report}


@pytest.mark.parametrize("model", sorted(personal_fields()))
def test_every_declared_field_of_a_model_has_a_rule_that_ends_it(model):
    reached = fields_reached(RULES)
    assert [field for field in personal_fields()[model] if (model, field) not in reached] == []


def test_rules_speak_of_declared_fields_alone_and_take_their_days_from_there():
    declared = {(model, field) for model, fields in personal_fields().items() for field in fields}
    assert fields_reached(RULES) <= declared
    assert {rule.days for rule in RULES if rule.model == "cases.Reporter"} == {730}


def test_who_moved_away_more_than_a_year_ago_is_forgotten_with_all_that_hangs_on_them(cast):
    gone, stays = make_resident(), make_resident("王芳")
    Contact.objects.create(resident=gone, name_sealed=seal("李"), phone_sealed="", since=LONG_AGO)
    Statement.objects.create(
        resident_id=gone.pk, field="phone", value_sealed=seal("1"), value_hash="x", source="self",
        said_at=_moment(LONG_AGO), by="lin", state="agrees",
    )  # fmt: skip
    _leave(gone, _ago(366))
    run_retention(on=ON)
    assert list(Resident.objects.values_list("pk", flat=True)) == [stays.pk]
    assert (Residency.objects.count(), Household.objects.count()) == (1, 1)
    assert (Contact.objects.count(), Statement.objects.count()) == (0, 0)


def test_who_moved_away_a_year_ago_to_the_day_is_kept(cast):
    person = make_resident()
    _leave(person, _ago(365))
    run_retention(on=ON)
    assert Resident.objects.filter(pk=person.pk).exists()


def test_who_died_more_than_a_year_ago_is_forgotten(cast):
    person = make_resident()
    Resident.objects.filter(pk=person.pk).update(died_on=_ago(400))
    run_retention(on=ON)
    assert not Resident.objects.exists()


@pytest.mark.parametrize("why", ["guards", "is helped"])
def test_who_left_but_still_guards_or_is_helped_is_kept(cast, why):
    person, child = make_resident(), make_resident("何小", born_on=dt.date(2019, 1, 1))
    _leave(person, _ago(400))
    if why == "guards":
        Guardianship.objects.create(ward=child, guardian=person, basis="parent", since=LONG_AGO)
    else:
        Enrolment.objects.create(
            area_code=GRID, resident=person, programme_code="x", since=LONG_AGO, review_by=ON + dt.timedelta(days=9)
        )
    run_retention(on=ON)
    assert Resident.objects.filter(pk=person.pk).exists()


def test_the_history_of_somebody_forgotten_keeps_that_it_was_and_loses_the_values(cast):
    person = make_resident()
    change = Change("resident", person.pk, "corrected", {"name": "何"}, {"name": "贺"}, GRID, person.pk)
    keep(a_command(SYSTEM, at=_moment(LONG_AGO)), change)
    _leave(person, _ago(400))
    run_retention(on=ON)
    row = RegisterChange.objects.get()
    assert (row.act, row.before_sealed, row.after_sealed) == ("corrected", "", "")


def test_a_membership_goes_the_day_after_it_ended_and_takes_its_history_along(cast):
    member = Membership.objects.create(
        organisation=make_organisation(), resident=make_resident(), since=LONG_AGO, until=_ago(1)
    )
    keep(a_command(SYSTEM), Change("membership", member.pk, "joined", {}, {"role": "组长"}, GRID, member.resident_id))
    run_retention(on=ON)
    assert not Membership.objects.exists()
    assert RegisterChange.objects.get().after_sealed == ""


def test_enrolments_consents_and_disclosures_are_kept_three_years(cast):
    person = make_resident()
    for days in (1094, 1096):
        Enrolment.objects.create(
            area_code=GRID, resident=person, programme_code=f"p{days}", since=dt.date(2022, 1, 1),
            review_by=dt.date(2022, 2, 1), until=_ago(days),
        )  # fmt: skip
        Consent.objects.create(
            resident=person, purpose_code=f"p{days}", notice_code="n", notice_version="1", channel="self",
            given_at=_moment(dt.date(2022, 1, 1)), withdrawn_at=_moment(_ago(days)),
        )  # fmt: skip
        Disclosure.objects.create(
            resident_id=person.pk, at=_moment(_ago(days)), by="x", by_name="林", purpose_code="contact", how="reveal"
        )
    run_retention(on=ON)
    assert [model.objects.count() for model in (Enrolment, Consent, Disclosure)] == [1, 1, 1]


def test_a_consent_that_a_help_still_rests_on_is_kept(cast):
    person = make_resident()
    consent = Consent.objects.create(
        resident=person, purpose_code="p", notice_code="n", notice_version="1", channel="self",
        given_at=_moment(LONG_AGO), withdrawn_at=_moment(_ago(1200)),
    )  # fmt: skip
    Enrolment.objects.create(
        area_code=GRID, resident=person, programme_code="p", since=LONG_AGO, review_by=ON, consent=consent
    )
    run_retention(on=ON)
    assert Consent.objects.exists()


def test_helps_of_an_emergency_go_after_their_purposes_own_time(cast, monkeypatch):
    from linli.register.actions import retention
    from linli.register.catalogue import declared

    programme = next(iter(declared().programmes.values()))
    emergency = next(one for one in declared().purposes.values() if one.basis.value == "emergency")
    flood = programme.model_copy(update={"code": "flood", "purpose": emergency.code})
    kept = declared()
    with_flood = type(kept)(**{**vars(kept), "programmes": {"flood": flood}})
    monkeypatch.setattr(retention, "declared", lambda: with_flood)
    for days in (emergency.retention_days - 1, emergency.retention_days + 1):
        Enrolment.objects.create(
            area_code=GRID, resident=make_resident(), programme_code="flood", since=LONG_AGO,
            review_by=dt.date(2024, 2, 1), until=_ago(days),
        )  # fmt: skip
    run_retention(on=ON)
    assert Enrolment.objects.count() == 1


def test_a_linked_copy_goes_on_its_day_at_the_latest(cast):
    job = LinkageJob.objects.create(
        area_code=GRID, title="高龄津贴", purpose_code="elder-allowance", basis="-", state="review", by="x", by_name="x",
        started_at=_moment(LONG_AGO), destroy_by=ON,
    )  # fmt: skip
    LinkagePair.objects.create(job=job, row=2, row_sealed=seal("{}"))
    run_retention(on=ON - dt.timedelta(days=1))
    assert LinkagePair.objects.exists()
    run_retention(on=ON)
    assert not LinkagePair.objects.exists()
    job.refresh_from_db()
    assert job.state == "destroyed"


def test_a_file_whose_import_nobody_ended_is_destroyed_and_a_fresh_one_waits(cast, tmp_path):
    batch = apps.get_model("register.ImportBatch").objects.create(
        area_code=GRID, file_name="x.xlsx", file_digest="x", source="import", by="x", by_name="x", state="uploaded",
        started_at=_moment(_ago(2)),
    )  # fmt: skip
    for name in (batch.pk, new_id()):
        keep_upload(name, [b"rows"], name="x.xlsx")
    run = run_retention(on=ON)
    assert [path.stem for path in (tmp_path / "imports").iterdir()] == [str(batch.pk)]
    assert _reached(run)["register.ImportBatch"] == 1


def test_the_files_of_a_map_that_nobody_ended_are_destroyed(cast, tmp_path):
    waiting = apps.get_model("places.MapImport").objects.create(
        area_code=GRID[:12], files=["a.json"], language="zh-hans", by_name="x", started_at=_moment(_ago(2))
    )
    for name in (waiting.pk, new_id()):
        keep_map_files(name, [[b"{}"]])
    run = run_retention(on=ON)
    assert [path.name for path in (tmp_path / "maps").iterdir()] == [f"{waiting.pk}-00.sealed"]
    assert _reached(run)["places.MapImport"] == 1


def test_who_stood_on_a_roll_is_forgotten_a_year_after_the_next(cast):
    for day in (_ago(800), _ago(366), _ago(10)):
        RollRun.objects.create(
            area_code=GRID[:12], roll="voters", on=day, at=_moment(day), by="x", count=1, members=new_id().bytes
        )
    run_retention(on=ON)
    assert [bool(bytes(members)) for members in RollRun.objects.order_by("pk").values_list("members", flat=True)] == [
        False, True, True,
    ]  # fmt: skip


def test_who_reported_a_case_is_forgotten_two_years_after_it_was_closed(cast):
    old, new = make_case(cast), make_case(cast)
    for case, days in ((old, 731), (new, 729)):
        type(case).objects.filter(pk=case.pk).update(state="closed", is_open=False, closed_at=_moment(_ago(days)))
        Reporter.objects.update_or_create(case=case, defaults={"phone_sealed": seal("1")})
    run_retention(on=ON)
    assert list(Reporter.objects.values_list("case_id", flat=True)) == [new.pk]


def test_a_closed_account_loses_mail_wishes_and_its_resident_and_goes_when_no_ledger_names_it(cast):
    account = make_account("gone", name="走了")
    person = make_resident(account_id=account.pk)
    Preference.objects.create(account_id=account.pk, phone_sealed=seal("1"))
    Account.objects.filter(pk=account.pk).update(is_active=False, email="gone@example.org")
    run_retention(on=ON)
    assert not Account.objects.filter(username="gone").exists()
    assert not Preference.objects.exists()
    person.refresh_from_db()
    assert person.account_id is None


def test_an_account_that_the_log_names_keeps_its_name(cast):
    keep(a_command(cast.lin.actor), Change("resident", new_id(), "corrected", {}, {"name": "x"}, GRID))
    Account.objects.filter(username="lin").update(is_active=False)
    run_retention(on=ON)
    assert Account.objects.get(username="lin").name == "林小满"


def test_absences_go_a_month_after_they_are_over(cast):
    for days in (29, 31):
        Absence.objects.create(account=cast.lin.account, from_on=_ago(days), to_on=_ago(days))
    run_retention(on=ON)
    assert Absence.objects.count() == 1


def test_a_run_that_only_looks_deletes_nothing_and_says_what_it_would(cast):
    _leave(make_resident(), _ago(400))
    run = run_retention(on=ON, dry=True)
    assert (run.dry, _reached(run)["register.Resident"]) == (True, 1)
    assert Resident.objects.exists()
    assert not AuditEntry.objects.filter(act="destroy").exists()


def test_what_was_destroyed_is_kept_as_counts_and_noted_in_the_log(cast):
    _leave(make_resident(), _ago(400))
    run = run_retention(on=ON)
    line = AuditEntry.objects.get(act="destroy", subject_kind="register.Resident")
    assert (line.count, _reached(run)["register.Resident"]) == (1, 1)
    assert "phone_sealed" in line.detail["fields"]


def test_a_second_run_finds_nothing(cast):
    make_household()
    _leave(make_resident(), _ago(400))
    run_retention(on=ON)
    assert run_retention(on=ON).report == []


def test_many_rows_go_in_several_batches(cast, monkeypatch):
    monkeypatch.setattr("linli.core.retention.BATCH", 2)
    for number in range(5):
        Absence.objects.create(account=cast.lin.account, from_on=LONG_AGO, to_on=LONG_AGO + dt.timedelta(days=number))
    assert _reached(run_retention(on=ON)) == {"staff.Absence": 5}


def test_the_worker_runs_it_once_a_night(cast):
    night = dt.datetime(2026, 11, 22, 2, 30, tzinfo=timezone.get_default_timezone())
    assert keep_retention(night - dt.timedelta(hours=1), run_on=None) is None
    assert keep_retention(night, run_on=None) == night.date()
    assert keep_retention(night + dt.timedelta(hours=3), run_on=None) == night.date()
    assert RetentionRun.objects.count() == 1


def test_the_command_tells_counts_by_model(cast):
    _leave(make_resident(), _ago(400))
    said = CliRunner().invoke(linli, ["retention", "run", "--on", "2026-11-22", "--dry-run", "--json"]).output
    told = json.loads(said)
    assert (told["dry"], {line["model"] for line in told["report"]} >= {"register.Resident"}) == (True, True)


def test_the_page_shows_runs_to_those_who_keep_purposes(cast):
    _leave(make_resident(), _ago(400))
    run_retention(on=ON)
    assert "register.Resident" in cast.luo.sign_in().get("/desk/register/retention/").content.decode()


def test_a_rule_without_a_declared_time_cannot_be():
    with pytest.raises(KeyError):
        assert Rule("register.Resident", ("nothing",), lambda before: Resident.objects.none()).days
