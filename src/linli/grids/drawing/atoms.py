"""Units that move as one: compounds small enough to stay whole are taken together before anything is drawn."""

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Ints, UnitGraph
from linli.grids.drawing.pieces import components, links_of
from linli.grids.rules.settings import DrawSettings

Bools = NDArray[np.bool_]


def whole_compounds(graph: UnitGraph, settings: DrawSettings, most: float) -> Bools:
    """Say which compounds can stay whole: of at most so many targets, and nothing in them told to stay apart."""
    count = int(graph.compound.max(initial=FREE)) + 1
    belongs = graph.compound != FREE
    households = np.bincount(graph.compound[belongs], graph.households[belongs], count)
    whole = households <= most * settings.target
    one, other = graph.compound[graph.apart.reshape(-1, 2)].T
    whole[one[(one == other) & (one != FREE)]] = False
    return np.asarray(whole)


def atoms_of(graph: UnitGraph, settings: DrawSettings, present: Ints | None = None) -> Ints:
    """Number the atoms: units of a whole compound that touch each other, every other unit by itself.

    A compound in two pieces gives two atoms, since joined they would let a grid leap over others.
    In a redraw (`present`), a compound that grids cut today may stay cut: joining it would move people.
    """
    links = links_of(graph)
    can_stay = whole_compounds(graph, settings, settings.whole_up_to)
    whole = np.append(can_stay, False)  # FREE, the last, is no compound
    same = (graph.compound[links.a] == graph.compound[links.b]) & whole[graph.compound[links.a]]
    same &= (graph.fixed[links.a] == FREE) & (graph.fixed[links.b] == FREE)
    if present is not None:
        same &= present[links.a] == present[links.b]
    return components(len(graph), links.a[same], links.b[same])[1].astype(np.int32)
