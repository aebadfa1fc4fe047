"""The declared content of cases: kinds with their owners and limits, reasons, channels and office hours.

Pure reading and checking of TOML (`src/linli/catalogue/` and a city's own directory); no database.
"""

from linli.cases.catalogue.checks import (
    SHIPPED,
    CatalogueBroken,
    check_directory,
    examine,
    load_changed,
    load_directory,
    look_over,
)
from linli.cases.catalogue.declarations import (
    Catalogue,
    ChannelDeclaration,
    DeclineReason,
    DutyDeclaration,
    KindDeclaration,
    MajorDeclaration,
    OfficeHours,
    ReturnReason,
)
from linli.cases.catalogue.shapes import Group, Origin, OwnerRule, Stage, Use
from linli.cases.catalogue.table import kinds_table
from linli.cases.catalogue.workflows import WorkflowDeclaration
from linli.core.declared import Text
from linli.core.toml_files import Problem

__all__ = [
    "SHIPPED",
    "Catalogue",
    "CatalogueBroken",
    "ChannelDeclaration",
    "DeclineReason",
    "DutyDeclaration",
    "Group",
    "KindDeclaration",
    "MajorDeclaration",
    "OfficeHours",
    "Origin",
    "OwnerRule",
    "Problem",
    "ReturnReason",
    "Stage",
    "Text",
    "Use",
    "WorkflowDeclaration",
    "check_directory",
    "examine",
    "kinds_table",
    "load_changed",
    "load_directory",
    "look_over",
]
