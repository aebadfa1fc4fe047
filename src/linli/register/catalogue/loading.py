"""Checking and loading the register's declared content: the shipped files, and a city's own laid over them by code."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.core.declared import Shape
from linli.core.declared_folder import DeclaredFolder
from linli.core.declared_tables import Reading
from linli.core.toml_files import Problem
from linli.register.catalogue.declarations import (
    Declared,
    NoticeDeclaration,
    OrganisationKind,
    ProgrammeDeclaration,
    PurposeDeclaration,
    QuestionDeclaration,
    SourceDeclaration,
)
from linli.register.errors import DeclarationsBroken

_TABLES: Mapping[str, type[Shape]] = {
    "purpose": PurposeDeclaration,
    "programme": ProgrammeDeclaration,
    "notice": NoticeDeclaration,
    "source": SourceDeclaration,
    "organisation": OrganisationKind,
    "question": QuestionDeclaration,
}


def _declared(reading: Reading) -> Declared:
    notices: dict[str, list[NoticeDeclaration]] = {}
    for entry, _file, _place in reading.entries["notice"].values():
        if isinstance(entry, NoticeDeclaration):
            notices.setdefault(entry.code, []).append(entry)
    return Declared(
        purposes=reading.by_code("purpose", PurposeDeclaration),
        programmes=reading.by_code("programme", ProgrammeDeclaration),
        notices={
            code: tuple(sorted(found, key=lambda one: one.valid_from, reverse=True)) for code, found in notices.items()
        },
        sources=reading.by_code("source", SourceDeclaration),
        organisations=reading.by_code("organisation", OrganisationKind),
        questions=reading.by_code("question", QuestionDeclaration),
    )


def _dangling(reading: Reading) -> Iterator[Problem]:
    """Name what points at nothing: a programme without its purpose, a purpose without its notice."""
    purposes = reading.codes("purpose")
    notices = reading.codes("notice")
    for entry, file, place in reading.entries["programme"].values():
        if isinstance(entry, ProgrammeDeclaration) and entry.purpose not in purposes:
            yield file.problem((*place, "purpose"), _("没有目的“%(code)s”。") % {"code": entry.purpose})
    for entry, file, place in reading.entries["purpose"].values():
        if not isinstance(entry, PurposeDeclaration):
            continue
        if entry.notice is not None and entry.notice not in notices:
            yield file.problem((*place, "notice"), _("没有告知书“%(code)s”。") % {"code": entry.notice})
        if entry.basis.value == "consent" and entry.notice is None:
            yield file.problem((*place, "notice"), _("以同意为依据的目的要有告知书。"))


_FOLDER = DeclaredFolder("register", _TABLES, build=_declared, check=_dangling, broken=DeclarationsBroken)
declared, load_declared, examine, forget = _FOLDER.declared, _FOLDER.load, _FOLDER.examine, _FOLDER.forget
