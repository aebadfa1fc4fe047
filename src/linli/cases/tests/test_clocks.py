"""Clocks: what holds after any sequence of pauses, extensions, returns to work and changed calendars, and in plain examples."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from linli.cases import errors
from linli.cases.rules import clock as one
from linli.cases.rules import clocks
from linli.cases.rules.clocks import Ceiling, Ladder, Rung, Tell
from linli.core.calendar import CHINA, Calendar, Limit, TimeUnit
from linli.core.errors import LinliError

CALENDAR = Calendar()
CEILING = Ceiling(times=2, longest=Limit(10, TimeUnit.WORKING_DAYS), total=Limit(15, TimeUnit.WORKING_DAYS))
ON = frozenset({"unit", "task"})
LADDER = Ladder(
    (
        Rung("warning", 0, Tell.HANDLER, ON, share=0.8),
        Rung("breach", 1, Tell.UNIT_HEAD, ON),
        Rung("command", 2, Tell.COMMAND, ON, after=Limit(4, TimeUnit.WORKING_HOURS)),
        Rung("leader", 3, Tell.LEADER, ON, after=Limit(2, TimeUnit.WORKING_DAYS)),
    )
)
MONDAY_9 = dt.datetime(2026, 11, 16, 9, tzinfo=CHINA)

moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 6, 1)).map(lambda at: at.replace(tzinfo=dt.UTC))
limits = st.builds(Limit, st.integers(1, 30), st.sampled_from(TimeUnit))
lengths = st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=20))


def china(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def shown(at: dt.datetime) -> str:
    return f"{at.astimezone(CHINA):%m-%d %H:%M}"


def paused(clock: one.Clock, at: str, until: str) -> one.Clock:
    return clocks.pause(clock, at=china(at), until=china(until), why="parts", ceiling=CEILING, calendar=CALENDAR)


class LifeOfAClock(RuleBasedStateMachine):
    """Whatever is asked of a clock, in any order, and time going on between."""

    @initialize(at=moments, limit=limits)
    def begin(self, at: dt.datetime, limit: Limit):
        self.now, self.start = at, at
        self.clock = clocks.start(at, limit=limit, calendar=CALENDAR)
        self.running_dues = [self.clock.due]
        self.granted = 0

    @rule(length=lengths)
    def time_passes(self, length: dt.timedelta):
        self.now += length

    @rule(length=lengths)
    def pause(self, length: dt.timedelta):
        before = clocks.left(self.clock, self.now, CALENDAR)
        try:
            found = clocks.pause(
                self.clock, at=self.now, until=self.now + length, why="weather", ceiling=CEILING, calendar=CALENDAR
            )
        except LinliError:
            return
        assert self.clock.is_running
        assert clocks.left(found, self.now + length, CALENDAR) == before
        self.clock = found

    @precondition(lambda self: self.clock.paused)
    @rule()
    def resume(self):
        before = clocks.left(self.clock, self.now, CALENDAR)
        self.clock = clocks.resume(self.clock, at=self.now, calendar=CALENDAR)
        assert clocks.left(self.clock, self.clock.runs_from, CALENDAR) == pytest.approx(before)
        self.running_dues.append(self.clock.due)

    @rule(share=st.floats(0.1, 1.5))
    def extend(self, share: float):
        by = replace(self.clock.limit, amount=round(self.clock.limit.amount * share, 1) or 0.1)
        try:
            self.clock = clocks.extend(self.clock, at=self.now, by=by, calendar=CALENDAR)
        except LinliError:
            return
        self.running_dues.append(self.clock.due)

    @rule()
    def finish_and_run_on(self):
        self.clock = clocks.run_on(clocks.finish(self.clock, at=self.now, calendar=CALENDAR))
        self.running_dues.append(self.clock.due)

    @rule()
    def ring(self):
        for found in clocks.ring({"unit": self.clock}, at=self.now, ladder=LADDER, calendar=CALENDAR):
            self.clock = clocks.mark_told(self.clock, found.rung.code, at=self.now)
        assert clocks.ring({"unit": self.clock}, at=self.now, ladder=LADDER, calendar=CALENDAR) == []

    @invariant()
    def never_runs_backwards(self):
        assert all(earlier <= later for earlier, later in pairwise(self.running_dues))
        assert self.clock.due >= self.start

    @invariant()
    def counts_no_time_twice(self):
        """What counted and what stood still are together no more than what passed since the start."""
        spans = [(self.clock.started, None), *((stop.at, stop.until) for stop in self.clock.pauses)]
        assert all(start <= (end or start) for start, end in spans)
        assert all(a.until <= b.at for a, b in pairwise(self.clock.pauses))
        unit, stood = self.clock.limit.unit, self.clock.pauses
        stood_for = sum(one.measured(unit, stop.at, stop.until, CALENDAR) for stop in stood)
        passed = one.measured(unit, self.clock.started, self.clock.due, CALENDAR)
        if not self.clock.paused:
            assert passed <= self.clock.allowed + stood_for + len(stood) + 1.001
            assert passed >= self.clock.allowed - 0.001

    @invariant()
    def never_stands_still_without_cause_and_end(self):
        for stop in (*self.clock.pauses, *filter(None, [self.clock.paused])):
            assert stop.why
            assert stop.until >= stop.at
        assert not self.clock.paused or self.clock.paused.until > self.clock.paused.at

    @invariant()
    def keeps_its_ceilings(self):
        stops = [*self.clock.pauses, *filter(None, [self.clock.paused])]
        assert len(stops) <= CEILING.times
        assert sum(CALENDAR.days_between(stop.at, stop.until) for stop in stops) <= CEILING.total.amount
        assert all(stop.until <= CALENDAR.due(stop.at, CEILING.longest) for stop in stops)
        assert len(self.clock.extended) <= one.EXTENSIONS
        assert all(more.amount <= self.clock.limit.amount for more in self.clock.extended)

    @invariant()
    def reads_back_what_it_writes(self):
        assert one.from_json(one.as_json(self.clock)) == self.clock

    @invariant()
    def stays_as_it_is_in_an_unchanged_calendar(self):
        assert clocks.replan(self.clock, at=self.now, calendar=CALENDAR).due == self.clock.due
        assert one.is_planned(one.as_json(self.clock), CALENDAR)

    @invariant()
    def always_has_something_to_do_until_all_is_told(self):
        following = clocks.next_moment({"unit": self.clock}, ladder=LADDER, calendar=CALENDAR)
        assert following is not None or "leader" in self.clock.told


TestLifeOfAClock = LifeOfAClock.TestCase
TestLifeOfAClock.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@given(start=moments, limit=limits, length=lengths, share=st.floats(0, 0.99))
def test_a_pause_moves_the_due_time_by_just_what_it_lasted(start, limit, length, share):
    clock = clocks.start(start, limit=limit, calendar=CALENDAR)
    at = start + (clock.due - start) * share
    ceiling = Ceiling(9, Limit(900, TimeUnit.HOURS), Limit(900, TimeUnit.HOURS))
    stopped = clocks.pause(clock, at=at, until=at + length, why="parts", ceiling=ceiling, calendar=CALENDAR)
    resumed = clocks.resume(stopped, at=at + length, calendar=CALENDAR)
    between = one.measured(limit.unit, clock.due, resumed.due, CALENDAR)
    stood = one.measured(limit.unit, at, at + length, CALENDAR)
    slack = 1 if limit.unit is TimeUnit.WORKING_DAYS else 1e-6
    assert between == pytest.approx(stood, abs=slack)


@given(start=moments, limit=limits, days_off=st.sets(st.integers(0, 40)), now=st.integers(0, 60))
def test_a_changed_calendar_makes_nobody_late_for_what_lay_ahead(start, limit, days_off, now):
    clock = clocks.start(start, limit=limit, calendar=CALENDAR)
    first, at = start.astimezone(CHINA).date(), start + dt.timedelta(days=now)
    changed = Calendar(days_on=frozenset(first + dt.timedelta(days=n) for n in days_off))
    found = clocks.replan(clock, at=at, calendar=changed)
    assert found.due == clock.due or found.due > at
    assert found.due in {clock.due, changed.due(start, limit)}


@given(moments, st.booleans())
def test_nobody_is_told_in_the_quiet_hours_but_of_what_is_urgent(start, urgent):
    clock = clocks.start(start, limit=Limit(3, TimeUnit.HOURS), calendar=CALENDAR)
    found = clocks.next_moment({"unit": clock}, ladder=LADDER, calendar=CALENDAR, urgent=urgent)
    planned = CALENDAR.before(clock.due, Limit(0.6, TimeUnit.HOURS))
    local = found.astimezone(CHINA)
    if urgent:
        assert abs(found - planned) < dt.timedelta(seconds=1)
    else:
        assert dt.time(7) <= local.time() < dt.time(22)
        assert dt.timedelta(seconds=-1) < found - planned <= dt.timedelta(hours=9)


def test_working_days_that_are_left_are_counted_and_given_back():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working days"), calendar=CALENDAR)
    assert shown(clock.due) == "11-23 17:30"
    stopped = paused(clock, "2026-11-18 10:00", "2026-11-25 09:00")
    assert stopped.left == 3
    assert shown(clocks.resume(stopped, at=china("2026-11-24 09:00"), calendar=CALENDAR).due) == "11-27 17:30"


def test_working_hours_that_are_left_run_on_after_the_pause():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("4 working hours"), calendar=CALENDAR)
    stopped = paused(clock, "2026-11-16 11:00", "2026-11-17 08:30")
    assert stopped.left == 2
    assert shown(stopped.due) == "11-17 10:30"


def test_a_pause_ends_by_itself_at_its_end_however_late_somebody_looks():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("24 hours"), calendar=CALENDAR)
    stopped = paused(clock, "2026-11-16 12:00", "2026-11-17 12:00")
    assert clocks.is_ended(stopped, at=china("2026-11-17 12:00"))
    found = clocks.resume(stopped, at=china("2026-11-19 12:00"), calendar=CALENDAR)
    assert shown(found.due) == "11-18 09:00"


def test_what_was_done_on_the_last_day_is_on_time_after_a_pause_over_the_night():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("1 working day"), calendar=CALENDAR)
    stopped = paused(clock, "2026-11-17 10:00", "2026-11-18 09:00")
    assert stopped.left == 0
    assert shown(stopped.due) == "11-18 17:30"


@pytest.mark.parametrize(
    ("at", "until", "refusal"),
    [
        ("2026-11-16 10:00", "2026-11-16 09:00", errors.PauseWithoutEnd),
        ("2026-11-16 10:00", "2026-12-16 09:00", errors.PauseTooLong),
        ("2026-11-24 10:00", "2026-11-25 09:00", errors.ClockOverdue),
    ],
)
def test_a_pause_that_may_not_be_is_refused(at: str, until: str, refusal: type[LinliError]):
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working days"), calendar=CALENDAR)
    with pytest.raises(refusal):
        paused(clock, at, until)


def test_a_third_pause_and_a_third_extension_are_refused():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("9 working days"), calendar=CALENDAR)
    for day in (17, 18):
        clock = clocks.resume(
            paused(clock, f"2026-11-{day} 09:00", f"2026-11-{day} 11:00"),
            at=MONDAY_9.replace(day=20),
            calendar=CALENDAR,
        )
        clock = clocks.extend(clock, at=china("2026-11-20 09:00"), by=Limit.parse("1 working day"), calendar=CALENDAR)
    with pytest.raises(errors.PausedTooOften):
        paused(clock, "2026-11-23 09:00", "2026-11-24 09:00")
    with pytest.raises(errors.ExtendedTooOften):
        clocks.extend(clock, at=china("2026-11-23 09:00"), by=Limit.parse("1 working day"), calendar=CALENDAR)


@pytest.mark.parametrize("by", ["6 working days", "4 working hours"])
def test_an_extension_is_no_longer_than_the_limit_and_of_its_unit(by: str):
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working days"), calendar=CALENDAR)
    with pytest.raises(errors.ExtensionTooLong):
        clocks.extend(clock, at=MONDAY_9, by=Limit.parse(by), calendar=CALENDAR)


def test_the_ladder_rings_each_rung_once_and_again_after_an_extension():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working hours"), calendar=CALENDAR)
    at = china("2026-11-16 15:10")
    assert [found.rung.code for found in clocks.ring({"unit": clock}, at=at, ladder=LADDER, calendar=CALENDAR)] == [
        "warning"
    ]
    clock = clocks.mark_told(clock, "warning", at=at)
    assert clocks.ring({"unit": clock}, at=at, ladder=LADDER, calendar=CALENDAR) == []
    clock = clocks.extend(clock, at=at, by=Limit.parse("5 working hours"), calendar=CALENDAR)
    assert shown(clocks.next_moment({"unit": clock}, ladder=LADDER, calendar=CALENDAR)) == "11-17 09:30"


def test_all_rungs_ring_lowest_first_when_nobody_looked_for_a_week():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("2 working hours"), calendar=CALENDAR)
    rings = clocks.ring(
        {"unit": clock, "resident": clock}, at=MONDAY_9.replace(day=23), ladder=LADDER, calendar=CALENDAR
    )
    assert [(found.clock, found.rung.level) for found in rings] == [("unit", 0), ("unit", 1), ("unit", 2), ("unit", 3)]


def test_a_paused_clock_rings_no_rung_and_comes_back_at_its_end():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working hours"), calendar=CALENDAR)
    stopped = {"unit": paused(clock, "2026-11-16 10:00", "2026-11-18 09:00")}
    assert clocks.ring(stopped, at=MONDAY_9.replace(day=20), ladder=LADDER, calendar=CALENDAR) == []
    assert shown(clocks.next_moment(stopped, ladder=LADDER, calendar=CALENDAR)) == "11-18 09:00"


def test_a_cause_stops_the_clocks_of_its_sorts_that_run():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("5 working days"), calendar=CALENDAR)
    late = clocks.start(MONDAY_9, limit=Limit.parse("1 hours"), calendar=CALENDAR)
    done = clocks.finish(clock, at=MONDAY_9, calendar=CALENDAR)
    mine = {"unit": clock, "resident": clock, "task:990101-water": clock, "stage": done, "arrival": late}
    found = clocks.stopped_by(["unit", "task", "stage", "arrival"], mine, at=MONDAY_9 + dt.timedelta(hours=3))
    assert found == ("unit", "task:990101-water")


def test_a_share_is_what_was_used_of_what_is_allowed():
    clock = clocks.start(MONDAY_9, limit=Limit.parse("4 hours"), calendar=CALENDAR)
    assert clocks.share(clock, MONDAY_9 + dt.timedelta(hours=3), CALENDAR) == pytest.approx(0.75)
    assert clocks.left(clock, MONDAY_9 + dt.timedelta(hours=5), CALENDAR) == pytest.approx(-1)


@given(start=moments, limit=limits, told=st.sets(st.sampled_from(["warning", "breach", "command", "leader"])))
def test_the_next_moment_is_the_first_of_all_that_will_ring(start, limit, told):
    clock = clocks.start(start, limit=limit, calendar=CALENDAR)
    far = start + dt.timedelta(days=400)
    for rung in told:
        clock = clocks.mark_told(clock, rung, at=far)
    mine = {"unit": clock, "task:990101-water": clocks.start(start, limit=Limit.parse("9 hours"), calendar=CALENDAR)}
    all_of_them = clocks.ring(mine, at=far, ladder=LADDER, calendar=CALENDAR)
    assert clocks.next_moment(mine, ladder=LADDER, calendar=CALENDAR) == min(found.at for found in all_of_them)
