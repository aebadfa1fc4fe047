"""The household register sheet of a community as an Excel workbook."""

from collections.abc import Mapping, Sequence
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.core.tables import safe_cell
from linli.places import queries as places
from linli.register.queries.register_sheet import SheetRow

_WIDTHS = (16, 20, 9, 9, 7, 11, 12, 6, 13, 7, 7, 13)


def write_sheet(
    area_code: str, rows: Sequence[SheetRow], *, said: str, names: Mapping[str, str | Promise], file: IO[bytes]
) -> None:
    """Write one row for each person, sexes and relations by their names; households are numbered from door to door."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(_("家庭户登记表"))
    sheet.freeze_panes = "A4"
    for column, width in zip("ABCDEFGHIJKL", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width  # type: ignore[attr-defined]  # missing in its stubs
    sheet.append([safe_cell(_("%(area)s家庭户登记表") % {"area": places.area_name(area_code)})])
    sheet.append([safe_cell(said)])
    sheet.append(_head())
    numbers: dict[object, int] = {}
    for row in rows:
        number = numbers.setdefault(row.household_id, len(numbers) + 1)
        sheet.append([safe_cell(cell) for cell in _cells(row, number, names)])
    book.save(file)


def _head() -> list[str]:
    return [
        _("网格"), _("楼栋"), _("单元"), _("户室"), _("户号"), _("与户主关系"), _("姓名"), _("性别"), _("出生"),
        _("居住"), _("户籍"), _("起"),
    ]  # fmt: skip


def _cells(row: SheetRow, number: int, names: Mapping[str, str | Promise]) -> tuple[object, ...]:
    return (
        places.area_name(row.area_code), row.building, row.entrance, row.unit, number, str(names.get(row.relation, row.relation)),
        row.name, str(names.get(row.sex, row.sex)), row.born, _("是") if row.lives else _("否"),
        _("是") if row.registered else _("否"), row.since,
    )  # fmt: skip
