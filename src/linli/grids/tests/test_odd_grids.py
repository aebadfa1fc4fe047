"""Grids that a scorecard counts apart are named: on the command line, on the plan's page, and where a plan is handed in."""

from contextlib import nullcontext
from dataclasses import asdict, replace

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from rich.console import Console

from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions.plans import submit
from linli.grids.actions.running import finding_json
from linli.grids.cli_scores import print_scores
from linli.grids.ground.findings import Finding, FindingKind
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import planned_grids
from linli.grids.rules import PlannedGrid
from linli.grids.tests.squares import squares, stored_part
from linli.grids.web.odd_grids import odd_grids
from linli.grids.web.scorecards import lines
from linli.places.testing import make_building, make_town
from linli.staff.rules import SYSTEM, Command

pytestmark = pytest.mark.django_db
USUAL = PlannedGrid("990101001001001", "第1网格", "basic", False, 50.0, 50.0, 0.0, 1.0, 0.5, 1, 50.0, False)


def part_of(*grids):
    return PlanPart(grids=[asdict(one) for one in grids])


def test_what_is_as_it_should_be_is_not_named():
    assert odd_grids([part_of(USUAL, replace(USUAL, kind="dedicated", pieces=2))]) == []


def test_a_building_too_large_for_a_grid_is_named_with_its_grid_and_households():
    make_town()
    building = make_building()
    tower = replace(USUAL, is_oversize=True, households=2310.0, building=building.code)
    (told,) = odd_grids([part_of(USUAL), part_of(tower)])
    assert told.startswith("1 个网格")
    assert f"{building.name}（第1网格 990101001001001，2,310 户）" in told


def test_grids_in_several_pieces_are_told_apart_by_whether_they_could_be_one():
    told = odd_grids([part_of(replace(USUAL, pieces=2, is_bridged=True), replace(USUAL, name="第2网格", pieces=3))])
    assert ["隔开" in one for one in told] == [True, False]
    assert "第2网格" in told[1]


def test_of_many_grids_the_largest_are_named():
    many = [replace(USUAL, name=f"第{nr}网格", households=1000.0 + nr, is_oversize=True) for nr in range(20)]
    (told,) = odd_grids([part_of(*many)])
    assert "20 个网格" in told
    assert "第19网格" in told
    assert "第3网格" not in told


def test_the_command_line_names_them_below_the_scorecard(capsys):
    score = {"grids": 2, "oversize": 1}
    print_scores(Console(width=200), {"plan": score}, [part_of(replace(USUAL, is_oversize=True))])
    out = capsys.readouterr().out
    assert "一栋楼就超过一格的网格" in out
    assert "不计入均衡：第1网格" in out


def test_rare_lines_are_left_out_where_there_is_none():
    shown = {str(one.label) for one in lines({"grids": 2, "oversize": 0, "bridged": 0}, {"oversize": 0, "bridged": 1})}
    assert shown == {"网格数", "分成几块、无法连片的网格"}


def test_a_stored_community_knows_the_building_and_can_be_handed_in():
    graph = squares(4, 2)
    more = np.where(np.arange(8) == 7, 900.0, graph.households)
    part = stored_part(replace(graph, households=more, workload=more), 4, [0, 0, 1, 1, 0, 0, 1, 2])
    assert [one.is_oversize for one in planned_grids(part)] == [False, False, True]
    assert part.plan.scores["plan"]["oversize"] == 1


@pytest.mark.parametrize(("walls", "is_bridged"), [(((0, 1), (4, 5)), True), (((1, 2), (5, 6)), False)])
def test_a_bridged_grid_can_be_handed_in_and_a_broken_one_cannot(walls, is_bridged):
    part = stored_part(squares(4, 2, walls=walls), 4, [0, 0, 0, 1, 0, 0, 0, 1])
    grid = planned_grids(part)[0]
    assert (grid.pieces, grid.is_bridged) == (2, is_bridged)  # a quarter of a grid beyond the wall, or half of one
    with nullcontext() if is_bridged else pytest.raises(errors.PlanBroken):
        submit(part.plan_id, command=Command(new_id(), SYSTEM, timezone.now()))


def test_the_plans_page_names_them_and_what_cleaning_found(cast):
    part = stored_part(squares(4, 2), 4, [0, 0, 1, 1, 0, 0, 1, 1])
    part.grids[0] |= {"is_oversize": True}
    part.save()
    found = Finding(
        FindingKind.DANGLING, is_mended=True, count=2, size=39.0, place_cgcs2000=(121.5, 31.2), names=("银城中路",)
    )
    Plan.objects.filter(pk=part.plan_id).update(progress={"findings": [finding_json(found)]})
    text = cast.jiang.sign_in().get(reverse("grids:plan", args=[part.plan_id])).content.decode()
    assert "单独就超过一格" in text
    assert found.sentence in text


def test_the_maps_tell_one_building_that_is_more_than_a_grid_from_a_heavy_grid(cast):
    part = stored_part(squares(4, 2), 4, [0, 0, 1, 1, 0, 0, 1, 1])
    client, said = cast.jiang.sign_in(), "一栋楼就超过一格，不计入平均"
    addresses = [
        reverse("grids:plan", args=[part.plan_id]),
        reverse("grids:editor", args=[part.plan_id, part.community_code]),
    ]
    assert [said in client.get(one).content.decode() for one in addresses] == [False, False]
    part.grids[0] |= {"is_oversize": True}
    part.save()
    assert [said in client.get(one).content.decode() for one in addresses] == [True, True]
    features = client.get(reverse("grids:geojson", args=[part.plan_id])).json()["features"]
    assert sorted(one["properties"]["oversize"] for one in features) == [False, True]
    assert [one["oversize"] for one in client.get(addresses[1]).context["state"]["grids"]] == [True, False]
