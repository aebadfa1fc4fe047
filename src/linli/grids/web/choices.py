"""What an editor may choose from lists instead of on the map: blocks, units and grids, each with a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.units import Units

Grids = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Choice:
    """Something to choose: its value in the form and what people read."""

    value: int
    text: str
    group: int = FREE


@dataclass(frozen=True)
class GridGroup:
    """The choices that lie in one grid."""

    name: str
    choices: Sequence[Choice]


def grid_choices(units: Units, grid: Ints, grids: Grids) -> Sequence[Choice]:
    """List the grids that may be edited: dedicated ones are not."""
    dedicated = set(grid[units.graph.fixed != FREE].tolist())
    return [
        Choice(place, _grid_text(one)) for place, one in enumerate(grids) if place not in dedicated
    ]  # fmt: skip


def block_choices(units: Units, grid: Ints, grids: Grids) -> Sequence[GridGroup]:
    """List the blocks of each grid: the first of its units stands for a block."""
    free = units.graph.fixed == FREE
    key = units.block.astype(np.int64) * (len(grids) + 1) + grid
    found: list[list[Choice]] = [[] for _one in grids]
    for number in np.unique(key[free]).tolist():
        mine = np.flatnonzero((key == number) & free)
        place = int(grid[mine[0]])
        text = _("%(where)s：%(households)s 户") % {
            "where": _block_name(units, mine),
            "households": round(float(units.graph.households[mine].sum())),
        }
        found[place].append(Choice(int(mine[0]), text, int(units.block[mine[0]])))
    return _grouped(found, grids)


def unit_choices(units: Units, grid: Ints, grids: Grids) -> Sequence[GridGroup]:
    """List the single units of each grid."""
    found: list[list[Choice]] = [[] for _one in grids]
    for one in np.flatnonzero(units.graph.fixed == FREE).tolist():
        compound = int(units.graph.compound[one])
        where = units.compound_names[compound] if compound != FREE else ""
        said = {"number": one + 1, "where": where, "households": round(float(units.graph.households[one]))}
        text = _("地块 %(number)s %(where)s：%(households)s 户") % said
        found[int(grid[one])].append(Choice(one, text, int(units.block[one])))
    return _grouped(found, grids)


def _grouped(found: Sequence[Sequence[Choice]], grids: Grids) -> Sequence[GridGroup]:
    return [
        GridGroup(str(one["name"]), choices) for one, choices in zip(grids, found, strict=True) if choices
    ]  # fmt: skip


def _grid_text(one: Mapping[str, object]) -> str:
    said = {"name": one["name"], "households": round(float(str(one["households"])))}
    return _("%(name)s（%(households)s 户）") % said


def _block_name(units: Units, mine: NDArray[np.intp]) -> str:
    compounds = [units.compound_names[one] for one in np.unique(units.graph.compound[mine]).tolist() if one != FREE]
    names = [name for name in compounds if name][:2]
    number = _("街区 %(number)s") % {"number": int(units.block[mine[0]]) + 1}
    return f"{number} {'、'.join(names)}".strip()
