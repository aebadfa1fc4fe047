"""How the workload of a piece of ground is weighed."""

import pytest

from linli.grids.rules.workload import VACANT, Weights, workload_of

WEIGHTS = Weights({"A": 3.0, "B": 1.5}, per_hectare=2.0, per_component=0.1)


def test_households_of_no_class_weigh_one_each():
    assert workload_of(40, (), 0, 0, weights=Weights()) == 40


def test_households_of_a_class_weigh_what_the_class_says_instead():
    assert workload_of(10, [("A", 2), ("B", 4)], 0, 0, weights=WEIGHTS) == 4 + 2 * 3 + 4 * 1.5


def test_a_class_nobody_weighed_counts_as_ordinary():
    assert workload_of(10, [("unheard-of", 3)], 0, 0, weights=WEIGHTS) == 10


def test_vacant_dwellings_come_on_top_of_households():
    assert workload_of(10, [(VACANT, 10)], 0, 0, weights=WEIGHTS) == pytest.approx(13)


def test_ground_and_components_add_their_part():
    assert workload_of(0, (), 25_000, 30, weights=WEIGHTS) == pytest.approx(5 + 3)


def test_more_in_classes_than_households_never_turns_negative():
    assert workload_of(1, [("A", 2)], 0, 0, weights=WEIGHTS) == 6
