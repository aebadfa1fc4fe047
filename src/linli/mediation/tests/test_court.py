"""Judicial confirmation: thirty days, together, and what the court decides."""

import datetime as dt

import pytest

from linli.cases.testing import MONDAY_9
from linli.mediation import actions, errors
from linli.mediation.queries.lists import Tab, count_tab
from linli.mediation.rules import CourtDecision, Phase
from linli.mediation.testing import an_agreement, as_zheng, make_mediation
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 12, 16)  # an agreement of Monday 16 November 2026


def test_the_window_stands_with_the_agreement_and_in_the_list(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    assert (mediation.effective_on, mediation.court_until) == (MONDAY_9.date(), LAST)
    for today, count in ((LAST, 1), (LAST + dt.timedelta(days=1), 0)):
        assert count_tab(cast.zheng.actor, Tab.COURT, today=today) == count


def test_it_is_asked_up_to_the_last_day_and_not_after(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    late = as_zheng(cast, at=MONDAY_9 + dt.timedelta(days=40))
    with pytest.raises(errors.WindowOver, match="2026-12-16"):
        actions.ask_court(mediation.pk, command=late, court="松门区人民法院", on=LAST + dt.timedelta(days=1))
    actions.ask_court(mediation.pk, command=as_zheng(cast, at=late.at), court="松门区人民法院", on=LAST)
    mediation.refresh_from_db()
    assert mediation.court_asked_on == LAST
    assert count_tab(cast.zheng.actor, Tab.COURT, today=LAST) == 0


def test_it_is_not_asked_before_the_agreement_binds(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    later = MONDAY_9 + dt.timedelta(days=3)
    entry = an_agreement(mediation, on=later.date())
    actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=later), entry=entry)
    with pytest.raises(errors.DayWrong):
        actions.ask_court(mediation.pk, command=as_zheng(cast, at=later), court="法院一", on=MONDAY_9.date())


def test_the_court_decides_on_what_was_asked(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    at = MONDAY_9 + dt.timedelta(days=10)
    with pytest.raises(errors.CourtNotAsked):
        actions.record_decision(
            mediation.pk, command=as_zheng(cast, at=at), decision=CourtDecision.CONFIRMED, on=at.date()
        )
    actions.ask_court(mediation.pk, command=as_zheng(cast, at=at), court="松门区人民法院", on=at.date())
    actions.record_decision(
        mediation.pk,
        command=as_zheng(cast, at=at),
        decision=CourtDecision.CONFIRMED,
        on=at.date(),
        number="（2026）松0101民特5号",
    )
    assert mediation.court_matter.decision == "confirmed"


def test_signatures_decide_from_when_it_binds(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    at = MONDAY_9 + dt.timedelta(days=4)
    entry = an_agreement(mediation, on=MONDAY_9.date(), sealed_on=at.date())
    actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=at), entry=entry)
    mediation.refresh_from_db()
    assert mediation.effective_on == at.date()
