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
from linli.register.catalogue.loading import SHIPPED, declared, examine, forget, load_declared

__all__ = [
    "SHIPPED",
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
