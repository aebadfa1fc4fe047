"""The homes and people of a grid that a phone takes along: masked as every list, and never more than lists show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from linli.core.scope import within
from linli.core.secrets import mask_name, mask_phone, unseal
from linli.core.statements import Kept, as_text, kept, select_rows
from linli.register.catalogue import ProgrammeDeclaration, declared
from linli.register.models import Enrolment, Household, Residency, Resident
from linli.register.queries.purposes import Use, purposes_for

type Stored = tuple[Any, ...]  # Any: as the database gave them

# Ids as text: PostgreSQL's driver makes an object of each of thousands otherwise, and a phone is told texts.
_HOUSEHOLD = (as_text("id"), "area_code", as_text("dwelling_id"), as_text("head_id"), "since", "version")
_PERSON = (
    as_text("resident_id"), as_text("household_id"), as_text("dwelling_id"), "lives", "registered", "relation",
    "resident__version",
)  # fmt: skip


def carried_households(prefixes: tuple[str, ...]) -> list[Stored]:
    """List the present households of some grids; the whole row is what changes with it."""
    return _rows(_households_question(prefixes, connection.vendor))


def carried_people(prefixes: tuple[str, ...]) -> list[Stored]:
    """List the living who live or are registered in some grids today, each once, with the home they live in first."""
    found: dict[object, Stored] = {}
    for row in _rows(_people_question(prefixes, connection.vendor)):
        found[row[0]] = row
    return list(found.values())


def carried_programmes(prefixes: tuple[str, ...]) -> dict[object, tuple[str, ...]]:
    """Name the programmes of each, of purposes that are open for reading: the rest is nobody's business here."""
    codes = tuple(sorted(one.code for one in open_programmes()))
    found: dict[object, tuple[str, ...]] = {}
    for resident, code in _rows(_programmes_question(prefixes, codes, connection.vendor)):
        found[resident] = (*found.get(resident, ()), code)
    return found


def open_programmes() -> list[ProgrammeDeclaration]:
    """List the programmes whose purpose is open for reading."""
    allowed = {one.code for one in purposes_for(Use.READING)}
    return [one for one in declared().programmes.values() if one.purpose in allowed]


@dataclass(frozen=True)
class Shown:
    """What lists show of a person: the name and the phone masked, of the birthday the year."""

    name: str
    sex: str
    birth_year: str
    phone: str


def shown_of(resident_ids: Iterable[UUID]) -> Mapping[UUID, Shown]:
    """Give people as lists show them; no other form of a name or phone goes on the road."""
    rows = Resident.objects.filter(pk__in=list(resident_ids))
    return {
        pk: Shown(mask_name(name), sex, str(born_on.year), mask_phone(unseal(sealed)) if sealed else "")
        for pk, name, sex, born_on, sealed in rows.values_list("pk", "name", "sex", "born_on", "phone_sealed")
    }


def _rows(question: Kept | None) -> list[Stored]:
    return select_rows(question.sql, question.values, ()) if question else []


@lru_cache(maxsize=256)
def _households_question(prefixes: tuple[str, ...], _vendor: str) -> Kept | None:
    return kept(Household.objects.filter(within("area_code", prefixes), until=None).values_list(*_HOUSEHOLD))


@lru_cache(maxsize=256)
def _programmes_question(prefixes: tuple[str, ...], codes: tuple[str, ...], _vendor: str) -> Kept | None:
    rows = Enrolment.objects.filter(within("area_code", prefixes), until=None, programme_code__in=codes)
    return kept(rows.order_by("programme_code").values_list(as_text("resident_id"), "programme_code"))


@lru_cache(maxsize=256)
def _people_question(prefixes: tuple[str, ...], _vendor: str) -> Kept | None:
    here = Residency.objects.filter(within("area_code", prefixes), until=None)
    alive = here.filter(resident__merged_into=None, resident__died_on=None)
    return kept(alive.order_by("lives", "since", "id").values_list(*_PERSON))
