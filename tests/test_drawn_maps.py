"""Real maps drawn: borders follow streets, compounds stay whole, no grid falls apart, Ningbo's communities are covered."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from benchmarks.drawn_layers import layers_of, with_communities

from linli.grids.drawing.scoring import score
from linli.grids.drawing.search import draw
from linli.grids.ground.cleaning import clean
from linli.grids.ground.covering import outlines
from linli.grids.ground.cutting import cut
from linli.grids.ground.estimating import estimate
from linli.grids.rules.settings import Band, DrawSettings
from linli.grids.rules.workload import Weights
from linli.places.readers.maps import read_maps

DATA = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
SETTINGS = DrawSettings(target=400, band=Band(300, 500))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the maps are shared data, not part of the repository")


def drawn(layers):
    layers = estimate(clean(layers)[0])
    units = cut(layers, SETTINGS, Weights())
    plan = draw(units.graph, SETTINGS)
    return layers, units, plan, score(units.graph, plan.grid, SETTINGS)


@pytest.mark.parametrize(
    ("files", "street_share"),
    [("osm-shanghai-lujiazui/*.geojson", 0.5), ("osm-helsinki/Helsinki.osm.pbf", 0.6)],
    ids=["shanghai", "helsinki"],
)
def test_borders_follow_streets_and_compounds_stay_whole(files, street_share):
    maps = read_maps(sorted(DATA.glob(files))).layers
    layers, units, plan, found = drawn(with_communities(layers_of(maps), maps))
    assert (found.broken, found.compounds_cut) == (0, 0)
    assert found.street_share > street_share
    assert found.share_in_band > 0.93
    shapes = outlines(units, plan.grid)
    assert shapely.coverage_is_valid(shapes)
    ground = shapely.union_all([zone.shape for zone in layers.communities])
    assert shapely.area(shapes).sum() == pytest.approx(ground.area, rel=1e-5)


def test_communities_of_which_nothing_is_known_but_their_border_are_drawn():
    layers = layers_of(read_maps([DATA / "community-boundaries-ningbo" / "communities.geojson"]).layers)
    some = replace(
        layers, communities=tuple(zone for zone in layers.communities if zone.shape.geom_type == "Polygon")[:25]
    )
    _, units, plan, found = drawn(some)
    assert found.broken == 0
    assert found.worst_deviation < 0.1
    assert found.households == pytest.approx(25 * 3000)
    assert shapely.coverage_is_valid(outlines(units, plan.grid))
