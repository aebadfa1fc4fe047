"""`linli clocks`, and the worker's own look at the clocks every minute and every night."""

import datetime as dt
import json

import pytest
import time_machine
from click.testing import CliRunner, Result

from linli.cases.cli_clocks import clocks
from linli.cases.errors import CaseNotFound
from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.tasks import keep_clocks
from linli.cases.testing import MONDAY_9, make_case
from linli.core.calendar import CHINA
from linli.staff.testing import Cast

LATER = MONDAY_9 + dt.timedelta(days=7)


def run(*words: str, at: dt.datetime = LATER) -> Result:
    with time_machine.travel(at, tick=False):
        return CliRunner().invoke(clocks, list(words), catch_exceptions=False)


def test_a_sweep_says_what_it_did(cast: Cast):
    make_case(cast, state=State.HANDLING)
    assert json.loads(run("sweep", "--json").output) == {
        "looked": 1, "resumed": 0, "warned": 0, "escalated": 1, "unreadable": 0,
    }  # fmt: skip
    assert "0" in run("sweep").output


def test_a_new_plan_says_how_many_changed(cast: Cast):
    make_case(cast, state=State.HANDLING)
    assert json.loads(run("replan", "--json", at=MONDAY_9).output) == {"looked": 1, "changed": 0}
    assert run("replan", at=MONDAY_9).exit_code == 0


def test_a_cases_clocks_are_shown_with_how_they_stand(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    shown = json.loads(run("show", case.number, "--json").output)
    assert {one["name"]: one["standing"] for one in shown}["unit"] == "late"
    assert {"resident", "unit", "stage"} >= {one["name"] for one in shown} >= {"resident", "unit"}
    assert "unit" in run("show", case.number).output


def test_a_number_nobody_gave_is_refused(cast: Cast):
    with pytest.raises(CaseNotFound):
        run("show", "1")


def test_the_worker_sweeps_each_time_and_plans_once_a_night(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    planned: list[dt.datetime] = []
    monkeypatch.setattr("linli.cases.tasks.replan_clocks", planned.append)
    case = make_case(cast, state=State.HANDLING)
    day, times = (
        None,
        ["2026-11-23 10:00", "2026-11-23 23:00", "2026-11-24 02:59", "2026-11-24 03:01", "2026-11-24 09:00"],
    )
    for text in times:
        day = keep_clocks(dt.datetime.fromisoformat(text).replace(tzinfo=CHINA), planned_on=day)
    assert [f"{at:%d %H:%M}" for at in planned] == ["23 10:00", "24 03:01"]
    assert Case.objects.get(pk=case.pk).rung == 3
