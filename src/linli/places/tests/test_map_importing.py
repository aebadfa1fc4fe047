"""Layers of a map stored: located, matched with what the register knows, nothing twice; and read again as ground."""

import json

import pytest
import shapely
from click.testing import CliRunner
from django.utils import timezone

from linli.places import actions, queries
from linli.places.cli import areas
from linli.places.importing.map_layers import LayerOrder, import_layers
from linli.places.models import Barrier, Building, Compound, Facility, FacilityChange, Street
from linli.places.queries.ground import ground_rows
from linli.places.readers.maps import MapReading
from linli.places.rules import (
    BarrierKind,
    BarrierShape,
    BuildingShape,
    CompoundDraft,
    CompoundShape,
    FacilityShape,
    LayerName,
    MapLayers,
    StreetKind,
    StreetLine,
)
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    SIDE,
    SOUTH,
    WEST,
    areas_of_dwellings,
    make_building,
    make_component,
    make_dwelling,
    make_town,
    middle,
)

pytestmark = pytest.mark.django_db


def box(column, row, *, side=0.2):
    """Give a square around the middle of a square of the lattice, a fifth as wide."""
    lon, lat = middle(column, row)
    half = SIDE * side / 2
    return shapely.box(lon - half, lat - half, lon + half, lat + half)


def take(*, order=None, **layers):
    """Import layers given as lists."""
    reading = MapReading(MapLayers(**{name: tuple(things) for name, things in layers.items()}))
    return import_layers(reading, order or LayerOrder("王工", timezone.now()))


def counts(report, layer):
    count = report.counts[layer]
    return count.added, count.changed, count.unchanged


def test_streets_are_kept_with_the_narrowest_area_above_all_they_cross():
    make_town()
    within_one = shapely.LineString([middle(0, -0.3), middle(0, 0.3)])
    across = shapely.LineString([(WEST + 0.1 * SIDE, SOUTH + SIDE / 2), (WEST + 3.9 * SIDE, SOUTH + SIDE / 2)])
    lines = [StreetLine("a", within_one, "一巷", StreetKind.LANE), StreetLine("b", across, "青溪路")]
    report = take(streets=lines)
    assert counts(report, LayerName.STREETS) == (2, 0, 0)
    assert dict(Street.objects.values_list("name", "area_code")) == {"一巷": COMMUNITIES[0], "青溪路": "990101001"}
    assert counts(take(streets=lines), LayerName.STREETS) == (0, 0, 2)
    longer = [StreetLine("a", across, "一巷"), lines[1]]
    assert counts(take(streets=longer), LayerName.STREETS) == (0, 1, 1)


def test_a_house_that_a_newer_map_puts_into_the_next_grid_takes_its_dwellings_along_and_keeps_who_said_so():
    make_town()
    take(buildings=[BuildingShape("a", box(0.2, 0))])
    make_dwelling(building="a")
    report = take(buildings=[BuildingShape("a", box(1.2, 0))])
    assert counts(report, LayerName.BUILDINGS) == (0, 1, 0)
    assert areas_of_dwellings() == {GRIDS[1]}
    entry = queries.changes_of(GRIDS[1])[0]
    assert (entry.what, entry.by_name) == (queries.TOOK_IN, "王工")


def test_what_lies_outside_is_counted_and_left_out():
    make_town()
    buildings = [BuildingShape(key, box(column, 0)) for key, column in (("a", 0), ("b", 2), ("c", 90))]
    report = take(buildings=buildings, order=LayerOrder("王工", timezone.now(), under=COMMUNITIES[0]))
    count = report.counts[LayerName.BUILDINGS]
    assert (count.read, count.added, count.elsewhere, count.outside) == (3, 1, 1, 1)
    assert Building.objects.get().area_code == GRIDS[0]


def test_a_building_the_register_knows_gets_its_outline_and_keeps_its_name():
    make_town()
    make_building("B001", column=0)
    report = take(buildings=[BuildingShape("osm-w1", box(0, 0), name="Block 7", floors=11, street="竹桥路", plate="7")])
    building = Building.objects.get()
    assert (report.matched, counts(report, LayerName.BUILDINGS)) == (1, (0, 1, 0))
    assert (building.code, building.name, building.street_name, building.floors) == ("B001", "B001号楼", "竹桥路", 6)
    assert shapely.from_wkb(bytes(building.footprint)).equals(box(0, 0))
    again = take(buildings=[BuildingShape("osm-w1", box(0, 0), floors=11, street="竹桥路", plate="7")])
    assert counts(again, LayerName.BUILDINGS) == (0, 0, 1)


def test_one_outline_around_two_registered_buildings_changes_neither():
    make_town()
    make_building("B001", column=0)
    make_building("B002", column=0.02)
    report = take(buildings=[BuildingShape("osm-w1", box(0, 0))])
    assert report.counts[LayerName.BUILDINGS].refused == 1
    assert [note.name for note in report.notes] == ["osm-w1"]
    assert set(Building.objects.values_list("code", "footprint")) == {("B001", None), ("B002", None)}


