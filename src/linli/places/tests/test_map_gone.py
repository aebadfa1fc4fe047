"""A newer map that no longer has what an earlier one stored: everything is named, and only lines may be taken away."""

import json
from dataclasses import replace

import pytest
import shapely
from click.testing import CliRunner
from django.utils import timezone

from linli.places.cli import areas
from linli.places.importing.map_layers import LayerOrder, import_layers
from linli.places.models import Barrier, Building, Compound, Facility, Street
from linli.places.readers import Remark
from linli.places.readers.maps import MapReading
from linli.places.rules import (
    BarrierKind,
    BarrierShape,
    BuildingShape,
    CompoundShape,
    FacilityShape,
    LayerName,
    MapLayers,
    StreetLine,
)
from linli.places.testing import GRIDS, SIDE, make_building, make_dwelling, make_town, middle

pytestmark = pytest.mark.django_db


def box(column, row, *, side=0.2):
    """Give a square around the middle of a square of the lattice, a fifth as wide."""
    lon, lat = middle(column, row)
    half = SIDE * side / 2
    return shapely.box(lon - half, lat - half, lon + half, lat + half)


def houses(*keys):
    """Give houses side by side in the first community, each always in the same place."""
    return [BuildingShape(key, box(int(key[-1]) / 10 - 0.4, 0, side=0.05)) for key in keys]


def lanes(*keys):
    ends = {key: int(key[-1]) / 10 for key in keys}
    return [
        StreetLine(key, shapely.LineString([middle(at - 0.4, -0.1), middle(at - 0.4, 0.1)]), f"{key[-1]}巷")
        for key, at in ends.items()
    ]


def moved(shape, east):
    return shapely.transform(shape, lambda lon, lat: (lon + east, lat), interleaved=False)


def take(*, refused=(), replace=False, dry_run=False, **layers):
    """Import layers given as lists."""
    reading = MapReading(MapLayers(**{name: tuple(some) for name, some in layers.items()}), refused=list(refused))
    return import_layers(reading, LayerOrder("王工", timezone.now(), dry_run=dry_run, replace=replace))


def gone(report, layer):
    return [one.code for one in report.gone.get(layer, [])]


def test_a_building_that_a_newer_map_no_longer_has_stays_and_is_named():
    make_town()
    take(buildings=houses("osm-w1", "osm-w2", "osm-w3"))
    report = take(buildings=houses("osm-w1", "osm-w3"))
    assert gone(report, LayerName.BUILDINGS) == ["osm-w2"]
    assert report.counts[LayerName.BUILDINGS].gone == 1
    assert [one.name for one in report.notes] == ["楼栋"]
    assert "1 栋楼" in report.notes[0].text
    assert "osm-w2" in report.notes[0].text
    assert Building.objects.count() == 3


def test_buildings_with_dwellings_are_named_on_their_own_and_first():
    make_town()
    take(buildings=houses("osm-w1", "osm-w2", "osm-w3"))
    make_dwelling(building="osm-w3")
    report = take(buildings=houses("osm-w1"))
    assert gone(report, LayerName.BUILDINGS) == ["osm-w3", "osm-w2"]
    assert [one.dwellings for one in report.gone[LayerName.BUILDINGS]] == [1, 0]
    assert ["户室记为“已拆除”" in one.text for one in report.notes] == [True, False]


def test_the_same_map_again_misses_nothing():
    make_town()
    make_building("B001", column=0.3)
    layers = {
        "buildings": [*houses("osm-w1", "osm-w2"), BuildingShape("osm-w9", box(0.3, 0, side=0.05))],
        "streets": lanes("osm-w5", "osm-w6"),
        "compounds": [CompoundShape("osm-w7", "竹桥里", box(0, 0))],
        "facilities": [FacilityShape("osm-w8", "park", "柳塘公园", box(0, 0))],
    }
    take(**layers)
    report = take(**layers)
    assert (report.gone, report.notes) == ({}, [])


def test_a_house_drawn_anew_under_another_number_is_not_missed():
    make_town()
    take(buildings=houses("osm-w1", "osm-w2"))
    redrawn = BuildingShape("osm-w77", houses("osm-w2")[0].shape)
    assert take(buildings=[*houses("osm-w1"), redrawn]).gone == {}


