"""What people do with the ground: put in streets and barriers of a map, the walls of compounds, who stands within them."""

from collections.abc import Mapping, Sequence
from itertools import batched

import shapely
from django.db import transaction

from linli.places.actions.history import stamp_anew
from linli.places.actions.registered import Counted
from linli.places.models import AreaStamp, Barrier, Building, Compound, Street
from linli.places.rules import BarrierShape, StreetLine

_BATCH = 500
_STREET = ("area_code", "name", "line", "kind")
_BARRIER = ("kind", "name", "area_code", "shape", "min_lon", "min_lat", "max_lon", "max_lat")
_WALL = ("boundary", "lon_cgcs2000", "lat_cgcs2000")


@transaction.atomic
def put_map_streets(lines: Sequence[StreetLine]) -> Counted:
    """Store the streets of a map, or change those already stored, by what the map calls them."""
    keys = [line.key for line in lines]
    stored = {row.source_key: row for row in _chunks(Street, keys)}
    new, changed = list[Street](), list[Street]()
    for line in lines:
        facts = {
            "area_code": line.area_code, "name": line.name, "line": shapely.to_wkb(line.shape), "kind": line.kind.value,
        }  # fmt: skip
        _sort(Street(source_key=line.key, **facts), stored.get(line.key), _STREET, new, changed)
    Street.objects.bulk_create(new, batch_size=_BATCH)
    Street.objects.bulk_update(changed, _STREET, batch_size=_BATCH)
    return _told(AreaStamp.BUILDINGS, new=len(new), changed=len(changed), of=len(lines))


@transaction.atomic
def put_barriers(barriers: Sequence[BarrierShape]) -> Counted:
    """Store the barriers of a map, or change those already stored, by what the map calls them."""
    stored = {row.source_key: row for row in _chunks(Barrier, [one.key for one in barriers])}
    new, changed = list[Barrier](), list[Barrier]()
    for one in barriers:
        west, south, east, north = one.shape.bounds
        row = Barrier(
            source_key=one.key, kind=one.kind.value, name=one.name, area_code=one.area_code, shape=shapely.to_wkb(one.shape),
            min_lon=west, min_lat=south, max_lon=east, max_lat=north,
        )  # fmt: skip
        _sort(row, stored.get(one.key), _BARRIER, new, changed)
    Barrier.objects.bulk_create(new, batch_size=_BATCH)
    Barrier.objects.bulk_update(changed, _BARRIER, batch_size=_BATCH)
    return _told(AreaStamp.GROUND, new=len(new), changed=len(changed), of=len(barriers))


@transaction.atomic
def remove_map_streets(keys: Sequence[str]) -> None:
    """Take away streets that a newer map no longer has, by what the map called them."""
    for batch in batched(keys, _BATCH, strict=False):
        Street.objects.filter(source_key__in=batch).exclude(source_key="").delete()
    stamp_anew(AreaStamp.BUILDINGS)


@transaction.atomic
def remove_barriers(keys: Sequence[str]) -> None:
    """Take away barriers that a newer map no longer has, by what the map called them."""
    for batch in batched(keys, _BATCH, strict=False):
        Barrier.objects.filter(source_key__in=batch).delete()
    stamp_anew(AreaStamp.GROUND)


@transaction.atomic
def wall_compounds(walls: Mapping[str, bytes]) -> int:
    """Give stored compounds the ground (WKB) within their walls, by code; say how many changed."""
    rows = [row for row in Compound.objects.filter(pk__in=list(walls)) if bytes(row.boundary or b"") != walls[row.pk]]
    for row in rows:
        row.boundary = walls[row.pk]
        middle = shapely.point_on_surface(shapely.from_wkb(walls[row.pk]))
        row.lon_cgcs2000, row.lat_cgcs2000 = float(middle.x), float(middle.y)
    Compound.objects.bulk_update(rows, _WALL, batch_size=_BATCH)
    if rows:
        stamp_anew(AreaStamp.GROUND)
    return len(rows)


@transaction.atomic
def house_buildings(compounds: Mapping[str, str]) -> int:
    """Say of buildings (by code) that named no compound in which one they stand; say how many."""
    done = 0
    for batch in batched(compounds.items(), _BATCH, strict=False):
        wanted = dict(batch)
        rows = list(Building.objects.filter(code__in=wanted, compound=None))
        for row in rows:
            row.compound_id = wanted[row.code]
        done += Building.objects.bulk_update(rows, ["compound"], batch_size=_BATCH)
    if done:
        stamp_anew(AreaStamp.BUILDINGS)
    return done


def _chunks[M: (Street, Barrier)](model: type[M], keys: Sequence[str]) -> list[M]:
    found: list[M] = []
    for batch in batched(keys, _BATCH, strict=False):
        found += model._default_manager.filter(source_key__in=batch)
    return found


def _sort[M: (Street, Barrier)](row: M, stored: M | None, names: Sequence[str], new: list[M], changed: list[M]) -> None:
    if stored is None:
        new.append(row)
        return
    row.pk = stored.pk
    if [_plain(getattr(row, name)) for name in names] != [_plain(getattr(stored, name)) for name in names]:
        changed.append(row)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _told(which: int, *, new: int, changed: int, of: int) -> Counted:
    if new or changed:
        stamp_anew(which)
    return Counted(new, changed, of - new - changed)
