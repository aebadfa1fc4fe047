"""Two at once: decisions, matches and filled forms that come twice at the same moment end as if one had come after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from linli.core.errors import LinliError
from linli.forms import actions, errors
from linli.forms.actions import matching, reviewing, submitting
from linli.forms.models import Submission, WriteBack
from linli.forms.testing import a_command, household_xml, member_xml
from linli.register.queries.held import held_members
from linli.staff.testing import Cast

pytestmark = pytest.mark.usefixtures("at_nine")
TURN = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone="19900000999")
WAIT_SECONDS = 1.0  # so long one of two waits for the other at the narrow place; who waits for a lock does not come


@pytest.fixture
def two_at_once(monkeypatch) -> Callable:
    """Run two calls on connections of their own that meet, if nothing keeps them apart, before a named step."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its database in memory is one connection's")

    def run(*calls: Callable, module, step: str) -> list:
        meeting, taken = Barrier(2), getattr(module, step)

        def met(*said, **more):
            with suppress(BrokenBarrierError):
                meeting.wait(WAIT_SECONDS)
            return taken(*said, **more)

        monkeypatch.setattr(module, step, met)
        with ThreadPoolExecutor(2) as pool:
            return [one.result() for one in [pool.submit(answer_of, call) for call in calls]]

    return run


def answer_of(call: Callable) -> object:
    try:
        return call()
    except LinliError as error:
        return type(error)
    finally:
        connection.close()


def send(cast: Cast, xml: bytes) -> actions.Taken:
    return actions.take_submission(actions.Sent("", "", "", xml), command=a_command(cast.lin.actor))


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_decisions_one_ends_the_review(cast: Cast, house, two_at_once):
    row = send(cast, household_xml(TURN, household=house.pk, home={"dwelling_use": "rented"}))
    one, other = WriteBack.objects.values_list("pk", flat=True)
    calls = [
        lambda pk=pk: actions.keep_write_back(pk, command=a_command(cast.jiang.actor)).state for pk in (one, other)
    ]
    assert two_at_once(*calls, module=reviewing, step="note") == ["kept", "kept"]
    assert Submission.objects.get(pk=row.id).state == "taken"


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_on_one_value_the_second_is_told(cast: Cast, house, two_at_once):
    send(cast, household_xml(TURN, household=house.pk))
    pk = WriteBack.objects.get().pk
    calls = [
        lambda act=act: act(pk, command=a_command(cast.jiang.actor)).state
        for act in (actions.keep_write_back, actions.take_write_back)
    ]
    answers = two_at_once(*calls, module=reviewing, step="note")
    assert errors.WriteBackDecided in answers
    assert WriteBack.objects.get().state in answers


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_told_by_two_forms_is_entered_once(cast: Cast, house, two_at_once):
    newcomer = member_xml(member_name="何小新", sex="male", born_on="2020-01-01", relation="child")
    rows = [send(cast, household_xml(newcomer, household=house.pk)).id for _form in range(2)]
    calls = [
        lambda pk=pk: actions.settle_submission(pk, command=a_command(cast.jiang.actor), take=True).state for pk in rows
    ]
    assert two_at_once(*calls, module=reviewing, step="current_value") == ["taken", "taken"]
    assert [one.name for one in held_members(house.pk)].count("何小新") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_matches_one_compares_with_the_register(cast: Cast, house, two_at_once):
    row = send(cast, household_xml(TURN))

    def match():
        command = a_command(cast.jiang.actor)
        return actions.match_submission(row.id, household_id=house.pk, command=command).state

    answers = two_at_once(match, match, module=matching, step="held_home")
    assert set(answers) == {"in-review", errors.MatchedAlready}
    assert WriteBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_filled_form_twice_at_once_is_one(cast: Cast, house, two_at_once):
    xml = household_xml(TURN, household=house.pk, instance="uuid:same")
    calls = [lambda: send(cast, xml)] * 2
    one, other = two_at_once(*calls, module=submitting, step="find_subjects")
    assert (one.id, {one.is_repeat, other.is_repeat}) == (other.id, {True, False})
    assert (Submission.objects.count(), WriteBack.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_filled_form_that_came_while_it_was_checked_is_a_repeat(cast: Cast, house, monkeypatch):
    xml, find_subjects = household_xml(TURN, household=house.pk, instance="uuid:same"), submitting.find_subjects

    def meanwhile(*said):
        monkeypatch.setattr(submitting, "find_subjects", find_subjects)
        send(cast, xml)
        return find_subjects(*said)

    monkeypatch.setattr(submitting, "find_subjects", meanwhile)
    assert send(cast, xml).is_repeat
    assert (Submission.objects.count(), WriteBack.objects.count()) == (1, 1)
