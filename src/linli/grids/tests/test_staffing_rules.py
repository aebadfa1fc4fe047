"""One grid one worker, loads, spans, sizes, grades, and what was stated: on plain values."""

import pytest

from linli.grids.rules.sizes import (
    Disagreement,
    GradeRule,
    GridCounts,
    Measure,
    SizeOf,
    SizeRule,
    Statement,
    disagreements,
    grid_misses,
    mean_intensity,
    suggested_grade,
)
from linli.grids.rules.staffing import (
    HeldPost,
    Post,
    Span,
    StaffingRule,
    community_lines,
    grid_lines,
    posts_of,
    worker_lines,
)

COMMUNITY = "990101001001"
ONE, TWO, THREE = (f"{COMMUNITY}{number:03d}" for number in (1, 2, 3))
RULE = StaffingRule()
HOUSEHOLDS = SizeRule("grid-households", "每格户数", SizeOf.GRID, Measure.HOUSEHOLDS, 300, 500)
GRADES = (GradeRule("A", 1.2, 0.8), GradeRule("B", 0.9, 1.0), GradeRule("C", 0.0, 1.2))


def counts(code=ONE, **more):
    return GridCounts(code=code, name=f"第{int(code[-3:])}网格", **{"households": 400, "workload": 400.0, **more})


def post(who, area, role="grid_worker"):
    return HeldPost(who, f"{who}某", role, area)


def posts(*held, rule=RULE):
    return posts_of(held, rule, worker_role="grid_worker")


def states(grids, held, rule=RULE):
    return [one.post for one in grid_lines(grids, held, rule, sizes=(), grades=GRADES)]


def test_a_grid_without_a_worker_is_vacant():
    assert states([counts(ONE), counts(TWO)], posts(post("林", ONE))) == [Post.FILLED, Post.VACANT]


def test_a_grid_that_somebody_of_the_community_covers_is_not_vacant_but_has_none_of_its_own():
    [line] = grid_lines([counts()], posts(post("王", COMMUNITY)), RULE, sizes=(), grades=GRADES)
    assert (line.post, line.workers) == (Post.FROM_ABOVE, ("王某",))


def test_two_workers_in_one_grid_are_told_and_the_same_one_twice_is_not():
    assert states([counts()], posts(post("林", ONE), post("王", ONE))) == [Post.SEVERAL]
    assert states([counts()], posts(post("林", ONE), post("林", ONE))) == [Post.FILLED]


def test_a_city_may_have_two_workers_to_a_grid():
    assert states([counts()], posts(post("林", ONE), post("王", ONE)), StaffingRule(workers_per_grid=2)) == [
        Post.FILLED
    ]


def test_two_grids_in_one_hand_are_one_load():
    held = posts(post("林", ONE), post("林", TWO), post("王", THREE), post("林", COMMUNITY, "mediator"))
    grids = [counts(ONE), counts(TWO), counts(THREE)]
    size = SizeRule("worker", "每人户数", SizeOf.WORKER, Measure.HOUSEHOLDS, None, 500)
    lin, wang = worker_lines(grids, held, RULE, sizes=[size])
    assert (lin.grids, lin.households, lin.workload, lin.other_roles) == ((ONE, TWO), 800, 800.0, ("mediator",))
    assert (lin.has_many, lin.is_heavy, round(lin.load, 2), len(lin.misses)) == (True, True, 1.33, 1)
    assert (wang.has_many, wang.is_heavy, wang.misses) == (False, False, ())


def test_workers_are_listed_by_their_grids_and_never_by_their_load():
    held = posts(post("林", TWO), post("王", ONE))
    lines = worker_lines([counts(ONE, workload=1.0), counts(TWO, workload=900.0)], held, RULE, sizes=())
    assert [one.grids for one in lines] == [(ONE,), (TWO,)]


def test_a_post_on_a_grid_that_is_no_more_is_told():
    [line] = worker_lines([counts(TWO)], posts(post("林", ONE)), RULE, sizes=())
    assert (line.grids, line.workload, line.load) == ((), 0, 0.0)


def test_a_post_for_the_community_has_only_the_grids_without_a_worker():
    held = posts(post("林", ONE), post("王", COMMUNITY))
    found = {one.name: one.grids for one in worker_lines([counts(ONE), counts(TWO)], held, RULE, sizes=())}
    assert found == {"林某": (ONE,), "王某": (TWO,)}


@pytest.mark.parametrize(
    ("supervisors", "span"),
    [(0, Span.NONE), (1, Span.WIDE), (2, Span.FITS), (3, Span.FITS), (5, Span.NARROW)],
)
def test_a_supervisor_looks_after_two_or_three_grids(supervisors, span):
    grids = [counts(f"{COMMUNITY}{number:03d}") for number in range(1, 7)]
    held = posts(*(post(number, COMMUNITY, "leader") for number in range(supervisors)))
    [line] = community_lines(grids, held, RULE)
    assert (line.grids, line.span, len(line.supervisors)) == (6, span, supervisors)


