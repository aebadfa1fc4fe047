"""One Excel file is one form: checked for what is never asked, converted, its questions bound to the register."""

import hashlib
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.core.tables import check_unpacked
from linli.core.text_files import FileUnreadable
from linli.core.xlsforms import check_form
from linli.forms import errors
from linli.forms.converting import xform as xforms
from linli.forms.converting.choices_sheets import check_choices
from linli.forms.converting.form_files import FormFile, read_form_files
from linli.forms.converting.old_workbooks import as_xlsx, is_old
from linli.forms.converting.safe_xml import XmlUnsafe
from linli.forms.rules import Question, check_code

MOST_MB = 5
MOST_UNPACKED_MB = 60  # the largest of 77 public samples has 2; the converter takes three times as much memory
MOST_SAID = 8
# zh-Hans and zh-Hant are not in the converter's list of languages; every client reads them.
_HARMLESS = "The following language declarations do not contain valid machine-readable codes"
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_ROOT = re.compile(r"(<instance>\s*<[^\s/>]+)")
_DIGITS = 12  # of a version that nobody gave
_ZIP = b"PK"  # what every .xlsx begins with
_QUOTED = re.compile(r"'([^']{1,80})'")
_SHEET = re.compile(r"On the '(\w+)' sheet,?\s*")
_MARKS = {"zh-hant": "title_zh_hant", "en": "title_en"}


@dataclass(frozen=True)
class Converted:
    """An XLSForm with the XForm made of it."""

    workbook: bytes
    code: str
    version: str
    titles: dict[str, str]
    xform: bytes
    md5: str
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    files: tuple[FormFile, ...] = ()

    @property
    def files_md5(self) -> str:
        """What tells these files from others; '' where there are none."""
        said = "\n".join(f"{one.md5} {one.name}" for one in self.files)
        return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest() if said else ""

    @property
    def mark(self) -> str:
        """What tells these contents from others under the same version."""
        return f"{self.md5}{self.files_md5}"


def convert_xlsform(content: bytes, *, name: str, files: Mapping[str, bytes] | None = None) -> Converted:
    """Convert an XLSForm with the files it leans on; barred questions, faults, missing and spare files are refused in sentences."""
    if len(content) > MOST_MB * 1024 * 1024:
        raise errors.FormTooLarge(field="file", most=MOST_MB)
    book = as_xlsx(content, name=name)
    _check_size(book, name)
    _check_barred(book, name)
    check_choices(book)
    xform, warnings = _converted(book, name)
    code, version = xforms.identity_of(xform)
    check_code(code)
    xforms.check_shown(xform)
    made, lists = read_form_files(xforms.files_of(xform), files or {})
    if not version.strip():
        version = _version_of(content, made)
        xform = _ROOT.sub(rf'\1 version="{version}"', xform.decode(), count=1).encode()
    titles = _titles(book) or {"zh-hans": xforms.titles_of(xform) or code}
    md5 = hashlib.md5(xform, usedforsecurity=False).hexdigest()
    return Converted(
        book, code, version.strip(), titles, xform, md5, warnings, xforms.read_questions(xform, lists), made
    )


def _version_of(content: bytes, files: Sequence[FormFile]) -> str:
    """Make a version that nobody gave out of the form and the files beside it: another list is another version."""
    digest = hashlib.sha256(content)
    for one in files:
        digest.update(f"\n{one.md5} {one.name}".encode())
    return digest.hexdigest()[:_DIGITS]


def xform_from(content: bytes, *, name: str, validate: bool = False) -> tuple[bytes, list[str]]:
    """Make the XForm of an XLSForm with pyxform; `validate` asks ODK's own engine as well and needs Java."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 heavy
    from pyxform.validators.odk_validate import ODKValidateError  # noqa: PLC0415 heavy
    from pyxform.xls2xform import convert  # noqa: PLC0415 heavy

    ending = ".xls" if is_old(content) else ".xlsx"
    said: list[str] = []
    try:
        made = convert(io.BytesIO(content), warnings=said, validate=validate, file_type=ending, form_name="data")
    except (PyXFormError, ODKValidateError) as fault:
        raise errors.FormBroken(field="file", why=_sentence(str(fault), content)) from None
    except Exception as fault:  # broken workbooks make the converter fail in any way
        raise errors.FormUnreadable(field="file", file=name, why=str(fault)[:200]) from fault
    return made.xform.encode(), said


def _check_size(content: bytes, name: str) -> None:
    try:
        check_unpacked(io.BytesIO(content), name, most_bytes=MOST_UNPACKED_MB * 1_000_000)
    except FileUnreadable as error:
        raise errors.FormUnreadable(field="file", file=name, why=error.facts["why"]) from None
    except BadZipFile:
        return  # what reads it next says so


def _check_barred(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        try:
            _rows, refused = check_form(path)
        except FileUnreadable as error:
            raise errors.FormUnreadable(field="file", file=name, why=error.facts["why"]) from None
    if refused:
        raise errors.FormBarred(why=" ".join(str(one) for one in refused[:MOST_SAID]))


def _converted(content: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    xform, said = xform_from(content, name=name)
    try:
        xforms.identity_of(xform)
    except (XmlUnsafe, StopIteration) as fault:
        raise errors.FormBroken(field="file", why=str(fault)) from None
    return xform, tuple(_sentence(one)[:400] for one in said if one.strip() and not one.startswith(_HARMLESS))


def _sentence(fault: str, content: bytes = b"") -> str:
    """Say a fault of the converter with its sheet and row as people count; where it names none, the row of what it quotes."""
    row, sheet = _ROW.search(fault), _SHEET.search(fault)
    said = _SHEET.sub("", _ROW.sub("", fault)).strip()
    number = row[1] if row else _row_of(fault, content)
    if not number:
        return said
    where = {"sheet": sheet[1] if sheet else "survey", "row": number, "what": said}
    return _("工作表 %(sheet)s 第 %(row)s 行：%(what)s") % where


def _row_of(fault: str, content: bytes) -> str:
    """Find the first row of the survey that holds a word the fault quotes."""
    quoted = set(_QUOTED.findall(fault))
    if not quoted or not content.startswith(_ZIP):
        return ""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    survey = next((one for one in book.worksheets if one.title.strip().lower() == "survey"), None)
    rows = survey.iter_rows(values_only=True) if survey is not None else ()
    return next(
        (str(at) for at, row in enumerate(rows, 1) if at > 1 and any(str(cell).strip() in quoted for cell in row)), ""
    )


def _titles(content: bytes) -> dict[str, str]:
    """Read the form's name in every language of the settings sheet: `form_title`, and `title_en`, `title_zh_hant` beside it."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = next((one for one in book.worksheets if one.title.strip().lower() == "settings"), None)
    if sheet is None:
        return {}
    rows = sheet.iter_rows(values_only=True, max_row=2)
    head, values = next(rows, ()), next(rows, ())
    said = {
        str(column).strip().lower(): str(cell).strip()
        for column, cell in zip(head, values, strict=False)
        if column and cell
    }
    named = {"zh-hans": said.get("form_title", ""), **{code: said.get(mark, "") for code, mark in _MARKS.items()}}
    return {code: text for code, text in named.items() if text}