def test_a_second_import_keeps_what_somebody_entered_meanwhile():
    make_town()
    take(buildings=[BuildingShape("osm-w1", box(0, 0), floors=3)])
    Building.objects.update(name="老楼", plate_no="9")
    report = take(buildings=[BuildingShape("osm-w1", box(0, 0), floors=4)])
    building = Building.objects.get()
    assert counts(report, LayerName.BUILDINGS) == (0, 1, 0)
    assert (building.name, building.plate_no, building.floors) == ("老楼", "9", 4)


def test_a_compound_known_by_name_gets_its_wall_and_houses_its_buildings():
    make_town()
    actions.put_compounds([CompoundDraft("C1", "竹桥里", COMMUNITIES[0])])
    make_building("B001", column=0)
    report = take(
        compounds=[CompoundShape("osm-w5", "竹桥里", box(0, 0, side=0.8))],
        buildings=[BuildingShape("osm-w1", box(0, 0.3), compound="osm-w5")],
    )
    assert counts(report, LayerName.COMPOUNDS) == (0, 1, 0)
    assert report.housed == 1
    assert Compound.objects.get().boundary is not None
    assert set(Building.objects.values_list("code", "compound")) == {("B001", "C1"), ("osm-w1", "C1")}
    assert counts(take(compounds=[CompoundShape("osm-w5", "竹桥里", box(0, 0, side=0.8))]), LayerName.COMPOUNDS) == (
        0,
        0,
        1,
    )


def test_a_compound_that_nobody_knows_is_named_with_its_buildings():
    make_town()
    stray = [BuildingShape(key, box(column, 0), compound="没有的小区") for key, column in (("a", 0), ("b", 1))]
    report = take(buildings=[*stray, BuildingShape("c", box(2, 0), compound="osm-w5")], compounds=[])
    assert {one.name: "2 栋楼" in one.text for one in report.notes} == {"没有的小区": True, "osm-w5": False}
    known = take(compounds=[CompoundShape("osm-w5", "没有的小区", box(0, 0, side=0.8))], buildings=stray)
    assert known.notes == []


def test_a_use_that_a_map_got_wrong_is_mended_by_one_that_says_homes():
    make_town()
    take(buildings=[BuildingShape("a", box(0, 0), is_home=False)])
    take(buildings=[BuildingShape("a", box(0, 0))])
    assert Building.objects.get().use == "other"
    take(buildings=[BuildingShape("a", box(0, 0), is_said_home=True)])
    assert Building.objects.get().use == "home"


def test_a_compound_without_a_name_is_named_by_its_key_and_left_out():
    make_town()
    report = take(compounds=[CompoundShape("osm-w5", "", box(0, 0))])
    assert [one.name for one in report.refused] == ["osm-w5"]
    assert not Compound.objects.exists()


def test_a_facility_of_no_known_class_is_refused_and_one_is_known_by_its_name():
    make_town()
    report = take(
        facilities=[
            FacilityShape("a", "", "竹桥农贸市场", box(0, 0)),
            FacilityShape("b", "", "无名之处", box(1, 0)),
            FacilityShape("c", "公园广场", "柳塘", box(2, 0)),
            FacilityShape("d", "school", "", shapely.Point(middle(3, 0)), phone="call me"),
            FacilityShape("e", "学校", "竹桥书院", shapely.Point(middle(3, 0))),
        ]
    )
    assert counts(report, LayerName.FACILITIES) == (4, 0, 0)
    assert [one.name for one in report.refused] == ["无名之处"]
    stored = dict(Facility.objects.values_list("code", "class_code"))
    assert stored == {"a": "market", "c": "park", "d": "school", "e": "school"}
    assert Facility.objects.get(code="d").name == "中小学校"
    assert Facility.objects.get(code="d").phone == ""


def test_what_was_changed_of_a_facility_stays_in_its_history():
    make_town()
    take(facilities=[FacilityShape("a", "park", "柳塘公园", box(0, 0))])
    Facility.objects.update(charge_unit="990101-park")
    take(facilities=[FacilityShape("a", "park", "柳塘公园", box(1, 0))])
    change = FacilityChange.objects.get()
    assert change.before["area_code"] == GRIDS[0]
    assert change.by_name == "王工"
    assert Facility.objects.get().charge_unit == "990101-park"


def test_a_dry_run_counts_and_stores_nothing():
    make_town()
    barrier = BarrierShape("r", BarrierKind.WATER, box(0, 0), "柳塘")
    order = LayerOrder("王工", timezone.now(), dry_run=True)
    assert counts(take(barriers=[barrier], order=order), LayerName.BARRIERS) == (1, 0, 0)
    assert not Barrier.objects.exists()


def test_only_the_layers_asked_for_are_taken():
    make_town()
    order = LayerOrder("王工", timezone.now(), frozenset({LayerName.BARRIERS}))
    report = take(
        barriers=[BarrierShape("r", BarrierKind.RAIL, shapely.LineString([middle(0, 0), middle(1, 0)]))],
        buildings=[BuildingShape("b", box(0, 0))],
        order=order,
    )
    assert list(report.counts) == [LayerName.BARRIERS]


