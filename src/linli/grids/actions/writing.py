"""Write a community of a plan: its grids with codes, names and figures, worked out from which unit is in which grid."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from linli.grids.actions.naming import named
from linli.grids.drawing.graph import FREE, Ints, UnitGraph
from linli.grids.drawing.plan import GridFigures, Scorecard
from linli.grids.drawing.scoring import figures, score
from linli.grids.ground.units import Units
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import figures_of, planned_grids
from linli.grids.rules import DrawSettings, PlannedGrid, new_codes
from linli.grids.rules.scores import BASIC, BETWEEN_M, whole_score
from linli.places import queries as places
from linli.places.rules import Level

DEDICATED = "dedicated"
_COMMUNITY_DIGITS, _GRID_DIGITS = 12, 15


@dataclass(frozen=True)
class Standing:
    """What a grid was called before: its code, name, whether it is one of today's, and its grade."""

    code: str = ""  # '' for one that is new
    name: str = ""
    is_kept: bool = False
    grade: str = ""
    name_today: str = ""
    kind: str = ""  # '' for one that is new


@dataclass(frozen=True)
class Taken:
    """What is not given to a new grid of a community: codes ever given there, and the names of today's grids."""

    codes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def store_part(part: PlanPart, units: Units, grid: Ints, settings: DrawSettings, *, origin: Sequence[int]) -> None:
    """Write a part after an edit; `origin` gives for each grid the place it had before, FREE for a new one."""
    before = planned_grids(part)
    standing = [Standing() if at == FREE else _standing(before[at]) for at in origin]
    known = taken_in([part.community_code])[part.community_code]
    taken = replace(known, codes=known.codes | {one.code for one in before})
    describe_part(part, units, grid, settings, standing=standing, taken=taken)
    part.save(update_fields=["grid_of_unit", "grids", "score"])
    store_whole_score(part.plan)


def describe_part(
    part: PlanPart,
    units: Units,
    grid: Ints,
    settings: DrawSettings,
    *,
    standing: Sequence[Standing],
    taken: Taken,
) -> None:
    """Fill in grids, figures and score of a part, without storing it."""
    graph, facts = units.graph, figures(units.graph, grid, settings)
    codes = _codes(part.community_code, graph, grid, standing, taken)
    fixed = _fixed_of_grid(graph, grid, len(facts))
    places_apart = [units.fixed_names[number] if number != FREE else "" for number in fixed]
    names = named([one.name for one in standing], codes, places_apart, taken=taken.names)
    part.grids = [
        asdict(
            _planned(
                code,
                replace(stands, name=names[at]),
                facts[at],
                is_fixed=fixed[at] != FREE,
                is_estimated=_is_estimated(units, grid == at),
                building=_largest_building(units, grid == at) if facts[at].is_oversize else "",
            )
        )
        for at, (code, stands) in enumerate(zip(codes, standing, strict=True))
    ]
    part.grid_of_unit = np.ascontiguousarray(grid, np.int32).tobytes()
    found = plain(score(graph, grid, settings)) | {BETWEEN_M: between_m(graph, grid)}
    part.score = found | {"moved_households": _moved(part, graph, grid)}


def taken_in(communities: Sequence[str]) -> dict[str, Taken]:
    """Say for each of some communities which codes its grids ever had, and which names they have today."""
    codes, names = {code: set[str]() for code in communities}, {code: set[str]() for code in communities}
    for code in places.all_codes():
        if len(code) == _GRID_DIGITS and code[:_COMMUNITY_DIGITS] in codes:
            codes[code[:_COMMUNITY_DIGITS]].add(code)
    for area in places.area_tree().by_code.values():
        if area.is_open and area.level is Level.GRID and area.code[:_COMMUNITY_DIGITS] in names:
            names[area.code[:_COMMUNITY_DIGITS]].add(area.name)
    return {code: Taken(frozenset(codes[code]), frozenset(names[code])) for code in communities}


