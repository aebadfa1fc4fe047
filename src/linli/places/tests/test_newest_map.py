"""Whoever stores where things lie, or moves them, goes by the stored map, however lately this process has looked."""

import datetime as dt

import pytest
import shapely
from django.utils import timezone

from linli.places import actions, queries
from linli.places.actions import Change
from linli.places.importing.map_layers import LayerOrder, import_layers
from linli.places.models import Building, Facility
from linli.places.readers.maps import MapReading
from linli.places.rules import BuildingShape, FacilityDraft, MapLayers
from linli.places.testing import (
    GRIDS,
    SIDE,
    another_process,
    make_building,
    make_component,
    make_town,
    middle,
    redraw_town,
)

pytestmark = pytest.mark.django_db
NEW = "990101001001003"


@pytest.fixture(autouse=True)
def _behind(monkeypatch):
    """The first grid went over to a new one, and this process has not heard of it."""
    make_town()
    go_back = another_process(monkeypatch.setattr)
    assert redraw_town() == NEW
    go_back()
    assert queries.locate(*middle(0, 0)) == GRIDS[0]


def test_a_building_is_put_into_the_grid_of_today():
    assert make_building(column=0).area_code == NEW


def test_a_building_of_a_map_is_put_into_the_grid_of_today():
    lon, lat = middle(0, 0)
    shape = shapely.box(lon - SIDE / 20, lat - SIDE / 20, lon + SIDE / 20, lat + SIDE / 20)
    reading = MapReading(MapLayers(buildings=(BuildingShape("osm:1", shape, name="一号楼"),)))
    import_layers(reading, LayerOrder("王工", timezone.now()))
    assert Building.objects.get().area_code == NEW


def test_buildings_move_by_the_map_of_today():
    make_building("B1", area_code=GRIDS[0])
    change = Change("system", timezone.now(), dt.date(2026, 11, 1))
    assert actions.relocate_dwellings([GRIDS[0]], change=change) == 1
    assert Building.objects.get(code="B1").area_code == NEW


def test_components_and_facilities_are_put_into_the_grid_of_today():
    lon, lat = middle(0, 0)
    assert make_component(column=0).area_code == NEW
    actions.put_facilities(
        [FacilityDraft("F-1", "park", "柳塘公园", lon_cgcs2000=lon, lat_cgcs2000=lat)], by="王工", at=timezone.now()
    )
    assert Facility.objects.get().area_code == NEW
