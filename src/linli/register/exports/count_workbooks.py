"""Ages, school ages and the profile of an area as Excel workbooks; a hidden count is written as a mark."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.register.queries.ages import GROUPS, AgesTable, SchoolsTable, rows_of
from linli.register.rules.ages import Stage

HIDDEN = "※"


def told(count: int | None) -> int | str:
    """Write a count; one that is hidden is a mark."""
    return HIDDEN if count is None else count


def about_hidden() -> str:
    """Say what the mark means."""
    return _("※ 不足 10 人，或为使不足 10 人的数不能推算而不公布")


def stage_name(stage: Stage) -> str:
    """Name what children begin."""
    names = {
        Stage.KINDERGARTEN: _("幼儿园（3 岁）"),
        Stage.PRIMARY: _("小学（6 岁）"),
        Stage.JUNIOR: _("初中（12 岁）"),
    }
    return names[stage]


def write_ages(table: AgesTable, file: IO[bytes]) -> None:
    """Write one sheet by bands of ages and one by part."""
    book = Workbook(write_only=True)
    title = _("%(area)s年龄构成　%(on)s") % {"area": table.area_name, "on": table.on}
    bands: list[Sequence[object]] = [[_("年龄"), _("女"), _("男"), _("合计")]]
    bands += [[code, told(female), told(male), told(both)] for code, female, male, both in rows_of(table)]
    bands.append([_("合计"), "", "", told(table.total)])
    _sheet(book, _("年龄"), title, bands, is_published=table.is_published)
    parts: list[Sequence[object]] = [[_("代码"), _("名称"), _("合计"), *GROUPS]]
    parts += [[part.code, part.name, told(part.total), *map(told, part.groups)] for part in table.parts]
    _sheet(book, _("按区域"), title, parts, is_published=table.is_published)
    book.save(file)


def write_schools(table: SchoolsTable, file: IO[bytes]) -> None:
    """Write one sheet: a column for each autumn, a row for each part."""
    book = Workbook(write_only=True)
    title = _("%(area)s学龄人数（%(month)s 月 %(day)s 日前满周岁）") % {
        "area": table.area_name,
        "month": table.day[0],
        "day": table.day[1],
    }
    years = [f"{stage_name(one.stage)} {one.year}" for one in table.years]
    rows: list[Sequence[object]] = [[_("代码"), _("名称"), *years]]
    rows += [[part.code, part.name, *map(told, part.counts)] for part in table.parts]
    rows.append([table.area_code, _("合计"), *map(told, table.total)])
    _sheet(book, _("学龄人数"), title, rows, is_published=table.is_published)
    book.save(file)


def write_rows(title: str, rows: Iterable[tuple[str, object]], file: IO[bytes]) -> None:
    """Write one sheet of names and values."""
    book = Workbook(write_only=True)
    _sheet(book, _("概况"), title, [*rows], is_published=False)
    book.save(file)


def _sheet(book: Workbook, name: str, title: str, rows: Iterable[Sequence[object]], *, is_published: bool) -> None:
    sheet = book.create_sheet(name)
    sheet.append([safe_cell(title)])
    for row in rows:
        sheet.append([safe_cell(cell) for cell in row])
    if is_published:
        sheet.append([about_hidden()])
