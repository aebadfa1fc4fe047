"""The ground of an area as the database gives it: what is counted, what is not known, what is kept."""

from dataclasses import dataclass

import pytest

from linli.grids import errors
from linli.grids.drawing.graph import FREE
from linli.grids.ground.packing import unpack
from linli.grids.ground.parting import part_of
from linli.grids.ground.standing import present_of
from linli.grids.queries import ground as queries_of_ground
from linli.grids.queries.ground import KEPT, ground_of, marks_of, name_of
from linli.grids.queries.plans import grid_of_unit
from linli.grids.rules import VACANT
from linli.grids.testing import make_ground, make_plan
from linli.places.actions import put_dwellings, rename_area
from linli.places.errors import AreaUnknown
from linli.places.queries import buildings_within, forget
from linli.places.queries.boundaries import boundaries_within
from linli.places.queries.ground import ground_rows
from linli.places.rules import DwellingDraft, DwellingState, DwellingUse
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    area,
    draft,
    make_areas,
    make_component,
    redraw_area,
    set_area,
    square,
)
from linli.register.testing import AT, make_household
from linli.visits.testing import make_elder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def test_grids_that_change_while_the_ground_is_read_are_not_those_it_was_drawn_against(monkeypatch):
    def overtaken(prefixes):
        rows = ground_rows(prefixes)
        redraw_area(GRIDS[0], boundary=square(0, 0, width=0.9).wkb, by="测试", at=AT)
        return rows

    monkeypatch.setattr(queries_of_ground, "ground_rows", overtaken)
    marks = ground_of(DISTRICT).marks
    today = marks_of(boundaries_within([DISTRICT]))
    assert [code for code in COMMUNITIES if marks[code] != today[code]] == [COMMUNITIES[0]]


def building_facts(code):
    (found,) = [one for one in ground_of(DISTRICT).layers.buildings if one.key == code]
    return found


@dataclass(frozen=True)
class House:
    id: object
    code: str

    def dwelling(self, unit, *, state=DwellingState.LIVED_IN, use=DwellingUse.HOME):
        (pk,) = put_dwellings([DwellingDraft(self.id, GRIDS[0], unit, use=use, state=state)])
        return pk


@pytest.fixture(name="house")
def house_fixture():
    pk, code, *_rest = next(iter(buildings_within([GRIDS[0]])))
    return House(pk, code)


def test_shapes_stand_in_metres_around_the_middle():
    ground = ground_of(DISTRICT)
    west, south, east, north = ground.layers.communities[0].shape.bounds
    assert 760 < east - west < 780
    assert 435 < north - south < 450
    assert max(abs(one) for one in (west, south, east, north)) < 5000


def test_a_building_nobody_counted_in_is_left_to_be_estimated(house):
    assert building_facts(house.code).households is None


def test_registered_households_count_before_dwellings(house):
    for unit in ("101", "102", "103"):
        flat = house.dwelling(unit)
        if unit != "103":
            make_household(area_code=GRIDS[0], dwelling_id=flat)
    assert building_facts(house.code).households == 2


def test_without_a_register_dwellings_that_are_lived_in_count(house):
    house.dwelling("101")
    house.dwelling("102", state=DwellingState.VACANT)
    facts = building_facts(house.code)
    assert (facts.households, facts.care) == (1, ((VACANT, 1),))


def test_a_house_of_shops_is_no_home(house):
    house.dwelling("101", use=DwellingUse.BUSINESS)
    facts = building_facts(house.code)
    assert (facts.is_home, facts.households) == (False, 0)


def test_households_owed_visits_are_counted_by_class_and_named_nowhere(cast):
    resident, _enrolment = make_elder(cast, area_code=GRIDS[0])
    loaded = [one for one in ground_of(DISTRICT).layers.buildings if one.care]
    assert [one.care for one in loaded] == [(("A", 1),)]
    assert str(resident.pk) not in repr(loaded)
    assert resident.name not in repr(loaded)


def test_a_dedicated_grid_of_today_is_kept_as_it_is(cast):
    set_area(GRIDS[1], kind="dedicated")
    (zone,) = ground_of(DISTRICT).layers.dedicated
    assert (zone.key, zone.kind) == (GRIDS[1], KEPT)
    plan = make_plan(cast)
    grids = {one["code"]: one for part in plan.parts.all() for one in part.grids}
    assert grids[GRIDS[1]]["kind"] == "dedicated"
    assert grids[GRIDS[1]]["area_m2"] == pytest.approx(zone.shape.area, rel=0.001)


def test_components_stand_as_points():
    make_component(column=1, row=0)
    ((x, y),) = ground_of(DISTRICT).layers.components
    assert abs(x) < 5000
    assert abs(y) < 5000


def test_a_code_above_communities_whose_levels_nobody_entered_can_be_drawn():
    area(DISTRICT).delete()
    forget()
    assert name_of(DISTRICT) == DISTRICT
    with pytest.raises(AreaUnknown):
        name_of("990199")


def test_a_grid_is_not_divided_again():
    with pytest.raises(errors.GridIsNotDrawn) as refusal:
        name_of(GRIDS[0])
    assert f"第1网格本身是一个网格，不能在里面再划网格。请写社区（{GRIDS[0][:12]}）" in str(refusal.value)


def test_a_mark_changes_with_boundaries_and_grids_and_not_with_names():
    before = marks_of(boundaries_within([DISTRICT]))
    rename_area(GRIDS[0], name="别的名字", by="测试", at=AT)
    assert marks_of(boundaries_within([DISTRICT])) == before
    redraw_area(GRIDS[0], boundary=square(0, 0, width=0.5).wkb, by="测试", at=AT)
    after = marks_of(boundaries_within([DISTRICT]))
    assert after[COMMUNITIES[0]] != before[COMMUNITIES[0]]
    assert after[COMMUNITIES[1]] == before[COMMUNITIES[1]]
    make_areas([draft(f"{COMMUNITIES[1]}009", "第9网格")])
    assert marks_of(boundaries_within([DISTRICT]))[COMMUNITIES[1]] != after[COMMUNITIES[1]]


def test_one_community_out_of_many_keeps_its_ground_and_its_edges(cast):
    plan = make_plan(cast)
    units = [unpack(bytes(part.ground)) for part in plan.parts.order_by("community_code")]
    for one in units:
        graph = one.graph
        assert set(graph.community.tolist()) == {0}
        assert max(graph.contact_a.max(), graph.contact_b.max()) < len(graph)
        around = 2 * graph.contact_m.sum() + graph.outer_m.sum()
        assert around == pytest.approx(sum(cell.length for cell in one.cells), rel=0.01)
        assert len(one.buildings) == len(one.building_unit) == 80
        assert part_of(one, 0).graph.contact_m.tolist() == graph.contact_m.tolist()


def test_units_know_the_grid_they_lie_in_today(cast):
    plan = make_plan(cast)
    part = plan.parts.get(community_code=COMMUNITIES[0])
    units = unpack(bytes(part.ground))
    zones = [zone for zone in ground_of(DISTRICT).layers.present if zone.key.startswith(COMMUNITIES[0])]
    present = present_of(units, zones)
    assert FREE not in present.tolist()
    for unit, grid in enumerate(present.tolist()):
        assert zones[grid].shape.contains(units.cells[unit].representative_point())
    assert (present_of(units, []) == FREE).all()
    assert len(grid_of_unit(part)) == len(units.graph)
