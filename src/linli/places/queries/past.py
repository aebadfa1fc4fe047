"""In which grids dwellings were on a day, and how a building went from grid to grid: from what was kept at every move."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from linli.core.scope import within
from linli.places.models import AreaChange, Building, Dwelling

TOOK_IN = "took-in"  # a grid took buildings in: which, from which grid
_STREET = 9  # digits: grids are drawn anew within a community, and communities seldom change street


@dataclass(frozen=True)
class GridMove:
    """That something came to lie in another grid: from which day, from which, in which."""

    on: dt.date
    from_code: str
    to_code: str


def grids_of_dwellings_on(dwelling_ids: Iterable[UUID], on: dt.date) -> dict[UUID, str]:
    """Give the grids some dwellings were in on a day: where they are now, taken back with their buildings move by move."""
    rows = Dwelling.objects.filter(pk__in=list(dwelling_ids)).values_list("pk", "building_id", "area_code")
    return _back_to({pk: (building, area) for pk, building, area in rows}, on)


def moves_of_building(building_id: UUID) -> tuple[GridMove, ...]:
    """List how a building went from grid to grid, newest first; where it began is what it came from first."""
    now = Building.objects.filter(pk=building_id).values_list("area_code", flat=True).first()
    moves: list[GridMove] = []
    for change in _moves({now}, dt.date.min) if now else ():
        if change.area_code == now and (came := _came_from(change.before, building_id)):
            moves.append(GridMove(change.effective_on, came, now))
            now = came
    return tuple(moves)


def _back_to(now: Mapping[UUID, tuple[UUID, str]], on: dt.date) -> dict[UUID, str]:
    """Take things, each with its building and its grid of today, back to where they were on a day."""
    then = {pk: area for pk, (_building, area) in now.items()}
    if not then:
        return then
    in_building = defaultdict(list)
    for pk, (building, _area) in now.items():
        in_building[str(building)].append(pk)
    for change in _moves(set(then.values()), on):
        for came, moved in change.before["buildings"].items():
            for pk in (pk for building in in_building.keys() & set(moved) for pk in in_building[building]):
                then[pk] = came if then[pk] == change.area_code else then[pk]
    return then


def _moves(codes: set[str], after: dt.date) -> Iterable[AreaChange]:
    """Read who took buildings in after a day, newest first, anywhere in the streets of some grids."""
    streets = {code[:_STREET] for code in codes}
    kept = AreaChange.objects.filter(within("area_code", streets), what=TOOK_IN, effective_on__gt=after)
    return kept.order_by("-id")


def _came_from(before: Mapping[str, object], building_id: UUID) -> str:
    kept = before.get("buildings")
    moves = kept.items() if isinstance(kept, dict) else ()
    return next((str(came) for came, moved in moves if str(building_id) in moved), "")
