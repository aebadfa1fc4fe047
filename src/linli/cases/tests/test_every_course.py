"""Any order of commands, repeated, stale or by strangers: what stands is what its history says, and nothing is left hanging.

200 courses a run; `LINLI_EXAMPLES=10000 pytest src/linli/cases/tests/test_every_course.py` walks ten thousand.
"""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import actions, rules
from linli.cases.actions import arbitrating, delegating, joining, linking, meeting, ordering, pausing
from linli.cases.actions.outside_systems import enter_system
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.models import ActionItem, Case, CaseRecord, SupervisionOrder, Task
from linli.cases.queries.kinds import catalogue, workflow_at, workflow_of
from linli.cases.queries.projection import EMPTY, plain
from linli.cases.rules import ENDED, OPEN, Answer, Lane, RecordFacts, State, StepName, clocks
from linli.cases.testing import MONDAY_9, a_command, a_photo, a_report, make_places
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.staff.rules import RESIDENT, SYSTEM, Actor, Command, PostFacts, Role
from linli.staff.testing import CLEANING, DISTRICT, STREET_OFFICE, WATER, Cast, make_member

EXAMPLES = int(os.environ.get("LINLI_EXAMPLES", "200"))
WITH_UNIT = frozenset({State.DISPATCHED, State.HANDLING})
UNITS = (CLEANING, WATER, STREET_OFFICE)
WORDS = "已到现场看过，情况属实"


@dataclass(frozen=True)
class Try:
    """One command that somebody tries: which of the steps that could be taken, who, when, with which choice."""

    step: int
    by: int
    later_minutes: int
    choice: int
    again: bool
    stray: bool


EVENLY = st.sampled_from(range(1_009))  # integers() would draw small ones far more often
tries = st.builds(
    Try,
    step=EVENLY,
    by=EVENLY,
    later_minutes=st.sampled_from([0, 1, 45, 600, 3_000, 20_000, -90]),
    choice=EVENLY,
    again=EVENLY.map(lambda drawn: drawn % 12 == 0),
    stray=EVENLY.map(lambda drawn: drawn % 6 == 0),
)
Take = Callable[[UUID, Command], object]


def photo(case_id: UUID, command: Command, purpose: str, number: int) -> object:
    colour = ("red", "green", "blue", "orange", "purple", "brown")[number % 6]
    own = Command(new_id(), command.by, command.at)
    return actions.attach_photo(case_id, command=own, file=a_photo(colour=colour), name="p.jpg", purpose=purpose)


def answer_with_photos(case_id: UUID, command: Command, number: int) -> object:
    photo(case_id, command, "before", number)
    photo(case_id, command, "after", number + 1)
    return actions.respond(case_id, command=command, result=WORDS)


def first(rows, name: str):
    found = rows.order_by("id").first()
    return getattr(found, name) if found else new_id()


