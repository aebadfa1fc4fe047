"""Taking out the household register sheet of a community: masked for who may look, clear for a purpose and disclosed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.errors import NotAllowed
from linli.register.actions.recording import Reading, keep_reading
from linli.register.errors import FieldNotOfPurpose, NoCommunityThere
from linli.register.queries.drafting import COMMUNITY_DIGITS
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.register_sheet import SheetRow, sheet_rows
from linli.staff.rules import Command, Permission

FIELDS = ("name", "sex", "born-on", "relation", "address", "lives", "registered", "since")


@dataclass(frozen=True)
class Asked:
    """What a clear sheet is for: a code of the purposes register and the reader's own words; none for a masked one."""

    purpose: str = ""
    said: str = ""


@transaction.atomic
def take_sheet(area_code: str, asked: Asked, *, command: Command) -> Sequence[SheetRow]:
    """Give the sheet of a community; a clear one names its purpose, and everybody on it can read that it was taken."""
    needed = Permission.PEOPLE_EXPORT if asked.purpose else Permission.PEOPLE_VIEW
    if not command.by.may(needed, area_code):
        raise NotAllowed
    if len(area_code) != COMMUNITY_DIGITS:
        raise NoCommunityThere(field="area", area_code=area_code)
    if not asked.purpose:
        rows = sheet_rows(area_code, clear=False)
        _note(area_code, len(rows), command)
        return rows
    _check_purpose(asked.purpose)
    rows = sheet_rows(area_code, clear=True)
    people = sorted({row.resident_id for row in rows})
    reading = Reading(people, FIELDS, asked.purpose, "export", area_code, asked.said)
    keep_reading(reading, by=command.by, at=command.at)
    return rows


def _check_purpose(code: str) -> None:
    allowed = purpose_for(code, use=Use.ASKING).attributes
    for field in FIELDS:
        if field not in allowed:
            raise FieldNotOfPurpose(field="purpose", purpose=code, name=field)


def _note(area_code: str, count: int, command: Command) -> None:
    audit.note(
        audit.Line(
            Act.READ, command.by.key, command.by.name, command.at, area_code=area_code, purpose="register",
            subject_kind="residents", count=count, detail={"fields": ["name", "sex", "born-on"], "how": "masked"},
        )
    )  # fmt: skip
