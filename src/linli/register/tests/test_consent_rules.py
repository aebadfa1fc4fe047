"""Who consents, how a consent stands, and how long a no is respected."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.register import errors
from linli.register.rules.consents import (
    Channel,
    ConsentState,
    GivenConsent,
    channel_named,
    check_consenter,
    check_may_ask,
    needs_guardian,
    quiet_until,
    state_of,
    years_old,
)

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
CHILD, GROWN = dt.date(2012, 11, 17), dt.date(2012, 11, 16)


def test_the_fourteenth_birthday_is_the_day():
    assert (years_old(CHILD, TODAY), years_old(GROWN, TODAY)) == (13, 14)
    assert needs_guardian(CHILD, TODAY)
    assert not needs_guardian(GROWN, TODAY)


def test_somebody_born_on_a_leap_day_turns_fourteen_in_march():
    assert needs_guardian(dt.date(2012, 2, 29), dt.date(2026, 2, 28))
    assert not needs_guardian(dt.date(2012, 2, 29), dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("born_on", "by_guardian", "guardianship", "refusal"),
    [
        (CHILD, False, "parent", errors.GuardianMissing),
        (CHILD, True, "", errors.GuardianMissing),
        (CHILD, False, "", errors.GuardianMissing),
        (GROWN, True, "parent", errors.GuardianNotNeeded),
        (GROWN, True, "", errors.GuardianMissing),
    ],
)
def test_who_may_not_consent_is_refused(born_on, by_guardian, guardianship, refusal):
    with pytest.raises(refusal):
        check_consenter(born_on, on=TODAY, by_guardian=by_guardian, guardianship=guardianship)


@pytest.mark.parametrize(
    ("born_on", "by_guardian", "guardianship"),
    [(CHILD, True, "parent"), (CHILD, True, "court"), (GROWN, False, ""), (GROWN, True, "court"), (GROWN, True, "appointed")],
)  # fmt: skip
def test_who_may_consent_is_heard(born_on, by_guardian, guardianship):
    check_consenter(born_on, on=TODAY, by_guardian=by_guardian, guardianship=guardianship)


@pytest.mark.parametrize(
    ("consent", "born_on", "state"),
    [
        (GivenConsent("2", AT), GROWN, ConsentState.IN_FORCE),
        (GivenConsent("1", AT), GROWN, ConsentState.NOTICE_CHANGED),
        (GivenConsent("2", AT, guardianship="parent"), CHILD, ConsentState.IN_FORCE),
        (GivenConsent("2", AT, guardianship="parent"), GROWN, ConsentState.GROWN_UP),
        (GivenConsent("2", AT, guardianship="court"), GROWN, ConsentState.IN_FORCE),
        (GivenConsent("2", AT, withdrawn_at=AT), GROWN, ConsentState.REFUSED),
        (GivenConsent("2", AT, withdrawn_at=AT + dt.timedelta(days=1)), GROWN, ConsentState.WITHDRAWN),
        (GivenConsent("1", AT, withdrawn_at=AT, was_replaced=True), GROWN, ConsentState.REPLACED),
    ],
)
def test_how_a_consent_stands(consent, born_on, state):
    assert state_of(consent, newest_version="2", born_on=born_on, on=TODAY) is state


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 400))
def test_whoever_said_no_is_left_in_peace_but_heard_when_they_come(said_no, days):
    on = said_no + dt.timedelta(days=days)
    check_may_ask(said_no, on=on, on_own_wish=True)
    check_may_ask(None, on=on, on_own_wish=False)
    if on < quiet_until(said_no):
        with pytest.raises(errors.AskedTooSoon):
            check_may_ask(said_no, on=on, on_own_wish=False)
    else:
        check_may_ask(said_no, on=on, on_own_wish=False)


def test_a_channel_is_one_of_four():
    assert channel_named("paper") is Channel.PAPER
    with pytest.raises(errors.ChannelUnknown):
        channel_named("phone")
