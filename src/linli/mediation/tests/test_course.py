"""A mediation from application to archive: who may take which step, when, and what each leaves behind."""

import datetime as dt

import pytest

from linli.cases.queries.detail import case_with_history
from linli.cases.testing import MONDAY_9, a_command
from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.mediation import actions, errors
from linli.mediation.actions.ending import ReferralEntry
from linli.mediation.models import Mediation, MediationRecord
from linli.mediation.rules import CheckResult, ConsentHow, Form, Phase, ReferralKind, Side
from linli.mediation.testing import (
    COURSE,
    SECRET,
    an_agreement,
    an_application,
    as_zheng,
    make_committee,
    make_mediation,
    make_street_committee,
)
from linli.staff.rules import SYSTEM
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)


@pytest.mark.parametrize("phase", COURSE)
def test_the_course_leads_through_every_phase(cast: Cast, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    assert mediation.phase == phase
    assert mediation.is_running == (phase is not Phase.CLOSED)


def test_each_step_leaves_one_record_and_a_line_at_the_case(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    seqs = list(MediationRecord.objects.filter(mediation=mediation).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, mediation.version + 1))
    lines = case_with_history(SYSTEM, mediation.case_id).lines
    named = [line.name for line in lines]
    assert named == [
        "report", "note", "file", "dispatch", "accept", "parties-consent", "note", "choose-mediator", "hold-session",
        "note", "note",
    ]  # fmt: skip
    assert lines[1].note == "调解：申请调解"
    assert {line.by_name for line in lines} == {"郑和平"}
    assert not any(SECRET in line.note for line in lines)


def test_the_history_folds_to_the_row(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CLOSED)
    values: dict[str, object] = {}
    for record in mediation.records.order_by("seq"):
        values |= record.changes
    row = {name: getattr(mediation, "committee_id" if name == "committee" else name) for name in values}
    assert {name: str(value)[:10] for name, value in values.items()} == {
        name: (value.isoformat() if isinstance(value, dt.datetime) else str(value))[:10] for name, value in row.items()
    }


def test_a_repeated_command_changes_nothing(cast: Cast):
    mediation = make_mediation(cast)
    command = as_zheng(cast, at=LATER)
    first = actions.accept_mediation(mediation.pk, command=command)
    again = actions.accept_mediation(mediation.pk, command=command)
    assert (again.number, again.version) == (first.number, first.version)


def test_one_command_id_cannot_mean_two_mediations(cast: Cast):
    one, other = make_mediation(cast), make_mediation(cast)
    command = as_zheng(cast, at=LATER)
    actions.accept_mediation(one.pk, command=command)
    with pytest.raises(CommandIdReused):
        actions.accept_mediation(other.pk, command=command)


def test_a_dispute_is_mediated_once_at_a_time(cast: Cast):
    mediation = make_mediation(cast)
    with pytest.raises(errors.AlreadyMediated):
        actions.apply_for_mediation(an_application(case_id=mediation.case_id), command=as_zheng(cast, at=LATER))


def test_only_a_dispute_is_mediated(cast: Cast):
    make_mediation(cast)
    with pytest.raises(errors.KindNotDispute):
        actions.apply_for_mediation(an_application(kind_code="event.exposed-rubbish"), command=as_zheng(cast))


def test_a_dispute_has_two_sides(cast: Cast):
    make_committee()
    with pytest.raises(errors.PartiesTooFew):
        actions.apply_for_mediation(
            an_application(parties=[actions.PartyEntry(Side.APPLICANT, "方小梅")]), command=as_zheng(cast)
        )


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"phone": "12"}, errors.PartyPhoneInvalid), ({"id_number": "990101198001010010"}, errors.PartyIdInvalid)],
)
def test_a_wrong_phone_or_id_number_is_told(cast: Cast, wrong, error):
    mediation = make_mediation(cast)
    with pytest.raises(error):
        actions.add_party(mediation.pk, command=as_zheng(cast), entry=actions.PartyEntry(Side.THIRD, "某人", **wrong))


