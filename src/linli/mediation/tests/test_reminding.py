"""Mediators are reminded of the days that come near, each day once; nobody else, and nothing of the content."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.testing import MONDAY_9
from linli.core import facts
from linli.core.models import StoredFact
from linli.mediation import actions
from linli.mediation.actions.reminding import remind
from linli.mediation.facts import MediationDayNear
from linli.mediation.rules import Phase
from linli.mediation.rules.reminding import Day, Days, days_near
from linli.mediation.tasks import keep_days
from linli.mediation.testing import as_zheng, make_mediation
from linli.staff.testing import Cast

DAYS = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
TODAY = dt.date(2026, 2, 1)


@given(
    st.builds(Days, phase=st.sampled_from(Phase), court_until=DAYS, court_asked_on=DAYS, next_act_on=DAYS, due_on=DAYS)
)
def test_what_is_near_has_a_day_and_is_not_far(days):
    near = dict(days_near(days, today=TODAY))
    assert all((day - TODAY).days < 7 for day in near.values())
    if Day.COURT in near:
        assert near[Day.COURT] >= TODAY
        assert days.court_asked_on is None
    if days.next_act_on == TODAY:
        assert near[Day.ACT] == TODAY


@pytest.fixture
def heard(db):
    facts.listen({MediationDayNear: [lambda payload: None]})

    def told():
        return [fact.payload["what"] for fact in StoredFact.objects.filter(name="mediation.day-near").order_by("id")]

    return told


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T09:00+08:00")


def test_the_end_of_the_talks_is_told_once_three_days_before(cast: Cast, heard):
    make_mediation(cast, phase=Phase.SITTING)  # to be settled by 16 December
    assert [remind(at(day)) for day in ("2026-12-12", "2026-12-13", "2026-12-14")] == [0, 1, 0]
    assert heard() == ["talks"]


def test_the_court_s_window_and_the_act_are_told_to_the_mediator_alone(cast: Cast, heard):
    mediation = make_mediation(cast, phase=Phase.AGREED)  # act by 6 December, window to 16 December
    assert remind(at("2026-12-03")) == 1
    assert remind(at("2026-12-10")) == 1
    assert heard() == ["act", "court"]
    told = StoredFact.objects.filter(name="mediation.day-near").first().payload
    assert told["handler_id"] == str(cast.zheng.account.pk)
    assert set(told) == {"case_id", "mediation_id", "unit_code", "handler_id", "what"}
    assert told["case_id"] == str(mediation.case_id)


def test_a_night_that_was_missed_is_made_up_for(cast: Cast, heard):
    make_mediation(cast, phase=Phase.AGREED)
    assert remind(at("2026-12-15")) == 2
    assert sorted(heard()) == ["act", "court"]


def test_what_was_asked_or_archived_is_not_told(cast: Cast, heard):
    asked = make_mediation(cast, phase=Phase.AGREED)
    command = as_zheng(cast, at=MONDAY_9 + dt.timedelta(days=1))
    actions.ask_court(asked.pk, command=command, court="松门区人民法院", on=command.at.date())
    make_mediation(cast, phase=Phase.CLOSED)
    remind(at("2026-12-15"))
    assert heard() == ["act"]


def test_it_is_done_once_a_day_from_eight(cast: Cast, heard):
    make_mediation(cast, phase=Phase.AGREED)
    early = dt.datetime.fromisoformat("2026-12-15T07:59+08:00")
    assert keep_days(early, reminded_on=None) is None
    day = keep_days(at("2026-12-15"), reminded_on=None)
    assert (day, len(heard())) == (dt.date(2026, 12, 15), 2)
    assert keep_days(at("2026-12-15"), reminded_on=day) == day
