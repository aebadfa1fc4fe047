"""The workload of a house never tells what is owed there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.grids.ground.weighing import pooled
from linli.register.rules.small_cells import SMALL

HOUSES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=40)


def arrays(houses):
    households = np.array([max(homes, care) for homes, care, _community in houses], dtype=float)
    in_care = np.array([care for _homes, care, _community in houses])
    return in_care * 2.0, in_care, households, np.array([community for *_rest, community in houses], dtype=np.int32)


@given(HOUSES)
def test_the_load_of_a_community_stays_what_it_is(houses):
    load, in_care, households, community = arrays(houses)
    shared = pooled(load, in_care, households, community)
    for one in set(community.tolist()):
        assert shared[community == one].sum() == pytest.approx(load[community == one].sum())


@given(HOUSES)
def test_houses_with_few_in_care_weigh_alike(houses):
    load, in_care, households, community = arrays(houses)
    shared = pooled(load, in_care, households, community)
    for one in set(community.tolist()):
        few = (in_care < SMALL) & (community == one) & (households > 0)
        rates = shared[few] / households[few]
        assert rates == pytest.approx(np.full(len(rates), rates[0] if len(rates) else 0.0))


def test_a_large_house_keeps_its_own_load():
    shared = pooled(np.array([40.0, 2.0]), np.array([20, 1]), np.array([100.0, 10.0]), np.zeros(2, np.int32))
    assert shared.tolist() == [40.0, 2.0]
