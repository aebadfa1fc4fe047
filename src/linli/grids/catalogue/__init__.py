"""The declared numbers of grids: how large they are, who answers for them, what work weighs. No database."""

from linli.grids.catalogue.declarations import (
    Declared,
    GradeDeclaration,
    PublicationDeclaration,
    SizeDeclaration,
    StaffingDeclaration,
    StatementDeclaration,
)
from linli.grids.catalogue.loading import declared, examine, forget, load_declared

__all__ = [
    "Declared",
    "GradeDeclaration",
    "PublicationDeclaration",
    "SizeDeclaration",
    "StaffingDeclaration",
    "StatementDeclaration",
    "declared",
    "examine",
    "forget",
    "load_declared",
]