def take(case: Case, name: str, number: int, others: list[UUID]) -> Take:
    """Give what a step calls, with something it might be given."""
    step = workflow_of(case).steps[name]
    pick, due = UNITS[number % len(UNITS)], dt.timedelta(days=number % 9)
    kinds = sorted(catalogue().kinds)
    plain_calls = {
        StepName.FILE: lambda i, c: actions.file_case(i, command=c, lane=lane_for(case, number)),
        StepName.DECLINE: lambda i, c: actions.decline_case(i, command=c, reason=WORDS),
        StepName.CORRECT_KIND: lambda i, c: actions.correct_kind(i, command=c, kind_code=kinds[number % len(kinds)]),
        StepName.SETTLE: lambda i, c: actions.settle_on_spot(i, command=c, result=WORDS),
        StepName.DISPATCH: lambda i, c: actions.dispatch_case(i, command=c, unit_code=pick if number % 2 else ""),
        StepName.ACCEPT: lambda i, c: actions.accept_task(i, command=c),
        StepName.RETURN: lambda i, c: actions.return_task(i, command=c, reason=WORDS, reason_code=return_code(number)),
        StepName.RULE: lambda i, c: arbitrating.rule_case(i, command=c, ruling=arbitrating.NewRuling(pick, WORDS)),
        StepName.RESPOND: lambda i, c: answer_with_photos(i, c, number),
        StepName.PASS_CHECK: lambda i, c: actions.pass_check(i, command=c),
        StepName.FAIL_CHECK: lambda i, c: actions.fail_check(i, command=c, reason=WORDS),
        StepName.CLOSE: lambda i, c: actions.close_case(i, command=c),
        StepName.REOPEN: lambda i, c: actions.reopen_case(i, command=c, reason=WORDS, tracked=c.by is RESIDENT),
        StepName.VOID: lambda i, c: actions.void_case(i, command=c, reason=WORDS),
        StepName.NOTE: lambda i, c: actions.add_note(i, command=c, text=WORDS),
        StepName.ATTACH: lambda i, c: photo(i, c, "check", number),
        StepName.RATE: lambda i, c: actions.rate_case(i, command=c, score=number % 5 + 1),
        StepName.VISIT_BACK: lambda i, c: actions.visit_back(i, command=c, score=number % 5 + 1),
        StepName.ANSWER_RATING: lambda i, c: actions.answer_rating(i, command=c, text=WORDS),
        StepName.JOIN: lambda i, c: joining.join_case(i, command=c, call=joining.Call((pick,), WORDS)),
        StepName.CO_ACCEPT: lambda i, c: joining.co_accept(i, command=c),
        StepName.CO_RETURN: lambda i, c: joining.co_return(i, command=c, reason=WORDS),
        StepName.CO_ANSWER: lambda i, c: joining.co_answer(i, command=c, result=WORDS),
        StepName.ARRIVE: lambda i, c: joining.arrive(i, command=c),
        StepName.SCORE_PARTNER: lambda i, c: joining.score_partner(i, command=c, of_unit=pick, score=number % 5 + 1),
        StepName.DELEGATE: lambda i, c: delegating.delegate_task(i, command=c, handler_id=c.by.account_id or new_id()),
        StepName.ASK_PAUSE: lambda i, c: pausing.ask_pause(i, command=c, wish=wish(c, number)),
        StepName.ASK_EXTENSION: lambda i, c: pausing.ask_extension(i, command=c, wish=more_time(case, number)),
        StepName.GRANT: lambda i, c: pausing.grant_relief(i, command=c),
        StepName.REFUSE: lambda i, c: pausing.refuse_relief(i, command=c, reason=WORDS),
        StepName.RESUME: lambda i, c: pausing.resume_clocks(i, command=c),
        StepName.URGE: lambda i, c: pausing.urge_case(i, command=c, note=WORDS),
        StepName.ORDER: lambda i, c: ordering.give_order(
            i, command=c, order=ordering.NewOrder(WORDS, case.unit_code or pick, c.at + due + dt.timedelta(hours=1))
        ),
        StepName.ANSWER_ORDER: lambda i, c: ordering.answer_order(
            i, command=c, order_id=first(SupervisionOrder.objects.filter(case_id=i, answered_at=None), "id"), answer=WORDS
        ),
        StepName.MEET: lambda i, c: meeting.hold_meeting(i, command=c, held=meeting.Minutes(c.at, WORDS)),
        StepName.PLAN_ACTION: lambda i, c: meeting.plan_action(
            i, command=c, plan=meeting.Plan(WORDS, pick, (c.at + due).date())
        ),
        StepName.FINISH_ACTION: lambda i, c: meeting.finish_action(
            i, command=c, item_id=first(ActionItem.objects.filter(case_id=i, done_at=None), "id"), result=WORDS
        ),
        StepName.HAND_OFF: lambda i, c: actions.hand_off(i, command=c, system_code="elsewhere"),
        StepName.TAKE_BACK: lambda i, c: actions.take_back(i, command=c, reason=WORDS),
        StepName.MERGE: lambda i, c: linking.merge_cases(others[number % len(others)], [i], command=c),
        StepName.UNMERGE: lambda i, c: linking.unmerge_case(i, command=c, reason=WORDS),
        StepName.LINK: lambda i, c: linking.link_cases(i, others[number % len(others)], command=c),
    }  # fmt: skip
    if step.does is StepName.ADVANCE:
        return lambda i, c: actions.advance_case(i, step=name, command=c, answers=said(step, c, number))
    return plain_calls.get(step.does, lambda i, c: sweep_clocks(c.at))


