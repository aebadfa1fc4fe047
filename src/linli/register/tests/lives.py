"""Builders of the tests of a life: a family with its rows, and everything the register holds, to be held against itself."""

import datetime as dt
from dataclasses import replace

from linli.register.actions.writing import KINDS, plain_values
from linli.register.models import (
    Consent,
    Contact,
    Enrolment,
    Guardianship,
    Household,
    Membership,
    Resident,
)
from linli.register.rules import NewResident, Relation
from linli.register.testing import make_household
from linli.staff.testing import GRID

TODAY = dt.date(2026, 11, 16)
HUSBAND = NewResident("何建国", "male", dt.date(1956, 1, 2), "", "19900000001", relation=Relation.HEAD)
WIFE = NewResident("徐秀兰", "female", dt.date(1958, 4, 5), relation=Relation.SPOUSE)
SON = NewResident("何伟", "male", dt.date(1985, 6, 7), relation=Relation.CHILD)
GRANDSON = NewResident("何宇轩", "male", dt.date(2019, 9, 1), relation=Relation.GRANDCHILD)
_VALUES = {
    "resident": ("name", "sex", "born_on", "id_number", "phone", "account_id", "died_on", "merged_into", "name_key"),
    "household": ("area_code", "dwelling_id", "head_id", "since", "until"),
    "residency": ("resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", "since", "until"),
    "contact": ("resident_id", "name", "phone", "relation", "since", "until"),
    "guardianship": ("ward_id", "guardian_id", "name", "phone", "relation", "basis", "since", "until"),
    "membership": ("organisation_id", "resident_id", "role", "since", "until"),
    "enrolment": ("resident_id", "programme_code", "consent_id", "since", "until", "ended_because"),
    "consent": ("resident_id", "purpose_code", "withdrawn_at", "withdrawn_by"),
    "disclosure": ("resident_id", "how"),
    "statement": ("resident_id", "field", "state", "settled_at"),
}


def make_family(*members: NewResident, area_code: str = GRID) -> tuple[Household, dict[str, Resident]]:
    """Store a household of four generations; its people by name."""
    home = make_household(*(members or (HUSBAND, WIFE, SON, GRANDSON)), area_code=area_code)
    return home, {one.resident.name: one.resident for one in home.residencies.select_related("resident")}


def a_person(name: str, **values: object) -> NewResident:
    """Give a grown-up to be entered."""
    return replace(WIFE, name=name, relation=Relation.UNKNOWN, **values)


def everything() -> dict[str, list[dict[str, object]]]:
    """Read every row of the register with the values that count, to be held against what stood before."""
    return {
        kind: [{"pk": row.pk, **plain_values(row, _VALUES[kind])} for row in model.objects.order_by("pk")]
        for kind, model in KINDS.items()
    }


def give_everything(row: Resident, *, organisation_id, programme: str = "care-visits") -> None:
    """Give a resident one row of each sort that hangs on a person."""
    consent = Consent.objects.create(
        resident=row, purpose_code="elder-visits", notice_code="care-visits", notice_version="1",
        given_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), channel="paper",
    )  # fmt: skip
    Enrolment.objects.create(
        resident=row, area_code=GRID, programme_code=programme, consent=consent, since=dt.date(2025, 1, 1),
        review_by=dt.date(2027, 1, 1),
    )  # fmt: skip
    Membership.objects.create(organisation_id=organisation_id, resident=row, since=dt.date(2025, 1, 1))
    Contact.objects.create(resident=row, name_sealed="", phone_sealed="", since=dt.date(2025, 1, 1))
    Guardianship.objects.create(ward=row, basis="court", since=dt.date(2025, 1, 1))
