"""The law pack: what the filing of the app needs, with every fact read from the code and the settings as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from django.conf import settings
from django.utils.translation import gettext as _

from linli.cases.queries.kinds import catalogue
from linli.core.installation import installation
from linli.fieldsync.actions.complaining import COMPLAINT_KIND
from linli.fieldsync.exports.law_texts import (
    FUNCTIONS,
    HELD_FOR,
    LEFT_OPEN,
    NOT_DONE,
    POSITION_READS,
    SAFETY,
    NotDone,
    PositionRead,
    Words,
)
from linli.fieldsync.rules.holdings import HOLDINGS
from linli.staff import queries as staff
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import ROLE_MAY, Permission, Role


@dataclass(frozen=True)
class Function:
    """One thing a worker can do with the app; none of them counts presence, points or hours."""

    code: str
    name: Words


@dataclass(frozen=True)
class Held:
    """One part of what a phone holds."""

    code: str
    name: Words
    purpose: Words
    fields: tuple[str, ...]
    of_people: bool


@dataclass(frozen=True)
class Complaints:
    """Where a complaint about the app goes: which unit answers, and within how many working days."""

    kind: str
    unit: str
    days: str


@dataclass(frozen=True)
class FieldRole:
    """A role that works with the app, and whether residents' data come along."""

    name: Words
    has_people: bool


@dataclass(frozen=True)
class LawPack:
    """Everything the pack says."""

    house: str
    program: str
    lease_hours: int
    functions: tuple[Function, ...]
    held: tuple[Held, ...]
    roles: tuple[FieldRole, ...]
    complaints: Complaints
    safety: tuple[str, ...]

    not_done: tuple[NotDone, ...] = NOT_DONE
    position_reads: tuple[PositionRead, ...] = POSITION_READS
    left_open: tuple[Words, ...] = LEFT_OPEN


def law_pack() -> LawPack:
    """Put the pack together from the code, the settings and the catalogue."""
    hours = int(settings.LINLI_FIELD_LEASE_HOURS)
    return LawPack(
        house=installation().name,
        program=version("linli"),
        lease_hours=hours,
        functions=tuple(Function(code, name) for code, (name, _page) in FUNCTIONS.items()),
        held=tuple(Held(one.part, *HELD_FOR[one.part], one.fields, one.of_people) for one in HOLDINGS),
        roles=_roles(),
        complaints=_complaints(),
        safety=tuple(str(said) % {"hours": hours} for said in SAFETY),
    )


def _roles() -> tuple[FieldRole, ...]:
    working: Sequence[Role] = [role for role in Role if Permission.FIELD_WORK in ROLE_MAY[role]]
    return tuple(FieldRole(ROLE_NAMES[role], Permission.PEOPLE_VIEW in ROLE_MAY[role]) for role in working)


def _complaints() -> Complaints:
    kind = catalogue().kinds[COMPLAINT_KIND]
    owner = staff.unit_for_duty(kind.duty, installation().root_code)
    return Complaints(
        str(kind.name), owner.unit_name if owner else "", f"{kind.limits.resident.for_grade('').amount:g}"
    )


def blank() -> str:
    """Mark a place that the office fills in itself."""
    return _("【由申报单位填写】")
