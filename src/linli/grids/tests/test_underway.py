"""One drawing at a time on the same ground: a second one is refused by name, and none that died bars the next one for ever."""

import datetime as dt
import threading
from threading import Event

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions import running, underway
from linli.grids.actions.plans import propose, withdraw
from linli.grids.actions.running import run_drawing
from linli.grids.actions.underway import give_sign, giving_signs, sign_of
from linli.grids.cli import areas
from linli.grids.models import Plan
from linli.grids.rules import (
    BEYOND_DOUBT,
    DOUBTED_FOR,
    LONGEST_QUEUE,
    LONGEST_SILENCE,
    SIGN_EVERY,
    PlanKind,
    PlanState,
    is_cut_off,
    is_same_ground,
    is_silent,
)
from linli.grids.tasks import keep_plans
from linli.grids.testing import AT, SETTINGS, a_command, make_ground, make_plan, stored
from linli.places.testing import COMMUNITIES, DISTRICT, STREET

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def ask(member, area_code=DISTRICT, *, at=AT):
    return propose(area_code, PlanKind.DRAW, SETTINGS, command=a_command(member.actor, at=at))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (DISTRICT, DISTRICT, True), (DISTRICT, COMMUNITIES[0], True), (COMMUNITIES[0], STREET, True),
        (COMMUNITIES[0], COMMUNITIES[1], False), (DISTRICT, "990102", False),
    ],
)  # fmt: skip
def test_areas_share_ground_with_those_above_and_below_them(one, other, is_same):
    assert is_same_ground(one, other) is is_same
    assert is_same_ground(other, one) is is_same


@pytest.mark.parametrize(
    ("asked", "seen", "doubted", "is_dead"),
    [
        (LONGEST_QUEUE - MINUTE, None, None, False),
        (LONGEST_QUEUE + MINUTE, None, None, True),
        (2 * LONGEST_QUEUE, 2 * LONGEST_QUEUE, None, False),
        (2 * LONGEST_QUEUE, LONGEST_SILENCE, DOUBTED_FOR - SECOND, False),
        (2 * LONGEST_QUEUE, LONGEST_SILENCE, DOUBTED_FOR, True),
    ],
)
def test_a_drawing_lives_while_it_waits_its_turn_or_was_found_silent_only_once(asked, seen, doubted, is_dead):
    told = {name: None if ago is None else AT - ago for name, ago in (("sign_at", seen), ("doubted_at", doubted))}
    assert is_cut_off(AT, asked_at=AT - asked, **told) is is_dead


@pytest.mark.parametrize(
    ("seen", "silent"), [(None, False), (LONGEST_SILENCE, False), (LONGEST_SILENCE + SECOND, True)]
)
def test_several_missed_signs_are_silence(seen, silent):
    assert is_silent(AT, sign_at=None if seen is None else AT - seen) is silent
    assert LONGEST_SILENCE > 5 * SIGN_EVERY


@pytest.mark.django_db
@pytest.mark.parametrize("area_code", [DISTRICT, STREET, COMMUNITIES[0]])
def test_a_second_drawing_of_the_same_ground_names_who_started_the_first_and_how_to_stop_it(cast, area_code):
    make_ground()
    first = ask(cast.wu)
    with pytest.raises(errors.DrawingUnderWay) as refusal:
        ask(cast.wei, area_code, at=AT + MINUTE)
    for said in ("松门区正在划分", "吴静于 2026-11-16 09:00 开始", f"linli areas withdraw {first.pk}"):
        assert said in str(refusal.value)
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_the_whole_is_not_drawn_while_a_part_is_and_other_ground_is_free(cast):
    make_ground()
    ask(cast.wu, COMMUNITIES[0])
    with pytest.raises(errors.DrawingUnderWay):
        ask(cast.wei)
    assert ask(cast.wei, COMMUNITIES[1]).state == PlanState.DRAWING


@pytest.mark.django_db
def test_the_ground_is_free_once_the_first_is_drawn_or_withdrawn(cast):
    make_ground()
    assert make_plan(cast).state == PlanState.DRAFT
    second = ask(cast.wei)
    withdraw(second.pk, command=a_command(cast.wei.actor))
    assert ask(cast.wu).state == PlanState.DRAWING


@pytest.mark.django_db
def test_a_drawing_that_died_with_its_process_bars_nobody_for_long(cast):
    make_ground()
    now = timezone.now()
    first = ask(cast.wu, at=now)
    assert give_sign(first.pk, text="划分网格", done=1, of=2)
    keep_plans(now + LONGEST_SILENCE + SECOND)
    with pytest.raises(errors.DrawingUnderWay):
        ask(cast.wei, at=now + LONGEST_SILENCE + DOUBTED_FOR)
    assert ask(cast.wei, at=now + LONGEST_SILENCE + DOUBTED_FOR + SECOND).state == PlanState.DRAWING
    assert stored(first.pk).state == PlanState.FAILED
    assert not give_sign(first.pk, text="划分网格", done=2, of=2)


@pytest.mark.django_db
def test_without_background_work_a_dead_drawing_bars_nobody_for_more_than_ten_minutes(cast):
    make_ground()
    now = timezone.now()
    give_sign(ask(cast.wu, at=now).pk)
    with pytest.raises(errors.DrawingUnderWay):
        ask(cast.wei, at=now + BEYOND_DOUBT - SECOND)
    assert ask(cast.wei, at=now + BEYOND_DOUBT + SECOND).state == PlanState.DRAWING


