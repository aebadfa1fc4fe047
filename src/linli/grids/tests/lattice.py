"""Small towns for tests of the search: square units of 100 m in rows, blocks of so many, numbers as a test wants them."""

from dataclasses import replace

import numpy as np

from linli.grids.drawing.graph import FREE, Contact, UnitGraph

SIDE_M = 100.0


def lattice(columns: int, rows: int, *, households: float = 40.0, block: int = 4) -> UnitGraph:
    """A town of one community: unit i lies in column i % columns; streets run after every `block` units."""
    count = columns * rows
    number = np.arange(count, dtype=np.int32).reshape(rows, columns)
    a = np.append(number[:, :-1].ravel(), number[:-1].ravel())
    b = np.append(number[:, 1:].ravel(), number[1:].ravel())
    column, row = np.arange(count) % columns, np.arange(count) // columns
    street = (column[a] // block != column[b] // block) | (row[a] // block != row[b] // block)
    touching = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    return UnitGraph(
        households=np.full(count, households),
        workload=np.full(count, households * 1.1),
        area_m2=np.full(count, SIDE_M**2),
        outer_m=(4.0 - touching) * SIDE_M,
        community=np.zeros(count, np.int32),
        xy_m=np.column_stack([column, row]) * SIDE_M,
        contact_a=a.astype(np.int32),
        contact_b=b.astype(np.int32),
        contact_m=np.full(len(a), SIDE_M),
        contact_kind=np.where(street, Contact.STREET, Contact.INSIDE).astype(np.int32),
        compound=np.full(count, FREE, np.int32),
        fixed=np.full(count, FREE, np.int32),
        apart=np.empty((0, 2), np.int32),
    )


def without_contacts(graph: UnitGraph, gone: np.ndarray) -> UnitGraph:
    """Lay a barrier: the contacts marked are no contacts any more, but edge."""
    outer_m = graph.outer_m.copy()
    for unit in (graph.contact_a, graph.contact_b):
        np.add.at(outer_m, unit[gone], graph.contact_m[gone])
    names = ("contact_a", "contact_b", "contact_m", "contact_kind")
    return replace(graph, outer_m=outer_m, **{name: getattr(graph, name)[~gone] for name in names})


def side_by_side(left: UnitGraph, right: UnitGraph) -> UnitGraph:
    """Put two towns next to each other without touching, the communities of the right after those of the left."""
    shift = len(left)
    away_m = left.xy_m[:, 0].max() - right.xy_m[:, 0].min() + 5000.0
    both = {name: np.append(getattr(left, name), getattr(right, name)) for name in vars(left) if name != "apart"}
    both["xy_m"] = np.append(left.xy_m, right.xy_m + np.array([away_m, 0.0]), axis=0)
    both["community"] = np.append(left.community, right.community + left.communities)
    for name in ("contact_a", "contact_b"):
        both[name] = np.append(getattr(left, name), getattr(right, name) + shift)
    return UnitGraph(**both, apart=np.append(left.apart, right.apart + shift, axis=0))
