"""Choosing who mediates: terms, interests, rejections, stepping back."""

import datetime as dt

import pytest

from linli.cases.testing import MONDAY_9
from linli.mediation import actions, errors
from linli.mediation.rules import PartyKind, Phase, Relation, Side
from linli.mediation.testing import an_application, as_zheng, make_committee, make_mediation, make_mediator
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)


def propose(cast: Cast, mediation, mediator, **values):
    return actions.propose_mediator(mediation.pk, command=as_zheng(cast, at=LATER), mediator_id=mediator.pk, **values)


def test_a_mediator_whose_term_is_over_is_refused(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CONSENTED)
    mediator = make_mediator(make_committee(), until=dt.date(2026, 11, 15))
    with pytest.raises(errors.MediatorNotInOffice):
        propose(cast, mediation, mediator)


def test_a_relative_is_refused_unless_all_agree_in_writing(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CONSENTED)
    mediator = make_mediator(make_committee(), name="高远")
    parties = list(mediation.parties.values_list("pk", flat=True))
    for written_by in ((), parties[:1]):
        with pytest.raises(errors.MediatorHasInterest):
            propose(cast, mediation, mediator, relation=(Relation.RELATIVE, "堂兄"), written_by=written_by)
    propose(cast, mediation, mediator, relation=(Relation.RELATIVE, "堂兄"), written_by=parties)
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.choices.get().state) == (Phase.CHOSEN, "standing")


def test_whoever_works_for_a_party_is_refused_though_nothing_was_declared(cast: Cast):
    parties = (
        actions.PartyEntry(Side.APPLICANT, "方小梅"),
        actions.PartyEntry(Side.RESPONDENT, "和畅物业服务公司", kind=PartyKind.ORGANISATION),
    )
    mediation = make_mediation(cast, phase=Phase.CONSENTED, parties=parties)
    mediator = make_mediator(make_committee(), employer="和畅物业服务公司")
    with pytest.raises(errors.MediatorHasInterest):
        propose(cast, mediation, mediator)


def test_a_rejected_mediator_is_not_proposed_again(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CONSENTED)
    mediator = make_mediator(make_committee())
    propose(cast, mediation, mediator)
    with pytest.raises(errors.MediatorProposed):
        propose(cast, mediation, mediator)
    choice, party = mediation.choices.get(), mediation.parties.get(side="respondent")
    actions.answer_choice(
        mediation.pk, command=as_zheng(cast, at=LATER), choice_id=choice.pk, answers={party.pk: False}
    )
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.choices.get().state) == (Phase.CONSENTED, "rejected")
    with pytest.raises(errors.MediatorRejected):
        propose(cast, mediation, mediator)


def test_one_party_s_yes_is_not_enough(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CONSENTED)
    propose(cast, mediation, make_mediator(make_committee()))
    choice, party = mediation.choices.get(), mediation.parties.get(side="applicant")
    actions.answer_choice(mediation.pk, command=as_zheng(cast, at=LATER), choice_id=choice.pk, answers={party.pk: True})
    mediation.refresh_from_db()
    assert mediation.phase == Phase.CONSENTED


def test_when_the_only_mediator_steps_back_the_parties_choose_anew(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    actions.step_back(
        mediation.pk, command=as_zheng(cast, at=LATER), choice_id=mediation.choices.get().pk, reason="与被申请人相识"
    )
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.has_mediator) == (Phase.CONSENTED, False)


def test_a_choice_of_another_mediation_is_not_answered(cast: Cast):
    one, other = make_mediation(cast, phase=Phase.CONSENTED), make_mediation(cast, phase=Phase.CHOSEN)
    with pytest.raises(errors.MediatorUnknown):
        actions.answer_choice(one.pk, command=as_zheng(cast, at=LATER), choice_id=other.choices.get().pk, answers={})


def test_a_party_of_another_mediation_answers_nothing_here(cast: Cast):
    one, other = make_mediation(cast, phase=Phase.ACCEPTED), make_mediation(cast)
    party = other.parties.first()
    with pytest.raises(errors.PartyUnknown):
        actions.record_consent(one.pk, command=as_zheng(cast, at=LATER), party_id=party.pk, agrees=True)


def test_an_unknown_committee_or_mediator_is_told(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CONSENTED)
    with pytest.raises(errors.CommitteeUnknown, match="nowhere"):
        actions.apply_for_mediation(an_application(committee="nowhere"), command=as_zheng(cast))
    with pytest.raises(errors.MediatorUnknown):
        propose(cast, mediation, mediation)
