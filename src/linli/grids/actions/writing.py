"""Write a community of a plan: its grids with codes, names and figures, worked out from which unit is in which grid."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from linli.grids.drawing.graph import FREE, Ints, UnitGraph
from linli.grids.drawing.plan import GridFigures, Scorecard
from linli.grids.drawing.scoring import figures, score
from linli.grids.ground.units import Units
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import figures_of, planned_grids
from linli.grids.rules import DrawSettings, PlannedGrid, new_codes
from linli.grids.rules.scores import BASIC, BETWEEN_M, whole_score
from linli.places import queries as places

DEDICATED = "dedicated"
_NUMBERED = re.compile(r"(.*)第\d+网格")


@dataclass(frozen=True)
class Standing:
    """What a grid was called before: its code, name, whether it is one of today's, and its grade."""

    code: str = ""  # '' for one that is new
    name: str = ""
    is_kept: bool = False
    grade: str = ""
    name_today: str = ""
    kind: str = ""  # '' for one that is new


def store_part(part: PlanPart, units: Units, grid: Ints, settings: DrawSettings, *, origin: Sequence[int]) -> None:
    """Write a part after an edit; `origin` gives for each grid the place it had before, FREE for a new one."""
    before = planned_grids(part)
    standing = [Standing() if at == FREE else _standing(before[at]) for at in origin]
    taken = _taken(part.community_code) | {one.code for one in before}
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
    taken: Collection[str],
) -> None:
    """Fill in grids, figures and score of a part, without storing it."""
    graph, facts = units.graph, figures(units.graph, grid, settings)
    codes = _codes(part.community_code, graph, grid, standing, taken)
    fixed = _fixed_of_grid(graph, grid, len(facts))
    names = [one.name for one in standing]
    places_apart = [units.fixed_names[number] if number != FREE else "" for number in fixed]
    named = [
        _named(
            stands, code, names, place="" if stands.code else place, is_twice=(names + places_apart).count(place) > 1
        )
        for stands, code, place in zip(standing, codes, places_apart, strict=True)
    ]
    part.grids = [
        asdict(
            _planned(
                code,
                stands,
                facts[at],
                is_fixed=fixed[at] != FREE,
                is_estimated=_is_estimated(units, grid == at),
                building=_largest_building(units, grid == at) if facts[at].is_oversize else "",
            )
        )
        for at, (code, stands) in enumerate(zip(codes, named, strict=True))
    ]
    part.grid_of_unit = np.ascontiguousarray(grid, np.int32).tobytes()
    found = plain(score(graph, grid, settings)) | {BETWEEN_M: between_m(graph, grid)}
    part.score = found | {"moved_households": _moved(part, graph, grid)}


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


def _taken(community_code: str) -> set[str]:
    return {code for code in places.all_codes() if code.startswith(community_code)}


def _codes(
    community_code: str, graph: UnitGraph, grid: Ints, standing: Sequence[Standing], taken: Collection[str]
) -> list[str]:
    """Keep the codes that stand; number the new grids from west to east and north to south."""
    new = [at for at, one in enumerate(standing) if not one.code]
    middles = [_middle(graph, grid == at) for at in new]
    given = dict(zip(new, new_codes(community_code, middles, taken=taken), strict=True))
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


def _named(stands: Standing, code: str, names: Sequence[str], *, place: str, is_twice: bool) -> Standing:
    """Name a new grid after the place it is for, else by its number, as the other grids of its community are named.

    Of places with one name each has its number behind it: no two grids of a community are called alike.
    """
    number = {"number": int(code[-3:])}
    if place:
        return replace(stands, name=place + _("（%(number)s）") % number if is_twice else place)
    if stands.name:
        return stands
    begins = next((found[1] for name in names if (found := _NUMBERED.fullmatch(name))), "")
    return replace(stands, name=begins + _("第%(number)s网格") % number)


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
