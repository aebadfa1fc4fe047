"""Every open grid of an area in counts: households, people, dwellings, components, ground, and the work they give."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from linli.grids.catalogue import declared
from linli.grids.rules.sizes import COMMUNITY_DIGITS, GridCounts
from linli.grids.rules.workload import VACANT, Weights, workload_of
from linli.places import queries as places
from linli.places.queries.by_area import Standing, area_m2_of, boundaries_under, standing_by_area
from linli.places.queries.dwelling_counts import dwelling_counts
from linli.places.rules import Level
from linli.register.queries import AreaPeople, count_people
from linli.visits.queries.care_load import care_by_building


def grid_counts(prefixes: Iterable[str]) -> tuple[GridCounts, ...]:
    """Count every open grid within a scope, in code order; a fixed number of queries, nobody by name.

    Where a whole community has no household in the register, none was entered yet: its grids are not counted.
    """
    wanted = tuple(prefixes)
    grids = [area for area in places.open_areas(wanted) if area.level is Level.GRID]
    people = {one.area_code: one for one in count_people([prefix[:COMMUNITY_DIGITS] for prefix in wanted])}
    counted = {code[:COMMUNITY_DIGITS] for code, one in people.items() if one.households}
    standing, care = standing_by_area(wanted), _care_by_grid(wanted)
    areas = {code: area_m2_of(shape) for code, shape in boundaries_under(wanted).items()}
    weights = declared().weights
    found = (
        _counts(
            area, people.get(area.code), standing.get(area.code, Standing()), care.get(area.code, {}), areas, weights
        )
        for area in grids
    )
    known = (replace(one, is_counted=one.community_code in counted) for one in found)
    return tuple(sorted(known, key=lambda one: one.code))


def _counts(
    area: places.AreaFacts, people: AreaPeople | None, standing: Standing, care: Mapping[str, int],
    areas: Mapping[str, float], weights: Weights,
) -> GridCounts:  # fmt: skip
    households, residents = (people.households, people.residents) if people else (0, 0)
    ground = areas.get(area.code)
    loads = tuple(care.items())
    owed = tuple((code, count) for code, count in loads if code != VACANT)
    return GridCounts(
        code=area.code, name=area.name, kind=area.kind, grade=area.grade, households=households, people=residents,
        dwellings=standing.dwellings, components=standing.components, facilities=standing.facilities, buildings=standing.buildings,
        led_buildings=standing.led_buildings, area_m2=ground,
        care_load=workload_of(households, owed, 0.0, 0, weights=weights),
        workload=workload_of(households, loads, ground or 0.0, standing.components, weights=weights),
    )  # fmt: skip


def _care_by_grid(prefixes: tuple[str, ...]) -> dict[str, Counter[str]]:
    """Add households by class of care, and vacant dwellings, up by grid; who they are is forgotten on the way."""
    grid_of: dict[UUID, str] = {pk: area for pk, *_rest, area in places.buildings_within(prefixes)}
    class_of = dict(declared().care_order)
    found: dict[str, Counter[str]] = {code: Counter() for code in grid_of.values()}
    for building, counts in care_by_building(prefixes, list(class_of)).items():
        for code, count in counts.items():
            found.setdefault(grid_of.get(building, ""), Counter())[class_of[code]] += count
    for building, dwellings in dwelling_counts(prefixes).items():
        found.setdefault(grid_of.get(building, ""), Counter())[VACANT] += dwellings.vacant
    return found
