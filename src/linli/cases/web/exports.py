"""Cases of a list as an Excel file: plain text that no spreadsheet runs, and no contact of anybody."""

import datetime as dt
import re
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.cases.models import Case
from linli.cases.queries.lists import Filters, export_cases
from linli.cases.queries.naming import names_for
from linli.cases.wording import OUTCOME_NAMES, STATE_NAMES, lane_name
from linli.core.moments import to_the_minute
from linli.core.secrets import mask_id_number, mask_phone
from linli.staff.rules import Actor, Permission

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 1_000
MOST_IN_CELL = 32_000
Value = str | int | dt.datetime | None
_WIDTHS = (16, 22, 44, 24, 28, 16, 22, 12, 12, 18, 18, 18, 18, 40, 14, 8)
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")


def write_workbook(actor: Actor, filters: Filters, *, at: dt.datetime) -> IO[bytes]:
    """Write the cases of a list to a temporary file, row by row, and give it rewound."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(_("案卷"))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJKLMNOP", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width  # type: ignore[attr-defined]  # missing in its stubs
    sheet.append(_head())
    for row in export_rows(actor, filters):
        sheet.append([guarded(sheet, value) for value in row])
    sheet.append([])
    said = _("%(name)s 导出于 %(at)s") % {"name": actor.name, "at": to_the_minute(at)}
    sheet.append([guarded(sheet, said)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def export_rows(actor: Actor, filters: Filters) -> Iterator[tuple[Value, ...]]:
    """Give the rows this person may take out: within the area of the export right, nothing confidential."""
    found = export_cases(actor, filters).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        names = names_for(case.unit_code for case in chunk)
        for case in chunk:
            if actor.may(Permission.CASES_EXPORT, case.area_code) and not case.is_confidential:
                yield (
                    case.number,
                    names.kind(case.kind_code),
                    without_contacts(case.text),
                    names.area(case.area_code) if case.is_located else _("无网格"),
                    without_contacts(case.address),
                    names.channel(case.channel),
                    names.unit(case.unit_code),
                    str(STATE_NAMES.get(case.state, case.state)),
                    str(lane_name(case.lane)),
                    *_times(case),
                    without_contacts(case.result),
                    str(OUTCOME_NAMES.get(case.outcome, case.outcome)),
                    case.score,
                )


def without_contacts(text: str) -> str:
    """Mask phone and ID numbers that people wrote into a text."""
    masked = _ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), masked)


def guarded(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    """Keep a spreadsheet from running a text: what begins like a formula is stored as quoted text."""
    if not isinstance(value, str):
        return value
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_IN_CELL]
    if not clean.startswith(FORMULA_STARTS):
        return clean
    cell = WriteOnlyCell(sheet, clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _times(case: Case) -> tuple[Value, ...]:
    moments = (case.reported_at, case.dispatched_at, case.handling_due_at, case.closed_at)
    return tuple(
        timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None for moment in moments
    )


def _head() -> list[str]:
    return [
        _("编号"), _("类别"), _("内容"), _("区域"), _("地址"), _("来源"), _("责任单位"), _("状态"), _("办理通道"),
        _("上报时间"), _("派遣时间"), _("处置时限"), _("结案时间"), _("处置结果"), _("结论"), _("评价"),
    ]  # fmt: skip
