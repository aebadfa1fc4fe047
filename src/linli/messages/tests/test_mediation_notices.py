"""A mediator finds in the inbox which day of a mediation is near, and nothing of what it is about."""

import datetime as dt

import pytest

from linli.core.facts import tell_facts
from linli.mediation.actions.reminding import remind
from linli.mediation.rules import Phase
from linli.mediation.testing import SECRET, TEXT, make_mediation
from linli.messages.queries.declared import notices
from linli.messages.queries.inbox import inbox
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db


def test_a_near_day_arrives_with_the_mediator_and_nobody_else(cast: Cast, time_machine):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    morning = dt.datetime.fromisoformat("2026-12-15T09:00+08:00")
    time_machine.move_to(morning)
    remind(morning)
    tell_facts()
    found = [one for one in inbox(cast.zheng.account.pk).rows if one.code.startswith("mediation.")]
    assert {one.code for one in found} == {"mediation.court-window", "mediation.act-due"}
    said = " ".join(f"{one.title} {one.text}" for one in found)
    assert mediation.case_number in said
    assert not any(secret in said for secret in (SECRET, *TEXT.__dict__.values(), "方小梅", "高大山"))
    for member in (cast.lin, cast.wu, cast.chen):
        assert not [one for one in inbox(member.account.pk).rows if one.code.startswith("mediation.")]


def test_the_notices_of_mediation_are_declared():
    codes = [code for code, notice in notices().items() if notice.fact == "mediation.day-near"]
    assert codes == ["mediation.court-window", "mediation.act-due", "mediation.talks-due"]