def said(step: rules.Step, command: Command, number: int) -> dict[str, object]:
    """Give an answer to everything a declared step asks."""
    given = {
        Answer.TEXT: WORDS, Answer.DATE: command.at.date().isoformat(), Answer.TIME: command.at.isoformat(),
        Answer.NUMBER: "3", Answer.YES_NO: "yes",
    }  # fmt: skip
    return {
        one.name: one.choices[number % len(one.choices)] if one.takes is Answer.CHOICE else given[one.takes]
        for one in step.asks
    }


def lane_for(case: Case, number: int) -> str:
    kind = catalogue().kinds.get(case.kind_code)
    return kind.lanes[number % len(kind.lanes)] if kind else Lane.DISPATCH


def return_code(number: int) -> str:
    codes = ["", *catalogue().return_reasons]
    return codes[number % len(codes)]


def wish(command: Command, number: int) -> pausing.Wish:
    codes = list(catalogue().pause_reasons)
    return pausing.Wish(codes[number % len(codes)], WORDS, until=command.at + dt.timedelta(days=number % 6, hours=1))


def more_time(case: Case, number: int) -> pausing.Wish:
    codes = list(catalogue().pause_reasons)
    limit = str(case.clocks.get("unit", {}).get("limit", "1 working day"))
    return pausing.Wish(codes[number % len(codes)], WORDS, by=limit)


@pytest.fixture
def people(cast: Cast, db) -> list[Actor]:
    """Everybody who works here, a second person for the units, whoever reported, and strangers."""
    make_places()
    enter_system("elsewhere", by=SYSTEM, name="别处", url="https://x.test", unit_code=CLEANING, answer_limit="2 hours")
    water = make_member("shui", "水工", Role.HANDLER, DISTRICT, WATER).actor
    street = make_member("jie", "街道", Role.HANDLER, DISTRICT, STREET_OFFICE).actor
    everything = Actor("万能", new_id(), tuple(PostFacts(role, DISTRICT, CLEANING) for role in Role))
    members = [
        getattr(cast, name).actor
        for name in ["lin", "wei", "chen", "sun", "qian", "wu", "zheng", "feng", "han", "root", "zhao"]
    ]
    return [*members, water, street, everything, RESIDENT]


KINDS = sorted(
    {min(code for code, kind in catalogue().kinds.items() if lane in kind.lanes) for lane in catalogue().workflows}
)


