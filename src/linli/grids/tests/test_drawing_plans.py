"""A plan drawn on stored ground: every community covered, coded, counted."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from linli.grids import errors
from linli.grids.actions.plans import propose
from linli.grids.actions.running import run_drawing
from linli.grids.models import Plan
from linli.grids.queries.ground import ground_of
from linli.grids.queries.plans import plan_geojson, planned_grids, shapes_of
from linli.grids.rules import DrawSettings, PlanKind, PlanState
from linli.grids.testing import SETTINGS, a_command, make_ground, make_plan, stored
from linli.places.actions import put_compounds
from linli.places.rules import CompoundDraft
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, area, make_building, make_town, set_area, square

pytestmark = pytest.mark.django_db


@pytest.fixture(name="ground")
def ground_fixture(db):
    make_ground()


def grids_of(plan):
    return [grid for part in plan.parts.order_by("community_code") for grid in planned_grids(part)]


def test_a_plan_covers_every_community_without_gap_or_overlap(cast, ground):
    plan = make_plan(cast)
    shapes = [shape for part in plan.parts.all() for shape in shapes_of(part)]
    assert shapely.coverage_is_valid(shapes)
    for part in plan.parts.all():
        whole = shapely.from_wkb(bytes(area(part.community_code).boundary))
        off = shapely.union_all(shapes_of(part)).symmetric_difference(whole).area
        assert off / whole.area < 1e-4


def test_each_grid_has_a_code_of_its_community_and_households(cast, ground):
    plan = make_plan(cast)
    grids = grids_of(plan)
    assert len({grid.code for grid in grids}) == len(grids) == 8
    assert {grid.code[:12] for grid in grids} == set(COMMUNITIES)
    assert sum(grid.households for grid in grids) == pytest.approx(plan.scores["plan"]["households"], abs=1)
    assert all(abs(grid.deviation) < 0.1 for grid in grids)


def test_grids_of_today_keep_their_codes_and_new_ones_get_free_numbers(cast, ground):
    codes = {grid.code for grid in grids_of(make_plan(cast))}
    assert set(GRIDS) <= codes
    assert codes - set(GRIDS) == {f"{community}{number:03d}" for community in COMMUNITIES for number in (3, 4)}


def test_households_worked_out_from_outlines_are_marked(cast, ground):
    assert all(grid.is_estimated for grid in grids_of(make_plan(cast)))


def test_the_same_ground_and_seed_give_the_same_plan(cast, ground):
    assert plan_geojson(make_plan(cast)) == plan_geojson(make_plan(cast))


def test_a_plan_says_how_today_compares(cast, ground):
    plan = make_plan(cast)
    assert plan.scores["present"]["grids"] == 4
    assert plan.scores["plan"]["grids"] == 8
    assert plan.scores["plan"]["share_in_band"] == 1.0
    assert plan.scores["plan"]["moved_households"] > 0


def test_a_community_without_a_boundary_is_named_and_the_rest_is_drawn(cast, ground):
    set_area(COMMUNITIES[1], boundary=None)
    plan = make_plan(cast)
    assert plan.progress["without_boundary"] == [COMMUNITIES[1]]
    assert [part.community_code for part in plan.parts.all()] == [COMMUNITIES[0]]


def test_communities_of_which_nothing_is_known_are_drawn_on_assumed_households(cast):
    make_town()
    plan = make_plan(cast, settings=DrawSettings(target=400, assumed_households=1200))
    assert plan.progress["assumed"] == list(COMMUNITIES)
    grids = grids_of(plan)
    assert len(grids) == 6
    assert all(grid.is_estimated and grid.households == pytest.approx(400, rel=0.15) for grid in grids)


def test_without_any_boundary_left_nothing_is_drawn_and_the_plan_says_why(cast, ground):
    plan = propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=a_command(cast.wu.actor))
    set_area(*COMMUNITIES, boundary=None)
    with pytest.raises(errors.NothingToDraw):
        run_drawing(plan.pk)
    plan = stored(plan.pk)
    assert plan.state == PlanState.FAILED
    assert "边界" in plan.progress["failed"]


def test_a_plan_withdrawn_meanwhile_is_not_stored(cast, ground):
    plan = propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=a_command(cast.wu.actor))
    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.WITHDRAWN.value)
    assert run_drawing(plan.pk) is None
    assert not plan.parts.exists()


def test_the_file_of_a_plan_names_code_households_and_workload(cast, ground):
    collection = plan_geojson(make_plan(cast))
    properties = [feature["properties"] for feature in collection["features"]]
    assert {"code", "households", "workload", "community", "kind", "name", "estimated"} <= set(properties[0])
    assert all(isinstance(one["households"], int) and isinstance(one["workload"], int) for one in properties)


def test_who_may_not_draw_in_the_area_does_not(cast, ground):
    for person in (cast.lin, cast.zhao, cast.feng):  # a worker, a stranger, the leader of one street
        with pytest.raises(errors.PlanNotAllowed):
            propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=a_command(person.actor))


def test_a_redraw_keeps_most_of_today(cast, ground):
    settings = DrawSettings(target=480, whole_up_to=0)
    plan = make_plan(cast, kind=PlanKind.REDRAW, settings=settings)
    assert {grid.code for grid in grids_of(plan)} == set(GRIDS)
    assert all(grid.is_kept for grid in grids_of(plan))
    assert plan.scores["plan"]["moved_households"] <= 0.1 * plan.scores["plan"]["households"]


def test_without_grids_left_there_is_nothing_to_redraw(cast, ground):
    plan = propose(DISTRICT, PlanKind.REDRAW, SETTINGS, command=a_command(cast.wu.actor))
    set_area(*GRIDS, boundary=None)
    with pytest.raises(errors.NoPresentGrids):
        run_drawing(plan.pk)


@pytest.mark.parametrize(
    ("kind", "wishes", "refusal", "said"),
    [
        (PlanKind.REDRAW, {}, errors.NoPresentGrids, "松门区还没有网格"),
        (PlanKind.DRAW, {"keep": ("990101001001777",)}, errors.CodesUnknown, "990101001001777"),
        (PlanKind.DRAW, {"together": (("A1", "B1"),)}, errors.CodesUnknown, "A1、B1"),
        (PlanKind.DRAW, {"apart": ((f"{COMMUNITIES[0]}-000", "B1"),)}, errors.CodesUnknown, "B1"),
    ],
)
def test_a_slip_that_nothing_can_be_drawn_with_leaves_no_plan(cast, ground, kind, wishes, refusal, said):
    set_area(*GRIDS, boundary=None)
    with pytest.raises(refusal) as found:
        propose(DISTRICT, kind, replace(SETTINGS, **wishes), command=a_command(cast.wu.actor))
    assert said in str(found.value)
    assert getattr(found.value, "field", None) == next(iter(wishes), None)
    assert not Plan.objects.exists()


def test_where_no_community_has_a_boundary_no_plan_is_made(cast, ground):
    set_area(*COMMUNITIES, boundary=None)
    with pytest.raises(errors.NothingToDraw):
        propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=a_command(cast.wu.actor))
    assert not Plan.objects.exists()


def test_buildings_and_compounds_of_the_area_may_be_named(cast, ground):
    put_compounds([CompoundDraft("X01", "竹园", GRIDS[0], boundary=square(0, 0, width=0.3).wkb)])
    wishes = replace(SETTINGS, keep=(GRIDS[1],), together=(("X01", f"{COMMUNITIES[0]}-000"),))
    command = a_command(cast.wu.actor)
    assert propose(COMMUNITIES[0], PlanKind.DRAW, wishes, command=command).state == PlanState.DRAWING
    with pytest.raises(errors.CodesUnknown):
        propose(COMMUNITIES[1], PlanKind.DRAW, wishes, command=a_command(cast.wu.actor))


def test_units_of_a_part_lie_in_exactly_one_grid(cast, ground):
    from linli.grids.ground.packing import unpack
    from linli.grids.queries.plans import grid_of_unit

    for part in make_plan(cast).parts.all():
        units, grid = unpack(bytes(part.ground)), grid_of_unit(part)
        assert len(units.graph) == len(grid)
        assert set(np.unique(grid)) == set(range(len(part.grids)))


def test_a_building_far_away_changes_nothing_elsewhere(cast, ground):
    def here(plan):
        (part,) = plan.parts.filter(community_code=COMMUNITIES[0])
        return part.grids, [shapely.to_wkb(shape) for shape in shapes_of(part)]

    before = here(make_plan(cast))
    make_building("X999", column=3, row=0)
    assert here(make_plan(cast)) == before


def test_the_ground_of_an_area_is_read_in_few_queries_however_large_it_is(ground, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        whole = ground_of(DISTRICT)
    with django_assert_max_num_queries(20):
        part = ground_of(COMMUNITIES[0])
    assert len(whole.layers.buildings) == 2 * len(part.layers.buildings) == 160
