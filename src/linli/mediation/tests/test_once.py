"""Every command is applied exactly once, whichever it is and however often it comes; refusals leave no trace."""

import datetime as dt
from functools import wraps

import pytest

from linli.cases.testing import MONDAY_9, a_command, a_photo
from linli.core.models import AppliedCommand
from linli.mediation import actions, errors, rules
from linli.mediation.actions.ending import ReferralEntry
from linli.mediation.models import Committee, Mediation, MediationRecord, Mediator
from linli.mediation.rules import (
    CommitteeLevel,
    CourtDecision,
    MediatorRank,
    PartyKind,
    Phase,
    ReferralKind,
    Relation,
    Side,
)
from linli.mediation.testing import an_application, as_zheng, make_committee, make_mediation, make_mediator
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, DISTRICT, SUPERVISION, Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)
EACH_TIME = {
    "disclose_party",
    "relocate_mediations",
}  # each reading is kept; what follows the map looks again whenever it is told
CREDIT_CODE = "91990101MA0000001"


@pytest.fixture
def twice(monkeypatch):
    """Make every action of the room run a second time with the same command."""
    called = set()

    def doubled(name, action):
        @wraps(action)
        def again(*args, **kwargs):
            file = kwargs.get("file")
            first = action(*args, **kwargs)
            if file is not None:
                file.seek(0)
            second = action(*args, **kwargs)
            called.add(name)
            assert first == second
            return second

        return again

    for name in actions.__all__:
        if name[0].islower() and name not in EACH_TIME:
            monkeypatch.setattr(actions, name, doubled(name, getattr(actions, name)))
    return called


def finish(cast: Cast) -> None:
    """Take every step after an agreement."""
    agreed = make_mediation(cast, phase=Phase.PERFORMING)
    actions.ask_court(agreed.pk, command=as_zheng(cast, at=LATER), court="松门区人民法院", on=MONDAY_9.date())
    decided = {"decision": CourtDecision.CONFIRMED, "on": MONDAY_9.date()}
    actions.record_decision(agreed.pk, command=as_zheng(cast, at=LATER), **decided)
    actions.visit_back(agreed.pk, command=as_zheng(cast, at=LATER), is_performed=True, satisfied=5)
    actions.attach_document(agreed.pk, command=as_zheng(cast, at=LATER), file=a_photo(), name="a.jpg", paper="note")
    actions.add_remark(agreed.pk, command=as_zheng(cast, at=LATER), text="已经完成")
    actions.archive_dossier(agreed.pk, command=as_zheng(cast, at=LATER))


def talk(cast: Cast) -> None:
    """Take every step beside the talks."""
    talking, applied = make_mediation(cast, phase=Phase.SITTING), make_mediation(cast)
    actions.note_inquiry(talking.pk, command=as_zheng(cast, at=LATER), text="看过现场", whom="物业", where="")
    until = LATER.date() + dt.timedelta(days=50)
    actions.lengthen(talking.pk, command=as_zheng(cast, at=LATER), until=until, reason="双方同意")
    choice = talking.choices.get()
    actions.step_back(talking.pk, command=as_zheng(cast, at=LATER), choice_id=choice.pk, reason="相识")
    party = actions.PartyEntry(Side.THIRD, "何清")
    actions.add_party(applied.pk, command=as_zheng(cast, at=LATER), entry=party)
    actions.decline_mediation(applied.pk, command=as_zheng(cast, at=LATER), reason="法院已经受理")


def end(cast: Cast) -> None:
    """End mediations in every way."""
    withdrawn, failed, referred = make_mediation(cast), make_mediation(cast, phase=Phase.SITTING), make_mediation(cast)
    actions.withdraw_mediation(withdrawn.pk, command=as_zheng(cast, at=LATER), reason="自行和解")
    actions.fail_mediation(failed.pk, command=as_zheng(cast, at=LATER), reason="分歧太大")
    parties = list(referred.parties.values_list("pk", flat=True))
    entry = ReferralEntry(ReferralKind.JUDICIAL, body="松门区人民法院", reason="适合司法调解")
    actions.refer_mediation(referred.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties)


def enter(cast: Cast) -> None:
    """Enter a committee and a mediator, and end the term."""
    committee = actions.CommitteeEntry("second", "第二调委会", CommitteeLevel.TRADE, COMMUNITY, COMMUNITY_OFFICE)
    actions.add_committee(committee, command=as_zheng(cast))
    entry = actions.MediatorEntry("second", "何清", MediatorRank.VOLUNTEER, MONDAY_9.date())
    mediator = actions.add_mediator(entry, command=as_zheng(cast))
    actions.end_term(mediator.pk, command=as_zheng(cast), on=MONDAY_9.date())


def test_every_action_sent_twice_is_applied_once(cast: Cast, twice):
    for part in (finish, talk, end, enter):
        part(cast)
    assert twice == {name for name in actions.__all__ if name[0].islower()} - EACH_TIME
    for mediation in Mediation.objects.all():
        seqs = list(mediation.records.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, mediation.version + 1))
    commands = MediationRecord.objects.values_list("command_id", flat=True)
    assert len(commands) == len(set(commands))
    assert Mediator.objects.filter(committee_id="second").count() == 1


