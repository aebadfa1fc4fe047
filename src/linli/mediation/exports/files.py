"""The dossier or one of its papers as a file to download or print."""

from enum import StrEnum

from linli.mediation import errors
from linli.mediation.exports.dossier import Dossier, open_dossier
from linli.mediation.exports.papers import WRITERS, contents, paper_sheets, sheets_of
from linli.mediation.exports.sheets import Sheet
from linli.mediation.models import Mediation

WHOLE = "dossier"


class FileFormat(StrEnum):
    """What a paper is written as."""

    PDF = "pdf"
    WORD = "docx"


def paper_file(mediation: Mediation, paper: str, file_format: FileFormat) -> bytes:
    """Write the whole dossier, or one of its papers."""
    if paper not in WRITERS and paper != WHOLE:
        raise errors.PaperUnknown
    dossier = open_dossier(mediation)
    if paper == WHOLE:
        return _whole(dossier, file_format)
    return _written(paper_sheets(dossier, paper), dossier, file_format)


def _written(sheets: list[Sheet], dossier: Dossier, file_format: FileFormat) -> bytes:
    from linli.mediation.exports.pdf import write_pdf  # noqa: PLC0415 heavy, and papers are rare
    from linli.mediation.exports.word import write_word  # noqa: PLC0415 as above

    foot = _foot(dossier)
    if file_format is FileFormat.PDF:
        return write_pdf(sheets, title=sheets[0].title, foot=foot)[0]
    return write_word(sheets, title=sheets[0].title, foot=foot)


def _whole(dossier: Dossier, file_format: FileFormat) -> bytes:
    """Write it twice: the pages on which the papers begin are known after the first time."""
    from linli.mediation.exports.pdf import write_pdf  # noqa: PLC0415 as above
    from linli.mediation.exports.word import write_word  # noqa: PLC0415 as above

    cover, *papers = sheets_of(dossier)
    sheets = [cover, contents(dossier, {}), *papers]
    title, foot = f"人民调解卷宗 {dossier.number}", _foot(dossier)
    starts = write_pdf(sheets, title=title, foot=foot)[1]
    first = starts["application"]
    pages = {code: page - first + 1 for code, page in starts.items()}
    sheets[1] = contents(dossier, pages)
    if file_format is FileFormat.WORD:
        return write_word(sheets, title=title, foot=foot, pages=pages)
    return write_pdf(sheets, title=title, foot=foot, first_page=first)[0]


def _foot(dossier: Dossier) -> str:
    return " ".join(part for part in (dossier.committee, dossier.number) if part)
