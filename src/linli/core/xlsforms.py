"""XLSForms read for what they ask: questions and choices, with their names and their texts in every language.

A form that asks for what Linli has no place for is refused, naming sheet and row; nothing else is judged here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.core.barred import why_barred, why_barred_in_text, why_barred_in_words
from linli.core.text_files import FileUnreadable

SHEETS = ("survey", "choices", "external_choices")
_NAMES = ("name", "value", "tag", "list_name", "list name", "save_to")
_LISTS = ("list_name", "list name")
_TEXTS = ("label", "hint", "caption", "guidance_hint")
_MOST_ROWS = 20_000
# Questions that nobody answers: a phone notes by itself where its bearer is, what it hears, how long each question takes.
_WATCHING = {
    "audit": "online_time", "start-geopoint": "gps_track", "background-geopoint": "gps_track",
    "background-audio": "voiceprint",
}  # fmt: skip
_TYPES = ("type", "command")  # the converter takes either head


@dataclass(frozen=True)
class Said:
    """One text of a form: where it stands, and whether it is a name for programs or a text for people."""

    sheet: str
    row: int
    column: str
    text: str
    is_name: bool


@dataclass(frozen=True)
class Refused:
    """A text of a form that asks for what is never held."""

    said: Said
    reason: str

    def __str__(self) -> str:
        facts = {
            "sheet": self.said.sheet, "row": self.said.row, "column": self.said.column, "text": self.said.text,
            "reason": self.reason,
        }  # fmt: skip
        return _("工作表 %(sheet)s 第 %(row)s 行“%(column)s”：“%(text)s”不能收集，邻里不保存%(reason)s。") % facts


def check_form(path: Path) -> tuple[int, Sequence[Refused]]:
    """Count the rows of a form and list everything in it that is barred."""
    texts = list(read_form(path))
    refused = [Refused(said, reason) for said in texts if (reason := _why(said))]
    return len({(said.sheet, said.row) for said in texts}), refused


def read_form(path: Path) -> Iterator[Said]:
    """Give every name and text of a form; a workbook without a survey sheet is none."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a broken file makes openpyxl fail in any way
        raise FileUnreadable(file=path.name, why=_("不是完好的 Excel 文件（旧式 .xls 请另存为 .xlsx）")) from error
    sheets = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
    if "survey" not in sheets:
        raise FileUnreadable(file=path.name, why=_("没有 survey 工作表，不是 XLSForm"))
    for name in SHEETS:
        if name in sheets:
            yield from _texts(name, sheets[name].iter_rows(values_only=True, max_row=_MOST_ROWS))


def _texts(sheet: str, rows: Iterator[tuple[object, ...]]) -> Iterator[Said]:
    head = [("" if cell is None else str(cell).strip()) for cell in next(rows, ())]
    kinds = [_kind(column) for column in head]
    for number, row in enumerate(rows, start=2):
        for column, kind, cell in zip(head, kinds, row, strict=False):
            if cell not in (None, "") and (kind is not None or _watches(sheet, column, str(cell))):
                yield Said(sheet, number, column, str(cell), kind is not False)


def _kind(column: str) -> bool | None:
    """Tell names (True) from texts in some language (False): `label`, `label::English`, `label:fr`; None for the rest."""
    bare = column.split(":")[0].strip().lower()
    if bare in _NAMES:
        return True
    return False if bare in _TEXTS else None


def _watches(sheet: str, column: str, text: str) -> bool:
    return sheet == SHEETS[0] and column.strip().lower() in _TYPES and _type(text) in _WATCHING


def _type(text: str) -> str:
    return "-".join(text.lower().replace("_", " ").replace("-", " ").split())


def _why(said: Said) -> str | None:
    """Judge questions by name and text, lists of answers by their name; an answer alone ("face", "religious leader") asks nothing."""
    if said.column.strip().lower() in _TYPES:
        return why_barred(_WATCHING[_type(said.text)])
    if said.sheet != SHEETS[0] and said.column.strip().lower() not in _LISTS:
        return why_barred_in_words(said.text)
    return why_barred(said.text) if said.is_name else why_barred_in_text(said.text)
