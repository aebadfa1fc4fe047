"""The rules of the course, as pure functions: who may take which step, and that nothing escapes its end."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import errors, rules
from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.rules import ENDED, OPEN, Evidence, Lane, Party, RecordFacts, Standing, State, StepName
from linli.staff.rules import RESIDENT, ROLE_MAY, SYSTEM, Actor, Permission, PostFacts, Role

FLOWS = {code: declared.compiled for code, declared in load_directory(SHIPPED).workflows.items()}
FLOW = FLOWS["dispatch"]
STEPS = FLOW.steps
AREAS = ("990101", "990101001", "990101001001", "990101001001001", "990102")
UNITS = ("", "cleaning", "water")

posts = st.builds(PostFacts, st.sampled_from(Role), st.sampled_from(AREAS), st.sampled_from(UNITS))
actors = st.builds(
    Actor, name=st.just("a"), account_id=st.just(UUID(int=1)), posts=st.lists(posts, max_size=3).map(tuple)
)
standings = st.builds(
    Standing,
    state=st.sampled_from(State),
    area_code=st.sampled_from(AREAS),
    unit_code=st.sampled_from(UNITS),
    handled_by=st.sampled_from(["", str(UUID(int=1)), str(UUID(int=2))]),
    is_confidential=st.booleans(),
    lane=st.sampled_from(Lane),
    co_units=st.sets(st.sampled_from(UNITS[1:])).map(frozenset),
)


@given(standings, actors)
def test_the_steps_offered_are_just_the_steps_that_are_not_refused(case: Standing, actor: Actor):
    for name, step in STEPS.items():
        if step.party in {Party.REPORTER, Party.SYSTEM}:
            continue
        try:
            rules.check_step(step, case, actor)
        except (errors.StepNotAllowed, errors.WrongState, errors.SamePerson):
            assert name not in rules.allowed_steps(FLOW, case, actor)
        else:
            assert name in rules.allowed_steps(FLOW, case, actor)


@given(standings, actors)
def test_nobody_acts_outside_area_and_unit(case: Standing, actor: Actor):
    inside = any(case.area_code.startswith(post.area_code) for post in actor.posts)
    of_unit = bool({case.unit_code, *case.co_units} & actor.unit_codes)
    if not inside and not of_unit:
        assert rules.allowed_steps(FLOW, case, actor) == ()
        assert not rules.may_see(case, actor)


@given(standings, actors)
def test_whoever_handled_a_case_is_never_offered_its_check_or_closing(case: Standing, actor: Actor):
    if case.handled_by == actor.key:
        assert not {StepName.PASS_CHECK, StepName.FAIL_CHECK, StepName.CLOSE} & set(
            rules.allowed_steps(FLOW, case, actor)
        )


def test_a_resident_and_a_role_without_permission_are_offered_nothing():
    for state in State:
        assert rules.allowed_steps(FLOW, Standing(state, "990101001001001"), RESIDENT) == ()
    assert ROLE_MAY[Role.ADMIN].isdisjoint({Permission.CASES_VIEW, Permission.CASES_FILE, Permission.CASES_HANDLE})


def test_the_other_person_rule_holds_for_whoever_has_every_post():
    everything = Actor("a", UUID(int=1), tuple(PostFacts(role, "990101", "cleaning") for role in Role))
    own = Standing(State.RESPONDED, "990101001", "cleaning", handled_by=everything.key)
    with pytest.raises(errors.SamePerson):
        rules.check_step(STEPS["pass-check"], own, everything)


def test_only_reopening_and_taking_a_merger_back_lead_out_of_an_end():
    for step in STEPS.values():
        if step.starts & ENDED and step.leads_to:
            assert step.does in {StepName.REOPEN, StepName.UNMERGE}


def test_every_open_state_has_a_way_on_and_every_state_is_reached():
    for state in OPEN:
        assert any(state in step.starts and set(step.leads_to) - {state} for step in STEPS.values())
    reached = {FLOW.phase(phase).stage for step in STEPS.values() for phase in step.leads_to}
    assert reached == set(State)


def project(records: list[RecordFacts]) -> dict[str, object]:
    return rules.project(records, lambda code, _version: FLOWS[code])


@given(st.lists(st.sampled_from(sorted(set(STEPS) - {"settle"})), max_size=12))
def test_a_history_with_a_step_from_the_wrong_phase_is_refused(names: list[str]):
    records, phase, legal = [RecordFacts(1, StepName.REPORT, {})], "reported", True
    for name in names:
        step = STEPS[name]
        legal = legal and phase in step.starts
        phase = step.leads_to[0] if step.leads_to else phase
        moved = {"phase": phase, "state": FLOW.phase(phase).stage.value} if step.leads_to else {}
        records.append(RecordFacts(len(records) + 1, name, moved))
    if legal:
        assert project(records).get("phase", "reported") == phase
    else:
        with pytest.raises(errors.WrongState):
            project(records)


def test_a_history_that_says_another_phase_than_its_step_is_refused():
    for changes in ({"state": "closed"}, {"phase": "closed", "state": "closed"}):
        with pytest.raises(errors.WrongState):
            project([RecordFacts(1, StepName.REPORT, {}), RecordFacts(2, StepName.FILE, changes)])


def test_of_values_made_of_parts_only_the_parts_named_change():
    before = {"clocks": {"unit": {"due": "a"}, "stage": {"due": "b"}}, "text": "x"}
    after = rules.merged(before, {"clocks": {"stage": {"due": "c"}}})
    assert after == {"clocks": {"unit": {"due": "a"}, "stage": {"due": "c"}}, "text": "x"}


@pytest.mark.parametrize("name", [StepName.RATE, StepName.RELOCATE])
def test_no_post_takes_what_is_the_reporters_or_the_systems(name: StepName):
    step = STEPS[name]
    standing = at_phase(next(iter(step.starts)))
    with pytest.raises(errors.StepNotAllowed):
        rules.check_step(step, standing, Actor("a", UUID(int=1), (PostFacts(Role.ACCEPTOR, AREAS[0], ""),)))
    rules.check_step(step, standing, SYSTEM)


@pytest.mark.parametrize(
    ("needed", "have", "missing"),
    [
        (Evidence.NONE, [], ()),
        (Evidence.AFTER, ["before"], ("after",)),
        (Evidence.BEFORE_AND_AFTER, [], ("before", "after")),
        (Evidence.BEFORE_AND_AFTER, ["after", "before"], ()),
        (Evidence.BEFORE_AND_AFTER, ["after", "report"], ()),
    ],
)
def test_missing_photos_are_named(needed: Evidence, have: list[str], missing: tuple[str, ...]):
    assert rules.missing_evidence(needed, have) == missing


def test_a_text_is_trimmed_and_bounded():
    assert rules.check_text("  路灯坏了 \r\n 很黑  \x00") == "路灯坏了\n 很黑"
    with pytest.raises(errors.TextMissing):
        rules.check_text(" 灯 ")
    with pytest.raises(errors.TextTooLong):
        rules.check_text("灯" * (rules.MOST_TEXT + 1))


def test_reasons_scores_returns_and_reopenings_have_their_bounds():
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert rules.check_reason(" 不归我们 ") == "不归我们"
    assert rules.check_score(3) == 3
    rules.check_return(["water"], "cleaning")
    rules.check_reopen(at - dt.timedelta(days=rules.REOPEN_DAYS), at)
    for refused in (
        lambda: rules.check_reason(" "),
        lambda: rules.check_score(0),
        lambda: rules.check_return(["cleaning"], "cleaning"),
        lambda: rules.check_reopen(at - dt.timedelta(days=rules.REOPEN_DAYS, seconds=1), at),
    ):
        with pytest.raises((errors.ReasonMissing, errors.RatingInvalid, errors.ReturnedBefore, errors.ReopenTooLate)):
            refused()


def test_the_system_may_take_every_step_from_its_right_phase():
    for step in STEPS.values():
        for phase in step.starts:
            rules.check_step(step, at_phase(phase), SYSTEM)


def at_phase(phase: str) -> Standing:
    return Standing(FLOW.phase(phase).stage, "990101001001001", phase=phase, check="waived")
