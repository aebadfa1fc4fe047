"""The declared content of visits: purposes, care classes with their rhythm, events that ask for a visit. No database."""

from linli.visits.catalogue.declarations import (
    CareDeclaration,
    Declared,
    EventDeclaration,
    RhythmDeclaration,
    VisitPurpose,
)
from linli.visits.catalogue.loading import declared, examine, forget, load_declared

__all__ = [
    "CareDeclaration",
    "Declared",
    "EventDeclaration",
    "RhythmDeclaration",
    "VisitPurpose",
    "declared",
    "examine",
    "forget",
    "load_declared",
]
