"""Checking and loading the declared visits: the shipped files, and a city's own laid over them by code."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.queries.kinds import catalogue
from linli.core.declared import Shape
from linli.core.declared_folder import DeclaredFolder
from linli.core.declared_tables import Reading
from linli.core.toml_files import Place, Problem, TomlFile
from linli.register.catalogue import declared as register_declared
from linli.visits.catalogue.declarations import (
    CareDeclaration,
    Declared,
    EventDeclaration,
    RhythmDeclaration,
    VisitPurpose,
)
from linli.visits.errors import DeclarationsBroken

_TABLES: Mapping[str, type[Shape]] = {
    "purpose": VisitPurpose,
    "care": CareDeclaration,
    "rhythm": RhythmDeclaration,
    "event": EventDeclaration,
}


def _declared(reading: Reading) -> Declared:
    return Declared(
        purposes=reading.by_code("purpose", VisitPurpose),
        care=reading.by_code("care", CareDeclaration),
        rhythms=reading.by_code("rhythm", RhythmDeclaration),
        events=reading.by_code("event", EventDeclaration),
    )


def _dangling(reading: Reading) -> Iterator[Problem]:
    """Name what points at nothing: a purpose, a programme or a kind that nobody declared."""
    purposes = reading.codes("purpose")
    for table in ("care", "rhythm", "event"):
        for entry, file, place in reading.entries[table].values():
            purpose = str(getattr(entry, "purpose", ""))
            if purpose not in purposes:
                yield file.problem((*place, "purpose"), _("没有走访目的“%(code)s”。") % {"code": purpose})
            if isinstance(entry, CareDeclaration) and entry.programme not in register_declared().programmes:
                what = _("没有服务项目“%(code)s”：走访频次只能按居民参加的项目定。") % {"code": entry.programme}
                yield file.problem((*place, "programme"), what)
            if isinstance(entry, EventDeclaration):
                yield from _kind_problems(entry, file, place)


def _kind_problems(entry: EventDeclaration, file: TomlFile, place: Place) -> Iterator[Problem]:
    kinds = catalogue().kinds
    for code in entry.kinds:
        if code not in kinds:
            yield file.problem((*place, "kinds"), _("没有类别“%(code)s”。") % {"code": code})
        elif kinds[code].confidential:
            what = _("“%(code)s”是保密类别：不能由它生成走访，走访单会泄露当事人的事。") % {"code": code}
            yield file.problem((*place, "kinds"), what)


_FOLDER = DeclaredFolder("visits", _TABLES, build=_declared, check=_dangling, broken=DeclarationsBroken)
declared, load_declared, examine, forget = _FOLDER.declared, _FOLDER.load, _FOLDER.examine, _FOLDER.forget
