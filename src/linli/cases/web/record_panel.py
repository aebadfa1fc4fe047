"""What cases show on the page of a record: open verifications and data rights, and nothing of what somebody reported."""

from collections.abc import Sequence
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from linli.cases.queries.kinds import kind_name
from linli.cases.queries.subjects import RecordCase, cases_about_household, cases_about_resident
from linli.cases.wording import STATE_NAMES
from linli.staff.rules import Actor


def household_panel(actor: Actor, household_id: UUID) -> SafeString:
    """Write the open cases about a household's record."""
    return _panel(cases_about_household(actor, household_id))


def resident_panel(actor: Actor, resident_id: UUID) -> SafeString:
    """Write the open cases about a resident's record."""
    return _panel(cases_about_resident(actor, resident_id))


def _panel(cases: Sequence[RecordCase]) -> SafeString:
    rows = [
        {
            "url": reverse("cases:detail", args=[case.id]), "number": case.number, "kind": kind_name(case.kind_code),
            "state": case.state, "state_name": STATE_NAMES.get(case.state, case.state),
        }
        for case in cases
    ]  # fmt: skip
    return render_to_string("cases/parts/record_panel.html", {"rows": rows})
