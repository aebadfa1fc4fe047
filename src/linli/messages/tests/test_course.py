"""A course of real steps, told through the bus to the gateway: every reporter of merged cases hears of it."""

import pytest
import time_machine

from linli.cases import actions as cases
from linli.cases.actions.linking import merge_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.core import facts
from linli.messages import actions
from linli.messages.listeners import with_notices
from linli.messages.rules import Channel
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
PHONES = ("13800138001", "13800138002", "13800138003")


@pytest.fixture
def told(gateway):
    """Tell what was announced, send it, and give each SMS sent since: phone and text."""
    facts.listen(with_notices({}, facts.known_facts()))

    def send() -> dict[str, str]:
        gateway.heard.clear()
        with time_machine.travel(MONDAY_9):
            facts.tell_facts()
            actions.send_due(Channel.SMS)
        return {heard.json()["phone"]: heard.json()["text"] for heard in gateway.heard}

    return send


def test_three_reports_of_one_thing_are_merged_and_every_reporter_is_told_to_the_end(cast: Cast, told):
    main, *others = (make_case(cast, reporter_phone=phone) for phone in PHONES)
    received = told()
    assert set(received) == set(PHONES)
    assert main.number in received[PHONES[0]]
    merge_cases(main.pk, [case.pk for case in others], command=a_command(cast.chen.actor))
    merged = told()
    assert set(merged) == set(PHONES[1:])
    for case, phone in zip(others, PHONES[1:], strict=True):
        assert case.number in merged[phone]
        assert main.number in merged[phone]


def test_who_is_told_of_the_end_knows_it_by_their_own_number(cast: Cast, told):
    main = make_case(cast, state=State.CHECKED, reporter_phone=PHONES[0])
    other = make_case(cast, reporter_phone=PHONES[1])
    merge_cases(main.pk, [other.pk], command=a_command(cast.chen.actor))
    told()
    cases.close_case(main.pk, command=a_command(cast.wu.actor))
    closed = told()
    assert set(closed) == set(PHONES[:2])
    assert main.number in closed[PHONES[0]]
    assert other.number in closed[PHONES[1]]


def test_a_night_s_report_is_confirmed_in_the_morning(cast: Cast, gateway):
    facts.listen(with_notices({}, facts.known_facts()))
    with time_machine.travel("2026-11-16T15:30:00Z", tick=False):  # 23:30
        make_case(cast, reporter_phone=PHONES[0])
        facts.tell_facts()
        assert actions.send_due(Channel.SMS) == 0
    with time_machine.travel("2026-11-16T23:00:00Z", tick=False):  # 7:00
        assert actions.send_due(Channel.SMS) == 1
