"""The staffing check as an Excel workbook: grids, workers, supervisors, statements."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.grids.exports.staffing_texts import (
    POST_NAMES,
    Counted,
    grid_said,
    load_told,
    roles_said,
    span_said,
    stated_said,
    statement_name,
    told,
    worker_said,
)
from linli.grids.queries.staffing import Staffing
from linli.places import queries as places


def write_staffing(found: Staffing, file: IO[bytes]) -> None:
    """Write one sheet for each part of the check."""
    book = Workbook(write_only=True)
    grids = (
        _("代码"), _("网格"), _("社区"), _("管理等级"), _("建议等级"), _("户数"), _("人数"), _("户室"), _("面积（公顷）"),
        _("工作量"), _("到岗情况"), _("网格员"), _("提示"), _("楼栋"), _("楼栋长"),
    )  # fmt: skip
    _sheet(book, _("网格"), grids, _grids(found))
    workers = (_("网格员"), _("网格"), _("户数"), _("人数"), _("工作量"), _("与平均之比"), _("兼任"), _("提示"))
    _sheet(book, _("网格员"), workers, _workers(found))
    _sheet(book, _("督导"), (_("社区"), _("基础网格"), _("督导人员"), _("每人网格")), _communities(found))
    _sheet(book, _("上报数字核对"), (_("材料"), _("提示")), _stated(found))
    book.save(file)


def _sheet(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([safe_cell(name) for name in head])
    for row in rows:
        sheet.append([safe_cell(value) for value in row])


def _grids(found: Staffing) -> Iterable[Sequence[object]]:
    for line in found.grids:
        one = line.counts
        yield (
            one.code, one.name, places.area_name(one.community_code), one.grade, line.suggested_grade,
            _cell(found, one.households, one), _cell(found, one.people, one), one.dwellings,
            None if one.area_m2 is None else round(one.area_m2 / 10_000, 2),
            load_told(one.workload, one, is_exact=found.is_exact),
            str(POST_NAMES[line.post]), "、".join(line.workers), "；".join(grid_said(line, is_exact=found.is_exact)), one.buildings, one.led_buildings,
        )  # fmt: skip


def _workers(found: Staffing) -> Iterable[Sequence[object]]:
    for line in found.workers:
        yield (
            line.name, "、".join(map(places.area_name, line.grids)), _cell(found, line.households, line),
            _cell(found, line.people, line), load_told(line.workload, line, is_exact=found.is_exact),
            load_told(line.load, line, is_exact=found.is_exact, digits=2), roles_said(line.other_roles),
            "；".join(worker_said(line, is_exact=found.is_exact)),
        )  # fmt: skip


def _communities(found: Staffing) -> Iterable[Sequence[object]]:
    for line in found.communities:
        yield places.area_name(line.code), line.grids, "、".join(line.supervisors), span_said(line, found.rule)


def _stated(found: Staffing) -> Iterable[Sequence[object]]:
    for statement, disagreements in found.stated:
        said = "；".join(map(stated_said, disagreements)) or _("数字相符")
        yield statement_name(statement), said


def _cell(found: Staffing, count: int, line: Counted) -> int | str:
    text = told(count, is_exact=found.is_exact, is_counted=line.is_counted)
    return int(text) if text.isdigit() else text
