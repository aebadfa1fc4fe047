"""A drawing is stopped where it runs by a word in the store, or by its time, and what it found by then is a whole plan."""

import datetime as dt
import time

import pytest
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.grids import errors
from linli.grids.actions import drawing, running
from linli.grids.actions.drawing import draw_up
from linli.grids.actions.plans import propose, stop, withdraw
from linli.grids.actions.running import run_drawing
from linli.grids.actions.underway import give_sign
from linli.grids.cli import stop_command
from linli.grids.models import Plan
from linli.grids.queries.ground import ground_of
from linli.grids.queries.plans import is_stopping
from linli.grids.rules import DrawSettings, PlanKind, PlanState
from linli.grids.testing import SETTINGS, a_command, make_ground, make_plan, stored
from linli.places.testing import COMMUNITIES, DISTRICT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def ask(cast, kind=PlanKind.DRAW, settings=SETTINGS):
    return propose(DISTRICT, kind, settings, command=a_command(cast.wu.actor))


def step(member, plan, noun):
    address = reverse("grids:step", args=[plan.pk, noun])
    return member.sign_in().post(address, {"command_id": str(new_id())})


def page(member, plan):
    return member.sign_in().get(reverse("grids:plan", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("kind", list(PlanKind))
def test_a_drawing_stopped_at_the_desk_becomes_a_whole_draft(cast, monkeypatch, kind):
    monkeypatch.setattr(running, "_TELL_SECONDS", 0.0)
    plan, heard = ask(cast, kind), []

    def told(text, done, of):
        heard.append((text, done, of))
        if text == "划分网格" and done == 1:
            assert step(cast.wei, plan, "stop").status_code == 302

    assert run_drawing(plan.pk, told=told) is not None
    plan = stored(plan.pk)
    assert (plan.state, plan.progress["stopped"]) == (PlanState.DRAFT, True)
    assert sorted(part.community_code for part in plan.parts.all()) == sorted(COMMUNITIES)
    assert plan.scores["plan"]["broken"] == 0
    assert heard[-1][:2] == ("划分网格", 1)  # nothing was begun after the word to stop
    assert "划分提前停下" in page(cast.wu, plan)


def test_a_drawing_is_stopped_from_another_command_line(cast, monkeypatch):
    monkeypatch.setattr(running, "_TELL_SECONDS", 0.0)
    plan = ask(cast)

    def told(text, done, _of):
        if text == "划分网格" and done == 1:
            result = CliRunner().invoke(stop_command, [str(plan.pk)])
            assert (result.exit_code, "已请求停下" in result.output) == (0, True)

    assert run_drawing(plan.pk, told=told) is not None
    plan = stored(plan.pk)
    assert (plan.state, plan.progress["stopped"]) == (PlanState.DRAFT, True)


def test_the_command_line_refuses_to_stop_what_is_drawn_already_or_unknown(cast):
    done = CliRunner().invoke(stop_command, [str(make_plan(cast).pk)])
    assert (done.exit_code, bool(done.stderr)) == (1, True)
    assert CliRunner().invoke(stop_command, [str(new_id())]).exit_code == 1
    stranger = CliRunner().invoke(stop_command, [str(ask(cast).pk), "--as", cast.zhao.account.username])
    assert stranger.exit_code == 1


def test_one_that_waits_its_turn_begins_and_ends_at_once(cast):
    plan = ask(cast)
    stop(plan.pk, command=a_command(cast.wu.actor))
    assert is_stopping(stored(plan.pk))
    run_drawing(plan.pk)
    plan = stored(plan.pk)
    assert (plan.state, plan.progress["stopped"], is_stopping(plan)) == (PlanState.DRAFT, True, False)


def test_a_sign_of_life_does_not_write_over_the_word_to_stop(cast):
    plan = ask(cast)
    assert give_sign(plan.pk, text="划分网格", done=1, of=4)
    stop(plan.pk, command=a_command(cast.wu.actor))
    for done in (2, 3):
        assert not give_sign(plan.pk, text="划分网格", done=done, of=4)
        found = stored(plan.pk)
        assert (found.progress["done"], is_stopping(found), found.sign_at is not None) == (done, True, True)
    withdraw(plan.pk, command=a_command(cast.wu.actor))
    assert not give_sign(plan.pk, text="划分网格", done=4, of=4)


def test_the_page_offers_to_stop_and_then_says_that_it_ends(cast):
    plan = ask(cast)
    address = reverse("grids:step", args=[plan.pk, "stop"])
    shown = page(cast.wu, plan)
    assert (address in shown, "正在划分" in shown) == (True, True)
    stop(plan.pk, command=a_command(cast.wu.actor))
    shown = page(cast.wu, plan)
    assert (address in shown, "已请求停下" in shown, "正在划分：" in shown) == (False, True, False)


@pytest.mark.parametrize("minutes", [5, 25])
def test_one_that_died_with_its_process_shows_when_it_last_gave_a_sign(cast, minutes):
    plan = ask(cast)
    sign = timezone.now() - dt.timedelta(minutes=minutes)
    Plan.objects.filter(pk=plan.pk).update(progress={"text": "划分网格"}, sign_at=sign)
    assert to_the_minute(sign) not in page(cast.wu, plan)
    result = CliRunner().invoke(stop_command, [str(plan.pk)])
    assert (result.exit_code, "正在收尾" in result.output) == (0, False)
    for shown in (result.output, page(cast.wu, plan)):
        assert f"{to_the_minute(sign)}。约 3 分钟" in shown


def test_one_that_was_not_begun_says_so_when_it_is_to_stop(cast):
    plan = ask(cast)
    assert "还没有开始" in CliRunner().invoke(stop_command, [str(plan.pk)]).output
    assert "还没有开始" in page(cast.wu, plan)


def test_who_may_not_draw_here_stops_nothing(cast):
    plan = ask(cast)
    assert step(cast.zhao, plan, "stop").status_code in {403, 404}
    with pytest.raises(errors.PlanNotFound):
        stop(plan.pk, command=a_command(cast.zhao.actor))
    assert not is_stopping(stored(plan.pk))


def test_what_is_drawn_already_is_not_stopped(cast):
    plan = make_plan(cast)
    assert step(cast.wu, plan, "stop").status_code == 409


def test_the_same_word_twice_is_one(cast):
    plan, command = ask(cast), a_command(cast.wu.actor)
    assert stop(plan.pk, command=command).pk == stop(plan.pk, command=command).pk == plan.pk


def test_time_counts_for_the_whole_search_and_its_curve(monkeypatch):
    settings = DrawSettings(target=240, whole_up_to=0, time_limit_s=5.0)
    ground = ground_of(DISTRICT, settings)
    late = time.monotonic() + 60
    passed = draw_up(ground, PlanKind.REDRAW, settings, told=lambda *_step: None)
    assert (passed.was_stopped, "curve" in passed.scores) == (False, True)

    def told(text, done, _of):
        if text == "比较几种取舍":
            monkeypatch.setattr(drawing.time, "monotonic", lambda: late)

    stopped = draw_up(ground, PlanKind.REDRAW, settings, told=told)
    assert (stopped.was_stopped, "curve" in stopped.scores) == (True, False)
    assert stopped.scores["plan"]["grids"] == 8


def test_the_form_asks_for_a_time_limit(cast):
    said = {
        "command_id": str(new_id()), "area": DISTRICT, "kind": "draw", "target": "240", "band": "180-300",
        "preset": "default", "whole_up_to": "0", "tolerance": "0.1", "seed": "1", "time_limit_s": "90",
    }  # fmt: skip
    answer = cast.wu.sign_in().post(reverse("grids:new"), said)
    plan = stored(answer["Location"].rstrip("/").rsplit("/", 1)[-1])
    assert plan.settings["time_limit_s"] == 90
    assert "90 秒" in page(cast.wu, plan)
    assert cast.wu.sign_in().post(reverse("grids:new"), {**said, "time_limit_s": "0"}).status_code == 400