def store_whole_score(plan: Plan) -> None:
    """Add up the figures of all communities of a plan."""
    parts = [figures_of(part) for part in plan.parts.defer("ground", "grid_of_unit", "drawn", "present")]
    plan.scores = {**plan.scores, "plan": whole_score(parts)}
    plan.save(update_fields=["scores"])


def plain(card: Scorecard) -> dict[str, float | None]:
    """Write a scorecard as plain numbers."""
    return {name: None if value is None else _number(value) for name, value in asdict(card).items()}


def between_m(graph: UnitGraph, grid: Ints) -> float:
    """Measure the borders between grids."""
    parts = grid[graph.contact_a] != grid[graph.contact_b]
    return round(float(graph.contact_m[parts].sum()), 1)


def _number(value: Any) -> float:  # Any: numbers of numpy and of Python
    return int(value) if isinstance(value, int | np.integer) else round(float(value), 6)


def _standing(grid: PlannedGrid) -> Standing:
    return Standing(grid.code, grid.name, grid.is_kept, grid.grade, grid.name_today, grid.kind)


def _codes(community_code: str, graph: UnitGraph, grid: Ints, standing: Sequence[Standing], taken: Taken) -> list[str]:
    """Keep the codes that stand; number the new grids from west to east and north to south."""
    new = [at for at, one in enumerate(standing) if not one.code]
    middles = [_middle(graph, grid == at) for at in new]
    given = dict(zip(new, new_codes(community_code, middles, taken=taken.codes), strict=True))
    return [one.code or given[at] for at, one in enumerate(standing)]


def _middle(graph: UnitGraph, inside: Any) -> tuple[float, float]:  # Any: a mask
    weight = np.maximum(graph.area_m2[inside], 1e-9)
    x, y = np.average(graph.xy_m[inside], axis=0, weights=weight)
    return float(x), float(y)


def _fixed_of_grid(graph: UnitGraph, grid: Ints, count: int) -> Ints:
    """Say which dedicated place each grid is, FREE for an ordinary one."""
    found = np.full(count, FREE, np.int32)
    is_fixed = graph.fixed != FREE
    found[grid[is_fixed]] = graph.fixed[is_fixed]
    return found


def _is_estimated(units: Units, inside: Any) -> bool:  # Any: a mask
    return bool(units.is_estimated[inside].any())


def _largest_building(units: Units, inside: Any) -> str:  # Any: a mask
    """Give the code of what stands on the unit of a grid with the most households."""
    most = np.flatnonzero(inside)[np.argmax(units.graph.households[inside])]
    return next((code for code, unit in zip(units.buildings, units.building_unit, strict=True) if unit == most), "")


def _planned(
    code: str, stands: Standing, facts: GridFigures, *, is_fixed: bool, is_estimated: bool, building: str
) -> PlannedGrid:
    return PlannedGrid(
        code=code,
        name=stands.name,
        kind=stands.kind or (DEDICATED if is_fixed else BASIC),
        is_kept=stands.is_kept,
        households=round(facts.households, 2),
        workload=round(facts.workload, 2),
        deviation=round(facts.deviation, 4),
        area_m2=round(facts.area_m2, 1),
        compactness=round(facts.compactness, 4),
        pieces=int(facts.pieces),
        walk_m=round(facts.walk_m, 1),
        is_estimated=is_estimated,
        grade=stands.grade,
        name_today=stands.name_today,
        is_oversize=facts.is_oversize,
        building=building,
        is_bridged=facts.is_bridged,
    )


def _moved(part: PlanPart, graph: UnitGraph, grid: Ints) -> float | None:
    """Count the households that are in another grid than today; None where there are no grids today."""
    present = np.frombuffer(bytes(part.present), np.int32)
    if not part.present_grids:
        return None
    codes: Mapping[int, str] = dict(enumerate(part.present_grids))
    stays = [part.grids[new]["code"] == codes.get(int(old)) for new, old in zip(grid, present, strict=True)]
    return round(float(graph.households[~np.array(stays, bool)].sum()), 1)