@pytest.mark.django_db
def test_a_machine_that_slept_takes_no_drawing_for_dead(cast, time_machine):
    make_ground()
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    plan = ask(cast.wu, at=now)
    assert give_sign(plan.pk, text="划分网格", done=1, of=2)
    awake = now + dt.timedelta(hours=8)
    keep_plans(awake)
    assert (stored(plan.pk).state, stored(plan.pk).doubted_at) == (PlanState.DRAWING, awake)
    time_machine.move_to(awake + SIGN_EVERY, tick=False)
    sign_of(plan.pk)
    keep_plans(awake + DOUBTED_FOR)
    plan = stored(plan.pk)
    assert (plan.state, plan.sign_at, plan.doubted_at) == (PlanState.DRAWING, awake + SIGN_EVERY, None)
    assert plan.progress == {"text": "划分网格", "done": 1, "of": 2}


@pytest.mark.django_db
def test_one_silent_at_two_looks_of_the_background_is_given_up_within_four_minutes(cast):
    make_ground()
    now = timezone.now()
    plan = ask(cast.wu, at=now)
    give_sign(plan.pk)
    found = []
    for minute in range(1, 5):
        keep_plans(now + minute * MINUTE)
        found.append(stored(plan.pk).state)
    assert found == [PlanState.DRAWING, PlanState.DRAWING, PlanState.FAILED, PlanState.FAILED]
    sign_of(plan.pk)
    assert stored(plan.pk).state == PlanState.FAILED


def test_signs_are_given_while_a_single_call_runs_and_after_one_that_could_not_be_written(monkeypatch):
    given, enough = [], Event()

    def sign(plan_id):
        given.append(plan_id)
        if len(given) == 1:
            raise OperationalError("database is locked")
        if len(given) == 3:
            enough.set()

    monkeypatch.setattr(underway, "sign_of", sign)
    plan_id = new_id()
    with giving_signs(plan_id, every=dt.timedelta(milliseconds=1)):
        assert enough.wait(60)
    assert set(given) == {plan_id}
    assert "drawing" not in {one.name for one in threading.enumerate()}


@pytest.mark.django_db(transaction=True)
def test_signs_reach_the_store_from_their_own_connection(cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's database in memory is one connection's")
    make_ground()
    plan = ask(cast.wu)
    with giving_signs(plan.pk, every=dt.timedelta(milliseconds=1)):
        while stored(plan.pk).sign_at is None:
            pass
    assert stored(plan.pk).state == PlanState.DRAWING


@pytest.mark.django_db
def test_a_drawing_nobody_began_or_that_fell_silent_is_given_up_in_the_background(cast):
    make_ground()
    now = timezone.now()
    waiting, begun = ask(cast.wu, COMMUNITIES[0], at=now), ask(cast.wu, COMMUNITIES[1], at=now)
    give_sign(begun.pk)
    for later in (2, 3):
        keep_plans(now + later * LONGEST_SILENCE)
    assert [stored(one.pk).state for one in (waiting, begun)] == [PlanState.DRAWING, PlanState.FAILED]
    keep_plans(now + 2 * LONGEST_QUEUE)
    assert stored(waiting.pk).state == PlanState.FAILED


@pytest.mark.django_db
def test_of_two_asked_for_in_the_same_moment_the_first_is_drawn(cast):
    make_ground()
    now = timezone.now()
    first, other = ask(cast.wu, COMMUNITIES[0], at=now), ask(cast.wei, COMMUNITIES[1], at=now + MINUTE)
    Plan.objects.update(area_code=DISTRICT)  # neither saw the other when it was asked for
    with pytest.raises(errors.DrawingUnderWay):
        run_drawing(other.pk)
    assert "吴静" in stored(other.pk).progress["failed"]
    assert run_drawing(first.pk) is not None


@pytest.mark.django_db
def test_a_drawing_at_a_terminal_tells_of_itself_and_ends_when_it_is_withdrawn(cast, monkeypatch):
    make_ground()
    monkeypatch.setattr(running, "_TELL_SECONDS", 0.0)
    plan, heard = ask(cast.wu), []

    def told(text, done, of):
        heard.append(text)
        if len(heard) == 2:
            assert stored(plan.pk).sign_at
            withdraw(plan.pk, command=a_command(cast.wu.actor))

    assert run_drawing(plan.pk, told=told) is None
    assert stored(plan.pk).state == PlanState.WITHDRAWN


@pytest.mark.django_db
def test_desk_and_command_line_tell_who_draws_already(cast):
    make_ground()
    ask(cast.wu, at=timezone.now())
    said = {
        "command_id": str(new_id()), "area": STREET, "kind": "draw", "target": "240", "band": "180-300",
        "preset": "default", "whole_up_to": "0", "tolerance": "0.1", "seed": "1",
    }  # fmt: skip
    answer = cast.wei.sign_in().post(reverse("grids:new"), said)
    assert (answer.status_code, "松门区正在划分（吴静于" in answer.content.decode()) == (400, True)
    refused = CliRunner().invoke(areas, ["draw", "--area", COMMUNITIES[0], "--as", "wei"])
    assert (refused.exit_code, "松门区正在划分（吴静于" in refused.stderr) == (1, True)
