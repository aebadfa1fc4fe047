"""A simulated town lives by the rules: the same every time, nothing lost, nobody beyond their post."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from itertools import islice, pairwise

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import timezone

from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import catalogue, kind_named
from linli.cases.queries.replaying import cases_without_history, replay_cases
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State, StepName
from linli.core import installation
from linli.core.calendar import TimeUnit
from linli.figures.queries import summary
from linli.places import queries as places
from linli.places.testing import GRIDS, make_town
from linli.register.queries import count_under
from linli.site.simulation import Outcome, PlannedReport, Simulation
from linli.site.simulation.cli import as_dict, simulate
from linli.site.simulation.errors import NoTown, RealTown
from linli.site.simulation.habits import Habits
from linli.staff.queries import account_with_id, actor_of, forget_duties
from linli.staff.rules import SYSTEM, Permission, Role
from linli.staff.testing import CLEANING, COMMUNITY_OFFICE, DISTRICT, WATER, Cast, cast, make_member

pytestmark = pytest.mark.django_db

START = dt.date(2025, 11, 3)  # a Monday long before today: a step that looked at the clock on the wall would show
RESIDENTS, DAYS = 1_600, 8
# A town where much goes wrong, so that few cases walk through every turn of the course.
TROUBLED = Habits(
    second_report=0.2, vague=0.15, outside=0.1, kind_said_wrong=0.4, patrol=0.35, declined=0.1, filed_wrong=0.2,
    noted=0.3, voided=0.06, check_failed=0.3, sent_wrong=0.3, right_returned=0.2, answered_in_time=0.6, explained=0.3,
    not_fixable=0.1, rated=0.8, reopened_unhappy=1.0, reopened_otherwise=0.8,
)  # fmt: skip
NEEDS = {
    StepName.FILE: Permission.CASES_FILE,
    StepName.DECLINE: Permission.CASES_FILE,
    StepName.CORRECT_KIND: Permission.CASES_FILE,
    StepName.SETTLE: Permission.CASES_SETTLE,
    StepName.ACCEPT: Permission.CASES_HANDLE,
    StepName.RETURN: Permission.CASES_HANDLE,
    StepName.RESPOND: Permission.CASES_HANDLE,
    StepName.PASS_CHECK: Permission.CASES_CHECK,
    StepName.FAIL_CHECK: Permission.CASES_CHECK,
    StepName.CLOSE: Permission.CASES_CLOSE,
    StepName.VOID: Permission.CASES_VOID,
}


@pytest.fixture(name="town")
def town_fixture() -> Cast:
    """The fixed cast on a lattice of four grids."""
    return _make_town()


def _make_town() -> Cast:
    _forget()
    people = cast()
    make_town()
    make_member("sun2", "孙小海", Role.HANDLER, DISTRICT, CLEANING)
    make_member("wang", "王守望", Role.HANDLER, DISTRICT, WATER)
    for number, grid in enumerate(GRIDS[1:], start=2):
        make_member(f"lin{number}", "林守格", Role.GRID_WORKER, grid, COMMUNITY_OFFICE)
    installation.set_installation(name="松门区", root_code=DISTRICT, is_demo=True)
    return people


def _forget() -> None:
    forget_duties()
    places.forget()
    installation.forget()


def _simulation(*, days: int = DAYS, seed: int = 7, start: dt.date = START, habits: Habits = TROUBLED) -> Simulation:
    return Simulation(seed=seed, days=days, start=start, residents=RESIDENTS, habits=habits)


def _in_a_fresh_town[T](act: Callable[[], T]) -> T:
    """Do something in a town of its own that is gone afterwards: other account ids, other case numbers."""
    with transaction.atomic():
        _make_town()
        found = act()
        transaction.set_rollback(True)
    _forget()
    return found


def _cases() -> list:
    return list(cases_visible_to(SYSTEM).filter(source="simulation").order_by("source_key"))


def _records() -> list:
    """Every line of every simulated case's history, case by case, in order."""
    return [(case, list(case.records.order_by("seq"))) for case in _cases()]


