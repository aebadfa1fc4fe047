"""What a plan changes for whom, counted from grid to grid."""

import datetime as dt

import pytest
import time_machine
from click.testing import CliRunner
from django.urls import reverse

from linli.cases.testing import MONDAY_9, make_case
from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions.adopting import adopt
from linli.grids.actions.plans import return_
from linli.grids.cli import areas
from linli.grids.queries.impact import Flow, impact_of, successors_of
from linli.grids.rules import DrawSettings, PlanState
from linli.grids.tasks import keep_plans
from linli.grids.testing import AT, TODAY, a_command, make_ground, make_plan
from linli.places import queries as places
from linli.places.queries import buildings_within
from linli.places.testing import COMMUNITIES, GRIDS, make_dwelling, middle
from linli.staff.queries import people_under
from linli.staff.rules import Permission, Role
from linli.staff.testing import make_member
from linli.visits.actions import plan_visit
from linli.visits.testing import a_visit, make_home

pytestmark = pytest.mark.django_db
ONE_EACH = DrawSettings(target=960)  # one grid in each community: one of two closes


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def closing(plan, community=COMMUNITIES[0]):
    (code,) = [code for code in impact_of(plan, on=TODAY).closed if code.startswith(community)]
    return code


def test_households_flow_from_closing_grids_to_kept_ones(cast):
    plan = make_plan(cast, settings=ONE_EACH)
    impact = impact_of(plan, on=TODAY)
    assert len(impact.closed) == len(impact.kept) == 2
    assert impact.added == ()
    assert impact.moved_households == pytest.approx(plan.scores["plan"]["moved_households"], abs=1)
    assert sum(one.households for one in impact.flows) == pytest.approx(plan.scores["plan"]["households"], abs=1)


def test_open_cases_and_planned_visits_are_counted_where_they_lie(cast):
    plan = make_plan(cast, settings=ONE_EACH)
    old = closing(plan)
    _pk, code, *_rest = next(iter(buildings_within([old])))
    home = make_home(area_code=old, dwelling_id=make_dwelling(area_code=old, building=code, unit_no="101"))
    worker = make_member("gao", "高远", Role.GRID_WORKER, old)
    plan_visit(a_visit(home), command=a_command(worker.actor, at=MONDAY_9), visit_id=new_id())
    lon, lat = middle(GRIDS.index(old), 0)
    make_case(cast, lon_cgcs2000=lon, lat_cgcs2000=lat)
    impact = impact_of(plan, on=TODAY)
    (flow,) = [one for one in impact.flows if one.from_code == old]
    assert (flow.cases, flow.visits) == (1, 1)
    assert (impact.moved_cases, impact.moved_visits) == (1, 1)
    address = reverse("grids:impact", args=[plan.pk])
    shown = cast.wei.sign_in().get(address).context
    assert (shown["visits"], [one["visits"] for one in shown["flows"] if one["cases"]]) == ("<10", ["<10"])
    assert not cast.wei.actor.may(Permission.VISITS_VIEW, plan.area_code)


def test_the_worker_of_a_closing_grid_is_suggested_for_its_successor(cast):
    plan = make_plan(cast, settings=ONE_EACH)
    old = closing(plan)
    make_member("gao", "高远", Role.GRID_WORKER, old)
    (move,) = [one for one in impact_of(plan, on=TODAY).posts if one.name == "高远"]
    assert move.from_code == old
    assert move.to_code in GRIDS
    assert move.to_code != old


def test_an_adopted_plan_still_tells_what_it_changed(cast):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    before = impact_of(plan, on=TODAY)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    places.forget()
    plan.refresh_from_db()
    after = impact_of(plan, on=TODAY)
    assert (after.closed, after.kept, after.moved_households) == (before.closed, before.kept, before.moved_households)


def test_the_successor_of_a_grid_is_where_most_of_its_households_go():
    flows = [Flow("1", "2", 30, 0, 0), Flow("1", "3", 70, 0, 0), Flow("4", "2", 500, 0, 0)]
    assert successors_of(flows, ["1"]) == {"1": "3"}


@pytest.mark.parametrize("days", [0, 2])
def test_posts_go_where_somebody_says_on_the_day_itself_or_ahead(cast, days):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    old = closing(plan)
    make_member("gao", "高远", Role.GRID_WORKER, old)
    suggested = next(one.to_code for one in impact_of(plan, on=TODAY).posts if one.name == "高远")
    wished = next(grid["code"] for part in plan.parts.all() for grid in part.grids if grid["code"] != suggested)
    day = TODAY + dt.timedelta(days=days)
    adopt(plan.pk, on=day, successors={old: wished}, command=a_command(cast.wei.actor))
    keep_plans(AT + dt.timedelta(days=days))
    assert [one.area_code for one in people_under(wished, on=day) if one.name == "高远"] == [wished]


@pytest.mark.parametrize("pair", [(GRIDS[0], "990101001001999"), ("990101001001999", GRIDS[0])])
def test_posts_go_from_closed_grids_to_planned_ones_alone(cast, pair):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    with pytest.raises(errors.SuccessorUnknown):
        adopt(plan.pk, on=TODAY, successors=dict([pair]), command=a_command(cast.wei.actor))


def test_where_posts_were_to_go_is_said_anew_after_a_plan_was_given_back(cast):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    old = closing(plan)
    wished = next(grid["code"] for grid in plan.parts.first().grids)
    adopt(plan.pk, on=TODAY + dt.timedelta(days=2), successors={old: wished}, command=a_command(cast.wei.actor))
    given_back = return_(plan.pk, note="再看看", command=a_command(cast.wei.actor))
    assert "successors" not in given_back.progress


def waiting_plan_with_a_wish(cast):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    old, new = closing(plan), plan.parts.first().grids[0]["code"]
    adopt(plan.pk, on=TODAY + dt.timedelta(days=2), successors={old: new}, command=a_command(cast.wei.actor))
    return plan, f"{old}={new}"


@time_machine.travel(AT, tick=False)
def test_where_posts_are_to_go_is_shown_in_the_form_and_gone_when_it_is_emptied(cast):
    plan, wish = waiting_plan_with_a_wish(cast)
    client, address = cast.wei.sign_in(), reverse("grids:plan", args=[plan.pk])
    assert wish in client.get(address).content.decode()
    said = {"on": TODAY + dt.timedelta(days=3), "successors": ""}
    client.post(reverse("grids:step", args=[plan.pk, "adoption"]), {"command_id": new_id(), **said})
    plan.refresh_from_db()
    assert (plan.adopt_on, plan.progress["successors"]) == (said["on"], {})


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize(("option", "is_kept"), [((), True), (("--no-successors",), False)])
def test_on_the_command_line_what_was_said_holds_until_it_is_cleared(cast, option, is_kept):
    plan, _wish = waiting_plan_with_a_wish(cast)
    day = str(TODAY + dt.timedelta(days=3))
    done = CliRunner().invoke(areas, ["adopt", str(plan.pk), "--on", day, *option])
    assert done.exit_code == 0, done.output
    plan.refresh_from_db()
    assert bool(plan.progress["successors"]) is is_kept
