"""Lines of a list of mediations as the desk shows them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases.queries.naming import names_for
from linli.core.listing import listed
from linli.mediation.queries.lists import MediationRow
from linli.mediation.queries.naming import PHASE_LOOKS, PHASE_NAMES, TYPE_NAMES, Word
from linli.mediation.rules import ENDED, RUNNING, dossier_number, type_of


@dataclass(frozen=True)
class RowView:
    """One line, ready to be shown."""

    url: str
    case_number: str
    number: str
    kind: Word
    parties: str
    area: str
    committee: str
    phase: Word
    look: str
    applied_at: dt.datetime
    due_on: dt.date | None
    court_until: dt.date | None
    next_act_on: dt.date | None
    is_running: bool


def row_views(rows: Sequence[MediationRow]) -> list[RowView]:
    """Name and word a page of rows."""
    names, base = names_for([]), reverse("mediation:list")
    return [
        RowView(
            url=f"{base}{row.id}/",
            case_number=row.case_number,
            number=dossier_number(row.year, row.number) if row.may_read and row.year and row.number else "",
            kind=TYPE_NAMES[type_of(row.kind_code)] if row.kind_code else _("保密事项"),
            parties=listed(row.parties),
            area=names.area(row.area_code),
            committee=row.committee,
            phase=PHASE_NAMES[row.phase],
            look=PHASE_LOOKS.get(row.phase, "voided"),
            applied_at=row.applied_at,
            due_on=row.due_on if row.phase in RUNNING else None,
            court_until=row.court_until,
            next_act_on=row.next_act_on,
            is_running=row.phase not in ENDED,
        )
        for row in rows
    ]
