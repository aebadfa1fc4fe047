"""The imports of maps, and the report of one, as Excel files."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.places.models import MapImport
from linli.places.web.map_import_words import COUNT_HEADS, counts_of, layer_name, line_of, sentences_of

MOST_ROWS = 5_000
type _Rows = Iterable[Sequence[object]]


def write_imports(imports: Iterable[MapImport], file: IO[bytes], *, said: str) -> None:
    """Write one row for each import."""
    book = Workbook(write_only=True)
    head = (_("文件"), _("区域"), _("图层"), _("状态"), _("开始"), _("经办"), _("新增"), _("更新"))
    lines = map(line_of, imports)
    rows = (
        (one.files, one.area, one.layers, one.state, one.started, one.one.by_name, one.added, one.changed)
        for one in lines
    )
    _sheet(book, _("导入记录"), head, [*rows, (), (said,)])
    book.save(file)


def write_report(one: MapImport, file: IO[bytes], *, said: str) -> None:
    """Write the counts, the remarks and what the map no longer has, a sheet each."""
    book, report = Workbook(write_only=True), one.report
    line = line_of(one)
    counts = [(name, *numbers) for name, numbers in counts_of(report)]
    below = [(), *((text,) for text in sentences_of(report)), (line.area, line.files, line.state), (said,)]
    _sheet(book, _("各图层"), (_("图层"), *COUNT_HEADS.values()), [*counts, *below])
    remarks = ((_("未导入"), report["refused"]), (_("请核对"), report["notes"]))
    rows = [
        (kind, remark["number"] or "", remark["file"], remark["name"], remark["text"])
        for kind, found in remarks
        for remark in found
    ]
    _sheet(book, _("说明"), (_("种类"), _("序号"), _("文件"), _("名称"), _("说明")), rows)
    gone = [
        (layer_name(layer), thing["code"], thing["name"], thing["area_code"], thing["dwellings"] or "")
        for layer, things in report["gone"].items()
        for thing in things
    ]
    _sheet(book, _("地图已无"), (_("图层"), _("代码"), _("名称"), _("区域代码"), _("户室")), gone)
    book.save(file)


def _sheet(book: Workbook, title: str, head: Sequence[object], rows: _Rows) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([safe_cell(str(name)) for name in head])
    for row in rows:
        sheet.append([safe_cell(value if isinstance(value, int) else str(value)) for value in row])