def test_the_ground_of_a_grid_is_read_in_few_queries(django_assert_max_num_queries):
    make_town()
    make_component()
    take(
        streets=[StreetLine("s", shapely.LineString([middle(1, 0), middle(1, 1)]), "邻路", StreetKind.MAIN)],
        buildings=[BuildingShape("b", box(0, 0), floors=4, is_home=False)],
        compounds=[CompoundShape("c", "竹桥里", box(0, 0, side=0.5))],
        barriers=[BarrierShape("w", BarrierKind.WATER, box(0, 0.3))],
        facilities=[
            FacilityShape("f", "park", "大公园", box(0, 0, side=0.9)),
            FacilityShape("g", "park", "小公园", box(0, 0)),
        ],
    )
    with django_assert_max_num_queries(8):
        ground = ground_rows([GRIDS[0]])
    building = ground.buildings[0]
    assert (building.key, building.area_code, building.floors, building.is_home) == ("b", GRIDS[0], 4, False)
    assert building.id == Building.objects.get().pk
    assert [(one.code, one.level) for one in ground.areas] == [(GRIDS[0], "grid")]
    assert [one.kind for one in ground.barriers] == [BarrierKind.WATER]
    assert [(one.name, one.kind) for one in ground.streets] == [("邻路", StreetKind.MAIN)]
    assert {one.name: one.is_dedicated for one in ground.facilities} == {"大公园": True, "小公园": False}
    assert [one.class_code for one in ground.components] == ["0101"]


def test_the_ground_of_a_community_holds_its_compounds_and_all_its_grids():
    make_town()
    take(compounds=[CompoundShape("c", "竹桥里", box(0, 0)), CompoundShape("d", "柳塘里", box(2, 0))])
    ground = ground_rows([COMMUNITIES[0]])
    assert [one.name for one in ground.compounds] == ["竹桥里"]
    assert [one.code for one in ground.areas] == [COMMUNITIES[0], *GRIDS[:2]]


def test_facilities_follow_a_redrawn_map():
    make_town()
    take(facilities=[FacilityShape("a", "park", "柳塘公园", box(1, 0))])
    Facility.objects.update(area_code=GRIDS[0])
    assert actions.relocate_registered([COMMUNITIES[0]]) == 1
    assert Facility.objects.get().area_code == GRIDS[1]
    assert actions.relocate_registered([COMMUNITIES[0]]) == 0


def written(tmp_path, *features):
    file = tmp_path / "楼栋.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(file)


def test_the_command_reports_in_figures_and_by_its_exit_code(tmp_path):
    make_town()
    good = {"type": "Feature", "properties": {"层数": 6}, "geometry": json.loads(shapely.to_geojson(box(0, 0)))}
    bad = {"type": "Feature", "properties": {"层数": 6}, "geometry": None}
    done = CliRunner().invoke(areas, ["layers", written(tmp_path, good, bad), "--area", DISTRICT, "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["layers"]["buildings"]["added"] == 1
    assert [one["number"] for one in told["refused"]] == [2]
    assert Building.objects.get().floors == 6
    again = CliRunner().invoke(areas, ["layers", written(tmp_path, good), "--dry-run"])
    assert again.exit_code == 0
    assert "没有写入" in again.stdout


def test_the_command_names_the_file_where_it_reads_several(tmp_path):
    make_town()
    odd = {"type": "Feature", "properties": {"层数": "abc"}, "geometry": json.loads(shapely.to_geojson(box(0, 0)))}
    first = written(tmp_path, odd)
    bad = tmp_path / "buildings2.geojson"
    bad.write_text(
        json.dumps({"type": "FeatureCollection", "features": [odd | {"geometry": None}, odd | {"geometry": None}]}),
        encoding="utf-8",
    )
    other = tmp_path / "buildings3.geojson"
    other.write_text(
        json.dumps({"type": "FeatureCollection", "features": [odd | {"geometry": None}]}), encoding="utf-8"
    )
    done = CliRunner().invoke(areas, ["layers", first, str(bad), str(other), "--dry-run", "--json"])
    told = json.loads(done.stdout)
    assert [one["file"] for one in told["refused"]] == ["buildings2.geojson"] * 2 + ["buildings3.geojson"]
    shown = CliRunner().invoke(areas, ["layers", first, str(bad), str(other), "--dry-run"], env={"COLUMNS": "160"})
    assert "buildings3.geojson" in shown.stdout


def test_the_list_of_commands_says_in_whole_what_layers_does():
    assert "从地图导入道路、楼栋、小区、阻隔和设施。" in CliRunner().invoke(areas, ["--help"]).output


def test_a_map_of_nothing_is_no_success(tmp_path):
    make_town()
    assert CliRunner().invoke(areas, ["layers", written(tmp_path), "--dry-run"]).exit_code == 1


def test_the_command_refuses_an_area_that_does_not_exist(tmp_path):
    done = CliRunner().invoke(areas, ["layers", written(tmp_path), "--area", "990199"])
    assert done.exit_code == 1
    assert "990199" in done.stderr
