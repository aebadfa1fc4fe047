"""What a file would become, shown before anything is stored: a few rows, masked as every list is."""

from collections.abc import Mapping, Sequence
from itertools import islice

from linli.core.secrets import mask_id_number, mask_name, mask_phone
from linli.core.tables import Table
from linli.register.importing import cells

MOST = 8
_PLACE = ("compound", "building", "entrance", "unit", "street", "plate", "address", "grid")
SHOWN = ("name", "sex", "born_on", "id_number", "phone", "relation", "household_no", "registered", "lives", "since")


def preview(table: Table, columns: Mapping[str, str], *, most: int = MOST) -> Sequence[Mapping[str, str]]:
    """Read the first rows field by field; names, numbers, phones and birth dates masked."""
    return tuple(_row(row.cells, columns) for row in islice((row for row in table.rows if not row.trouble), most))


def _row(said: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str]:
    shown = {field: _masked(field, said.get(columns[field], "")) for field in SHOWN if field in columns}
    place = [cells.text_of(said.get(columns[part], "")) for part in _PLACE if part in columns]
    return {**shown, "place": " ".join(text for text in place if text)}


def _masked(field: str, cell: object) -> str:
    if field == "name":
        return mask_name(cells.name_of(cell))
    if field == "id_number":
        return mask_id_number(cells.number_of(cell))
    if field == "phone":
        return mask_phone(cells.number_of(cell))
    if field == "born_on":
        day = cells.day_of(cell)
        return f"{day.year}-**-**" if day else ("?" if cells.text_of(cell) else "")
    return cells.text_of(cell)
