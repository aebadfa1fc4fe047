"""The page of a grid after a plan was adopted: the plan it came from, and the grids whose ground it took over."""

import pytest
import time_machine
from django.urls import reverse

from linli.cases.testing import make_places
from linli.grids.actions.adopting import adopt
from linli.grids.queries.grid_sheets import grid_sheet
from linli.grids.rules import PlanState
from linli.grids.testing import AT, TODAY, a_command, make_ground, make_plan
from linli.places import queries as places
from linli.places.actions import close_area
from linli.places.rules import Level
from linli.places.testing import draft, make_areas, square
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE

pytestmark = pytest.mark.django_db


@pytest.fixture(name="adopted")
def _adopted(cast, settings, tmp_path):
    settings.LINLI_DATA, settings.LINLI_SITE_URL = tmp_path, "https://linli.example.org"
    with time_machine.travel(AT, tick=False):
        make_places()
        make_ground()
        plan = make_plan(cast, state=PlanState.APPROVED)
        adopt(plan.pk, on=TODAY, command=a_command(cast.wei.actor))
        places.forget()
        yield plan


def test_a_grid_names_the_plan_it_came_from(cast, adopted):
    for area in places.children(COMMUNITY):
        if area.level is Level.GRID:
            assert grid_sheet(SYSTEM, area.code).plan.pk == adopted.pk
            content = cast.wei.sign_in().get(reverse("grid-desk:grid", args=[area.code])).content.decode()
            assert str(adopted.pk) in content
            assert "2026-11-16 启用的划分方案" in content


def test_a_grid_names_the_closed_grid_whose_ground_it_took(cast, settings):
    settings.LINLI_SITE_URL = "https://linli.example.org"
    with time_machine.travel(AT, tick=False):
        make_places()
        close_area(GRID_BESIDE, on=TODAY, by="测试", at=AT)
        make_areas([draft(GRID, "第1网格", square(0, 0, width=1.5))], on=TODAY)
        places.forget()
        sheet = grid_sheet(SYSTEM, GRID)
        content = cast.wei.sign_in().get(reverse("grid-desk:grid", args=[GRID])).content.decode()
    assert [(one.code, percent) for one, percent in sheet.former] == [(GRID_BESIDE, 50)]
    assert [change.what for change in sheet.changes] == ["redrawn", "added"]
    assert "的 50% 划入本网格" in content


def test_before_any_plan_there_is_none(cast, settings):
    settings.LINLI_SITE_URL = "https://linli.example.org"
    make_places()
    assert grid_sheet(SYSTEM, GRID).plan is None
    assert grid_sheet(SYSTEM, GRID).former == []
