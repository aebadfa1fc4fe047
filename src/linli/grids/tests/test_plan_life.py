"""The life of a plan: handed in, approved by another person, given back, withdrawn, adopted; and who may what."""

import datetime as dt
from dataclasses import replace

import pytest
import shapely
from click.testing import CliRunner
from django.urls import reverse

from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions.adopting import adopt, adopt_due
from linli.grids.actions.plans import approve, propose, return_, submit, withdraw
from linli.grids.actions.recording import may_step
from linli.grids.cli import areas
from linli.grids.models import Plan
from linli.grids.queries.plans import plan_for, planned_grids, shapes_of
from linli.grids.rules import DrawSettings, PlanKind, PlanState, PlanStep
from linli.grids.tasks import draw_plan, keep_plans
from linli.grids.testing import AT, SETTINGS, TODAY, a_command, make_ground, make_plan, stored
from linli.places import queries as places
from linli.places.actions import rename_area
from linli.places.queries.boundaries import boundaries_within
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET, area, redraw_area, set_area, square
from linli.staff.rules import Role
from linli.staff.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def open_codes():
    return {one.code for one in boundaries_within([DISTRICT]) if len(one.code) == 15}


def redrawn(code):
    return [one for one in places.changes_of(code) if one.what == "redrawn"]