def test_what_came_from_another_source_is_not_missed():
    make_town()
    take(buildings=houses("osm-w1", "osm-w2"), streets=lanes("osm-w1"))
    take(buildings=houses("城建-3", "城建-4"))
    assert take(buildings=houses("城建-3", "城建-4")).gone == {}
    assert gone(take(buildings=houses("城建-3")), LayerName.BUILDINGS) == ["城建-4"]
    assert gone(take(buildings=houses("osm-w1")), LayerName.BUILDINGS) == ["osm-w2"]


def test_a_map_says_nothing_of_a_community_it_does_not_show():
    make_town()
    away = BuildingShape("osm-w8", box(2, 0, side=0.05))
    take(buildings=[*houses("osm-w1", "osm-w3"), away])
    assert gone(take(buildings=houses("osm-w1", "osm-w3")), LayerName.BUILDINGS) == []


def test_compounds_and_facilities_are_named_and_stay():
    make_town()
    compounds = [CompoundShape("osm-w1", "竹桥里", box(0, 0)), CompoundShape("osm-w2", "柳塘里", box(0, 0.02))]
    facilities = [FacilityShape(f"osm-w{at}", "park", f"{at}号公园", box(0, at / 100)) for at in (5, 6)]
    take(compounds=compounds, facilities=facilities)
    wide = BarrierShape("osm-w3", BarrierKind.RAIL, box(0, 0, side=0.9))
    report = take(compounds=compounds[:1], facilities=facilities[:1], barriers=[wide], replace=True)
    assert {layer: gone(report, layer) for layer in report.gone} == {
        LayerName.COMPOUNDS: ["osm-w2"],
        LayerName.FACILITIES: ["osm-w6"],
    }
    assert ["柳塘里" in one.text or "6号公园" in one.text for one in report.notes] == [True, True]
    assert (Compound.objects.count(), Facility.objects.count()) == (2, 2)


def test_streets_and_water_are_kept_and_named_until_asked_to_go():
    make_town()
    pond = BarrierShape("osm-w8", BarrierKind.WATER, box(0, 0), "柳塘")
    wide = BarrierShape("osm-w9", BarrierKind.WATER, box(0, 0, side=0.9), "青溪")
    take(streets=lanes("osm-w1", "osm-w2", "osm-w3"), barriers=[pond, wide])
    fewer = {"streets": lanes("osm-w1", "osm-w3"), "barriers": [wide]}
    kept = take(**fewer)
    assert (gone(kept, LayerName.STREETS), gone(kept, LayerName.BARRIERS)) == (["osm-w2"], ["osm-w8"])
    assert ["--replace" in one.text for one in kept.notes] == [True, True]
    assert (Street.objects.count(), Barrier.objects.count()) == (3, 2)
    removed = take(**fewer, replace=True)
    assert ["已删去" in one.text for one in removed.notes] == [True, True]
    assert sorted(Street.objects.values_list("source_key", flat=True)) == ["osm-w1", "osm-w3"]
    assert Barrier.objects.get().name == "青溪"
    assert take(**fewer).gone == {}


def test_a_map_that_cannot_be_read_whole_takes_nothing_away():
    make_town()
    take(streets=lanes("osm-w1", "osm-w2", "osm-w3"))
    report = take(streets=lanes("osm-w1", "osm-w3"), refused=[Remark(7, "2巷", "坐标不对")], replace=True)
    assert Street.objects.count() == 3
    assert "没有删去" in report.notes[0].text


def test_a_dry_run_says_what_would_go_and_takes_nothing():
    make_town()
    take(streets=lanes("osm-w1", "osm-w2", "osm-w3"))
    report = take(streets=lanes("osm-w1", "osm-w3"), replace=True, dry_run=True)
    assert gone(report, LayerName.STREETS) == ["osm-w2"]
    assert ["会删去" in one.text for one in report.notes] == [True]
    assert Street.objects.count() == 3


def test_a_list_of_some_streets_takes_none_of_the_others_away():
    make_town()
    take(streets=lanes(*(f"osm-w{number}" for number in range(1, 8))))
    some = lanes("osm-w1", "osm-w8")
    for asked in (False, True):
        report = take(streets=some, replace=asked)
        assert len(gone(report, LayerName.STREETS)) == 6
        assert ["缺了一大半" in one.text for one in report.notes] == [True]
    assert Street.objects.count() == 8


