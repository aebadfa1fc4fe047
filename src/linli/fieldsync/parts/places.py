"""The buildings and dwellings of the own grids."""

from collections.abc import Sequence

from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, full, key_of
from linli.places.queries.carrying import carried_buildings, carried_dwellings

_DECIMALS = 6


def _buildings(holder: Holder) -> list[Stored]:
    return carried_buildings(holder.scope.people) if holder.scope.people else []


def _dwellings(holder: Holder) -> list[Stored]:
    return carried_dwellings(holder.scope.people) if holder.scope.people else []


def _building_rows(_holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    return [
        full(
            id=key_of(key), code=code, name=name, area=area, street=street, plate=plate, lon=round(lon, _DECIMALS),
            lat=round(lat, _DECIMALS), floors=floors, compound=compound,
        )
        for key, code, name, area, street, plate, lon, lat, floors, compound in stored
    ]  # fmt: skip


def _dwelling_rows(_holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    return [
        full(id=key_of(key), building=key_of(building), entrance=entrance, floor=floor, no=no, use=use, state=state)
        for key, building, entrance, floor, no, use, state in stored
    ]


BUILDINGS = Part("buildings", _buildings, _building_rows, is_told=False)
DWELLINGS = Part("dwellings", _dwellings, _dwelling_rows, is_told=False)
