"""Taking a programme's list out: for the programme's own purpose, with its fields alone, and told to everybody on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.scope import shortest
from linli.register.actions.recording import Reading, keep_reading
from linli.register.catalogue import PurposeDeclaration
from linli.register.models import Enrolment
from linli.register.queries.person_values import Value, known_fields, values_for
from linli.register.queries.programmes import Which, enrolments_in, programme_named
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.visible import residencies_within
from linli.staff.rules import Command, Permission


@dataclass(frozen=True)
class TakenOut:
    """A list with clear values: its purpose, its fields, and who stands on it."""

    purpose: PurposeDeclaration
    fields: Sequence[str]
    enrolments: Sequence[Enrolment]
    values: Mapping[UUID, Mapping[str, Value]]


@transaction.atomic
def export_enrolments(programme_code: str, *, command: Command, which: Which = Which.OPEN, said: str = "") -> TakenOut:
    """Give who takes part, in the clear, within the area of the export right; each of them can read that it was done."""
    if not command.by.may_anywhere(Permission.PEOPLE_EXPORT):
        raise NotAllowed
    programme, on = programme_named(programme_code), timezone.localdate(command.at)
    purpose = purpose_for(programme.purpose, use=Use.ASKING)
    found = enrolments_in(command.by, [programme.code], which=which, on=on, permission=Permission.PEOPLE_EXPORT)
    areas = shortest(command.by.prefixes(Permission.PEOPLE_EXPORT))
    if which is Which.ENDED:  # who has left is not given out any more
        found = found.none()
    at_home = residencies_within(areas).filter(resident_id__in=found.order_by().values("resident_id"))
    here = set(at_home.values_list("resident_id", flat=True))  # who moved away is at home with somebody else's list
    rows = tuple(row for row in found if row.resident_id in here)
    people = list(dict.fromkeys(row.resident_id for row in rows))
    fields = tuple(name for name in purpose.attributes if name in known_fields() and name != "enrolled")
    values = values_for(people, fields, on=on, purpose_code=purpose.code)
    if people:
        reading = Reading(people, fields, purpose.code, "export", areas[0], said or str(programme.name))
        keep_reading(reading, by=command.by, at=command.at)
    return TakenOut(purpose, fields, rows, values)
