"""What a plan would change for whom: households, open cases, planned visits and posts from grid to grid; counts, nobody by name."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from linli.cases.queries.open_points import open_points
from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.packing import unpack
from linli.grids.ground.plane import Plane
from linli.grids.ground.units import Units
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import grid_of_unit, planned_grids
from linli.grids.rules import PlanState
from linli.places.queries.boundaries import Boundary, boundaries_within
from linli.places.rules import Level
from linli.staff import queries as staff
from linli.visits.queries.planned import planned_by_building

type Way = tuple[str, str]  # from one grid to another; '' for ground that is in no grid today


@dataclass(frozen=True)
class Flow:
    """What goes from one grid of today to one of the plan; both the same: what stays."""

    from_code: str
    to_code: str
    households: float
    cases: int
    visits: int


@dataclass(frozen=True)
class PostMove:
    """A post of a grid that closes, and the grid that follows: the one most of its households go to."""

    name: str
    role: str
    from_code: str
    to_code: str


@dataclass(frozen=True)
class Impact:
    """What a plan changes, flow by flow, with the grids that are new, closed and kept, and those it leaves alone."""

    flows: tuple[Flow, ...]
    posts: tuple[PostMove, ...]
    added: tuple[str, ...]
    closed: tuple[str, ...]
    kept: tuple[str, ...]
    left_alone: tuple[Boundary, ...]  # without boundary

    @property
    def moved_households(self) -> float:
        """How many households change grid."""
        return sum(one.households for one in self.flows if one.from_code and one.from_code != one.to_code)

    @property
    def moved_cases(self) -> int:
        """How many open cases change grid."""
        return sum(one.cases for one in self.flows if one.from_code != one.to_code)

    @property
    def moved_visits(self) -> int:
        """How many planned visits change grid."""
        return sum(one.visits for one in self.flows if one.from_code != one.to_code)


def impact_of(plan: Plan, *, on: dt.date) -> Impact:
    """Work out what adopting a plan would change; three queries beside the plan's own."""
    parts = list(plan.parts.order_by("community_code"))
    cases, visits = open_points([plan.area_code]), planned_by_building([plan.area_code])
    flows = [flow for part in parts for flow in _flows(part, cases, visits)]
    planned = {grid.code for part in parts for grid in planned_grids(part)}
    now = [one for one in boundaries_within([part.community_code for part in parts]) if one.level is Level.GRID]
    today = _grids_before(plan, parts, now)
    closed = tuple(sorted(today - planned))
    return Impact(
        flows=tuple(sorted(flows, key=lambda one: (one.from_code, -one.households, one.to_code))),
        posts=_posts(plan.area_code, successors_of(flows, closed), on=on),
        added=tuple(sorted(planned - today)),
        closed=closed,
        kept=tuple(sorted(planned & today)),
        left_alone=tuple(one for one in now if not one.wkb),
    )


def _grids_before(plan: Plan, parts: Sequence[PlanPart], now: Iterable[Boundary]) -> set[str]:
    """List the grids a plan stands against: those of today, and of an adopted plan those it took the place of."""
    if plan.state == PlanState.ADOPTED:
        return {code for part in parts for code in part.present_grids}
    return {one.code for one in now if one.wkb}


def successors_of(flows: Iterable[Flow], closed: Iterable[str]) -> dict[str, str]:
    """Say for each closing grid which grid follows it: where most of its households go."""
    gone, best = set(closed), dict[str, Flow]()
    for flow in flows:
        if flow.from_code in gone and (flow.from_code not in best or flow.households > best[flow.from_code].households):
            best[flow.from_code] = flow
    return {code: flow.to_code for code, flow in best.items()}


def flows_of(part: PlanPart) -> list[Flow]:
    """Give the flows of households of one community alone."""
    return _flows(part, (), {})


def _flows(part: PlanPart, cases: Sequence[tuple[str, float, float]], visits: Mapping[str, int]) -> list[Flow]:
    units, grid = unpack(bytes(part.ground)), grid_of_unit(part)
    old, new = _codes_of_units(part, grid)
    households: Counter[Way] = Counter()
    for way, count in zip(zip(old, new, strict=True), units.graph.households.tolist(), strict=True):
        households[way] += count
    cases_by_way = _cases(part.community_code, units, new, cases)
    visits_by_way: Counter[Way] = Counter()
    for building, unit in zip(units.buildings, units.building_unit.tolist(), strict=True):
        if count := visits.get(building):
            visits_by_way[old[unit], new[unit]] += count
    ways = sorted({*households, *cases_by_way, *visits_by_way})
    return [Flow(*way, round(households[way], 1), cases_by_way[way], visits_by_way[way]) for way in ways]


def _codes_of_units(part: PlanPart, grid: Ints) -> tuple[list[str], list[str]]:
    codes = [one.code for one in planned_grids(part)]
    present = np.frombuffer(bytes(part.present), np.int32)
    old = ["" if place == FREE else str(part.present_grids[place]) for place in present.tolist()]
    return old, [codes[place] for place in grid.tolist()]


def _cases(
    community_code: str, units: Units, new: Sequence[str], cases: Sequence[tuple[str, float, float]]
) -> Counter[Way]:
    """Count cases from the grid they are in to the one their point would lie in."""
    here = [one for one in cases if one[0].startswith(community_code)]
    found: Counter[Way] = Counter()
    if not here:
        return found
    points = Plane(units.origin_cgcs2000).metres(shapely.points([(lon, lat) for _code, lon, lat in here]))
    which, unit = shapely.STRtree(units.cells).query(points, predicate="intersects")
    first = dict(zip(which.tolist()[::-1], unit.tolist()[::-1], strict=True))
    for number, (code, _lon, _lat) in enumerate(here):
        if number in first:
            found[code, new[first[number]]] += 1
    return found


def _posts(area_code: str, successors: Mapping[str, str], *, on: dt.date) -> tuple[PostMove, ...]:
    return tuple(
        PostMove(person.name, person.role.value, person.area_code, successors[person.area_code])
        for person in staff.people_under(area_code, on=on)
        if person.area_code in successors
    )
