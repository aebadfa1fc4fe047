"""The page docs/reference/personal-data.md, written from the declarations."""

from collections.abc import Iterator

from linli.core.barred import BARRED
from linli.core.personal_data import Personal, personal_fields, technical_fields

_HEAD = """# Personal data

Every field about a person, from the declarations in the code (`personal_data.py` of each room). A field of these tables
without a declaration stops the start (`linli.E001`), and so does a field for what Linli never holds (`linli.E003`).
A test compares this page with the code; `LINLI_WRITE_DOCS=1 pytest -k personal_data_page` writes it anew.

*Clear to* and *masked to* name the permission that is needed for the area; reading a clear phone or ID number also
needs a stated purpose and is kept in the disclosure log. Retention is the longest time; an earlier end is a right.
"""


def personal_data_page() -> str:
    """Write the page in Markdown."""
    return "\n".join([_HEAD, *_tables(), *_purposes(), *_technical(), *_barred()])


def _tables() -> Iterator[str]:
    for model, fields in personal_fields().items():
        yield f"## {model}\n"
        yield "| Field | Purposes | Legal basis | Sensitivity | At rest | Clear to | Masked to | Kept |"
        yield "|---|---|---|---|---|---|---|---|"
        yield from (_line(name, personal) for name, personal in fields.items())
        yield ""


def _line(name: str, personal: Personal) -> str:
    cells = (
        f"`{name}`",
        _list(purpose.code for purpose in personal.purposes),
        personal.basis.value,
        personal.sensitivity.value,
        personal.rest.value,
        _list(personal.clear_to),
        _list(personal.masked_to),
        str(personal.retention),
    )
    return f"| {' | '.join(cells)} |"


def _purposes() -> Iterator[str]:
    yield "## Purposes, as the person reads them\n"
    told = {
        purpose.code: str(purpose.text)
        for fields in personal_fields().values()
        for personal in fields.values()
        for purpose in personal.purposes
    }
    yield from (f"- `{code}`: {text}" for code, text in sorted(told.items()))
    yield ""


def _technical() -> Iterator[str]:
    yield "## Fields that say nothing about a person by themselves\n"
    for model, fields in technical_fields().items():
        yield from (f"- `{model}.{name}`: {what}" for name, what in fields.items())
    yield ""


def _barred() -> Iterator[str]:
    yield "## What Linli has no place for\n"
    yield "A model field or an import's column with one of these names is refused.\n"
    yield from (f"- {barred.reason}: {', '.join(f'`{word}`' for word in barred.english.split())}" for barred in BARRED)
    yield ""


def _list(codes: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(codes) or "nobody"
