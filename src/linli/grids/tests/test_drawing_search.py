"""Drawing grids: level, in one piece, the same again."""

import numpy as np
import pytest

from linli.grids.drawing.scoring import score
from linli.grids.drawing.search import draw
from linli.grids.rules.settings import DrawSettings
from linli.grids.tests.lattice import lattice

TOWN = lattice(12, 10)
SETTINGS = DrawSettings(target=400)


def test_grids_are_level_and_in_one_piece():
    card = score(TOWN, draw(TOWN, SETTINGS).grid, SETTINGS)
    assert card.grids == 12
    assert card.broken == 0
    assert card.worst_deviation <= 0.1


def test_the_same_seed_gives_the_same_plan():
    assert np.array_equal(draw(TOWN, SETTINGS).grid, draw(TOWN, SETTINGS).grid)


def test_another_seed_gives_another_plan():
    assert not np.array_equal(draw(TOWN, SETTINGS).grid, draw(TOWN, DrawSettings(target=400, seed=2)).grid)


@pytest.mark.parametrize("target", [100, 400, 5000])
def test_the_target_decides_how_many_grids_there_are(target):
    drawn = draw(TOWN, DrawSettings(target=target))
    assert len(drawn.community_of_grid) == max(1, round(4800 / target))
