"""An import that keeps to its area changes nothing that is stored outside of it, whatever keys its file names."""

import pytest
import shapely
from django.utils import timezone

from linli.places.importing.map_layers import LayerOrder
from linli.places.models import Barrier, Building, Compound, Facility, Street
from linli.places.rules import (
    BarrierKind,
    BarrierShape,
    BuildingShape,
    CompoundShape,
    FacilityShape,
    LayerName,
    StreetLine,
)
from linli.places.testing import COMMUNITIES, GRIDS, make_building, make_town, middle
from linli.places.tests.test_map_importing import box, take

pytestmark = pytest.mark.django_db
HERE, THERE = COMMUNITIES


def lane(column):
    return shapely.LineString([middle(column, -0.3), middle(column, 0.3)])


def everything(column):
    """One thing of every layer, under the same keys wherever they lie."""
    return {
        "streets": [StreetLine("s", lane(column), "一巷")],
        "barriers": [BarrierShape("w", BarrierKind.WATER, box(column, 0), "荷塘")],
        "compounds": [CompoundShape("c", "柳园", box(column, 0))],
        "buildings": [BuildingShape("b", box(column, 0), "一号楼")],
        "facilities": [FacilityShape("f", "school", "小学", box(column, 0))],
    }


def own(*, under=HERE, **more):
    return LayerOrder("王工", timezone.now(), under=under, keeps_to_area=True, **more)


def areas_of():
    rows = (Street, Barrier, Compound, Building, Facility)
    return {row.__name__: row.objects.get().area_code[:12] for row in rows}


@pytest.fixture(autouse=True)
def _town():
    make_town()


def test_keys_of_things_elsewhere_move_nothing_here():
    take(**everything(2))
    report = take(**everything(0), order=own())
    assert set(areas_of().values()) == {THERE}
    told = [(count.elsewhere, count.added, count.changed) for count in report.counts.values()]
    assert told == [(1, 0, 0)] * 5
    assert sum("登记在区域以外" in str(note.text) for note in report.notes) == 5


def test_without_the_limit_the_same_file_moves_them():
    take(**everything(2))
    take(**everything(0), order=LayerOrder("王工", timezone.now(), under=HERE))
    assert {areas_of()[name] for name in ("Street", "Barrier", "Building", "Facility")} == {HERE}


def test_what_lies_in_the_area_is_stored_and_changed_as_ever():
    first = take(**everything(0), order=own())
    again = take(**everything(1), order=own())
    assert {count.added for count in first.counts.values()} == {1}
    assert [again.counts[layer].changed for layer in (LayerName.STREETS, LayerName.FACILITIES)] == [1, 1]
    assert Building.objects.get().area_code == GRIDS[1]


def test_a_line_that_leaves_the_area_comes_in_once_and_is_not_changed_after():
    across = StreetLine("x", shapely.LineString([middle(1, 0), middle(2, 0)]), "长街")
    added = take(streets=[across], order=own())
    assert (added.counts[LayerName.STREETS].added, Street.objects.get().area_code) == (1, "990101001")
    bent = StreetLine("x", lane(0), "短街")
    assert take(streets=[bent], order=own()).counts[LayerName.STREETS].elsewhere == 1
    assert Street.objects.get().name == "长街"


def test_an_outline_around_a_building_outside_of_the_area_is_left_alone():
    make_building("R1", column=2)
    lon, lat = middle(1, 0)
    far_lon, _lat = middle(2, 0)
    hall = BuildingShape("hall", shapely.box(lon - 0.003, lat - 0.0001, far_lon + 0.0001, lat + 0.0001))
    report = take(buildings=[hall], order=own())
    assert (report.counts[LayerName.BUILDINGS].elsewhere, report.matched) == (1, 0)
    assert Building.objects.get().footprint is None
    assert "登记在区域以外的楼栋" in str(report.notes[0].text)


def test_replacing_takes_nothing_away_outside():
    old = [StreetLine(f"osm-w{number}", lane(number / 10), f"{number}巷") for number in range(1, 6)]
    beyond = [StreetLine(f"osm-w{number}", lane(2 + number / 10), f"{number}巷") for number in range(6, 11)]
    take(streets=[*old, *beyond])
    take(streets=[*old[:4], *beyond[:1]], order=own(replace=True))
    kept = {one.key for one in (*old[:4], *beyond)}
    assert set(Street.objects.values_list("source_key", flat=True)) == kept
