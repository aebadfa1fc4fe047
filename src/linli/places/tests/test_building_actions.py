"""Streets, compounds, buildings and dwellings are put in and found again."""

from uuid import UUID

import pytest
import shapely

from linli.places import actions, errors, queries
from linli.places.models import AreaStamp, Compound, Dwelling, Entrance, Street
from linli.places.rules import BuildingDraft, CompoundDraft, DwellingDraft, DwellingState, EstateType
from linli.places.testing import (
    COMMUNITIES,
    GRIDS,
    STREET,
    draft,
    make_areas,
    make_building,
    make_town,
    middle,
    square,
    store_buildings,
)

pytestmark = pytest.mark.django_db

LEADER = UUID("01890000-0000-7000-8000-000000000001")


def test_a_compound_is_stored_once_and_changed_by_code():
    actions.put_compounds([CompoundDraft("C1", "桂苑", COMMUNITIES[0])])
    actions.put_compounds([CompoundDraft("C1", "桂花苑", COMMUNITIES[0], EstateType.SELF_MANAGED)])
    (stored,) = Compound.objects.all()
    assert (stored.name, stored.estate_type) == ("桂花苑", "self_managed")


def test_a_building_finds_its_grid_by_its_point():
    make_town()
    assert make_building(column=2).area_code == GRIDS[2]


def test_a_building_in_a_community_without_grids_is_the_communities():
    make_areas([draft(COMMUNITIES[0], "竹桥社区", square(0, 0, width=2))])
    assert make_building().area_code == COMMUNITIES[0]


def test_a_building_outside_every_area_is_kept_without_one():
    make_town()
    assert make_building(column=9).area_code == ""


def test_a_building_told_its_grid_keeps_it():
    make_town()
    assert make_building(column=2, area_code=GRIDS[0]).area_code == GRIDS[0]


def test_a_second_put_changes_the_building_and_keeps_id_and_entrances():
    make_town()
    first = make_building()
    lon, lat = middle(1, 0)
    ids = store_buildings(
        [BuildingDraft("B001", "改名楼", lon, lat, street_name="青溪路", plate_no="8", entrances=("1单元", "3单元"))]
    )
    stored = queries.find_building("B001")
    assert (ids["B001"], stored.name, stored.area_code) == (first.id, "改名楼", GRIDS[1])
    assert [entrance.name for entrance in queries.entrances_of(stored)] == ["1单元", "2单元", "3单元"]
    assert queries.buildings_named([GRIDS[1]], text="8") == (stored,)


def test_a_dwelling_is_stored_once():
    make_town()
    building = make_building()
    entrance = Entrance.objects.get(building=building, name="1单元")
    drafts = [
        DwellingDraft(building.id, building.area_code, "101", entrance_id=entrance.id),
        DwellingDraft(building.id, building.area_code, "101", state=DwellingState.VACANT),
    ]
    assert len(actions.put_dwellings(drafts)) == 2
    actions.put_dwellings(drafts)
    assert Dwelling.objects.count() == 2
    assert queries.dwellings_of([GRIDS[0]]).count() == 2
    assert queries.dwellings_of([GRIDS[1]]).count() == 0


def test_streets_of_one_name_are_replaced():
    line = shapely.to_wkb(shapely.LineString([middle(0, 0), middle(1, 0)]))
    actions.put_streets([(STREET, "青溪路", line), (STREET, "青溪路", line)])
    assert actions.put_streets([(STREET, "青溪路", line)]) == 1
    assert [str(street) for street in Street.objects.all()] == ["青溪路"]
    assert str(AreaStamp.objects.get()) == str(AreaStamp.objects.get().stamp)


def test_a_building_leader_is_named_and_taken_away():
    make_town()
    make_building()
    assert actions.name_building_leader("B001", leader_id=LEADER).leader_id == LEADER
    assert actions.name_building_leader("B001", leader_id=None).leader_id is None
    with pytest.raises(errors.BuildingUnknown):
        actions.name_building_leader("B999", leader_id=LEADER)


def test_names_are_what_rows_print():
    make_town()
    building = make_building()
    actions.put_dwellings([DwellingDraft(building.id, building.area_code, "101")])
    shown = [str(building), str(building.entrances.all()[0]), str(Dwelling.objects.get())]
    assert shown == ["B001号楼", "1单元", "101"]
    assert str(queries.changes_of(GRIDS[0])[0]) == f"{GRIDS[0]} added"
