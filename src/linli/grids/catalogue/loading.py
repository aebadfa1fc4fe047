"""Checking and loading the declared numbers of grids: the shipped files, and a city's own laid over them by code."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.core.declared import Shape
from linli.core.declared_folder import DeclaredFolder
from linli.core.declared_tables import Reading
from linli.core.toml_files import Problem
from linli.grids.catalogue.declarations import (
    Declared,
    GradeDeclaration,
    PublicationDeclaration,
    SizeDeclaration,
    StaffingDeclaration,
    StatementDeclaration,
)
from linli.grids.catalogue.weighing import CareWeight, Drawing, Work, care_problems
from linli.grids.errors import DeclarationsBroken
from linli.staff.rules import Role

_TABLES: Mapping[str, type[Shape]] = {
    "size": SizeDeclaration,
    "staffing": StaffingDeclaration,
    "grade": GradeDeclaration,
    "statement": StatementDeclaration,
    "publication": PublicationDeclaration,
    "care": CareWeight,
    "work": Work,
    "drawing": Drawing,
}


def _declared(reading: Reading) -> Declared:
    return Declared(
        sizes=reading.by_code("size", SizeDeclaration),
        staffing=reading.by_code("staffing", StaffingDeclaration)[""],
        grades=reading.by_code("grade", GradeDeclaration),
        statements=reading.by_code("statement", StatementDeclaration),
        publication=reading.by_code("publication", PublicationDeclaration)[""],
        care=reading.by_code("care", CareWeight),
        work=reading.by_code("work", Work)[""],
        drawing=reading.by_code("drawing", Drawing)[""],
    )


def _problems(reading: Reading) -> Iterator[Problem]:
    yield from _strange_roles(reading)
    yield from care_problems(reading)


def _strange_roles(reading: Reading) -> Iterator[Problem]:
    """Name supervisors that are no post of this version."""
    for entry, file, place in reading.entries["staffing"].values():
        if isinstance(entry, StaffingDeclaration):
            for role in sorted(set(entry.supervisors) - {one.value for one in Role}):
                yield file.problem((*place, "supervisors"), _("没有岗位“%(code)s”。") % {"code": role})


_FOLDER = DeclaredFolder("grids", _TABLES, build=_declared, check=_problems, broken=DeclarationsBroken)
declared, load_declared, examine, forget = _FOLDER.declared, _FOLDER.load, _FOLDER.examine, _FOLDER.forget
