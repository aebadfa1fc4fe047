"""The benchmarks of grids measure what they say: cities hang together, the yardstick is true, peers that are missing are named."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks import grid_cities, grid_redraw, grids
from benchmarks.grid_cities import City, Recipe, city, grids_needed, pieces_of, some_communities
from benchmarks.grid_figures import figures_of, moved_percent
from benchmarks.grid_peers import metis, metis_best, nested
from benchmarks.shapes import Line, Options, Row

from linli.grids.drawing.graph import FREE
from linli.grids.drawing.scoring import score
from linli.grids.rules import Band, DrawSettings
from linli.grids.tests.squares import squares

SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[5] / "shared"))
with_streets = pytest.mark.skipif(
    not (SHARED / "data/streets-neatnet/wuhan.parquet").exists(),
    reason="needs the street networks of data/streets-neatnet beside the checkout (LINLI_SHARED)",
)


def town(columns=12, rows=8, **given):
    """Make two communities side by side, 20 households in every square."""
    graph = squares(columns, rows, **given)
    community = (np.arange(columns * rows) % columns >= columns // 2).astype(np.int32)
    place = np.arange(len(graph), dtype=np.int32)
    return City("T", replace(graph, community=community), place, place)


def strips(one, width):
    """Cut a town into upright strips."""
    columns = int(one.graph.xy_m[:, 0].max() // 50) + 1
    return ((np.arange(len(one.graph)) % columns) // width).astype(np.int32)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_the_yardstick_agrees_with_the_programs_scorecard(width):
    one = town()
    uneven = replace(one.graph, workload=one.graph.workload * np.linspace(0.5, 2, len(one.graph)))
    one, grid = replace(one, graph=uneven), strips(one, width)
    mine, theirs = figures_of(one, grid), score(uneven, grid, DrawSettings(band=Band(300, 500)))
    assert mine.grids == theirs.grids
    assert mine.worst == pytest.approx(100 * theirs.worst_deviation)
    assert mine.mean == pytest.approx(100 * theirs.mean_deviation)
    assert mine.within_10 == pytest.approx(100 * theirs.share_within_tolerance)
    assert mine.in_band == pytest.approx(100 * theirs.share_in_band)
    assert mine.compactness == pytest.approx(theirs.compactness)
    assert mine.street_share == pytest.approx(100 * theirs.street_share)
    assert mine.broken == theirs.broken == 0


def test_a_grid_in_two_pieces_and_a_cut_compound_are_counted():
    one = town(compounds={0: (0, 1), 1: (52, 53)})
    grid = strips(one, 3)
    grid[[0, 5]] = [1, 0]  # each among the other's squares
    found = figures_of(one, grid)
    assert found.broken == 2
    assert found.compounds_cut == 50


def test_a_grid_across_communities_is_no_plan():
    with pytest.raises(ValueError, match="two communities"):
        figures_of(town(), strips(town(), 4))


@pytest.mark.parametrize("cut", [metis, metis_best])
def test_peers_cut_every_community_into_as_many_grids_as_it_needs(cut):
    one = town(24, 16, households=25.0)
    grid = nested(cut, one, 1)
    found = figures_of(one, grid)
    assert found.grids == grids_needed(one.graph).sum() == 22
    assert found.broken == 0


def test_new_numbers_follow_the_old_grids():
    one = town()
    present = strips(one, 2)
    other_way_round = (present.max() - present).astype(np.int32)
    changed = grid_redraw.Changed(one, present)
    assert moved_percent(one.graph, present, grid_redraw.matched(changed, other_way_round)) == 0
    finer = grid_redraw.matched(changed, strips(one, 1))
    assert moved_percent(one.graph, present, finer) == 50
    assert len(np.unique(finer)) == 12


def test_a_changed_city_has_five_in_a_hundred_more_households():
    one = town(40, 20)
    more = grid_redraw.new_dwellings(one)
    assert more.households.sum() / one.graph.households.sum() == pytest.approx(1.05, abs=0.01)
    assert (more.workload - more.households).sum() == pytest.approx(0)


def test_a_way_that_fails_is_a_line_that_says_why():
    found = grids._asked("benchmarks.grid_runs", {"city": "S", "way": "unheard of"}, city="S", way="unheard of")
    (line,) = grids._line(found, found)
    assert "unheard of" in str(line.cells["note"])


def test_a_peer_that_is_missing_says_how_it_is_installed(monkeypatch: pytest.MonkeyPatch, settings, tmp_path):
    settings.LINLI_DATA = tmp_path

    class Done:
        returncode, stdout, stderr = 1, "", "benchmarks.grid_peers.PeersMissing: mtkahypar"

    monkeypatch.setattr(grids.subprocess, "run", lambda *_given, **_more: Done)
    found = grids._asked("benchmarks.grid_runs", {}, city="S", way="Mt-KaHyPar")
    assert f"uv pip install --target {tmp_path}/peers" in found["error"]


def test_the_worst_of_all_seeds_is_set_against_the_budget(monkeypatch: pytest.MonkeyPatch):
    plain = figures_of(town(), strips(town(), 2)).plain

    def drawn(name, way, *, seed=1):
        return {**plain, "city": name, "way": way, "cpu_s": 0.1, "most_mb": 90, "loaded_mb": 80, "worst": 6.0 + seed}

    monkeypatch.setattr(grids, "_drawn", drawn)
    found = list(grids.run(Options(cities="S", repeats=5)))
    (worst,) = (row for row in found if isinstance(row, Row) and row.name == "S: worst deviation")
    assert (worst.measured, worst.ok) == (9.0, False)
    assert {"ours", "METIS", "Mt-KaHyPar", "gerrychain"} <= {row.cells["way"] for row in found if isinstance(row, Line)}


@with_streets
def test_a_city_is_built_once_and_every_community_hangs_together(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(grid_cities.RECIPES, "T", Recipe("wuhan", 2_500))
    one = city("T", tmp_path)
    monkeypatch.setattr(grid_cities, "_built", None)
    again = city("T", tmp_path)
    graph = one.graph
    assert (again.graph.workload == graph.workload).all()
    assert (graph.contact_a < graph.contact_b).all()
    assert graph.contact_m.min() >= 2
    assert len(np.unique(pieces_of(graph, graph.community))) == graph.communities > 2
    assert graph.compound.min() == FREE
    assert some_communities(graph, 1).communities == 1
