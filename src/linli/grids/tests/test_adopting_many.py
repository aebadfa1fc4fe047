"""An adoption of many grids: work is done for those alone that need it, and nobody changes them meanwhile."""

import pytest
import shapely

from linli.grids import errors
from linli.grids.actions import adopting
from linli.grids.queries.impact import impact_of
from linli.grids.rules import DrawSettings, PlanState
from linli.grids.testing import AT, TODAY, a_command, make_ground, make_plan
from linli.places import actions as places_actions
from linli.places.testing import GRIDS, redraw_area, set_area, square
from linli.staff.rules import Role
from linli.staff.testing import make_member

pytestmark = pytest.mark.django_db
ONE_EACH = DrawSettings(target=960)  # one grid in each community: one of two closes


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def test_posts_are_moved_from_closed_grids_that_have_people_alone(cast, monkeypatch):
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    staffed, empty = impact_of(plan, on=TODAY).closed
    make_member("gao", "高远", Role.GRID_WORKER, staffed)
    moved = []
    monkeypatch.setattr(adopting, "move_posts", lambda old, _new, **_said: moved.append(old))
    adopting.adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert staffed in moved
    assert empty not in moved


def test_ground_is_compared_for_closed_grids_that_the_drawing_did_not_see_alone(cast, monkeypatch):
    set_area(GRIDS[1], boundary=shapely.to_wkb(square(1.3, 0.3, width=0.01, height=0.01)))  # some four metres
    plan = make_plan(cast, settings=ONE_EACH, state=PlanState.APPROVED)
    asked, by_ground = [], adopting._successors_by_ground

    def watched(closing, drafts, today):
        asked.extend(one.code for one in closing)
        return by_ground(closing, drafts, today)

    monkeypatch.setattr(adopting, "_successors_by_ground", watched)
    adopting.adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert asked == [GRIDS[1]]


def test_grids_are_compared_when_nobody_else_can_change_them_any_more(cast, monkeypatch):
    plan, lock_grids = make_plan(cast, state=PlanState.APPROVED), places_actions.lock_grids

    def waiting(communities):
        redraw_area(GRIDS[0], boundary=square(0, 0, width=0.9).wkb, by="测试", at=AT)  # the change that is waited for
        lock_grids(communities)

    monkeypatch.setattr(places_actions, "lock_grids", waiting)
    with pytest.raises(errors.GridsChangedSince):
        adopting.adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
