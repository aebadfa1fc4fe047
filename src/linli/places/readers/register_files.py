"""Files of what stands in the town, components or facilities: a spreadsheet, or GeoJSON read as one; which column is which field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from linli.core.barred import check_columns
from linli.core.listing import listed
from linli.core.people_columns import tells_of_people
from linli.core.tables import Row, Table, read_table
from linli.core.text_files import read_text
from linli.places.errors import ColumnBarred, ColumnMissing, ColumnOfPeople, ColumnUnknown, FieldUnknown
from linli.places.readers.geojson import MOST_MB, items_of, properties_of

UNIT_FIELDS: dict[str, tuple[str, ...]] = {
    "charge_unit": ("charge_unit", "主管部门代码", "主管单位", "主管部门", "主管部门名称", "deptcode1", "deptname1"),
    "owner_unit": ("owner_unit", "权属单位代码", "权属单位", "权属单位名称", "deptcode2", "deptname2"),
    "care_unit": ("care_unit", "养护单位代码", "养护单位", "养护单位名称", "deptcode3", "deptname3"),
}
OFFICE_PHONE = ("phone", "办公电话", "电话", "联系电话")  # beside a thing it is its office's
NEEDED = ("code", "name", "lon", "lat")
_GEOJSON = (".geojson", ".json")


def read_register(path: Path, *, place: Callable[[Any], Mapping[str, object]]) -> Table:
    """Open a file; features become rows, with what `place` makes of their geometry: `lon` and `lat`, '' where there is none."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() not in _GEOJSON:
        return read_table(path)
    items = items_of(read_text(path, most_mb=MOST_MB), file=path.name)
    names = dict.fromkeys(str(name) for item in items for name in properties_of(item) if name not in {"lon", "lat"})
    return Table(path.name, (*names, "lon", "lat"), _rows(items, place), count=len(items))


def field_columns(
    pairs: Iterable[str], *, present: Sequence[str], fields: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Say which column holds which field: COL=FIELD pairs first, usual names for the rest.

    A column that is never held refuses the file, and one that tells of people: they are in no list of things.
    """
    check_columns(present, ColumnBarred)
    own = [*OFFICE_PHONE, *(name for names in fields.values() for name in names)]
    for column in present:
        if tells_of_people(column, own=own):
            raise ColumnOfPeople(column=column)
    plain = {column.strip().lower(): column for column in reversed(present)}
    found = {
        field: next(plain[name] for name in names if name in plain)
        for field, names in fields.items()
        if any(name in plain for name in names)
    }
    found |= _given(pairs, present, fields)
    for field in NEEDED:
        if field not in found:
            raise ColumnMissing(field="map", column=field, found=listed(list(present)[:20]))
    return found


def _given(pairs: Iterable[str], present: Sequence[str], fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        column, _equals, field = pair.rpartition("=")
        if field not in fields:
            raise FieldUnknown(field="map", field_name=field, known=listed(fields))
        if column not in present:
            raise ColumnUnknown(field="map", column=column, found=listed(list(present)[:20]))
        given[field] = column
    return given


def _rows(items: Sequence[Any], place: Callable[[Any], Mapping[str, object]]) -> Iterator[Row]:  # Any: foreign JSON
    for number, item in enumerate(items, start=1):
        told = {str(name): "" if value is None else value for name, value in properties_of(item).items()}
        yield Row(number, {**told, **place(item.get("geometry") if isinstance(item, dict) else None)})
