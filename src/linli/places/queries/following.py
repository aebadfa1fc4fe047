"""What follows a redrawn map: which rows it touches, where a dwelling lies now, and which area comes after a closed one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import shapely
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from shapely.geometry.base import BaseGeometry

from linli.core.scope import within
from linli.places import rules
from linli.places.models import Area, Dwelling
from linli.places.rules import DIGITS, Level

_COMMUNITY, _DISTRICT = DIGITS[Level.COMMUNITY], DIGITS[Level.DISTRICT]
_LEAST = 0.05  # of a closed area's ground: less is two borders that miss each other
_EQUAL = 3  # decimals of a share
_FOLLOWED = (Level.GRID.value, Level.COMMUNITY.value)
type _Grounds = dict[str, BaseGeometry]


def touched(field: str, prefixes: Iterable[str]) -> Q:
    """Select the rows that a change of some areas may move: those under them, and those above that lay in no grid."""
    wanted = tuple(prefixes)
    above = {code for prefix in wanted for code in rules.codes_above(prefix)}
    return within(field, wanted) | Q(**{f"{field}__in": above})


def area_of_dwelling(dwelling_id: F | OuterRef) -> Subquery:
    """Ask for the area of a dwelling within a query of another room, so that its rows follow it in one statement."""
    return Subquery(Dwelling.objects.filter(pk=dwelling_id).values("area_code")[:1], output_field=CharField())


def successors(prefixes: Iterable[str]) -> dict[str, str]:
    """Name, for each closed grid and community of some areas, the open one of its district that has most of its ground.

    For rows that know no more than their area: whoever answers for most of it now sees them. A grid where nobody drew
    another is followed by a community; a community whose ground is in no other one has no successor.
    """
    grids, communities = _closed(prefixes)
    if not grids and not communities:
        return {}
    new_grids, new_communities = _standing([*grids.values(), *communities.values()], {*grids, *communities})
    after = {
        code: new_communities.after(code, shape) or new_grids.after(code, shape)[:_COMMUNITY]
        for code, shape in communities.items()
    }
    found = {code: then for code, then in after.items() if then}
    for code, shape in grids.items():
        own = code[:_COMMUNITY]
        found[code] = new_grids.after(code, shape) or new_communities.after(code, shape) or found.get(own, own)
    return found


class _Standing:
    """Open areas of a level, to be asked who has most of a ground."""

    def __init__(self, grounds: _Grounds) -> None:
        self._codes, self._shapes = list(grounds), np.array(list(grounds.values()), dtype=object)
        self._tree = shapely.STRtree(self._shapes)

    def after(self, gone: str, shape: BaseGeometry) -> str:
        """Find who has most of a closed area's ground; of equals its own community, then the lowest code; '' when nobody."""
        near = self._tree.query(shape)
        shares = shapely.area(shapely.intersection(self._shapes[near], shape)) / (shape.area or 1.0)
        own = gone[:_COMMUNITY]
        ranked = [
            (-round(float(share), _EQUAL), not self._codes[place].startswith(own), self._codes[place])
            for place, share in zip(near, shares, strict=True)
            if share >= _LEAST
        ]
        return min(ranked)[-1] if ranked else ""


def _closed(prefixes: Iterable[str]) -> tuple[_Grounds, _Grounds]:
    """Give the closed grids of some areas, and the closed communities there and around those grids, with their ground.

    A community that was never drawn has the ground of its grids.
    """
    gone = Area.objects.exclude(valid_to=None)
    wanted = tuple(prefixes)
    grids = _grounds(gone.filter(within("code", wanted), level=Level.GRID.value))
    around = Q(pk__in={code[:_COMMUNITY] for code in grids})
    communities = _grounds(gone.filter(within("code", wanted) | around, level=Level.COMMUNITY.value))
    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, shape in grids.items():
        pieces[code[:_COMMUNITY]].append(shape)
    drawn = {code: shape if shape.area else shapely.union_all(pieces[code]) for code, shape in communities.items()}
    return grids, drawn


def _standing(gone: Sequence[BaseGeometry], codes: Collection[str]) -> tuple[_Standing, _Standing]:
    """Give the open grids and communities that may have ground of closed areas, in their districts."""
    west, south, east, north = map(float, shapely.total_bounds(np.array(gone, dtype=object)))
    near = Q(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)
    here = within("code", {code[:_DISTRICT] for code in codes}) & near
    is_drawn = not np.isnan(west)
    rows = Area.objects.filter(here, valid_to=None, level__in=_FOLLOWED) if is_drawn else Area.objects.none()
    grounds = _grounds(rows)
    communities = {code: shape for code, shape in grounds.items() if len(code) == _COMMUNITY}
    return _Standing({code: grounds[code] for code in grounds.keys() - communities}), _Standing(communities)


def _grounds(areas: QuerySet[Area]) -> _Grounds:
    """Give areas with their ground by code; an empty shape where none was drawn."""
    rows = areas.order_by("code").values_list("code", "boundary")
    return {code: shapely.from_wkb(bytes(boundary)) if boundary else shapely.Polygon() for code, boundary in rows}
