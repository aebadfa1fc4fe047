"""What visits show on the page of a household or a resident: those to come and those made; dates and purposes."""

from collections.abc import Sequence
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from linli.staff.rules import Actor, Permission
from linli.visits.queries.lists import VisitRow, visits_of_household, visits_of_resident
from linli.visits.queries.naming import STATE_LOOKS, STATE_NAMES


def household_panel(actor: Actor, household_id: UUID) -> SafeString:
    """Write the visits to a household."""
    return _panel(actor, f"household={household_id}", visits_of_household(actor, household_id, on=timezone.localdate()))


def resident_panel(actor: Actor, resident_id: UUID) -> SafeString:
    """Write the visits to a resident."""
    return _panel(actor, f"resident={resident_id}", visits_of_resident(actor, resident_id, on=timezone.localdate()))


def _panel(actor: Actor, asked: str, found: Sequence[VisitRow]) -> SafeString:
    if not actor.may_anywhere(Permission.VISITS_VIEW):
        return SafeString("")
    rows = [(row, STATE_NAMES[row.state], STATE_LOOKS[row.state]) for row in found]
    context = {"rows": rows, "asked": asked, "may_plan": actor.may_anywhere(Permission.VISITS_PLAN)}
    return render_to_string("visits/parts/record_panel.html", context)
