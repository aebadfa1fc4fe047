"""The rules of the course, as pure functions: who may take which step, and that nothing escapes its end."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import errors, rules
from linli.cases.rules import ENDED, OPEN, STEPS, Evidence, Lane, Party, RecordFacts, Standing, State, StepName
from linli.staff.rules import RESIDENT, ROLE_MAY, SYSTEM, Actor, Permission, PostFacts, Role

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
)


@given(standings, actors)
def test_the_steps_offered_are_just_the_steps_that_are_not_refused(case: Standing, actor: Actor):
    for name, step in STEPS.items():
        if step.party not in {Party.AREA, Party.UNIT}:
            continue
        try:
            rules.check_step(name, case, actor)
        except (errors.StepNotAllowed, errors.WrongState, errors.SamePerson):
            assert name not in rules.allowed_steps(case, actor)
        else:
            assert name in rules.allowed_steps(case, actor)


@given(standings, actors)
def test_nobody_acts_outside_area_and_unit(case: Standing, actor: Actor):
    inside = any(case.area_code.startswith(post.area_code) for post in actor.posts)
    of_unit = case.unit_code in actor.unit_codes
    if not inside and not of_unit:
        assert rules.allowed_steps(case, actor) == ()
        assert not rules.may_see(case, actor)


@given(standings, actors)
def test_whoever_handled_a_case_is_never_offered_its_check_or_closing(case: Standing, actor: Actor):
    if case.handled_by == actor.key:
        assert not {StepName.PASS_CHECK, StepName.FAIL_CHECK, StepName.CLOSE} & set(rules.allowed_steps(case, actor))


def test_a_resident_and_a_role_without_permission_are_offered_nothing():
    for state in State:
        assert rules.allowed_steps(Standing(state, "990101001001001"), RESIDENT) == ()
    assert ROLE_MAY[Role.ADMIN].isdisjoint({Permission.CASES_VIEW, Permission.CASES_FILE, Permission.CASES_HANDLE})


def test_the_other_person_rule_holds_for_whoever_has_every_post():
    everything = Actor("a", UUID(int=1), tuple(PostFacts(role, "990101", "cleaning") for role in Role))
    own = Standing(State.RESPONDED, "990101001", "cleaning", handled_by=everything.key)
    with pytest.raises(errors.SamePerson):
        rules.check_step(StepName.PASS_CHECK, own, everything)


def test_only_reopening_leads_out_of_an_end():
    for step in STEPS.values():
        if step.leads_to is not None and step.starts & ENDED:
            assert step.name is StepName.REOPEN


def test_every_open_state_has_a_way_on_and_every_state_is_reached():
    for state in OPEN:
        assert any(state in step.starts and step.leads_to not in {None, state} for step in STEPS.values())
    assert {step.leads_to for step in STEPS.values()} - {None} == set(State) - {State.REPORTED}


@given(st.lists(st.sampled_from(sorted(STEPS, key=str)), max_size=12))
def test_a_history_with_a_step_from_the_wrong_state_is_refused(names: list[StepName]):
    records, state, legal = [RecordFacts(1, StepName.REPORT, {})], State.REPORTED, True
    for name in names:
        step = STEPS[name]
        legal = legal and state in step.starts
        state = step.leads_to or state
        records.append(RecordFacts(len(records) + 1, name, {"state": state.value} if step.leads_to else {}))
    if legal:
        assert rules.project(records)["state"] == state.value
    else:
        with pytest.raises(errors.WrongState):
            rules.project(records)


def test_a_history_that_says_another_state_than_its_step_is_refused():
    with pytest.raises(errors.WrongState):
        rules.project([RecordFacts(1, StepName.REPORT, {}), RecordFacts(2, StepName.FILE, {"state": "closed"})])


@pytest.mark.parametrize("name", [StepName.RATE, StepName.RELOCATE])
def test_no_post_takes_what_is_the_reporters_or_the_systems(name: StepName):
    step = rules.STEPS[name]
    standing = Standing(next(iter(step.starts)), AREAS[0])
    with pytest.raises(errors.StepNotAllowed):
        rules.check_step(name, standing, Actor("a", UUID(int=1), (PostFacts(Role.ACCEPTOR, AREAS[0], ""),)))
    assert rules.check_step(name, standing, SYSTEM) is step


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


def test_the_system_may_take_every_step_from_its_right_state():
    for name, step in STEPS.items():
        for state in step.starts:
            assert rules.check_step(name, Standing(state, "990101"), SYSTEM) is step
