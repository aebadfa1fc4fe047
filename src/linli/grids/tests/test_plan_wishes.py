"""What people may ask of a drawing beyond balance: this grid stays, these stand together, those apart."""

import pytest
import shapely

from linli.grids import errors
from linli.grids.queries.ground import ground_of
from linli.grids.queries.plans import planned_grids, shapes_of
from linli.grids.rules import DrawSettings, PlanKind, read_codes, read_groups, read_pairs, settings_from
from linli.grids.testing import make_ground, make_plan
from linli.places.actions import put_compounds
from linli.places.queries import boundary_of
from linli.places.rules import CompoundDraft
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, square

pytestmark = pytest.mark.django_db
HOUSE = f"{COMMUNITIES[0]}-"


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def wish(**wishes):
    return DrawSettings(target=240, **wishes)


def grid_with(plan, building):
    """Give the code of the grid in which a building's unit lies."""
    from linli.grids.ground.packing import unpack
    from linli.grids.queries.plans import grid_of_unit

    for part in plan.parts.all():
        units = unpack(bytes(part.ground))
        if building in units.buildings:
            unit = units.building_unit[units.buildings.index(building)]
            return planned_grids(part)[grid_of_unit(part)[unit]].code
    return None


def neighbours_parted(plan):
    """Find two buildings side by side in one row that the drawing put into two grids."""
    for column in range(15):
        for row in range(5):
            one, other = f"{HOUSE}{column:02d}{row}", f"{HOUSE}{column + 1:02d}{row}"
            if grid_with(plan, one) != grid_with(plan, other):
                return one, other
    return None


@pytest.mark.parametrize("kind", list(PlanKind))
def test_a_grid_that_is_to_stay_keeps_code_ground_kind_and_name(cast, kind):
    plan = make_plan(cast, kind=kind, settings=wish(keep=(GRIDS[0],)))
    part = plan.parts.get(community_code=COMMUNITIES[0])
    ((grid, shape),) = [
        pair for pair in zip(planned_grids(part), shapes_of(part), strict=True) if pair[0].code == GRIDS[0]
    ]
    today = shapely.from_wkb(boundary_of(GRIDS[0]))
    assert (grid.kind, grid.is_kept, grid.name) == ("basic", True, "第1网格")
    assert shape.symmetric_difference(today).area / today.area < 1e-4


def test_neighbours_that_are_to_share_a_grid_do(cast):
    pair = neighbours_parted(make_plan(cast, settings=wish()))
    plan = make_plan(cast, settings=wish(together=(pair,)))
    assert grid_with(plan, pair[0]) == grid_with(plan, pair[1])
    assert plan.progress["unmet"] == []


def test_what_is_to_be_apart_is_in_two_grids(cast):
    plan = make_plan(cast, settings=wish())
    one = f"{HOUSE}000"
    other = next(code for code in (f"{HOUSE}001", f"{HOUSE}010") if grid_with(plan, code) == grid_with(plan, one))
    apart = make_plan(cast, settings=wish(apart=((one, other),)))
    assert grid_with(apart, one) != grid_with(apart, other)
    assert apart.progress["unmet"] == []


def test_what_is_too_far_away_to_be_together_is_said(cast):
    far = (f"{HOUSE}000", f"{COMMUNITIES[1]}-154")
    assert make_plan(cast, settings=wish(together=(far,))).progress["unmet"] == [list(far)]


def test_a_compound_may_be_named_too(cast):
    ground = shapely.to_wkb(square(0, 0, width=0.3, height=0.5))
    put_compounds([CompoundDraft("X01", "竹园", GRIDS[0], boundary=ground)])
    plan = make_plan(cast, settings=wish(apart=(("X01", f"{HOUSE}000"),)))
    assert plan.progress["unmet"] in ([], [["X01", f"{HOUSE}000"]])  # it stands in the compound itself


def test_a_compound_in_a_grid_that_stays_is_not_together_with_a_house_elsewhere(cast):
    ground = shapely.to_wkb(
        square(0.1, 0.1, width=0.15, height=0.15)
    )  # far smaller than the grid, away from its middle
    put_compounds([CompoundDraft("X01", "竹园", GRIDS[0], boundary=ground)])
    far = ("X01", f"{COMMUNITIES[1]}-154")
    assert make_plan(cast, settings=wish(together=(far,))).progress["unmet"] == [list(far)]
    assert make_plan(cast, settings=wish(together=(far,), keep=(GRIDS[0],))).progress["unmet"] == [list(far)]


def test_two_compounds_in_a_grid_that_stays_are_not_apart(cast):
    for number, x in enumerate((0.05, 0.6)):
        ground = shapely.to_wkb(square(x, 0.1, width=0.15, height=0.15))
        put_compounds([CompoundDraft(f"X0{number}", f"竹园{number}", GRIDS[0], boundary=ground)])
    pair = ("X00", "X01")
    plan = make_plan(cast, settings=wish(apart=(pair,), keep=(GRIDS[0],)))
    assert plan.progress["unmet"] == [list(pair)]


@pytest.mark.parametrize(
    "wishes",
    [{"keep": ("990101001001777",)}, {"together": (("A1", "B1"),)}, {"apart": ((f"{HOUSE}000", "B1"),)}],
)
def test_codes_nobody_knows_are_refused_and_named(wishes):
    with pytest.raises(errors.CodesUnknown) as refusal:
        ground_of(DISTRICT, wish(**wishes))
    assert ("777" if "keep" in wishes else "B1") in str(refusal.value)


def test_one_alone_is_neither_together_nor_apart():
    for wishes in ({"together": (("A",),)}, {"apart": (("A", "A"),)}):
        with pytest.raises(errors.GroupTooSmall):
            wish(**wishes)


def test_a_group_is_a_handful_of_places():
    with pytest.raises(errors.GroupTooLarge):
        read_pairs([" ".join(map(str, range(2000)))])


def test_wishes_are_kept_with_the_plan():
    settings = wish(keep=("1",), together=(("A", "B", "C"),), apart=(("A", "D"),))
    import json

    assert settings_from(json.loads(json.dumps(settings.as_json()))) == settings


def test_codes_are_read_as_people_write_them():
    assert read_codes("A1, B2，C3；D4、E5") == ("A1", "B2", "C3", "D4", "E5")
    assert read_groups(["A,B", " "]) == (("A", "B"),)
    assert read_pairs(["A,B,C"]) == (("A", "B"), ("A", "C"), ("B", "C"))


def test_what_shares_a_grid_cannot_be_kept_apart():
    with pytest.raises(errors.WishesContradict) as refused:
        DrawSettings(together=(("A", "B", "C"),), apart=(("B", "C"),))
    assert "B、C" in str(refused.value)