def _histories() -> list:
    return [(case.source_key, [(row.name, row.at) for row in records]) for case, records in _records()]


def test_two_fresh_towns_live_the_same_with_one_seed():
    def live() -> tuple[dict, list]:
        return as_dict(_simulation().run()), _histories()

    first, second = _in_a_fresh_town(live), _in_a_fresh_town(live)
    assert first == second
    assert first[0]["total"]["received"] > 20


def test_another_seed_is_another_life(town: Cast):
    assert [plan.report.text for plan in _simulation(seed=7).reports()] != [
        plan.report.text for plan in _simulation(seed=8).reports()
    ]


def test_a_second_run_changes_nothing_and_says_the_same(town: Cast):
    first = as_dict(_simulation().run())
    histories = _histories()
    assert as_dict(_simulation().run()) == first
    assert _histories() == histories


def test_a_later_run_goes_on_from_the_latest_simulated_moment():
    def at_once() -> list:
        _simulation(days=8).run()
        return _histories()

    def in_two_parts() -> list:
        _simulation(days=3).run()
        _simulation(days=5, start=START + dt.timedelta(days=3)).run()
        return _histories()

    assert _in_a_fresh_town(in_two_parts) == _in_a_fresh_town(at_once)


@pytest.fixture(name="lived")
def lived_fixture(town: Cast) -> Outcome:
    """The troubled town after its days."""
    return _simulation().run()


def test_no_case_is_lost_and_every_history_replays_to_its_state(lived: Outcome):
    assert lived.lost == 0
    assert sum(lived.states.values()) == lived.reported == lived.total.received == len(_cases())
    assert Counter(case.state for case in _cases()) == lived.states
    assert [difference for _number, found in replay_cases() for difference in found] == []
    assert cases_without_history() == 0


def test_the_rules_refuse_no_step_and_only_confidential_cases_wait_for_nobody(lived: Outcome):
    assert lived.refusals == []
    waiting = [case for case in _cases() if case.is_confidential and case.state == State.RESPONDED]
    assert sum(lived.nobody.values()) <= len(waiting) + _without_handler()


def _without_handler() -> int:
    """The small cast has units in which nobody handles, so their orders wait."""
    staffed = Simulation(seed=1, days=1, start=START).town.crew.units
    return sum(case.state == State.DISPATCHED and case.unit_code not in staffed for case in _cases())


def test_every_step_is_taken_within_a_post_of_whoever_took_it(lived: Outcome):
    steps = [(case, row) for case, records in _records() for row in records if row.name in NEEDS]
    for case, row in steps:
        actor = actor_of(account_with_id(row.by), on=START)
        permission = NEEDS[StepName(row.name)]
        by_unit = permission is Permission.CASES_HANDLE and bool(actor.unit_codes) and actor.may_anywhere(permission)
        assert by_unit or actor.may(permission, case.area_code), (row.name, actor)
    assert {row.name for _case, row in steps} == {step.value for step in NEEDS}


def test_whoever_answered_neither_checks_nor_closes(lived: Outcome):
    for _case, records in _records():
        answered = ""
        for row in records:
            answered = row.by if row.name == StepName.RESPOND else answered
            if row.name in {StepName.PASS_CHECK, StepName.FAIL_CHECK, StepName.CLOSE}:
                assert row.by != answered


def test_nothing_happens_before_its_cause_or_outside_the_days(lived: Outcome):
    zone = catalogue().calendar.zone
    begin = dt.datetime.combine(START, dt.time(), zone)
    end = begin + dt.timedelta(days=DAYS)
    for case, records in _records():
        assert records[0].name == StepName.REPORT
        assert all(early.at <= late.at for early, late in pairwise(records))
        moments = [row.at for row in records] + [photo.added_at for photo in case.attachments.all()]
        moments += [task.assigned_at for task in case.tasks.all()] + [rating.at for rating in case.ratings.all()]
        assert all(begin <= moment < end for moment in moments)


def test_deadlines_follow_the_simulated_clock(lived: Outcome):
    sent = [case for case in _cases() if case.dispatched_at]
    for case in sent:
        limit = kind_named(case.kind_code).limit(Stage.HANDLING, grade="B")
        assert case.handling_due_at == catalogue().calendar.due(case.dispatched_at, limit)
    assert sent


