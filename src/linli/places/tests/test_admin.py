"""The back office edits reference data through the actions, and deletes nothing."""

import pytest

from linli.places import queries
from linli.places.models import Building, Compound
from linli.places.testing import (
    COMMUNITIES,
    GRIDS,
    area,
    areas_of_dwellings,
    make_building,
    make_dwelling,
    make_town,
    middle,
)

pytestmark = pytest.mark.django_db

AREAS = "/admin/places/area/"


@pytest.fixture
def office(cast):
    """The administrator, signed in."""
    make_town()
    return cast.root.sign_in()


def form(**changes):
    facts = {"name": "第1网格", "grade": "B", "kind": "basic", "estate_type": "", "features": "[]"}
    return {**facts, **changes}


def test_a_change_goes_through_the_actions_and_is_kept(office):
    answer = office.post(
        f"{AREAS}{GRIDS[0]}/change/", form(name="桂苑网格", grade="A", estate_type="unit", features='["visits"]')
    )
    assert answer.status_code == 302
    assert (area(GRIDS[0]).name, area(GRIDS[0]).grade, area(GRIDS[0]).features) == ("桂苑网格", "A", ["visits"])
    assert {entry.what for entry in queries.changes_of(GRIDS[0])} == {"added", "renamed", "described", "features"}


def test_code_and_level_cannot_be_changed(office):
    office.post(f"{AREAS}{GRIDS[0]}/change/", form(code="990101001001009", level="city"))
    assert area(GRIDS[0]).level == "grid"


def test_a_wrong_switch_is_shown_beside_the_field(office):
    answer = office.post(f"{AREAS}{GRIDS[0]}/change/", form(features='["No!"]'))
    assert answer.status_code == 200
    assert "No!" in answer.content.decode()


def test_areas_are_neither_added_nor_deleted_here(office):
    assert office.get(f"{AREAS}add/").status_code == 403
    assert office.post(f"{AREAS}{GRIDS[0]}/delete/", {"post": "yes"}).status_code == 403
    assert office.get(AREAS).status_code == 200


def test_compounds_and_buildings_are_put_in(office):
    lon, lat = middle(1, 0)
    facts = {"code": "C1", "name": "桂苑", "area_code": COMMUNITIES[0], "estate_type": "self_managed"}
    assert office.post("/admin/places/compound/add/", facts).status_code == 302
    assert Compound.objects.get().estate_type == "self_managed"
    building = {"code": "B7", "name": "7号楼", "compound": "C1", "floors": 6}
    place = {"lon_cgcs2000": lon, "lat_cgcs2000": lat}
    assert office.post("/admin/places/building/add/", {**building, **place}).status_code == 302
    stored = Building.objects.get()
    assert (stored.compound_id, stored.area_code) == ("C1", GRIDS[1])


def test_a_building_is_changed_but_keeps_its_code(office):
    building = make_building()
    lon, lat = middle(0, 0)
    facts = {"name": "改名", "floors": 7, "lon_cgcs2000": lon, "lat_cgcs2000": lat}
    assert office.post(f"/admin/places/building/{building.pk}/change/", {**facts, "code": "X"}).status_code == 302
    building.refresh_from_db()
    assert (building.code, building.name, building.floors) == ("B001", "改名", 7)


def test_a_building_goes_where_its_new_point_lies_with_its_dwellings(office):
    building = make_building()
    make_dwelling(building=building.code)
    lon, lat = middle(1, 0)
    facts = {"name": "一号楼", "area_code": "123", "floors": 6, "lon_cgcs2000": lon, "lat_cgcs2000": lat}
    page = f"/admin/places/building/{building.pk}/change/"
    assert office.post(page, facts).status_code == 302
    building.refresh_from_db()
    assert building.area_code == GRIDS[1]
    assert areas_of_dwellings() == {GRIDS[1]}
    entry = queries.changes_of(GRIDS[1])[0]
    assert (entry.what, entry.by_name) == (queries.TOOK_IN, "管理员")
    assert GRIDS[1] in office.get(page).content.decode()


@pytest.mark.parametrize("point", [("500", "10"), ("1", "30"), ("nan", "30"), ("", "")])
def test_a_building_at_a_point_in_no_area_is_refused(office, point):
    facts = {"code": "B9", "name": "九号楼", "floors": 1, "lon_cgcs2000": point[0], "lat_cgcs2000": point[1]}
    assert office.post("/admin/places/building/add/", facts).status_code == 200
    assert not Building.objects.exists()


def test_a_building_whose_area_was_taken_back_may_still_be_renamed(office):
    building = make_building(column=9, area_code=COMMUNITIES[0])
    facts = {"name": "改名", "floors": 6, "lon_cgcs2000": building.lon_cgcs2000, "lat_cgcs2000": building.lat_cgcs2000}
    assert office.post(f"/admin/places/building/{building.pk}/change/", facts).status_code == 302
    building.refresh_from_db()
    assert (building.name, building.area_code) == ("改名", COMMUNITIES[0])


def test_a_facility_is_put_in_changed_with_its_history_and_checked(office):
    lon, lat = middle(1, 0)
    facts = {"code": "F-1", "name": "竹桥小学", "class_code": "school", "own_grid": "unknown", "phone": "0717-6220000"}
    place = {"lon_cgcs2000": lon, "lat_cgcs2000": lat}
    assert office.post("/admin/places/facility/add/", {**facts, **place}).status_code == 302
    found = queries.facility_with_code("F-1")
    assert (found.area_code, found.own_grid) == (GRIDS[1], None)
    changed = {**facts, **place, "name": "竹桥实验小学", "own_grid": "false", "code": "F-9"}
    assert office.post("/admin/places/facility/F-1/change/", changed).status_code == 302
    assert queries.facility_with_code("F-1").own_grid is False
    assert queries.changes_of_facility("F-1")[0].before["name"] == "竹桥小学"
    for wrong, why in (({"lon_cgcs2000": 1.0}, "不在任何区域内"), ({"phone": "找门卫"}, "不是电话号码")):
        answer = office.post("/admin/places/facility/add/", {**facts, **place, "code": "F-2", **wrong})
        assert why in answer.content.decode()
    assert office.post("/admin/places/facility/F-1/delete/", {"post": "yes"}).status_code == 403


def test_zhao_and_wei_find_no_back_office(cast):
    for member in (cast.zhao, cast.wei):
        assert member.sign_in().get(AREAS).status_code in (302, 403)
