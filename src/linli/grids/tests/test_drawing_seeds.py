"""First cuts: METIS where it can cut, and never where it would be left with one atom for several grids and say so."""

import ctypes
from dataclasses import replace

import numpy as np
import pymetis
import pytest

from linli.grids.drawing import seeds
from linli.grids.drawing.search import draw, plain_plan
from linli.grids.drawing.seeds import UNEVENNESS, is_too_lumpy, metis_cut
from linli.grids.drawing.tracts import tracts_of
from linli.grids.rules.settings import Band, DrawSettings
from linli.grids.tests.lattice import lattice

SETTINGS = DrawSettings(target=400, band=Band(300, 500), whole_up_to=0)


def printed(capfd):
    """Give what was written to standard output, by code in C too, which holds it back."""
    ctypes.CDLL(None).fflush(None)
    return "".join(capfd.readouterr())


def towered(columns, rows, towers, *, times=20.0):
    """Make a street of houses with a target of households each, some of which give many times the work of the others."""
    street = lattice(columns, rows, households=360.0)
    return replace(street, workload=np.where(np.isin(np.arange(len(street)), towers), times, 1.0) * street.workload)


LUMPY = [towered(8, 1, [0]), towered(8, 1, [4]), towered(4, 3, [5, 6], times=9.0), towered(6, 6, [14], times=60.0)]


@pytest.mark.parametrize("town", LUMPY)
def test_where_one_house_gives_most_of_the_work_nothing_is_printed_and_every_grid_has_ground(town, capfd):
    grids = tracts_of(town, SETTINGS)[0].grids
    assert len(set(draw(town, SETTINGS).grid)) == grids
    assert printed(capfd) == ""


@pytest.mark.parametrize("town", [LUMPY[0], LUMPY[-1]])
def test_there_metis_would_print_and_leave_a_grid_empty(town, capfd, monkeypatch):
    monkeypatch.setattr(seeds, "is_too_lumpy", lambda _weights, _grids: False)
    assert metis_cut(tracts_of(town, SETTINGS)[0], 0, 1) is None
    assert "Cannot bisect" in printed(capfd)


@pytest.mark.parametrize("seed", range(30))
def test_ground_of_any_weights_is_cut_without_a_word(seed, capfd):
    chance = np.random.default_rng(seed)
    columns, rows = chance.integers(2, 8, 2)
    town = lattice(columns, rows, households=float(chance.choice([150, 360, 400])))
    weights = np.exp(chance.normal(0, chance.choice([0.5, 1.5, 3.0]), len(town)))
    [tract] = tracts_of(replace(town, workload=town.workload * weights), SETTINGS)
    for turn in range(4):
        metis_cut(tract, turn, seed)
    assert len(set(plain_plan(tract, SETTINGS))) == tract.grids
    assert printed(capfd) == ""


def test_fewer_atoms_than_grids_are_not_given_to_metis():
    tract = replace(tracts_of(lattice(3, 1, households=360.0), SETTINGS)[0], grids=4)
    assert metis_cut(tract, 0, 1) is None


@pytest.mark.parametrize("turn", [0, 3, 9])
def test_ordinary_ground_is_cut_as_metis_cuts_it(turn):
    [tract] = tracts_of(lattice(12, 10), SETTINGS)
    _, parts = pymetis.part_graph(
        tract.grids, adjacency=pymetis.CSRAdjacency(tract.start, tract.neighbour),
        vweights=np.round(tract.workload * 10).astype(np.int32), eweights=np.round(tract.cost).astype(np.int32),
        recursive=False, options=pymetis.Options(contig=1, ufactor=UNEVENNESS[turn % 4], seed=100 + turn),
    )  # fmt: skip
    assert np.array_equal(metis_cut(tract, turn, 1), parts)


@pytest.mark.parametrize(
    ("weights", "grids", "is_lumpy"),
    [
        ([100] * 40, 10, False),
        ([400] + [100] * 36, 10, False),  # a tower of four grids, and enough small houses beside it
        ([1000, *[5] * 9], 5, True),
        ([1000, *[5] * 9], 3, False),  # three grids: no half is halved again
        ([100] * 4, 5, True),
    ],
)
def test_ground_is_too_lumpy_where_nothing_fills_up_what_lies_beside_a_tower(weights, grids, is_lumpy):
    assert is_too_lumpy(np.array(weights, np.int32), grids) is is_lumpy
