"""The rules of mediation: consent, choice, agreement, the court's window, papers, what may be published."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.calendar import Calendar
from linli.mediation import errors, rules
from linli.mediation.rules import (
    AGREED_PHASES,
    ENDED,
    RUNNING,
    STEPS,
    TYPES,
    WITHOUT_AGREEMENT,
    DossierFacts,
    Form,
    MediatorFacts,
    Need,
    Phase,
    Relation,
    Signature,
    Standing,
    StepName,
    WindowState,
)
from linli.mediation.rules.choosing import choice_state, relation_found
from linli.mediation.rules.papers import PAPERS
from linli.mediation.rules.statistics import SMALL
from linli.staff.rules import Actor, PostFacts, Role

ONE, OTHER = UUID(int=1), UUID(int=2)
DAYS = st.dates(dt.date(2011, 1, 1), dt.date(2035, 12, 31))
CALENDAR = Calendar()


# --- the course


def test_every_phase_runs_is_agreed_or_has_ended():
    assert set(Phase) == RUNNING | AGREED_PHASES | WITHOUT_AGREEMENT
    assert not RUNNING & ENDED


def test_every_step_that_people_take_on_a_mediation_has_its_rule():
    assert set(STEPS) == set(StepName) - {StepName.APPLY, StepName.RELOCATE}


def test_every_phase_but_the_last_is_left_and_reached():
    reached = {step.leads_to for step in STEPS.values()} | {
        Phase.APPLIED,
        Phase.CONSENTED,
        Phase.CHOSEN,
        Phase.REFUSED,
        Phase.CLOSED,
    }
    assert reached >= set(Phase)
    for phase in RUNNING:
        assert any(phase in step.starts and step.leads_to in ENDED for step in STEPS.values()), phase


@given(st.lists(st.sampled_from(["", "yes", "no"]), min_size=2, max_size=6))
def test_one_refusal_ends_it_and_silence_is_no_consent(answers):
    found = rules.consent_phase(answers)
    assert (found is Phase.REFUSED) == ("no" in answers)
    assert (found is Phase.CONSENTED) == (set(answers) == {"yes"})


# --- who may mediate


@given(st.sampled_from(Relation), st.sets(st.sampled_from([ONE, OTHER])))
def test_an_interest_needs_every_party_s_consent_in_writing(relation, written_by):
    may = relation is Relation.NONE or written_by == {ONE, OTHER}
    if may:
        rules.check_choice(relation, parties=[ONE, OTHER], written_by=written_by)
    else:
        with pytest.raises(errors.MediatorHasInterest):
            rules.check_choice(relation, parties=[ONE, OTHER], written_by=written_by)


def test_who_works_for_a_party_has_an_interest_whatever_was_declared():
    assert relation_found(Relation.NONE, employer="和畅物业 ", organisations=["和畅物业"]) is Relation.UNIT
    assert relation_found(Relation.NONE, employer="", organisations=[""]) is Relation.NONE
    assert relation_found(Relation.RELATIVE, employer="和畅物业", organisations=["和畅物业"]) is Relation.RELATIVE


@given(st.lists(st.sampled_from(["yes", "no"]), max_size=3))
def test_one_rejection_is_enough_and_all_must_accept(answers):
    state = choice_state(answers, parties=3)
    assert (state == "rejected") == ("no" in answers)
    assert (state == "standing") == (answers == ["yes"] * 3)


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_mediator_mediates_within_the_term(on, since, until):
    mediator = MediatorFacts(ONE, "", since, until)
    if since <= on and (until is None or on <= until):
        rules.check_in_term(mediator, on=on)
    else:
        with pytest.raises(errors.MediatorNotInOffice):
            rules.check_in_term(mediator, on=on)


# --- the agreement


@given(DAYS, st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_a_written_agreement_binds_from_the_last_signature_or_the_seal(reached, later):
    days = [reached + dt.timedelta(days=count) for count in later]
    signed = {ONE: Signature("signature", days[0]), OTHER: Signature("thumb-mark", days[1])}
    found = rules.effective_on(
        Form.WRITTEN,
        reached_on=reached,
        parties=[ONE, OTHER],
        signatures=signed,
        mediator_on=days[2],
        sealed_on=days[3],
    )
    assert found == max(days)


def test_an_unsigned_or_unsealed_agreement_does_not_bind():
    day = dt.date(2026, 3, 2)
    signed = {ONE: Signature("signature", day)}
    with pytest.raises(errors.SignatureMissing):
        rules.effective_on(
            Form.WRITTEN, reached_on=day, parties=[ONE, OTHER], signatures=signed, mediator_on=day, sealed_on=day
        )
    with pytest.raises(errors.SealMissing):
        rules.effective_on(
            Form.WRITTEN, reached_on=day, parties=[ONE], signatures=signed, mediator_on=day, sealed_on=None
        )
    with pytest.raises(errors.SignatureMissing):
        strange = {ONE: Signature("nod", day)}
        rules.effective_on(
            Form.WRITTEN, reached_on=day, parties=[ONE], signatures=strange, mediator_on=day, sealed_on=day
        )


def test_an_agreement_has_all_the_parts_of_the_law():
    whole = rules.AgreementText("事实", "争议", "责任", "内容", "方式", "时限")
    assert rules.check_agreement(whole) == whole
    for name in rules.AgreementText.__dataclass_fields__:
        with pytest.raises(errors.TextNeeded) as refused:
            rules.check_agreement(rules.AgreementText(**{**whole.__dict__, name: " "}))
        assert refused.value.field == name


# --- the court's window


@given(DAYS, st.integers(-5, 60))
def test_the_window_is_open_from_the_first_day_to_the_last_inclusive(effective, shift):
    window = rules.court_window(effective, is_working_day=CALENDAR.is_working_day)
    today = effective + dt.timedelta(days=shift)
    assert window.last_day >= effective + dt.timedelta(days=30)
    assert CALENDAR.is_working_day(window.last_day)
    assert (window.state(today) is WindowState.OVER) == (today > window.last_day)
    assert (window.days_left(today) == 0) == (today > window.last_day)


@given(DAYS)
def test_the_last_day_moves_over_days_off_and_no_further(effective):
    window = rules.court_window(effective, is_working_day=CALENDAR.is_working_day)
    thirtieth = effective + dt.timedelta(days=30)
    between = [thirtieth + dt.timedelta(days=count) for count in range((window.last_day - thirtieth).days)]
    assert not any(CALENDAR.is_working_day(day) for day in between)


def test_a_window_by_hand():
    """An agreement of 2 March 2026, a Monday: thirty days later is Wednesday 1 April."""
    window = rules.court_window(dt.date(2026, 3, 2), is_working_day=CALENDAR.is_working_day)
    assert window.last_day == dt.date(2026, 4, 1)
    assert window.state(dt.date(2026, 3, 25)) is WindowState.OPEN
    assert window.state(dt.date(2026, 3, 26)) is WindowState.SOON
    assert window.days_left(dt.date(2026, 4, 1)) == 1
    assert window.state(dt.date(2026, 4, 2)) is WindowState.OVER
    assert window.state(dt.date(2026, 5, 1), asked_on=dt.date(2026, 4, 1)) is WindowState.ASKED
    assert window.state(dt.date(2026, 5, 1), asked_on=dt.date(2026, 4, 2)) is WindowState.OVER


def test_a_window_that_ends_in_the_national_holiday_ends_after_it():
    window = rules.court_window(dt.date(2025, 9, 1), is_working_day=CALENDAR.is_working_day)
    assert window.last_day == dt.date(2025, 10, 9)  # 1 October falls into 1–8 October 2025


# --- the papers


def test_there_are_thirteen_papers_and_a_cover():
    assert [paper.place for paper in PAPERS] == list(range(14))
    must = {paper.code for paper in PAPERS if paper.need is Need.MUST}
    assert must == {"cover", "application", "rights", "identity", "record", "agreement", "back-cover"}


FACTS = st.builds(
    DossierFacts,
    phase=st.sampled_from(Phase),
    notified=st.booleans(),
    unidentified=st.integers(0, 3),
    representatives=st.integers(0, 2),
    powers=st.integers(0, 2),
    sessions=st.integers(0, 2),
    agreed=st.booleans(),
    has_keeper=st.booleans(),
)


@given(FACTS)
def test_what_is_missing_is_what_must_be_there_and_is_not(facts):
    listed = rules.papers_of(facts)
    missing = rules.missing_papers(facts)
    assert len(listed) == 14
    assert set(missing) == {paper.code for paper, there in listed if paper.need is Need.MUST and not there}
    if missing:
        with pytest.raises(errors.DossierIncomplete):
            rules.check_complete(facts, named="x")
    else:
        rules.check_complete(facts, named="")


def test_an_agreed_dossier_needs_its_agreement_and_one_that_ended_early_does_not():
    whole = DossierFacts(Phase.PERFORMING, notified=True, sessions=1, agreed=True, has_keeper=True)
    assert rules.missing_papers(whole) == ()
    assert rules.missing_papers(DossierFacts(Phase.PERFORMING, notified=True, sessions=1, has_keeper=True)) == (
        "agreement",
    )
    assert rules.missing_papers(DossierFacts(Phase.REFUSED, unidentified=2, has_keeper=True)) == ()
    assert rules.missing_papers(DossierFacts(Phase.FAILED, unidentified=1, sessions=1, has_keeper=True)) == (
        "rights",
        "identity",
    )


def test_whoever_is_represented_needs_a_power_of_attorney():
    facts = DossierFacts(Phase.AGREED, notified=True, sessions=1, agreed=True, has_keeper=True, representatives=1)
    assert rules.missing_papers(facts) == ("power",)


# --- what may be published


COUNTS = st.dictionaries(st.sampled_from([f"dispute.{name}" for name in TYPES]), st.integers(0, 400), max_size=15)


@st.composite
def months(draw):
    found = {}
    for kind, accepted in draw(COUNTS).items():
        settled = draw(st.integers(0, accepted))
        found[kind] = (accepted, settled, draw(st.integers(0, settled)))
    return rules.month_table(found)


@given(months())
def test_no_small_count_is_published_or_can_be_worked_out(table):
    public = rules.published(table)
    shown = [row.accepted for row in public.rows if row.accepted is not None]
    hidden = [real.accepted for real, row in zip(table.rows, public.rows, strict=True) if row.accepted is None]
    assert not any(0 < count < SMALL for count in shown)
    assert all(row.settled is None for row in public.rows)
    if public.accepted is not None and hidden:
        assert len(hidden) >= 2 or sum(1 for row in table.rows if row.accepted) < 2
        assert sum(hidden) >= SMALL
    for part in (public.settled, public.same_day):
        assert part is None or not (0 < part < SMALL or 0 < table.accepted - part < SMALL)


@given(months())
def test_the_sums_are_the_sums_of_the_rows(table):
    assert table.accepted == sum(row.accepted for row in table.rows)
    assert table.settled == sum(row.settled for row in table.rows)
    assert [row.type for row in table.rows] == list(TYPES)


def test_finer_kinds_count_under_their_type_and_unknown_ones_as_other():
    assert rules.type_of("dispute.leak") == "neighbour"
    assert rules.type_of("dispute.shared-space") == "property-service"
    assert rules.type_of("dispute.a-city-s-own") == "other"


def test_a_dossier_s_number_is_written_as_on_the_cover():
    assert rules.dossier_number(2026, 12) == "（2026）人调字第12号"


# --- who reads and acts


IDS = st.sampled_from([UUID(int=number) for number in range(1, 5)])
STANDINGS = st.builds(
    Standing,
    phase=st.sampled_from(Phase),
    area_code=st.just("990101001001001"),
    unit_code=st.sampled_from(["here", "there"]),
    mediators=st.frozensets(IDS, max_size=2),
    keeper=st.none() | IDS,
    has_mediator=st.booleans(),
    is_archived=st.booleans(),
)
ACTORS = st.builds(
    lambda role, area, unit, key: Actor("某人", key, (PostFacts(role, area, unit),)),
    st.sampled_from(Role),
    st.sampled_from(["", "990101", "990102", "990101001001"]),
    st.sampled_from(["here", "there", ""]),
    IDS,
)


@given(STANDINGS, ACTORS)
def test_only_a_mediator_of_it_its_keeper_or_an_unchosen_committee_reads(standing, actor):
    if rules.may_read(standing, actor):
        assert actor.has_role(Role.MEDIATOR)
        own = actor.account_id in standing.mediators or actor.account_id == standing.keeper
        assert own or (not standing.has_mediator and standing.unit_code in actor.unit_codes)
        assert rules.may_know(standing, actor)
    else:
        assert rules.allowed_steps(standing, actor) == ()


@given(STANDINGS, ACTORS)
def test_the_steps_listed_are_those_that_are_not_refused(standing, actor):
    listed = rules.allowed_steps(standing, actor)
    for name in STEPS:
        if name in listed:
            rules.check_step(name, standing, actor)
        else:
            with pytest.raises((errors.MediationStepNotAllowed, errors.PhaseWrong, errors.DossierArchived)):
                rules.check_step(name, standing, actor)


@given(STANDINGS, ACTORS)
def test_an_archived_dossier_takes_nothing_but_remarks(standing, actor):
    if standing.is_archived:
        assert set(rules.allowed_steps(standing, actor)) <= {StepName.REMARK}


def test_a_break_that_never_ends_does_not_hold_the_window_for_ever():
    window = rules.court_window(dt.date(2026, 3, 2), is_working_day=lambda _day: False)
    assert window.last_day == dt.date(2026, 5, 1)
