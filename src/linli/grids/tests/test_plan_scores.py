"""The figures of a whole plan, added up from its communities."""

from dataclasses import replace

import pytest

from linli.grids.rules import PlannedGrid
from linli.grids.rules.scores import PartFigures, whole_score, worst_from_all


def grid(workload, kind="basic"):
    return PlannedGrid("990101001001001", "第1网格", kind, False, workload, workload, 0.0, 1.0, 0.5, 1, 50.0, False)


def score(**values):
    usual = {
        "grids": 2, "households": 100.0, "workload": 100.0, "worst_deviation": 0.1, "mean_deviation": 0.1,
        "share_within_tolerance": 1.0, "share_in_band": None, "broken": 0, "compactness": 0.5, "street_share": 1.0,
        "inside_m": 10.0, "compounds_cut": 0, "walk_m": 80.0, "cost": 1.0, "moved_households": None, "between_m": 100.0,
    }  # fmt: skip
    return usual | values


def test_counts_add_up_and_the_worst_is_the_worst():
    parts = [PartFigures(score(), [grid(50), grid(50)]), PartFigures(score(worst_deviation=0.3), [grid(70), grid(30)])]
    whole = whole_score(parts)
    assert (whole["grids"], whole["households"], whole["worst_deviation"]) == (4, 200, 0.3)


def test_means_are_weighted_by_what_they_are_means_of():
    parts = [
        PartFigures(score(share_within_tolerance=1.0, street_share=1.0, between_m=300.0), [grid(1)] * 3),
        PartFigures(score(share_within_tolerance=0.0, street_share=0.0, between_m=100.0), [grid(1)]),
    ]
    whole = whole_score(parts)
    assert whole["share_within_tolerance"] == pytest.approx(0.75)
    assert whole["street_share"] == pytest.approx(0.75)


def test_dedicated_grids_do_not_count_for_balance():
    parts = [
        PartFigures(score(mean_deviation=0.2), [grid(50), grid(1, "dedicated"), grid(1, "dedicated")]),
        PartFigures(score(mean_deviation=0.0), [grid(50)]),
    ]
    assert whole_score(parts)["mean_deviation"] == pytest.approx(0.1)
    assert worst_from_all([grid(50), grid(50), grid(1, "dedicated")]) == 0


def test_buildings_too_large_for_a_grid_do_not_count_for_balance():
    tower = replace(grid(900), is_oversize=True)
    parts = [
        PartFigures(score(mean_deviation=0.2, oversize=1, bridged=1), [grid(50), tower]),
        PartFigures(score(mean_deviation=0.0), [grid(50)]),
    ]
    whole = whole_score(parts)
    assert (whole["mean_deviation"], whole["oversize"], whole["bridged"]) == (pytest.approx(0.1), 1, 1)
    assert worst_from_all([grid(50), grid(50), tower]) == 0


def test_what_nobody_knows_stays_unknown():
    whole = whole_score([PartFigures(score(), [grid(50)])])
    assert whole["share_in_band"] is None
    assert whole["moved_households"] is None


def test_moved_households_add_up_where_they_are_known():
    parts = [PartFigures(score(moved_households=7.0), [grid(1)]), PartFigures(score(), [grid(1)])]
    assert whole_score(parts)["moved_households"] == 7


def test_a_community_of_dedicated_grids_alone_breaks_nothing():
    whole = whole_score([PartFigures(score(between_m=0.0, households=0.0), [grid(0, "dedicated")])])
    assert whole["mean_deviation"] == 0.1
    assert whole["worst_from_city"] is None


def test_nothing_has_no_figures():
    assert whole_score([]) == {}
