"""The sweep tells each rung once, ends pauses, can be stopped and started, and is held up by no broken case."""

import dataclasses
import datetime as dt
from uuid import UUID

import pytest

from linli.cases.actions import replanning, sweeping
from linli.cases.actions.replanning import replan_clocks
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.facts import ClockRang
from linli.cases.models import Case, CaseRecord
from linli.cases.queries import kinds
from linli.cases.queries.clock_states import cases_without_clock
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State, clocks
from linli.cases.testing import MONDAY_9, make_case
from linli.core import facts
from linli.core.calendar import Calendar
from linli.core.models import StoredFact
from linli.staff.testing import Cast

WEEK = dt.timedelta(days=7)


@pytest.fixture
def heard() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    facts.listen({ClockRang: (lambda payload: found.append(dict(payload)),)})
    return found


def whole(case: Case) -> Case:
    case.refresh_from_db()
    assert [found for _number, found in replay_cases((case.number,))] == [[]]
    return case


def names(case: Case) -> list[str]:
    return list(case.records.order_by("seq").values_list("name", flat=True))


def test_a_case_says_itself_when_it_is_looked_at_next(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    assert MONDAY_9 < case.sweep_at < case.handling_due_at
    assert sweep_clocks(case.sweep_at - dt.timedelta(minutes=1)).looked == 0
    assert sweep_clocks(case.sweep_at).warned == 1


def test_every_rung_is_told_once_in_its_turn(cast: Cast, heard: list[dict[str, object]]):
    case = make_case(cast, state=State.HANDLING)
    moments = []
    while case.sweep_at and len(moments) < 20:
        moments.append(case.sweep_at)
        sweep_clocks(case.sweep_at)
        case = whole(case)
    facts.tell_facts()
    told = [(one["clock"], one["rung"], one["to_role"]) for one in heard]
    assert moments == sorted(set(moments))
    assert [one for one in told if one[0] == "unit"] == [
        ("unit", "warning", "handler"), ("unit", "breach", "unit-head"), ("unit", "command", "command"),
        ("unit", "leader", "leader"),
    ]  # fmt: skip
    assert ("resident", "resident-breach", "command") in told
    assert case.rung == 3
    assert sweep_clocks(MONDAY_9 + 50 * WEEK).looked == 0


def test_a_sweep_that_comes_twice_tells_nothing_twice(cast: Cast, heard: list[dict[str, object]]):
    case = make_case(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + WEEK)
    before = StoredFact.objects.count()
    assert sweep_clocks(MONDAY_9 + WEEK).looked == 0
    assert StoredFact.objects.count() == before
    assert names(whole(case)).count("escalate") == 1
    assert heard == []  # told by the worker, after the transaction


def test_nothing_personal_goes_into_a_fact(cast: Cast, heard: list[dict[str, object]]):
    make_case(cast, state=State.HANDLING, reporter_name="周女士", reporter_phone="13900001234")
    sweep_clocks(MONDAY_9 + WEEK)
    facts.tell_facts()
    assert all({"case_id", "clock", "rung", "to_role", "unit_code"} >= set(one) - {facts.FACT_ID} for one in heard)


def test_a_next_phase_comes_down_the_ladder_again(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    assert case.rung == 0
    late = make_case(cast, state=State.DISPATCHED, source="t", source_key="2")
    sweep_clocks(MONDAY_9 + WEEK)
    assert whole(late).rung == 3


def test_a_closed_case_is_never_looked_at(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    sweep_clocks(MONDAY_9 + 50 * WEEK)
    assert not {"warn", "escalate"} & set(names(whole(case)))


def test_many_cases_go_in_batches_and_none_is_left(cast: Cast):
    cases = [make_case(cast, state=State.FILED, source="t", source_key=str(number)) for number in range(7)]
    said: list[int] = []
    swept = sweep_clocks(MONDAY_9 + WEEK, said=lambda found: said.append(found.looked), batch=3)
    assert (swept.looked, swept.escalated) == (7, 7)
    assert said[-1] == 7
    assert all(whole(case).rung == 3 for case in cases)


MOMENT = "2026-11-16T01:00:00+00:00"


@pytest.mark.parametrize(
    "kept",
    [
        {"stage": {"from": "no time"}},
        {"stage": {"from": MOMENT, "limit": "1 working day", "due": "9999-12-31T23:00:00+00:00"}},
        {"stage": {"from": MOMENT, "limit": "1 hour", "due": MOMENT, "paused": MOMENT, "until": MOMENT, "why": "", "left": 1e300}},
    ],
    ids=["no moment", "a moment outside the calendar", "more left than any calendar holds"],
)  # fmt: skip
def test_a_broken_clock_holds_up_no_other_case(cast: Cast, kept: dict[str, object], caplog: pytest.LogCaptureFixture):
    broken, sound = make_case(cast), make_case(cast, source="t", source_key="2")
    Case.objects.filter(pk=broken.pk).update(clocks=kept)
    swept = sweep_clocks(MONDAY_9 + WEEK)
    assert (swept.unreadable, swept.escalated) == (1, 1)
    assert whole(sound).rung == 3
    broken.refresh_from_db()
    assert broken.sweep_at > MONDAY_9 + WEEK
    assert "cannot be read" in caplog.text


def test_a_sweep_that_fails_in_a_batch_keeps_what_was_done_before(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    for number in range(4):
        make_case(cast, source="t", source_key=str(number))
    stored, store = [], sweeping.Written.store

    def fail_the_second_time(written: sweeping.Written) -> None:
        if stored:
            raise OSError
        stored.append(written)
        store(written)

    monkeypatch.setattr(sweeping.Written, "store", fail_the_second_time)
    with pytest.raises(OSError, match=r"^$"):
        sweep_clocks(MONDAY_9 + WEEK, batch=2)
    monkeypatch.setattr(sweeping.Written, "store", store)
    assert sweep_clocks(MONDAY_9 + WEEK, batch=2).looked == 2
    assert CaseRecord.objects.filter(name="escalate").count() == 4


def test_a_sweep_asks_the_store_as_often_for_twelve_cases_as_for_one(cast: Cast, django_assert_max_num_queries):
    for number in range(12):
        make_case(cast, source="t", source_key=str(number))
    kinds.catalogue()
    # The cases, their rows, records and facts, and a last look that finds none, each in a transaction's two savepoints;
    # one more when it is time to look whether areas were redrawn.
    with django_assert_max_num_queries(10):
        sweep_clocks(MONDAY_9 + WEEK)


def with_calendar(monkeypatch: pytest.MonkeyPatch, calendar: Calendar) -> None:
    changed = dataclasses.replace(kinds.catalogue())
    object.__setattr__(changed, "calendar", calendar)
    for module in (replanning, sweeping, kinds):
        monkeypatch.setattr(module, "catalogue", lambda: changed)
    monkeypatch.setattr("linli.cases.actions.clocks.catalogue", lambda: changed)


def test_a_new_holiday_moves_the_due_times_of_running_clocks(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    running, closed = (
        make_case(cast, state=State.HANDLING),
        make_case(cast, state=State.CLOSED, source="t", source_key="2"),
    )
    due, resident = running.handling_due_at, running.resident_due_at
    with_calendar(monkeypatch, Calendar(days_off=frozenset({dt.date(2026, 11, 17)})))
    found = replan_clocks(MONDAY_9 + dt.timedelta(hours=5))
    running = whole(running)
    assert (found.looked, found.changed) == (1, 1)
    assert running.handling_due_at == running.due_at == due + dt.timedelta(days=1)
    assert running.resident_due_at == resident + dt.timedelta(days=1)
    assert names(running)[-1] == "replan"
    assert names(whole(closed))[-1] == "close"


def test_a_second_plan_in_the_same_calendar_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    case = make_case(cast, state=State.HANDLING)
    assert replan_clocks(MONDAY_9 + dt.timedelta(hours=5)).changed == 0
    with_calendar(monkeypatch, Calendar(days_off=frozenset({dt.date(2026, 11, 17)})))
    assert replan_clocks(MONDAY_9 + dt.timedelta(hours=5)).changed == 1
    assert replan_clocks(MONDAY_9 + dt.timedelta(hours=6)).changed == 0
    assert names(whole(case)).count("replan") == 1


def test_a_plan_reads_the_clocks_and_their_due_times_alike(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    kept = clocks.read(case.clocks)
    assert (kept["unit"].due, kept["resident"].due) == (case.handling_due_at, case.resident_due_at)
    assert isinstance(case.pk, UUID)


@pytest.mark.parametrize("state", [State.REPORTED, State.FILED, State.HANDLING, State.RESPONDED, State.CHECKED])
def test_a_case_of_before_clocks_gets_them_with_the_next_plan(cast: Cast, state: State):
    case = make_case(cast, state=state)
    kept, due, resident = case.clocks, case.due_at, case.resident_due_at
    running = {name for name, values in kept.items() if "done" not in values}
    case.records.filter(name="report").update(changes=case.records.get(name="report").changes | {"clocks": {}})
    Case.objects.filter(pk=case.pk).update(clocks={}, sweep_at=None)
    assert cases_without_clock() == [case.number]
    assert replan_clocks(MONDAY_9 + dt.timedelta(hours=6)).changed == 1
    case.refresh_from_db()
    assert set(case.clocks) == running
    assert (case.due_at, case.resident_due_at) == (due, resident)
    assert case.sweep_at is not None
    assert cases_without_clock() == []
