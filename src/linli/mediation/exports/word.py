"""Papers as Word files: the same blocks, editable, with page numbers that follow the text."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from linli.core.control_signs import without_control_signs
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Picture, Sheet

SONG = "宋体"
_LINE_MM = 160
_PLACES = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER}


def write_word(sheets: Sequence[Sheet], *, title: str, foot: str, pages: dict[str, int] | None = None) -> bytes:
    """Write sheets as one Word file; `pages` fill the list of contents until Word counts them anew."""
    file = Document()
    _prepare(file, title=title)
    _page(file.sections[0], foot=foot, is_numbered=bool(sheets) and sheets[0].is_numbered)
    numbered = bool(sheets) and sheets[0].is_numbered
    for place, sheet in enumerate(sheets):
        begins = bool(place) and sheet.is_numbered and not numbered
        if begins:
            _page(file.add_section(WD_SECTION.NEW_PAGE), foot=foot, is_numbered=True)
            numbered = True
        head = _write(file, sheet, pages=pages or {})
        head.paragraph_format.page_break_before = bool(place) and not begins
        if sheet.code:
            _bookmark(head, f"paper_{sheet.code.replace('-', '_')}", place + 1)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _prepare(file: WordFile, *, title: str) -> None:
    file.core_properties.title, file.core_properties.author, file.core_properties.language = title, "", "zh-CN"
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = SONG, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)


def _page(section, *, foot: str, is_numbered: bool) -> None:  # type: ignore[no-untyped-def]  # the library's own class
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.footer.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    line.text = without_control_signs(foot)
    if is_numbered:
        kind = OxmlElement("w:pgNumType")
        kind.set(qn("w:start"), "1")
        columns = section._sectPr.find(qn("w:cols"))
        columns.addprevious(kind)
        line.add_run("    第 ")
        _field(line.add_run(), "PAGE", "1")
        line.add_run(" 页")


def _write(file: WordFile, sheet: Sheet, *, pages: dict[str, int]) -> Paragraph:
    head = file.add_paragraph()
    head.paragraph_format.space_before = Mm(40 if sheet.is_cover else 0)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(without_control_signs(sheet.title))
    run.font.size, run.bold = Pt(30 if sheet.is_cover else 20), True
    for block in sheet.blocks:
        _block(file, block, pages=pages if sheet.code == "contents" else {})
    return head


def _block(file: WordFile, block: Block, *, pages: dict[str, int]) -> None:
    match block:
        case Line(text, look):
            for part in without_control_signs(text).split("\n"):
                _line(file, part, look)
        case Heading(text):
            file.add_paragraph().add_run(without_control_signs(text)).bold = True
        case Grid():
            _table(file, block, pages={str(page): code for code, page in pages.items()})
        case Picture(content):
            file.add_picture(io.BytesIO(content), width=Mm(_LINE_MM))


def _line(file: WordFile, text: str, look: str) -> None:
    line = file.add_paragraph(text)
    if look in _PLACES:
        line.alignment = _PLACES[look]
    elif look == "body":
        line.paragraph_format.first_line_indent = Pt(24)
    if look == "small":
        for run in line.runs:
            run.font.size = Pt(10)


def _table(file: WordFile, grid: Grid, *, pages: dict[str, str]) -> None:
    table = file.add_table(rows=0, cols=len(grid.widths), style="Table Grid")
    table.autofit = False
    for number, row in enumerate(grid.rows):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = Mm(_LINE_MM * grid.widths[place])
            is_page = bool(pages) and number > 0 and place == len(row) - 1 and text in pages
            _fill(cell, text, code=pages[text] if is_page else "", is_head=grid.has_head and number == 0)
    file.add_paragraph()


def _fill(cell: _Cell, text: str, *, code: str, is_head: bool) -> None:
    line = cell.paragraphs[0]
    if code:
        _field(line.add_run(), f"PAGEREF paper_{code.replace('-', '_')} \\h", text)
        return
    run = line.add_run(without_control_signs(text))
    run.bold = is_head


def _bookmark(line: Paragraph, name: str, number: int) -> None:
    for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), str(number))
        if kind == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
            line._p.insert(1, mark)  # the paragraph's properties come first
        else:
            line._p.append(mark)


def _field(run: Run, code: str, shown: str) -> None:
    """Put a field that Word works out itself, with what it shows until then."""
    for kind, text in (("begin", ""), ("instrText", code), ("separate", ""), ("t", shown), ("end", "")):
        if kind in {"instrText", "t"}:
            part = OxmlElement(f"w:{kind}")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