def test_units_answer_in_working_time_unless_the_limit_runs_by_the_clock(lived: Outcome):
    answers = [(case, row.at) for case, records in _records() for row in records if row.name == StepName.RESPOND]
    for case, at in answers:
        if kind_named(case.kind_code).limit(Stage.HANDLING).unit is not TimeUnit.HOURS:
            assert catalogue().calendar.is_working_time(at - dt.timedelta(seconds=1))
    assert answers


def test_the_days_figures_add_up_and_agree_with_the_figures_page(lived: Outcome):
    total = lived.total
    assert total.received == sum(tally.received for tally in lived.days.values())
    assert min(total.returned, total.reworked, total.reopened, total.declined, total.voided, total.rated) > 0
    assert 0 < total.in_time <= total.closed
    page = summary(SYSTEM, area_code=DISTRICT, since=START, until=START + dt.timedelta(days=DAYS - 1)).total
    assert (page.received, page.filed) == (total.received, total.filed)


def test_reports_come_as_many_as_the_population_makes_and_in_order(town: Cast):
    simulation = Simulation(seed=3, days=28, start=START, residents=20_000)
    plans = list(simulation.reports())
    assert len(plans) == pytest.approx(28 * 20 * 2.8, rel=0.06)
    assert all(early.at <= late.at for early, late in pairwise(plans))
    assert len({plan.case_id for plan in plans} | {plan.command_id for plan in plans}) == 2 * len(plans)
    hours = Counter(plan.at.astimezone(catalogue().calendar.zone).hour for plan in plans)
    assert hours[9] / len(plans) == pytest.approx(0.12, abs=0.02)


def test_reports_come_through_many_doors_and_not_all_from_within(town: Cast):
    plans = list(islice(Simulation(seed=3, days=28, start=START, residents=20_000, habits=TROUBLED).reports(), 600))
    assert {"portal", "phone", "field", "12345"} <= {plan.report.channel for plan in plans}
    located = [bool(places.locate(*point)) for plan in plans if None not in (point := _point(plan))]
    assert 0.8 < sum(located) / len(located) < 1
    assert any(plan.again for plan in plans)
    assert any(not plan.report.kind_code for plan in plans)
    assert any(plan.is_settled for plan in plans)


def _point(plan: PlannedReport) -> tuple[float | None, float | None]:
    return plan.report.lon_cgcs2000, plan.report.lat_cgcs2000


def test_the_register_says_how_many_live_here_and_without_it_grids_do(town: Cast):
    assert count_under(DISTRICT).residents == 0
    assert Simulation(seed=1, days=1, start=START).town.residents == 4 * 150


def test_without_a_town_the_command_says_what_to_do():
    _forget()
    answer = CliRunner().invoke(simulate, ["--days", "1"])
    assert answer.exit_code == 1
    assert isinstance(answer.exception, NoTown)
    assert "linli demo" in str(answer.exception)


def test_a_real_installation_is_never_simulated(town: Cast):
    installation.set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    answer = CliRunner().invoke(simulate, ["--days", "1"])
    assert isinstance(answer.exception, RealTown)
    assert not _cases()


def test_the_command_prints_json_and_ends_with_yesterday(town: Cast):
    answer = CliRunner().invoke(simulate, ["--days", "2", "--seed", "7", "--pace", "8", "--json"])
    told = json.loads(answer.stdout)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert [day["day"] for day in told["days"]] == [str(yesterday - dt.timedelta(days=1)), str(yesterday)]
    assert told["total"]["received"] == sum(told["total"]["states"].values())
    assert told["total"]["lost"] == 0


def test_the_command_prints_a_table_and_where_the_open_cases_stand(town: Cast):
    answer = CliRunner().invoke(simulate, ["--days", "2", "--from", str(START), "--pace", "8"])
    assert answer.exit_code == 0
    for words in ("合计", "11-03", "丢失 0 件", "未结："):
        assert words in answer.stdout