def test_dedicated_grids_ask_for_no_supervisor_and_no_size():
    school = counts(TWO, kind="dedicated", households=0)
    [line] = community_lines([counts(ONE), school], posts(post("冯", COMMUNITY, "leader")), RULE)
    assert line.grids == 1
    assert grid_misses(school, [HOUSEHOLDS]) == ()


@pytest.mark.parametrize(("households", "misses"), [(299, True), (300, False), (500, False), (501, True)])
def test_a_grid_lies_in_its_band_with_both_ends(households, misses):
    assert bool(grid_misses(counts(households=households), [HOUSEHOLDS])) is misses


def test_a_grade_moves_the_band_of_households_but_not_of_ground():
    assert grid_misses(counts(households=260), [HOUSEHOLDS], band=0.8) == ()
    [miss] = grid_misses(counts(households=450), [HOUSEHOLDS], band=0.8)
    assert (miss.low, miss.high) == (240, 400)
    ground = SizeRule("area", "面积", SizeOf.GRID, Measure.AREA_KM2, None, 0.1)
    [miss] = grid_misses(counts(area_m2=110_000.0), [ground], band=1.2)
    assert miss.high == 0.1


def test_ground_that_nobody_drew_misses_no_size():
    ground = SizeRule("area", "面积", SizeOf.GRID, Measure.AREA_KM2, 0.05, None)
    assert grid_misses(counts(area_m2=None), [ground]) == ()


@pytest.mark.parametrize(("load", "grade"), [(600.0, "A"), (500.0, "B"), (380.0, "C")])
def test_a_grade_is_suggested_from_the_care_a_household_is_owed(load, grade):
    assert suggested_grade(counts(care_load=load), GRADES, mean=1.2) == grade


def test_a_grid_without_households_is_suggested_for_no_grade():
    assert suggested_grade(counts(households=0), GRADES, mean=1.2) == ""
    assert suggested_grade(counts(), GRADES, mean=None) == ""
    assert mean_intensity([counts(households=0)]) is None


def test_where_no_household_was_entered_no_size_is_held_against_a_grid_but_that_of_its_ground():
    ground = SizeRule("area", "面积", SizeOf.GRID, Measure.AREA_KM2, None, 0.1)
    sizes = [HOUSEHOLDS, SizeRule("people", "人数", SizeOf.GRID, Measure.PEOPLE, 1, None), ground]
    sizes.append(SizeRule("work", "工作量", SizeOf.GRID, Measure.WORKLOAD, 100, None))
    unknown = counts(households=0, people=0, workload=3.0, area_m2=110_000.0, is_counted=False)
    assert [miss.rule.code for miss in grid_misses(unknown, sizes)] == ["area"]
    assert HOUSEHOLDS in {miss.rule for miss in grid_misses(counts(households=0), sizes)}


def test_whose_households_are_not_known_is_compared_with_nobody():
    held = posts(post("林", ONE), post("王", TWO), post("周", THREE))
    grids = [counts(ONE), counts(TWO), counts(THREE, households=0, workload=5.0, is_counted=False)]
    size = SizeRule("worker", "每人户数", SizeOf.WORKER, Measure.HOUSEHOLDS, 300, None)
    lines = worker_lines(grids, held, RULE, sizes=[size])
    assert [(one.load, one.is_heavy, one.misses, one.is_counted) for one in lines] == [
        (1.0, False, (), True), (1.0, False, (), True), (None, False, (), False),
    ]  # fmt: skip


def test_stated_households_are_not_held_against_a_count_that_nobody_made():
    said = Statement(COMMUNITY, "报告", grids=2, households=850, people=2100)
    assert disagreements(said, [counts(ONE, people=1000), counts(TWO, households=0, is_counted=False)]) == ()


def test_a_statement_that_contradicts_itself_is_told():
    """A report says about 25 households and 100 people to a grid, and gives totals that make it 125 and 407."""
    said = Statement(
        COMMUNITY, "报告", grids=59, households=7404, people=24_000, households_per_grid=25, people_per_grid=100
    )
    grids = [counts(f"{COMMUNITY}{number:03d}", households=125, people=407) for number in range(1, 60)]
    found = disagreements(said, grids)
    assert [(one.what, one.stated, round(one.expected), one.is_counted) for one in found] == [
        ("households-per-grid", 25, 125, False), ("people-per-grid", 100, 407, False),
    ]  # fmt: skip


def test_a_statement_is_held_against_what_is_counted_within_a_tenth():
    grids = [counts(ONE, people=1000), counts(TWO, people=1000), counts("990101001002001")]
    agrees = Statement(COMMUNITY, "报告", grids=2, households=850, people=2100)
    assert disagreements(agrees, grids) == ()
    assert disagreements(Statement(COMMUNITY, "报告", grids=3), grids) == (Disagreement("grids", 3, 2, True),)
