"""What new grids are called: after their place, else by their number, and no two of a community alike."""

from dataclasses import replace

import numpy as np
import pytest

from linli.grids import errors
from linli.grids.actions.editing import edit
from linli.grids.actions.naming import named
from linli.grids.actions.plans import submit
from linli.grids.models import PlanPart
from linli.grids.queries.plans import planned_grids
from linli.grids.rules import DrawSettings, EditWhat, PlanKind
from linli.grids.testing import a_command, make_ground, make_plan
from linli.grids.tests.squares import squares, store_units, stored_part, units_of_squares
from linli.places.rules import LONGEST_NAME
from linli.places.testing import COMMUNITIES, draft, make_areas
from linli.staff.testing import COMMUNITY

pytestmark = pytest.mark.django_db
SCHOOLS = {0: (0,), 1: (5,)}
GRID_OF_SQUARE = np.array([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0], dtype=np.int32)


def names_of(*schools):
    units = replace(units_of_squares(squares(6, 2, fixed=SCHOOLS), 6), fixed_names=schools)
    return [grid.name for grid in planned_grids(store_units(units, GRID_OF_SQUARE, DrawSettings(target=200)))]


def test_a_place_apart_gives_its_grid_its_name():
    plain, *schools = names_of("荷坪学校", "松灯学校")
    assert "网格" in plain
    assert schools == ["荷坪学校", "松灯学校"]


def test_two_places_of_one_name_have_their_numbers_behind_it():
    names = names_of("荷坪学校", "荷坪学校")
    assert len(set(names)) == 3
    assert all(name.startswith("荷坪学校（") for name in names[1:])


def new_names(*standing, taken=()):
    """Name as many new grids as stand already, coded after them."""
    codes = [f"{COMMUNITY}{number + 1:03d}" for number in range(2 * len(standing))]
    return named([*standing, *("" for _one in standing)], codes, [""] * len(codes), taken=taken)[len(standing) :]


def test_a_number_another_grid_has_in_its_name_is_passed_over():
    assert new_names("第3网格", "第4网格") == ["第5网格", "第6网格"]
    assert new_names("第1网格", "第2网格") == ["第3网格", "第4网格"]


def test_a_name_of_today_is_not_given_to_another_grid():
    assert new_names("竹桥第1网格", "竹桥第2网格", taken={"竹桥第3网格", "竹桥第5网格"}) == [
        "竹桥第4网格",
        "竹桥第6网格",
    ]


def test_a_place_apart_named_like_a_grid_has_a_number_behind_it():
    assert named(["荷坪学校", ""], [f"{COMMUNITY}001", f"{COMMUNITY}002"], ["", "荷坪学校"], taken=()) == [
        "荷坪学校",
        "荷坪学校（2）",
    ]


def test_a_number_behind_a_long_name_makes_it_no_longer_than_a_name_may_be():
    long = "荷" * (LONGEST_NAME - 1)
    names = names_of(long, long)[1:]
    assert len(set(names)) == 2
    assert [len(name) for name in names] == [LONGEST_NAME] * 2
    assert all(name.endswith("）") for name in names)


@pytest.mark.parametrize("kind", list(PlanKind))
def test_grids_drawn_beside_kept_ones_have_names_of_their_own(cast, kind):
    make_ground()
    make_areas([draft(f"{COMMUNITIES[0]}900", "第3网格")])  # without boundary: it stays
    for part in make_plan(cast, kind=kind).parts.all():
        names = [grid.name for grid in planned_grids(part)]
        assert len({*names, "第3网格"}) == len(names) + (part.community_code == COMMUNITIES[0])


def test_a_split_gives_the_new_grid_no_name_of_another(cast):
    part = stored_part(squares(6, 4), 6, [0, 0, 0, 1, 1, 1] * 4)
    for grid in (0, 1):
        payload = {"grid": grid, "name": f"第{grid + 3}网格"}
        edit(part.pk, EditWhat.DESCRIBE, payload, version=grid, command=a_command(cast.jiang.actor))
    edit(part.pk, EditWhat.SPLIT, {"grid": 0}, version=2, command=a_command(cast.jiang.actor))
    names = [grid.name for grid in planned_grids(PlanPart.objects.get(pk=part.pk))]
    assert len(set(names)) == len(names) == 3


def test_a_name_of_a_grid_that_stays_undrawn_is_given_to_no_other(cast):
    make_ground()
    make_areas([draft(f"{COMMUNITY}900", "商圈网格")])
    part = stored_part(squares(6, 4), 6, [0, 0, 0, 1, 1, 1] * 4)
    with pytest.raises(errors.GridNameTaken):
        edit(
            part.pk, EditWhat.DESCRIBE, {"grid": 0, "name": "商圈网格"}, version=0, command=a_command(cast.jiang.actor)
        )


@pytest.mark.parametrize("name", ["第2网格", "商圈网格"])
def test_a_plan_with_two_grids_of_a_name_is_not_handed_in(cast, name):
    make_ground()
    plan = make_plan(cast)
    part = plan.parts.get(community_code=COMMUNITIES[0])
    (new,) = [grid for grid in part.grids if grid["code"].endswith("003")]
    new["name"] = name
    part.save()
    make_areas([draft(f"{COMMUNITIES[0]}900", "商圈网格")])  # entered after the drawing
    with pytest.raises(errors.NamesAlike) as refusal:
        submit(plan.pk, command=a_command(cast.wu.actor))
    assert name in str(refusal.value)


def test_what_was_called_alike_before_bars_no_plan(cast):
    make_ground()
    plan = make_plan(cast)
    part = plan.parts.get(community_code=COMMUNITIES[0])
    for grid in part.grids[:2]:
        grid["name"] = grid["name_today"] = "老街网格"
    part.save()
    make_areas([draft(grid["code"], "老街网格") for grid in part.grids[:2]])
    assert submit(plan.pk, command=a_command(cast.wu.actor)).submitted_by_name == "吴静"
