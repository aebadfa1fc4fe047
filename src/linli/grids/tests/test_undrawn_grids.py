"""Grids of today without a boundary: a plan leaves them and their people alone, and says so."""

import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from linli.grids.actions.adopting import adopt
from linli.grids.cli import areas
from linli.grids.queries.impact import impact_of
from linli.grids.rules import PlanState
from linli.grids.testing import TODAY, a_command, make_ground, make_plan
from linli.places.testing import COMMUNITIES, area, draft, make_areas
from linli.staff.rules import Role
from linli.staff.testing import make_member

pytestmark = pytest.mark.django_db
MALL = f"{COMMUNITIES[0]}900"


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()
    make_areas([draft(MALL, "商圈专属网格")])


def test_an_adoption_leaves_a_grid_without_boundary_open_and_its_posts_where_they_are(cast):
    worker = make_member("gao", "高远", Role.GRID_WORKER, MALL)
    plan = make_plan(cast, state=PlanState.APPROVED)
    adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
    assert area(MALL).valid_to is None
    assert list(worker.account.posts.values_list("area_code", "valid_to")) == [(MALL, None)]


def test_what_a_plan_changes_names_the_grids_it_leaves_alone(cast):
    plan = make_plan(cast)
    found = impact_of(plan, on=TODAY)
    assert [one.code for one in found.left_alone] == [MALL]
    assert MALL not in {*found.closed, *found.kept}
    shown = cast.wei.sign_in().get(reverse("grids:impact", args=[plan.pk])).content.decode()
    assert "1 个现有网格没有边界" in shown
    assert "竹桥社区 商圈专属网格" in shown


def test_the_command_line_names_them_too(cast):
    plan = make_plan(cast)
    assert "竹桥社区 商圈专属网格" in CliRunner().invoke(areas, ["plan", str(plan.pk)]).output
    told = json.loads(CliRunner().invoke(areas, ["plan", str(plan.pk), "--json"]).stdout)
    assert told["left_alone"] == [MALL]
