"""Who read a resident's data, when and what for: what the resident is shown (safeguards, rule 3; PIPL art. 44)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.register.models import Disclosure
from linli.register.queries.naming_log import HOW_NAMES, field_name, purpose_about
from linli.staff.queries import units

MOST = 1_000


@dataclass(frozen=True)
class DisclosureRow:
    """One reading, in words."""

    at: dt.datetime
    by_name: str
    unit: str
    purpose: str
    fields: str
    how: str
    said: str


def disclosures_of(resident_id: UUID, *, most: int = MOST) -> Sequence[DisclosureRow]:
    """List who read what of a resident, the newest first; two queries."""
    rows = list(Disclosure.objects.filter(resident_id=resident_id).order_by("-id")[:most])
    names = units({row.unit_code for row in rows if row.unit_code})
    return tuple(
        DisclosureRow(
            row.at, row.by_name, names[row.unit_code].name if row.unit_code in names else "", purpose_about(row.purpose_code),
            "、".join(map(field_name, row.fields)), str(HOW_NAMES.get(row.how, row.how)), row.said,
        )
        for row in rows
    )  # fmt: skip