@settings(
    max_examples=EXAMPLES, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(kind=st.sampled_from(KINDS), attempts=st.lists(tries, min_size=8, max_size=24))
def test_whatever_is_tried_history_tasks_and_clocks_stand(people: list[Actor], kind: str, attempts: list[Try]):
    with transaction.atomic():
        walk(people, kind, attempts)
        transaction.set_rollback(True)


def walk(people: list[Actor], kind: str, attempts: list[Try]) -> None:
    others = [actions.report_case(a_report(kind_code=kind), command=a_command()).case.pk for _ in range(2)]
    case = actions.report_case(a_report(kind_code=kind), command=a_command()).case
    at, taken = MONDAY_9, partial(sweep_clocks, MONDAY_9)
    check(case)
    for one in attempts:
        at = max(at + dt.timedelta(minutes=one.later_minutes), MONDAY_9)
        case.refresh_from_db()
        before, ended = case.version, case.state in ENDED
        if one.again:
            repeat(case, taken)
            continue
        name, by = chosen(case, people, one)
        act = partial(take(case, name, one.choice, others), case.pk, Command(new_id(), by, at))
        try:
            with transaction.atomic():
                act()
            taken = act
        except LinliError:
            assert Case.objects.get(pk=case.pk).version == before, name
        case.refresh_from_db()
        if ended and case.state in OPEN:
            assert workflow_of(case).steps[name].does in {StepName.REOPEN, StepName.UNMERGE}
        check(case)


FORWARD = frozenset({
    StepName.FILE, StepName.DISPATCH, StepName.RULE, StepName.ACCEPT, StepName.RETURN, StepName.RESPOND, StepName.PASS_CHECK,
    StepName.FAIL_CHECK, StepName.CLOSE, StepName.REOPEN, StepName.ADVANCE,
})  # fmt: skip
ENDING = frozenset({StepName.DECLINE, StepName.VOID, StepName.MERGE, StepName.UNMERGE, StepName.SETTLE, StepName.SPLIT})


def chosen(case: Case, people: list[Actor], one: Try) -> tuple[str, Actor]:
    """Mostly a step that goes on, or one that something waits for; beside it what is done meanwhile; at times any, by anybody."""
    steps = workflow_of(case).steps
    if one.stray:
        names = list(steps)
        return names[one.step % len(names)], people[one.by % len(people)]
    able = [(name, by) for by in people for name in rules.allowed_steps(workflow_of(case), case.standing, by)]
    able += [(name, RESIDENT) for name in ("rate", "reopen") if case.state == State.CLOSED]
    wanted = waited_for(case)
    turns = (
        [pair for pair in able if steps[pair[0]].does in FORWARD],
        [pair for pair in able if steps[pair[0]].does in wanted],
        [pair for pair in able if steps[pair[0]].does not in FORWARD | ENDING],
        [pair for pair in able if steps[pair[0]].does in ENDING],
    )
    turn = (0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3)[one.choice % 16]
    pairs = turns[turn] or turns[0] or turns[2] or [(name, RESIDENT) for name in steps]
    names = sorted({name for name, _by in pairs})
    name = names[one.step % len(names)]
    doers = [by for found, by in pairs if found == name]
    return name, doers[one.by % len(doers)]


def waited_for(case: Case) -> set[StepName]:
    """What somebody has begun and another has to go on with."""
    found: set[StepName] = set()
    if case.asked:
        found |= {StepName.GRANT, StepName.REFUSE}
    if case.paused_at:
        found |= {StepName.RESUME}
    if case.co_units:
        found |= {StepName.CO_ACCEPT, StepName.CO_ANSWER, StepName.CO_RETURN, StepName.ARRIVE}
    if case.is_ordered:
        found |= {StepName.ANSWER_ORDER}
    if "outside" in case.clocks and "done" not in case.clocks["outside"]:
        found |= {StepName.TAKE_BACK}
    if case.state == State.CLOSED:
        found |= {StepName.RATE, StepName.VISIT_BACK, StepName.ANSWER_RATING, StepName.SCORE_PARTNER, StepName.REOPEN}
    return found


def repeat(case: Case, taken: Callable[[], object]) -> None:
    """A command sent again changes nothing."""
    before = case.version
    try:
        with transaction.atomic():
            taken()
    except LinliError:
        pass
    assert Case.objects.get(pk=case.pk).version == before


def check(case: Case) -> None:
    """The row is the fold of its history; tasks and clocks are what the phase asks for."""
    case.refresh_from_db()
    records = [
        RecordFacts(*row)
        for row in CaseRecord.objects.filter(case=case).order_by("seq").values_list("seq", "name", "changes")
    ]
    assert [record.seq for record in records] == list(range(1, case.version + 1))
    replayed = rules.project(records, workflow_at)
    for name, empty in EMPTY.items():
        assert plain(getattr(case, name)) == replayed.get(name, plain(empty)), name
    check_tasks(case)
    check_clocks(case)


def check_tasks(case: Case) -> None:
    open_tasks = list(Task.objects.filter(case=case, ended_at=None))
    leads = [task.unit_code for task in open_tasks if task.is_lead]
    assert leads == ([case.unit_code] if case.state in WITH_UNIT else []), (case.state, leads)
    assert sorted(case.co_units) == sorted(task.unit_code for task in open_tasks if not task.is_lead)
    if case.state in WITH_UNIT:
        assert case.unit_code


def check_clocks(case: Case) -> None:
    kept, phase = clocks.read(case.clocks), workflow_of(case).phase(case.phase)
    assert (phase.stage.value, phase.is_open) == (case.state, case.is_open)
    if case.is_open:
        assert not kept[phase.clock].done
        assert case.due_at == kept[phase.clock].due
    else:
        assert case.due_at is None
        assert {name for name, clock in kept.items() if not clock.done} <= {"rating"}
    for clock in kept.values():
        assert clock.started <= clock.due
        assert clock.done is None or clock.done >= clock.runs_from
        assert clock.paused is None or clock.paused.at < clock.paused.until
        assert clock.left >= 0
    house = catalogue()
    expected = clocks.next_moment(kept, ladder=house.ladder, calendar=house.calendar, urgent=case.lane == Lane.URGENT)
    assert case.sweep_at == expected
