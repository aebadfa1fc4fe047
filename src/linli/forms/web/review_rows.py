"""Values that wait for a decision, in words for the page."""

from uuid import UUID

from django.urls import reverse

from linli.core.ids import new_id
from linli.forms.queries.reviewing import ReviewRow
from linli.forms.wording import FIELD_NAMES, WRITE_BACK_STATES, value_said
from linli.places import queries as places


def queued(submission_id: UUID) -> str:
    """Give the address of a filled form for who works through the list of what waits."""
    return f"{reverse('forms:submission', args=[submission_id])}?queue=1"


def to_match(submission_id: UUID) -> str:
    """Give the address of a filled form for who works through the list of those without a household."""
    return f"{reverse('forms:submission', args=[submission_id])}?matching=1"


def shown(row: ReviewRow) -> dict[str, object]:
    """Put one value into words: whose, which field, what stood, what stands, what the form says."""
    return {
        "id": row.id, "submission_id": row.submission_id, "whom": row.whom, "area": places.area_name(row.area_code),
        "field": FIELD_NAMES.get(row.field, row.field), "base": value_said(row.field, row.base),
        "current": value_said(row.field, row.current), "value": value_said(row.field, row.value), "seen": row.seen,
        "has_changed": row.has_changed, "state": row.state, "state_name": WRITE_BACK_STATES[row.state],
        "is_open": row.is_open, "by_name": row.by_name, "at": row.at, "decided_by_name": row.decided_by_name,
        "decided_at": row.decided_at, "form": row.form_code, "command_id": new_id(), "url": queued(row.submission_id),
    }  # fmt: skip
