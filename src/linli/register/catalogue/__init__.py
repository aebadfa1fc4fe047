"""The register's declared content: purposes, programmes, notices, sources, kinds of organisations. Reading and checking; no database."""

from linli.register.catalogue.declarations import (
    Declared,
    NoticeDeclaration,
    OrganisationKind,
    ProgrammeDeclaration,
    PurposeDeclaration,
    QuestionDeclaration,
    SourceDeclaration,
)
from linli.register.catalogue.loading import declared, examine, forget, load_declared

__all__ = [
    "Declared",
    "NoticeDeclaration",
    "OrganisationKind",
    "ProgrammeDeclaration",
    "PurposeDeclaration",
    "QuestionDeclaration",
    "SourceDeclaration",
    "declared",
    "examine",
    "forget",
    "load_declared",
]