def test_streets_are_missed_only_where_the_map_has_streets_and_most_of_them():
    make_town()
    beyond = [replace(one, key=f"{one.key}0", shape=moved(one.shape, SIDE * 2)) for one in lanes("osm-w1", "osm-w2")]
    here = lanes("osm-w1", "osm-w2", "osm-w3")
    edges = houses("osm-w0", "osm-w9")
    take(streets=[*here, *beyond], buildings=edges)
    elsewhere = take(streets=beyond, buildings=edges, replace=True)
    assert LayerName.STREETS not in elsewhere.gone
    most = take(streets=[*here[:1], *beyond], buildings=edges, replace=True)
    assert gone(most, LayerName.STREETS) == ["osm-w2", "osm-w3"]
    assert ["缺了一大半" in one.text for one in most.notes] == [True]
    few = take(streets=[*here[:2], *beyond], buildings=edges, replace=True)
    assert ["已删去" in one.text for one in few.notes] == [True]
    assert Street.objects.count() == 4


def test_a_long_street_is_measured_by_all_the_ground_it_goes_through():
    make_town()
    west, east = middle(0.3, 0), middle(2.7, 0)
    long = StreetLine("osm-w70", shapely.LineString([west, east]), "青溪路")
    wide = BarrierShape("osm-w90", BarrierKind.WATER, box(1.5, 0, side=3.9), "青溪")
    here = lanes("osm-w1", "osm-w2")
    take(streets=[*here, long], barriers=[wide])
    report = take(streets=here, barriers=[wide], replace=True)
    assert gone(report, LayerName.STREETS) == ["osm-w70"]
    assert sorted(Street.objects.values_list("source_key", flat=True)) == ["osm-w1", "osm-w2"]


def test_a_long_list_is_cut_and_counted():
    make_town()
    many = [BuildingShape(f"osm-w{at}", box(at / 100 - 0.4, 0, side=0.001)) for at in range(30)]
    take(buildings=many)
    text = take(buildings=[many[0], many[-1]]).notes[0].text
    assert "28 栋" in text
    assert text.endswith("、…")
    assert text.count("osm-w") == 20


def written(tmp_path, name, *features):
    file = tmp_path / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(file)


def house(key):
    shape = houses(key)[0].shape
    return {"type": "Feature", "properties": {"编码": key}, "geometry": json.loads(shapely.to_geojson(shape))}


def test_the_command_lists_what_is_gone(tmp_path):
    make_town()
    CliRunner().invoke(areas, ["layers", written(tmp_path, "楼栋.geojson", *map(house, ["A-1", "A-2", "A-3"]))])
    newer = written(tmp_path, "楼栋2.geojson", *map(house, ["A-1", "A-3"]))
    told = json.loads(CliRunner().invoke(areas, ["layers", newer, "--json"]).stdout)
    assert told["gone"] == {
        "buildings": [{"code": "A-2", "name": "", "area_code": GRIDS[0], "dwellings": 0}],
    }
    shown = CliRunner().invoke(areas, ["layers", newer, "--replace"], env={"COLUMNS": "160"})
    assert shown.exit_code == 0
    assert "A-2" in shown.stdout
    assert "地图已无" in shown.stdout


def test_a_remark_made_while_storing_names_the_file_it_is_about(tmp_path):
    make_town()
    make_building("B001", column=0)
    make_building("B002", column=0.02)
    facts = [("a.geojson", {"编码": "A-7", "building": "yes"}, box(0.01, 0, side=0.3))]
    facts.append(("b.geojson", {"编码": "A-8", "building": "yes", "所属小区": "没有的小区"}, box(1, 0)))
    facts.append(("c.geojson", {"编码": "F-9", "类别": "不知道的类", "名称": "无名之处"}, box(1, 0.3)))
    files = [
        written(
            tmp_path, name, {"type": "Feature", "properties": said, "geometry": json.loads(shapely.to_geojson(shape))}
        )
        for name, said, shape in facts
    ]
    told = json.loads(CliRunner().invoke(areas, ["layers", *files[:2], "--json"]).stdout)
    assert [(one["file"], one["number"], one["name"]) for one in told["notes"]] == [
        ("a.geojson", 1, "A-7"),
        ("b.geojson", 1, "没有的小区"),
    ]
    told = json.loads(CliRunner().invoke(areas, ["layers", files[2], "--layer", "facilities", "--json"]).stdout)
    assert [(one["file"], one["name"]) for one in told["refused"]] == [("c.geojson", "无名之处")]
    shown = CliRunner().invoke(areas, ["layers", files[0], files[1]], env={"COLUMNS": "160"})
    assert "b.geojson" in shown.stdout
