"""The case a dispute came with: it goes where its mediation goes, and tells state and dates alone."""

import datetime as dt

import pytest

from linli.cases import actions as cases
from linli.cases.queries.detail import case_with_history
from linli.cases.queries.replaying import replay_cases
from linli.cases.queries.visible import cases_visible_to
from linli.cases.testing import MONDAY_9, a_command, a_report, make_places
from linli.mediation import actions
from linli.mediation.actions.ending import ReferralEntry
from linli.mediation.queries.waiting import disputes_waiting
from linli.mediation.rules import Phase, ReferralKind
from linli.mediation.testing import (
    COURSE,
    TEXT,
    an_application,
    as_zheng,
    make_committee,
    make_mediation,
    make_street_committee,
)
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY_OFFICE, GRID, Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)
STANDS = {
    Phase.APPLIED: "reported", Phase.ACCEPTED: "handling", Phase.CONSENTED: "consented", Phase.CHOSEN: "chosen",
    Phase.SITTING: "sitting", Phase.AGREED: "responded", Phase.PERFORMING: "responded", Phase.CLOSED: "closed",
}  # fmt: skip


def case_of(mediation):
    return cases_visible_to(SYSTEM).get(pk=mediation.case_id)


@pytest.mark.parametrize("phase", COURSE)
def test_the_case_stands_where_its_mediation_stands(cast: Cast, phase: Phase):
    case = case_of(make_mediation(cast, phase=phase))
    assert case.standing.place == STANDS[phase]
    assert case.is_confidential
    if phase is not Phase.APPLIED:
        assert (case.lane, case.unit_code) == ("mediation", COMMUNITY_OFFICE)
    if phase is Phase.CLOSED:
        assert case.outcome == "solved"


def test_the_case_replays_from_its_history(cast: Cast):
    make_mediation(cast, phase=Phase.CLOSED)
    assert [differences for _number, differences in replay_cases()] == [[]]


def test_nothing_of_the_talks_or_terms_stands_in_the_case(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CLOSED)
    case = case_of(mediation)
    told = case.result + "".join(line.note for line in case_with_history(SYSTEM, case.pk).lines)
    for secret in (*TEXT.__dict__.values(), "双方说明情况", "方小梅", "高大山"):
        assert secret not in told


@pytest.mark.parametrize("phase", [Phase.ACCEPTED, Phase.CHOSEN, Phase.SITTING])
def test_an_end_without_agreement_closes_the_case_as_explained(cast: Cast, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    actions.withdraw_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="双方自行和解")
    case = case_of(mediation)
    assert (case.state, case.outcome) == ("closed", "explained")


def test_a_refusal_closes_the_case(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    party = mediation.parties.get(side="respondent")
    actions.record_consent(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=False)
    assert case_of(mediation).state == "closed"


def test_declining_the_mediation_declines_the_case(cast: Cast):
    mediation = make_mediation(cast)
    actions.decline_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="已经由法院受理")
    assert case_of(mediation).state == "declined"


def test_the_case_goes_on_before_the_committee_above(cast: Cast):
    make_street_committee()
    mediation = make_mediation(cast, phase=Phase.SITTING)
    entry = ReferralEntry(ReferralKind.PEOPLE, committee="qingxi", reason="需要街道协调")
    parties = list(mediation.parties.values_list("pk", flat=True))
    actions.refer_mediation(mediation.pk, command=as_zheng(cast, at=LATER), entry=entry, agreed_by=parties)
    assert case_of(mediation).is_open


def test_a_dispute_that_was_reported_waits_until_a_mediator_takes_it_on(cast: Cast):
    make_places()
    make_committee()
    report = a_report(text="楼上半夜搬家具，影响休息", kind_code="dispute.noise", area_code=GRID)
    case = cases.report_case(report, command=a_command(at=MONDAY_9)).case
    assert [one.case_id for one in disputes_waiting(cast.zheng.actor)] == [case.pk]
    assert disputes_waiting(cast.chen.actor) == []
    mediation = actions.apply_for_mediation(
        an_application(case_id=case.pk, kind_code=""), command=as_zheng(cast, at=LATER)
    )
    assert disputes_waiting(cast.zheng.actor) == []
    assert (mediation.case_id, mediation.kind_code) == (case.pk, "dispute.noise")


def test_a_case_already_with_the_unit_is_taken_on_from_there(cast: Cast):
    make_places()
    make_committee()
    report = a_report(text="楼上半夜搬家具，影响休息", kind_code="dispute.noise", area_code=GRID)
    case = cases.report_case(report, command=a_command(at=MONDAY_9)).case
    cases.file_case(case.pk, command=a_command(cast.chen.actor, at=MONDAY_9), lane="mediation")
    cases.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=MONDAY_9), unit_code=COMMUNITY_OFFICE)
    mediation = actions.apply_for_mediation(an_application(case_id=case.pk), command=as_zheng(cast, at=LATER))
    actions.accept_mediation(mediation.pk, command=as_zheng(cast, at=LATER))
    assert case_of(mediation).standing.place == "handling"


def test_a_case_in_another_workflow_is_told_and_ends_with_its_mediation(cast: Cast):
    make_places()
    make_committee()
    report = a_report(text="楼上半夜搬家具，影响休息", kind_code="dispute.noise", area_code=GRID)
    case = cases.report_case(report, command=a_command(at=MONDAY_9)).case
    cases.file_case(case.pk, command=a_command(cast.chen.actor, at=MONDAY_9), lane="dispatch")
    mediation = actions.apply_for_mediation(an_application(case_id=case.pk), command=as_zheng(cast, at=LATER))
    actions.accept_mediation(mediation.pk, command=as_zheng(cast, at=LATER))
    party = mediation.parties.get(side="respondent")
    actions.record_consent(mediation.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=True)
    lines = case_with_history(SYSTEM, case.pk).lines
    assert lines[-1].note == "调解：当事人答复是否同意调解"
    actions.withdraw_mediation(mediation.pk, command=as_zheng(cast, at=LATER), reason="双方自行和解")
    assert case_of(mediation).state == "closed"
