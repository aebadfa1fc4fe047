"""Notes, reading a reporter's contact for a purpose, and following a redrawn map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.models import Case, Disclosure, Reporter
from linli.cases.queries.kinds import kind_of
from linli.cases.queries.owners import owner_for
from linli.cases.rules import StepName
from linli.core.scope import within
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.staff.rules import Command, Permission


@transaction.atomic
def add_note(case_id: UUID, *, command: Command, text: str) -> Case:
    """Add a note to a running case's history."""
    if (first := begin(command, StepName.NOTE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.NOTE, command)
    record(case, StepName.NOTE, command, note=rules.check_reason(text, field="text"))
    return case


@dataclass(frozen=True)
class Contact:
    """A reporter's clear name and phone."""

    name: str
    phone: str


@transaction.atomic
def disclose_reporter(case_id: UUID, *, command: Command, purpose: str) -> Contact:
    """Show a reporter's clear name and phone for a stated purpose; the reading is kept (safeguards, rule 3)."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not rules.may_see(case.standing, command.by):
        raise errors.CaseNotFound
    by = command.by
    by_unit = case.unit_code in by.unit_codes
    if not (
        by.may(Permission.PEOPLE_CONTACT, case.area_code) or (by_unit and by.may_anywhere(Permission.PEOPLE_CONTACT))
    ):
        raise errors.StepNotAllowed
    said = rules.check_reason(purpose, field="purpose")
    reporter = Reporter.objects.filter(case=case).first()
    Disclosure.objects.create(
        case=case, field="contact", purpose=said[:200], by=command.by.key[:40], by_name=command.by.name, at=command.at
    )
    if reporter is None:
        return Contact("", "")
    return Contact(unseal(reporter.name_sealed), unseal(reporter.phone_sealed))


@places.newest_map()
def relocate_cases(prefixes: Iterable[str], *, command: Command) -> int:
    """Locate the open cases of redrawn areas anew; each move is a record, so where a case was stays known."""
    moved = 0
    for case_id, area_code in _cases_elsewhere(tuple(prefixes)):
        with transaction.atomic():
            moved += _relocate(case_id, area_code, command)
    return moved


def _cases_elsewhere(prefixes: Sequence[str]) -> list[tuple[UUID, str]]:
    """Find the open cases of the areas that lie elsewhere now, all at once, and where.

    Cases outside every grid count too: a new grid may take them in. A case without a point leaves a closed grid for the
    one that has most of its ground.
    """
    here = within("area_code", prefixes) | Q(is_located=False)
    columns = ("id", "lon_cgcs2000", "lat_cgcs2000", "area_code", "is_located")
    rows = list(Case.objects.filter(here, is_open=True).values_list(*columns))
    pointed = [row for row in rows if row[1] is not None and row[2] is not None]
    found = places.locate_many([row[1] for row in pointed], [row[2] for row in pointed]) if pointed else ()
    now = {row[0]: str(code) for row, code in zip(pointed, found, strict=True)}
    followed = places.successors(prefixes)
    moving = [(pk, now.get(pk) or followed.get(area, ""), area, located) for pk, _lon, _lat, area, located in rows]
    return [(pk, code) for pk, code, area, located in moving if code and (code != area or not located)]


def _relocate(case_id: UUID, area_code: str, command: Command) -> bool:
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_open or (area_code == case.area_code and case.is_located):
        return False
    kind = kind_of(case)
    lon, lat = case.lon_cgcs2000, case.lat_cgcs2000
    point = (lon, lat) if lon is not None and lat is not None else None
    owner = owner_for(kind, area_code, point=point, component_code=case.component_code) if kind else None
    proposed = owner.unit_code if owner else ""
    record(case, StepName.RELOCATE, command, area_code=area_code, is_located=True, proposed_unit=proposed)
    return True