def test_whoever_applies_has_agreed_by_it_and_the_other_side_is_asked(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    said = dict(mediation.parties.values_list("side", "consent"))
    assert said == {"applicant": "yes", "respondent": ""}


def test_a_committee_that_offers_itself_asks_both_sides(cast: Cast):
    from linli.mediation.rules.words import Source

    mediation = make_mediation(cast, phase=Phase.ACCEPTED, source=Source.COMMITTEE)
    assert set(mediation.parties.values_list("consent", flat=True)) == {""}
    for party in mediation.parties.all():
        actions.record_consent(
            mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=True, how=ConsentHow.PHONE
        )
    mediation.refresh_from_db()
    assert mediation.phase == Phase.CONSENTED


def test_one_refusal_ends_it_and_the_other_ways_are_told(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    party = mediation.parties.get(side="respondent")
    actions.record_consent(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=False)
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.is_running) == (Phase.REFUSED, False)
    assert mediation.ways_told == ["arbitration", "administrative", "court"]


def test_a_party_answers_once(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    party = mediation.parties.get(side="applicant")
    with pytest.raises(errors.ConsentGiven):
        actions.record_consent(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=False)


def test_numbers_run_without_a_gap_in_each_committee_and_year(cast: Cast):
    found = [make_mediation(cast, phase=Phase.ACCEPTED).number for _ in range(3)]
    with pytest.raises(errors.PhaseWrong):
        actions.accept_mediation(Mediation.objects.first().pk, command=as_zheng(cast, at=LATER))
    found.append(make_mediation(cast, phase=Phase.ACCEPTED).number)
    next_year = make_mediation(cast, phase=Phase.ACCEPTED, at=MONDAY_9 + dt.timedelta(days=60))
    assert found == [1, 2, 3, 4]
    assert (next_year.year, next_year.number) == (2027, 1)


def test_it_may_be_withdrawn_and_may_fail_with_a_reason(cast: Cast):
    withdrawn, failed = make_mediation(cast, phase=Phase.ACCEPTED), make_mediation(cast, phase=Phase.SITTING)
    actions.withdraw_mediation(withdrawn.pk, command=as_zheng(cast, at=LATER), reason="双方自行和解")
    with pytest.raises(errors.TextNeeded):
        actions.fail_mediation(failed.pk, command=as_zheng(cast, at=LATER), reason=" ")
    actions.fail_mediation(failed.pk, command=as_zheng(cast, at=LATER), reason="赔偿数额差距太大")
    phases = set(Mediation.objects.values_list("phase", flat=True))
    assert phases == {"withdrawn", "failed"}
    assert all(row.ways_told for row in Mediation.objects.all())


def test_it_is_referred_with_everybody_s_consent_only(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    entry = ReferralEntry(ReferralKind.ARBITRATION, body="松门区劳动人事争议仲裁委员会", reason="属于劳动争议")
    parties = list(mediation.parties.values_list("pk", flat=True))
    with pytest.raises(errors.ConsentMissing):
        actions.refer_mediation(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties[:1])
    actions.refer_mediation(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties)
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.referrals.get().kind) == (Phase.REFERRED, "arbitration")


def test_a_committee_above_begins_anew_and_asks_again(cast: Cast):
    make_street_committee()
    mediation = make_mediation(cast, phase=Phase.SITTING)
    entry = ReferralEntry(ReferralKind.PEOPLE, committee="qingxi", reason="需要街道协调")
    parties = list(mediation.parties.values_list("pk", flat=True))
    actions.refer_mediation(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties)
    above = Mediation.objects.get(from_mediation=mediation.pk)
    assert (above.phase, above.committee_id, above.source) == (Phase.APPLIED, "qingxi", "below")
    assert set(above.parties.values_list("consent", flat=True)) == {""}


def test_the_talks_take_longer_where_the_parties_want_it(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    assert mediation.due_on == dt.date(2026, 12, 16)
    with pytest.raises(errors.DayPast):
        actions.lengthen(mediation.pk, command=as_zheng(cast, at=LATER), until=mediation.due_on, reason="双方同意")
    until = mediation.due_on + dt.timedelta(days=15)
    actions.lengthen(mediation.pk, command=as_zheng(cast, at=LATER), until=until, reason="等待鉴定结果，双方同意")
    mediation.refresh_from_db()
    assert (mediation.due_on, mediation.is_lengthened) == (until, True)


def test_a_session_lies_neither_before_the_application_nor_ahead(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CHOSEN)
    for held_at in (MONDAY_9 - dt.timedelta(days=1), LATER + dt.timedelta(hours=1)):
        entry = actions.SessionEntry("双方到场", "双方", "调解室", held_at)
        with pytest.raises(errors.DayWrong):
            actions.hold_session(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)


def test_an_oral_agreement_binds_from_the_day_it_was_reached(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    entry = an_agreement(mediation, on=MONDAY_9.date(), form=Form.ORAL, signatures={}, mediator_on=None, sealed_on=None)
    actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    mediation.refresh_from_db()
    assert mediation.effective_on == MONDAY_9.date()


def test_an_agreement_is_closed_only_when_its_acts_are_done(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    with pytest.raises(errors.ActsOpen, match="1"):
        actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=LATER))


def test_an_archived_dossier_takes_remarks_only(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CLOSED)
    with pytest.raises(errors.DossierArchived):
        actions.visit_back(mediation.pk, command=as_zheng(cast, at=LATER), is_performed=True, satisfied=5)
    actions.add_remark(mediation.pk, command=as_zheng(cast, at=LATER), text="查阅复印一份给法院")


def test_nothing_of_a_mediation_lies_in_the_store_in_clear(cast: Cast):
    from django.db import connection

    mediation = make_mediation(cast, phase=Phase.CLOSED)
    actions.add_remark(mediation.pk, command=as_zheng(cast, at=LATER), text="墙面已经修好")
    tables = [name for name in connection.introspection.table_names() if name.startswith("mediation_")]
    with connection.cursor() as cursor:
        stored = ""
        for table in tables:
            cursor.execute(f'select * from "{table}"')
            stored += str(cursor.fetchall())
    assert len(tables) > 12
    for said in (SECRET, "方小梅", "高大山", "13900000001", "990101198001010014", "1200", "漏水点", "墙面已经修好"):
        assert said not in stored


def test_a_stranger_takes_no_step(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    for member in (cast.zhao, cast.sun, cast.root, cast.lin):
        with pytest.raises(errors.MediationNotFound):
            actions.withdraw_mediation(mediation.pk, command=a_command(member.actor), reason="试一试")
    for member in (cast.chen, cast.wu, cast.feng, cast.wei):
        with pytest.raises(errors.MediationStepNotAllowed):
            actions.withdraw_mediation(mediation.pk, command=a_command(member.actor), reason="试一试")


def test_no_step_takes_a_mediation_that_is_not_there(cast: Cast):
    with pytest.raises(errors.MediationNotFound):
        actions.accept_mediation(new_id(), command=as_zheng(cast))


def test_an_act_that_was_not_kept_is_told_with_what_was_found(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    told = {"act_id": mediation.acts.get().pk, "result": CheckResult.PARTLY}
    with pytest.raises(errors.TextNeeded):
        actions.check_act(mediation.pk, command=as_zheng(cast, at=LATER), **told)
    actions.check_act(mediation.pk, command=as_zheng(cast, at=LATER), found="付了一半", **told)
    mediation.refresh_from_db()
    assert mediation.next_act_on == mediation.acts.get().due_on


def test_a_third_party_needs_a_name(cast: Cast):
    mediation = make_mediation(cast)
    with pytest.raises(errors.TextNeeded):
        actions.add_party(mediation.pk, command=as_zheng(cast, at=LATER), entry=actions.PartyEntry(Side.THIRD, "  "))
