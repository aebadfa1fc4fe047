"""A department's list is held against the register for one purpose; people decide, and the copy is destroyed."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.core.secrets import unseal
from linli.core.tables import Row
from linli.register import errors
from linli.register.actions.linking import (
    NewLinkage,
    close_reconciliation,
    destroy_due,
    keep_export,
    start_duplicates,
    start_reconciliation,
)
from linli.register.actions.linking_deciding import Verdict, confirm_certain, decide_pair, look_again, look_at_pair
from linli.register.actions.linking_running import run_reconciliation
from linli.register.exports.linkage import write_results
from linli.register.models import Disclosure, Enrolment, ImpactAssessment, LinkageJob, LinkagePair, Residency, Resident
from linli.register.queries.linkages import decided_rows, pair_counts, queue_of
from linli.register.rules.linking import Against, Thresholds
from linli.register.testing import AT, a_command, make_id_number, make_resident
from linli.staff.testing import GRID, STREET, STREET_BESIDE, Role, make_actor

BORN = dt.date(1958, 4, 5)
NUMBER = make_id_number(BORN, "female")
COLUMNS = {"name": "姓名", "id_number": "身份证号", "born_on": "出生日期", "phone": "电话"}
WANTED = NewLinkage(STREET, "高龄津贴核对", "elder-allowance", "老年人权益保障法第三十三条")


def row(number, name, id_number="", born_on="", phone=""):
    return Row(number, {"姓名": name, "身份证号": id_number, "出生日期": born_on, "电话": phone, "备注": "不带走"})


ROWS = [
    row(2, "何秀兰", NUMBER, "1958-04-05", "19900000123"),
    row(3, "何秀蓝", NUMBER[:9] + ("1" if NUMBER[9] != "1" else "2") + NUMBER[10:], "1958年4月5日"),
    row(4, "段无此", "", "1990-01-01"),
]


@pytest.fixture
def jiang(cast):
    return cast.jiang.actor


@pytest.fixture
def known(cast):
    make_resident("段东海", sex="male", born_on=dt.date(1971, 3, 9), area_code=GRID)
    return make_resident("何秀兰", id_number=NUMBER, phone="19900000123", area_code=GRID)


def run(actor, wanted=WANTED, rows=ROWS):
    job = start_reconciliation(wanted, rows, COLUMNS, command=a_command(actor))
    return run_reconciliation(job.pk)


@pytest.mark.django_db
def test_rows_find_their_resident_and_the_others_are_not_found(jiang, known):
    job = run(jiang)
    assert (job.state, job.trouble) == ("review", "")
    found = {pair.row: pair.resident_id for pair in LinkagePair.objects.filter(job=job)}
    assert found == {2: known.pk, 3: known.pk, 4: None}
    assert job.counts == {"people": 2, "pairs": 2, "certain": 2, "review": 0, "not_found": 1}


@pytest.mark.django_db
def test_a_slip_in_an_id_number_is_known_as_one(jiang, known):
    pair = LinkagePair.objects.get(job=run(jiang), row=3)
    levels = {name: level for name, level, _bits in pair.parts}
    assert (levels["id_number"], levels["name"], levels["born_on"]) == ("one-typo", "sound", "exact")
    assert sum(bits for *_, bits in pair.parts) == pytest.approx(pair.weight, abs=0.02)


@pytest.mark.django_db
def test_only_compared_columns_are_kept_and_sealed(jiang, known):
    pair = LinkagePair.objects.filter(job=run(jiang)).first()
    assert "何秀兰" not in pair.row_sealed
    assert set(json_of(pair)) <= set(COLUMNS)


def json_of(pair):
    import json

    return json.loads(unseal(pair.row_sealed))


@pytest.mark.django_db
def test_people_of_another_street_are_not_looked_at(jiang):
    make_resident("何秀兰", id_number=NUMBER, area_code="990101002001001")
    assert set(LinkagePair.objects.filter(job=run(jiang)).values_list("resident_id", flat=True)) == {None}


WRONG = [
    ({"purpose": "planning"}, errors.PurposeUnknown),
    ({"purpose": "same-person"}, errors.PurposeUnknown),
    ({"purpose": "pension-review"}, errors.PurposeClosed),
    ({"basis": " "}, errors.LinkageBasisMissing),
    ({"destroy_by": dt.date(2029, 1, 1)}, errors.LinkageKeptTooLong),
    ({"thresholds": Thresholds(0.1, 0.5)}, errors.LinkageThresholdsWrong),
    ({"area_code": STREET_BESIDE}, NotAllowed),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "refusal"), WRONG, ids=range(len(WRONG)))
def test_what_may_not_be_linked_is_refused(jiang, change, refusal):
    with pytest.raises(refusal):
        start_reconciliation(replace(WANTED, **change), ROWS, COLUMNS, command=a_command(jiang))
    assert not LinkageJob.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.DATA_OFFICER, Role.ADMIN])
def test_only_who_may_link_people_there_starts_one(cast, role):
    with pytest.raises(NotAllowed):
        start_reconciliation(WANTED, ROWS, COLUMNS, command=a_command(make_actor(role, area_code=GRID)))


@pytest.mark.django_db
def test_every_pair_looked_at_is_in_the_residents_log(jiang, known):
    pair = LinkagePair.objects.get(job=run(jiang), row=2)
    _pair, shown = look_at_pair(pair.pk, command=a_command(jiang))
    read = Disclosure.objects.get(resident_id=known.pk)
    assert (read.how, read.purpose_code, read.by_name) == ("link", "elder-allowance", jiang.name)
    assert AuditEntry.objects.filter(act="link", purpose="elder-allowance").exists()
    assert {one.name: one.known for one in shown.fields}["id_number"].count("*") == 13


@pytest.mark.django_db
def test_the_register_shows_no_more_of_a_name_than_the_list_says(jiang, known):
    _pair, shown = look_at_pair(LinkagePair.objects.get(job=run(jiang), row=3).pk, command=a_command(jiang))
    assert {one.name: one.known for one in shown.fields}["name"] == "何秀○"


def decide(pair, decision, actor, reason="证件一致"):
    return decide_pair(pair.pk, Verdict(decision, reason), command=a_command(actor))


@pytest.mark.django_db
def test_a_decision_that_may_speak_against_somebody_waits_for_other_eyes(cast, jiang, known):
    pair = LinkagePair.objects.get(job=run(jiang), row=2)
    decide(pair, "same", jiang)
    assert pair_counts(pair.job)["second"] == 1
    with pytest.raises(errors.LinkageSecondLookOwn):
        look_again(pair.pk, agrees=True, reason="", command=a_command(jiang))
    other = make_actor(Role.REGISTRAR, area_code=STREET)
    look_again(pair.pk, agrees=True, reason="", command=a_command(other))
    assert pair_counts(pair.job) == {
        "open": 0, "certain": 1, "second": 0, "unsure": 0, "decided": 1, "not-found": 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_other_eyes_that_disagree_open_the_pair_again(jiang, known):
    pair = decide(LinkagePair.objects.get(job=run(jiang), row=2), "different", jiang)
    look_again(
        pair.pk, agrees=False, reason="电话一致", command=a_command(make_actor(Role.REGISTRAR, area_code=STREET))
    )
    pair.refresh_from_db()
    assert (pair.decision, pair.reason) == ("unsure", "电话一致")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "reason", "refusal"),
    [("same", " ", errors.LinkageReasonMissing), ("fraud", "x", errors.LinkageDecisionUnknown)],
)
def test_a_decision_is_one_of_three_with_a_reason(jiang, known, decision, reason, refusal):
    pair = LinkagePair.objects.get(job=run(jiang), row=2)
    with pytest.raises(refusal):
        decide(pair, decision, jiang, reason)


@pytest.mark.django_db
def test_nothing_is_decided_for_many_at_once_where_it_may_speak_against_them(jiang, known):
    job = run(jiang)
    with pytest.raises(errors.LinkageOneByOne):
        confirm_certain(job.pk, reason="抽查无误", command=a_command(jiang))


@pytest.mark.django_db
def test_where_it_can_only_help_a_person_answers_for_the_certain_ones(jiang, known):
    job = run(jiang, replace(WANTED, against=Against.DIFFERENT))
    assert confirm_certain(job.pk, reason="抽查无误", command=a_command(jiang)) == 2
    assert set(LinkagePair.objects.filter(decision="same").values_list("decided_by_name", flat=True)) == {jiang.name}


@pytest.mark.django_db
def test_who_was_not_found_stays_not_found(jiang, known):
    job = run(jiang)
    pair = LinkagePair.objects.get(job=job, row=4)
    with pytest.raises(errors.LinkageNotOpen):
        decide(pair, "different", jiang)
    assert {one.row: one.decision for one in decided_rows(job)}[4] == ""


@pytest.mark.django_db
def test_closing_destroys_the_copy_and_keeps_the_counts(jiang, known):
    job = run(jiang)
    close_reconciliation(job.pk, command=a_command(jiang))
    job.refresh_from_db()
    assert not LinkagePair.objects.exists()
    assert (job.state, job.counts["not_found"]) == ("destroyed", 1)
    assert AuditEntry.objects.filter(act="destroy", subject_id=str(job.pk)).exists()


@pytest.mark.django_db
def test_the_nightly_job_destroys_what_is_due_and_nothing_else(jiang, known):
    due = run(jiang, replace(WANTED, destroy_by=dt.date(2026, 12, 1)))
    kept = run(jiang)
    assert destroy_due(AT + dt.timedelta(days=20)) == 1
    assert LinkageJob.objects.get(pk=due.pk).state == "destroyed"
    assert LinkageJob.objects.get(pk=kept.pk).state == "review"


@pytest.mark.django_db
def test_a_job_closed_while_it_runs_brings_nothing_back(jiang, known, monkeypatch):
    job = start_reconciliation(WANTED, ROWS, COLUMNS, command=a_command(jiang))
    from linli.register.actions import linking_running

    def closing(*_args, **_more):
        close_reconciliation(job.pk, command=a_command(jiang))
        return []

    monkeypatch.setattr(linking_running, "score", closing)
    assert run_reconciliation(job.pk).state == "destroyed"
    assert not LinkagePair.objects.exists()


@pytest.mark.django_db
def test_what_goes_wrong_is_told_and_can_be_tried_again(jiang, known, monkeypatch):
    from linli.register.actions import linking_running
    from linli.register.actions.linking import try_again

    job = start_reconciliation(WANTED, ROWS, COLUMNS, command=a_command(jiang))
    with monkeypatch.context() as broken:
        broken.setattr(linking_running, "people_of", lambda _area: 1 / 0)
        assert run_reconciliation(job.pk).state == "failed"
    assert "ZeroDivisionError" in LinkageJob.objects.get(pk=job.pk).trouble
    try_again(job.pk, command=a_command(jiang))
    assert run_reconciliation(job.pk).state == "review"


@pytest.mark.django_db
def test_the_same_command_starts_one_job_only(jiang, known):
    command = a_command(jiang)
    first = start_reconciliation(WANTED, ROWS, COLUMNS, command=command)
    assert start_reconciliation(WANTED, ROWS, COLUMNS, command=command) == first
    assert LinkagePair.objects.count() == len(ROWS)


@pytest.mark.django_db
def test_double_records_of_the_register_are_brought_together(jiang, known):
    twin = make_resident("何秀岚", phone="19900000123", area_code=GRID)
    wanted = NewLinkage(STREET, "查重", "same-person", "个人信息保护法第八条", against=Against.NONE)
    job = run_reconciliation(start_duplicates(wanted, command=a_command(jiang)).pk)
    (pair,) = LinkagePair.objects.filter(job=job)
    assert {pair.left_id, pair.resident_id} == {known.pk, twin.pk}
    _pair, shown = look_at_pair(pair.pk, command=a_command(jiang))
    assert shown.fields[0].said in {"何秀○"}
    assert Disclosure.objects.filter(how="link").count() == 2


@pytest.mark.django_db
def test_the_queue_takes_few_queries(jiang, known, django_assert_num_queries):
    job = run(jiang)
    with django_assert_num_queries(3):
        queue_of(job, only="certain")


def sign_assessment(purpose):
    ImpactAssessment.objects.create(
        purpose_code=purpose, drafted_by="罗正", drafted_at=AT, signed_by="罗正", signed_by_name="罗正", signed_at=AT,
        review_by=timezone.localdate() + dt.timedelta(days=300),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_review_of_pensions_opens_with_its_assessment_and_tells_of_the_dead_after_two_looks(jiang, known):
    sign_assessment("pension-review")
    Resident.objects.filter(pk=known.pk).update(died_on=dt.date(2025, 5, 1))
    wanted = replace(WANTED, purpose="pension-review", basis="社会保险法第七十四条", against=Against.SAME)
    job = run(jiang, wanted, ROWS[:1])
    pair = decide(LinkagePair.objects.get(job=job), "same", jiang)
    assert found_in_workbook(job)[5:8] == ("同一人（待另一人复核）", None, None)
    look_again(pair.pk, agrees=True, reason="", command=a_command(make_actor(Role.REGISTRAR, area_code=STREET)))
    assert "登记为已故" in found_in_workbook(job)
    assert Enrolment.objects.count() == 0


def found_in_workbook(job):
    file = io.BytesIO()
    write_results(job, file)
    return list(load_workbook(file).active.iter_rows(values_only=True))[1]


@pytest.mark.django_db
def test_who_has_moved_away_is_still_found(jiang, known):
    Residency.objects.filter(resident=known).update(until=dt.date(2026, 1, 1))
    assert LinkagePair.objects.filter(job=run(jiang), resident_id=known.pk).count() == 2


@pytest.mark.django_db
def test_findings_are_taken_out_by_whoever_may_export_people(jiang, known):
    job = run(jiang)
    keep_export(job, [known.pk], command=a_command(jiang))
    assert Disclosure.objects.filter(resident_id=known.pk, how="link", fields=["area", "lives"]).exists()
    narrow = replace(jiang, token_scopes=frozenset({"people.link"}))
    with pytest.raises(NotAllowed):
        keep_export(job, [known.pk], command=a_command(narrow))


@pytest.mark.django_db
def test_a_decision_can_be_changed_until_the_end_and_others_of_the_row_come_back(jiang, known):
    twin = make_resident("何秀兰", born_on=BORN, area_code=GRID)
    job = run(jiang)
    pairs = {pair.resident_id: pair for pair in LinkagePair.objects.filter(job=job, row=2)}
    decide(pairs[known.pk], "same", jiang)
    assert LinkagePair.objects.get(pk=pairs[twin.pk].pk).decision == "other"
    decide(pairs[known.pk], "different", jiang, "证件照不是本人")
    assert LinkagePair.objects.get(pk=pairs[twin.pk].pk).decision == ""


@pytest.mark.django_db
def test_a_stranger_finds_no_reconciliation(cast, jiang, known):
    pair = LinkagePair.objects.filter(job=run(jiang)).first()
    for stranger in (cast.zhao.actor, cast.lin.actor, cast.luo.actor):
        with pytest.raises(errors.LinkageNotFound):
            look_at_pair(pair.pk, command=a_command(stranger))
        with pytest.raises(errors.LinkageNotFound):
            close_reconciliation(pair.job_id, command=a_command(stranger))
