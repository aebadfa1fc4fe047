"""The boundaries of a part of the tree as they stand in the store, for those who must know whether they are still the same."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import batched

from linli.core.scope import shortest, within
from linli.places.models import Area
from linli.places.rules import Level

_BATCH = 500


@dataclass(frozen=True)
class Boundary:
    """One open community or grid with its boundary (WKB, CGCS2000; empty where none was drawn)."""

    code: str
    level: Level
    name: str
    kind: str
    wkb: bytes


def boundaries_within(prefixes: Iterable[str]) -> tuple[Boundary, ...]:
    """List the open communities and grids of a scope in code order, read from the store and not from memory.

    One query for five hundred prefixes: no database takes a whole city's communities in one condition.
    """
    levels = (Level.COMMUNITY.value, Level.GRID.value)
    columns = ("code", "level", "name", "kind", "boundary")
    return tuple(
        Boundary(code, Level(level), name, kind, bytes(boundary) if boundary else b"")
        for batch in batched(sorted(shortest(prefixes)), _BATCH, strict=False)
        for code, level, name, kind, boundary in Area.objects.filter(
            within("code", batch), level__in=levels, valid_to=None
        )
        .order_by("code")
        .values_list(*columns)
    )


def boundaries_of(codes: Collection[str]) -> dict[str, bytes]:
    """Give the boundaries (WKB, CGCS2000) of some open areas of any level; those without one are left out."""
    found: dict[str, bytes] = {}
    for batch in batched(sorted(codes), _BATCH, strict=False):
        rows = Area.objects.filter(pk__in=batch, valid_to=None, boundary__isnull=False)
        found |= {code: bytes(boundary) for code, boundary in rows.values_list("code", "boundary") if boundary}
    return found