def test_a_refused_step_leaves_no_trace(cast: Cast):
    mediation = make_mediation(cast)
    before = AppliedCommand.objects.count(), mediation.records.count()
    with pytest.raises(errors.PhaseWrong):
        actions.fail_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="分歧太大")
    with pytest.raises(errors.TextEndless):
        actions.add_remark(mediation.pk, command=as_zheng(cast, at=LATER), text="长" * 20_001)
    assert (AppliedCommand.objects.count(), mediation.records.count()) == before


def test_a_number_that_was_not_given_is_not_lost(cast: Cast):
    mediation = make_mediation(cast)
    actions.decline_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="法院已经受理")
    assert make_mediation(cast, phase=Phase.ACCEPTED).number == 1


def test_who_may_not_mediate_here_takes_no_application_down(cast: Cast):
    make_mediation(cast)
    with pytest.raises(errors.MediationStepNotAllowed):
        actions.apply_for_mediation(an_application(), command=a_command(cast.chen.actor, at=MONDAY_9))


def test_a_dispute_nobody_shows_you_cannot_be_taken_up(cast: Cast):
    mediation = make_mediation(cast)
    actions.withdraw_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="自行和解")
    with pytest.raises(errors.MediationNotFound):
        actions.apply_for_mediation(
            an_application(case_id=mediation.case_id), command=a_command(cast.chen.actor, at=LATER)
        )


@pytest.mark.parametrize(("kind", "number"), [("person", "990101198001010010"), ("organisation", "91990101MA00000010")])
def test_an_identity_number_is_checked_when_it_is_given(cast: Cast, kind: str, number: str):
    parties = (
        actions.PartyEntry(Side.APPLICANT, "方小梅", kind=PartyKind(kind)),
        actions.PartyEntry(Side.RESPONDENT, "高大山"),
    )
    mediation = make_mediation(cast, parties=parties)
    party = mediation.parties.get(side="applicant")
    with pytest.raises(errors.PartyIdInvalid):
        actions.identify_party(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, id_number=number)
    assert not mediation.parties.get(pk=party.pk).identity_seen


def test_an_identity_number_given_later_lies_sealed(cast: Cast):
    mediation = make_mediation(cast)
    party = mediation.parties.get(side="respondent")
    actions.identify_party(
        mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, id_number="990101198001010014"
    )
    party.refresh_from_db()
    assert party.identity_seen
    assert "990101198001010014" not in party.id_number_sealed


def test_parties_who_apply_together_have_all_agreed(cast: Cast):
    parties = tuple(
        actions.PartyEntry(side, name) for side, name in ((Side.APPLICANT, "方小梅"), (Side.RESPONDENT, "高大山"))
    )
    mediation = make_mediation(cast, parties=parties)
    mediation.parties.update(consent="yes", consent_how="application")
    actions.accept_mediation(mediation.pk, command=as_zheng(cast, at=LATER))
    mediation.refresh_from_db()
    assert mediation.phase == Phase.CONSENTED


def test_a_session_s_day_is_not_ahead_and_a_promise_not_behind(cast: Cast):
    from linli.mediation.testing import an_agreement

    mediation = make_mediation(cast, phase=Phase.SITTING)
    party = mediation.parties.first()
    behind = [actions.ActEntry(party.pk, "付清", MONDAY_9.date() - dt.timedelta(days=1))]
    with pytest.raises(errors.DayPast):
        entry = an_agreement(mediation, on=MONDAY_9.date(), acts=behind)
        actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    with pytest.raises(errors.DayWrong):
        entry = an_agreement(mediation, on=LATER.date() + dt.timedelta(days=3))
        actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry)
    assert not hasattr(Mediation.objects.get(pk=mediation.pk), "agreement")


def test_satisfaction_has_five_levels(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    with pytest.raises(errors.TextNeeded):
        actions.visit_back(mediation.pk, command=as_zheng(cast, at=LATER), is_performed=True, satisfied=6)


def test_the_register_of_another_place_is_kept_by_others(cast: Cast):
    make_committee("far", area_code=DISTRICT, unit_code=SUPERVISION)
    mediator = make_mediator(Committee.objects.get(code="far"))
    entry = actions.CommitteeEntry("x", "某调委会", CommitteeLevel.COUNTY, DISTRICT, SUPERVISION)
    with pytest.raises(errors.CommitteeNotOwn):
        actions.add_committee(entry, command=as_zheng(cast))
    with pytest.raises(errors.CommitteeNotOwn):
        actions.add_mediator(
            actions.MediatorEntry("far", "某人", MediatorRank.CHIEF, MONDAY_9.date()), command=as_zheng(cast)
        )
    with pytest.raises(errors.CommitteeNotOwn):
        actions.end_term(mediator.pk, command=as_zheng(cast), on=MONDAY_9.date())
    with pytest.raises(errors.DayPast):
        actions.end_term(mediator.pk, command=a_command(SYSTEM), on=dt.date(2000, 1, 1))


def test_the_system_reads_everything_and_a_tiny_month_is_published_without_a_number(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    actions.add_remark(mediation.pk, command=a_command(SYSTEM, at=LATER), text="夜间整理")
    table = rules.month_table({"dispute.leak": (3, 2, 1)})
    public = rules.published(table)
    assert (public.accepted, public.settled, public.settled_rate) == (None, None, None)
    assert rules.rate(1, 0) is None
    assert Relation("none") is Relation.NONE