def test_a_plan_is_handed_in_approved_by_another_person_and_adopted(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    plan = stored(plan.pk)
    planned = {grid.code for part in plan.parts.all() for grid in planned_grids(part)}
    assert (plan.state, plan.adopt_on, plan.adopted_at) == (PlanState.ADOPTED, TODAY, AT)
    assert (plan.submitted_by_name, plan.decided_by_name) == ("吴静", "魏立新")
    assert open_codes() == planned


def test_adopted_grids_have_the_plan_s_ground_and_points_are_found_in_them(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    places.forget()
    for part in plan.parts.all():
        for grid, shape in zip(planned_grids(part), shapes_of(part), strict=True):
            point = shape.representative_point()
            assert places.locate(point.x, point.y) == grid.code


def test_where_a_grid_was_before_stays_known(cast):
    lon, lat = square(0, 0).centroid.coords[0]
    before = places.locate(lon, lat)
    plan = make_plan(cast, state=PlanState.APPROVED)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    places.forget()
    assert places.locate_on(lon, lat, on=TODAY - dt.timedelta(days=1)) == before == GRIDS[0]
    assert [one.by_name for one in redrawn(GRIDS[0])] == ["魏立新"]


@pytest.mark.parametrize("who", ["lin", "zhao", "jiang", "feng"])
def test_who_answers_for_less_than_the_district_does_not_approve(cast, who):
    plan = make_plan(cast, state=PlanState.SUBMITTED)
    with pytest.raises((errors.PlanNotFound, errors.PlanNotAllowed)):
        approve(plan.pk, command=a_command(getattr(cast, who).actor))
    assert stored(plan.pk).state == PlanState.SUBMITTED


def test_a_street_s_leader_draws_the_street_but_the_district_approves(cast):
    feng = cast.feng.actor
    plan = make_plan(cast, area_code=STREET)
    submit(plan.pk, command=a_command(feng))
    assert not may_step(feng, PlanStep.APPROVE, STREET)
    with pytest.raises(errors.PlanNotAllowed):
        approve(plan.pk, command=a_command(feng))
    assert approve(plan.pk, command=a_command(cast.wei.actor)).state == PlanState.APPROVED


@pytest.mark.parametrize("who", ["wu", "wei"])
def test_nobody_approves_what_they_drew_or_handed_in(cast, who):
    plan = make_plan(cast)  # drawn by Wu
    submit(plan.pk, command=a_command(cast.wei.actor))
    with pytest.raises(errors.OwnPlan):
        approve(plan.pk, command=a_command(getattr(cast, who).actor))


def test_a_plan_given_back_says_why_and_can_be_handed_in_again(cast):
    plan = make_plan(cast, state=PlanState.SUBMITTED)
    back = return_(plan.pk, note="三号网格跨路", command=a_command(cast.wei.actor))
    assert (back.state, back.note, back.decided_by_name) == (PlanState.DRAFT, "三号网格跨路", "魏立新")
    again = submit(plan.pk, command=a_command(cast.wu.actor))
    assert (again.state, again.note, again.decided_by_name) == (PlanState.SUBMITTED, "", "")


def test_a_plan_is_not_given_back_without_a_reason(cast):
    plan = make_plan(cast, state=PlanState.SUBMITTED)
    with pytest.raises(errors.NoteMissing):
        return_(plan.pk, note=" ", command=a_command(cast.wei.actor))


def test_a_withdrawn_plan_changes_nothing_and_stays_withdrawn(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    assert withdraw(plan.pk, command=a_command(cast.wu.actor)).state == PlanState.WITHDRAWN
    with pytest.raises(errors.WrongPlanState):
        adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert open_codes() == set(GRIDS)


def test_a_step_asked_for_twice_is_taken_once(cast):
    plan = make_plan(cast)
    command = a_command(cast.wu.actor)
    submit(plan.pk, command=command)
    assert submit(plan.pk, command=command).state == PlanState.SUBMITTED


def test_a_plan_asked_for_twice_is_one_plan(cast):
    command, key = a_command(cast.wu.actor), new_id()
    first = propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=command, plan_id=key)
    assert propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=command, plan_id=key).pk == first.pk
    assert Plan.objects.count() == 1


def test_a_plan_with_a_grid_in_pieces_is_not_handed_in(cast):
    plan = make_plan(cast)
    part = plan.parts.first()
    part.score["broken"] = 1
    part.grids[0]["pieces"] = 2
    part.save()
    with pytest.raises(errors.PlanBroken):
        submit(plan.pk, command=a_command(cast.wu.actor))


def test_a_plan_drawn_against_other_grids_is_not_adopted(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    redraw_area(GRIDS[0], boundary=square(0, 0, width=0.9).wkb, by="测试", at=AT)
    with pytest.raises(errors.GridsChangedSince) as refusal:
        adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert "竹桥社区" in str(refusal.value)
    assert open_codes() == set(GRIDS)


def test_a_grid_whose_ground_stays_keeps_its_boundary(cast):
    boundaries = {code: bytes(area(code).boundary) for code in GRIDS}
    plan = make_plan(cast, kind=PlanKind.REDRAW, state=PlanState.APPROVED, settings=DrawSettings(target=480))
    assert plan.scores["plan"]["moved_households"] == 0
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert {code: bytes(area(code).boundary) for code in GRIDS} == boundaries
    assert not any(redrawn(code) for code in GRIDS)


def test_another_name_is_no_other_grid(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    rename_area(GRIDS[3], name="柳岸网格", by="测试", at=AT)
    assert adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor)).state == PlanState.ADOPTED
    assert area(GRIDS[3]).name == "柳岸网格"


def test_the_second_of_two_plans_for_one_area_is_refused(cast):
    first, second = make_plan(cast, state=PlanState.APPROVED), make_plan(cast, state=PlanState.APPROVED)
    adopt(first.pk, on=TODAY, command=a_command(cast.wei.actor))
    with pytest.raises(errors.GridsChangedSince):
        adopt(second.pk, on=TODAY, command=a_command(cast.wei.actor))


def test_a_later_day_waits_and_is_adopted_when_it_comes(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    day = TODAY + dt.timedelta(days=3)
    adopt(plan.pk, on=day, command=a_command(cast.wei.actor))
    assert (stored(plan.pk).state, stored(plan.pk).adopt_on) == (PlanState.APPROVED, day)
    assert adopt_due(AT + dt.timedelta(days=2)) == 0
    keep_plans(AT + dt.timedelta(days=3))
    assert stored(plan.pk).state == PlanState.ADOPTED
    assert area(GRIDS[0]).valid_to is None
    assert [one.effective_on for one in redrawn(GRIDS[0])] == [day]


def test_a_day_named_on_approval_is_kept_too(cast):
    plan = make_plan(cast, state=PlanState.SUBMITTED)
    day = TODAY + dt.timedelta(days=1)
    approve(plan.pk, adopt_on=day, command=a_command(cast.wei.actor))
    keep_plans(AT + dt.timedelta(days=1))
    assert stored(plan.pk).state == PlanState.ADOPTED


def refused_on_its_day(cast):
    plan, day = make_plan(cast, state=PlanState.SUBMITTED), TODAY + dt.timedelta(days=1)
    approve(plan.pk, adopt_on=day, note="先通知居民", command=a_command(cast.wei.actor))
    redraw_area(GRIDS[0], boundary=square(0, 0, width=0.9).wkb, by="测试", at=AT)
    keep_plans(AT + dt.timedelta(days=1))
    return stored(plan.pk)


def test_a_due_plan_that_can_no_longer_be_adopted_says_why_and_is_not_tried_for_ever(cast):
    plan = refused_on_its_day(cast)
    assert (plan.state, plan.adopt_on, plan.note) == (PlanState.APPROVED, None, "先通知居民")
    for name, arguments in (("grids:plans", []), ("grids:plan", [plan.pk])):
        shown = cast.wei.sign_in().get(reverse(name, args=arguments)).content.decode()
        assert "定于 2026-11-17 启用，到时没有启用成" in shown
        assert "重新划分" in shown
    assert "没有启用成" in CliRunner().invoke(areas, ["plan", str(plan.pk)]).output


def test_what_was_refused_is_said_no_more_once_the_plan_is_given_back(cast):
    plan = refused_on_its_day(cast)
    return_(plan.pk, note="重划", command=a_command(cast.wei.actor))
    assert "没有启用成" not in cast.wei.sign_in().get(reverse("grids:plans")).content.decode()


def test_a_fault_in_one_due_plan_keeps_no_other_waiting(cast):
    day = TODAY + dt.timedelta(days=1)
    plans = [make_plan(cast, area_code=code, state=PlanState.SUBMITTED) for code in COMMUNITIES]
    for plan in plans:
        approve(plan.pk, adopt_on=day, command=a_command(cast.wei.actor))
    plans[0].parts.update(ground=b"broken")
    assert adopt_due(AT + dt.timedelta(days=1)) == 1
    assert [stored(plan.pk).state for plan in plans] == [PlanState.APPROVED, PlanState.ADOPTED]


def test_the_background_task_draws_once(cast):
    plan = propose(DISTRICT, PlanKind.DRAW, SETTINGS, command=a_command(cast.wu.actor))
    draw_plan.enqueue(str(plan.pk))
    assert stored(plan.pk).state == PlanState.DRAFT
    parts = set(plan.parts.values_list("pk", flat=True))
    draw_plan.enqueue(str(plan.pk))
    assert set(plan.parts.values_list("pk", flat=True)) == parts


def test_a_stranger_learns_of_no_plan(cast):
    plan = make_plan(cast)
    for person in (cast.zhao, cast.lin):
        with pytest.raises(errors.PlanNotFound):
            plan_for(person.actor, plan.pk)


def test_posts_of_a_closed_grid_go_over_to_the_one_with_most_of_its_households(cast):
    big = DrawSettings(target=960)  # one grid in each community: one of two closes
    worker = make_member("gao", "高远", Role.GRID_WORKER, GRIDS[1])
    plan = make_plan(cast, state=PlanState.APPROVED, settings=big)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    (kept,) = [code for code in open_codes() if code.startswith(COMMUNITIES[0])]
    held = set(worker.account.posts.filter(valid_to=None).values_list("area_code", flat=True))
    assert held == {kept}


def test_posts_of_a_grid_too_small_to_be_seen_go_to_the_one_that_takes_its_ground(cast):
    tiny = square(1.3, 0.3, width=0.01, height=0.01)  # some four metres
    set_area(GRIDS[1], boundary=shapely.to_wkb(tiny))
    worker = make_member("gao", "高远", Role.GRID_WORKER, GRIDS[1])
    plan = make_plan(cast, state=PlanState.APPROVED)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    places.forget()
    held = set(worker.account.posts.filter(valid_to=None).values_list("area_code", flat=True))
    assert GRIDS[1] not in open_codes()
    assert held == {places.locate(tiny.centroid.x, tiny.centroid.y)}


def test_a_plan_is_never_adopted_for_a_day_that_is_over(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    with pytest.raises(errors.AdoptDayWrong):
        adopt(plan.pk, on=TODAY - dt.timedelta(days=1), command=a_command(cast.wei.actor))
    assert open_codes() == set(GRIDS)


def standing_in(member, absent):
    """Give somebody the posts of who is away for today."""
    posts = tuple(replace(post, for_name=absent.actor.name) for post in absent.actor.posts)
    return replace(member.actor, posts=(*member.actor.posts, *posts))


def test_nobody_approves_a_plan_by_a_post_held_for_who_drew_it(cast):
    plan = make_plan(cast, state=PlanState.SUBMITTED)
    with pytest.raises(errors.OwnPlan):
        approve(plan.pk, command=a_command(standing_in(cast.jiang, cast.wu)))
    with pytest.raises(errors.OwnPlan):
        approve(plan.pk, command=a_command(standing_in(cast.wu, cast.wei)))
    approved = approve(plan.pk, command=a_command(standing_in(cast.jiang, cast.wei)))
    assert (approved.state, approved.decided_by_name) == (PlanState.APPROVED, "姜文琴（代魏立新）")
