"""From a file of facilities to stored ones: row by row, nothing twice, the bad rows handed back with their reason."""

from linli.core.tables import Row, Table
from linli.places import rules
from linli.places.actions import put_facilities
from linli.places.catalogue import class_by_words, class_meant, facility_classes
from linli.places.errors.ground import FacilityClassUnknown, FacilityTwice, OutsideEveryArea
from linli.places.importing.register_rows import (
    Register,
    TableOrder,
    TableReport,
    day_of,
    import_rows,
    point_of,
    text_of,
    units_of,
)
from linli.places.models import Facility
from linli.places.queries import finest_areas
from linli.places.readers.facilities import GROUND, ground_of
from linli.places.rules import FacilityDraft

_TEXTS = ("code", "name", "address", "phone", "hours", "source", "note")
_YES, _NO = ("1", "true", "yes", "是"), ("0", "false", "no", "否")


def import_facilities(table: Table, order: TableOrder) -> TableReport:
    """Take every good row once; what is wrong with the others is in the report, and the rest goes on."""
    return import_rows(table, order, _REGISTER)


def _draft(row: Row, order: TableOrder, report: TableReport) -> FacilityDraft:
    said = {name: text_of(row, order, name) for name in _TEXTS}
    lon, lat = point_of(row, order)
    draft = FacilityDraft(
        **said,
        class_code=_class(text_of(row, order, "class"), said["name"]),
        lon_cgcs2000=lon,
        lat_cgcs2000=lat,
        boundary=ground_of(row.cells.get(GROUND), crs=order.crs, swap=order.swap),
        own_grid=_flag(text_of(row, order, "own_grid")),
        recorded_on=day_of(row, order, "recorded_on"),
        closed_on=day_of(row, order, "closed_on"),
        **units_of(row, order, report),
    )
    rules.check_facility(draft, classes=facility_classes())
    if not finest_areas([lon], [lat])[0]:
        raise OutsideEveryArea(field="lon")
    return draft


def _class(said: str, name: str) -> str:
    """Find the class by its code or name; a file that names none is told by the facility's own name."""
    found = class_meant(said) if said else class_by_words(name)
    if not found:
        known = "、".join(str(one.name) for one in facility_classes().values())
        raise FacilityClassUnknown(field="class", given=said or name, known=known)
    return found


def _flag(said: str) -> bool | None:
    """Read whether a facility is a grid of its own; anything else leaves it to its class and size."""
    plain = said.lower()
    return True if plain in _YES else False if plain in _NO else None


def _twice(code: str) -> FacilityTwice:
    return FacilityTwice(field="code", facility=code)


_REGISTER = Register(Facility, _draft, put_facilities, _twice)
