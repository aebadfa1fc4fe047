"""What follows a redrawn map: which rows it touches, where a dwelling lies now, and which grid comes after a closed one."""

from collections import defaultdict
from collections.abc import Iterable

import shapely
from django.db.models import CharField, F, OuterRef, Q, Subquery

from linli.core.scope import within
from linli.places import rules
from linli.places.models import Area, Dwelling
from linli.places.rules import Level


def touched(field: str, prefixes: Iterable[str]) -> Q:
    """Select the rows that a change of some areas may move: those under them, and those above that lay in no grid."""
    wanted = tuple(prefixes)
    above = {code for prefix in wanted for code in rules.codes_above(prefix)}
    return within(field, wanted) | Q(**{f"{field}__in": above})


def area_of_dwelling(dwelling_id: F | OuterRef) -> Subquery:
    """Ask for the area of a dwelling within a query of another room, so that its rows follow it in one statement."""
    return Subquery(Dwelling.objects.filter(pk=dwelling_id).values("area_code")[:1], output_field=CharField())


def successors(prefixes: Iterable[str]) -> dict[str, str]:
    """Name, for each closed grid of some areas, the open grid that has most of its ground; else its community.

    For rows that know no more than their grid: whoever answers for most of it now sees them.
    """
    closed = _shapes(prefixes, is_open=False)
    standing = _shapes(closed, is_open=True) if closed else {}
    return {
        code: _after(shape, standing.get(community, [])) or community
        for community, grids in closed.items()
        for code, shape in grids
    }


def _shapes(prefixes: Iterable[str], *, is_open: bool) -> dict[str, list[tuple[str, shapely.Geometry]]]:
    """Give code and boundary of open or closed grids, by community; an empty shape where none was drawn."""
    grids = Area.objects.filter(within("code", prefixes), level=Level.GRID.value, valid_to__isnull=is_open)
    found: dict[str, list[tuple[str, shapely.Geometry]]] = defaultdict(list)
    for code, parent, boundary in grids.order_by("code").values_list("code", "parent_code", "boundary"):
        found[parent].append((code, shapely.from_wkb(bytes(boundary)) if boundary else shapely.Polygon()))
    return found


def _after(shape: shapely.Geometry, standing: list[tuple[str, shapely.Geometry]]) -> str:
    """Find who has most of a shape's ground; of equals the lowest code, '' when nobody has any."""
    best, most = "", 0.0
    for code, other in standing:
        shared = float(shapely.area(shapely.intersection(shape, other)))
        if shared > most:
            best, most = code, shared
    return best
