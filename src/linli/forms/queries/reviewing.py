"""What waits for a look: each value with what stood, what stands now, and what the form says; masked until somebody asks to see it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from linli.core.secrets import keyed_hash, mask_name, mask_phone, unseal
from linli.forms.models import WriteBack
from linli.forms.queries.agreeing import closed_among
from linli.forms.queries.members import newcomer_value
from linli.forms.queries.visible import write_backs_visible_to
from linli.forms.rules import WriteBackState
from linli.forms.rules.states import OPEN
from linli.places import queries as places
from linli.register.queries.held import held_person
from linli.register.queries.whom import masked_residents
from linli.staff.rules import Actor

PAGE_SIZE = 50
_OPEN = [one.value for one in OPEN]


@dataclass(frozen=True)
class ReviewRow:
    """One value to decide on."""

    id: UUID
    submission_id: UUID
    form_code: str
    area_code: str
    subject: str
    whom: str
    field: str
    base: str
    current: str
    value: str
    seen: str  # marks the value of the register that is shown
    state: str
    by_name: str
    at: dt.datetime
    decided_by_name: str
    decided_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be decided."""
        return WriteBackState(self.state) in OPEN

    @property
    def has_changed(self) -> bool:
        """Say whether the register has another value by now than when the form came in."""
        return self.base != self.current


def mark_of(current: str) -> str:
    """Mark a value of the register so that a decision says which one it was made over, without telling it."""
    return keyed_hash(f"={current}")


def current_value(row: WriteBack) -> str:
    """Give what the register has now for the field; '' where it has nothing."""
    if row.subject == "dwelling" and row.dwelling_id is not None:
        found = places.places_of_dwellings(dwelling_ids=[row.dwelling_id])
        return str(getattr(found[0], row.field)) if found else ""
    if row.subject == "resident" and row.resident_id is not None:
        person = held_person(row.resident_id)
        return str(getattr(person, row.field)) if person else ""
    return newcomer_value(row) if row.subject == "member" else ""


def review_rows(rows: Sequence[WriteBack], *, clear: bool = False) -> list[ReviewRow]:
    """Put values together for the page; names and phones masked unless the reader has said what for."""
    names, closed = _subjects(rows), closed_among([row.submission for row in rows])
    return [_row(row, names, clear=clear, is_closed=row.submission_id in closed) for row in rows]


def waiting_rows(actor: Actor, *, page: int = 1) -> tuple[list[ReviewRow], bool]:
    """Read a page of everything that waits in somebody's area, the oldest first, masked; say whether there is more."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    found = (
        write_backs_visible_to(actor).filter(state__in=_OPEN).select_related("submission__form").order_by("at", "id")
    )
    rows = list(found[start : start + PAGE_SIZE + 1])
    return _listed(rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE


def next_waiting(actor: Actor, submission_id: UUID) -> UUID | None:
    """Find the filled form that comes after one in the list of what waits; None at its end."""
    waiting = write_backs_visible_to(actor).filter(state__in=_OPEN).exclude(submission_id=submission_id)
    of_it = WriteBack.objects.filter(submission_id=submission_id).order_by("-at", "-id").values_list("at", "pk")
    if last := of_it.first():
        at, pk = last
        waiting = waiting.filter(Q(at__gt=at) | Q(at=at, pk__gt=pk))
    return waiting.order_by("at", "id").values_list("submission_id", flat=True).first()


def is_settled(submission_id: UUID) -> bool:
    """Say whether nothing of a filled form waits for a decision any more."""
    return not WriteBack.objects.filter(submission_id=submission_id, state__in=_OPEN).exists()


def count_waiting(actor: Actor) -> int:
    """Count what waits in somebody's area."""
    return write_backs_visible_to(actor).filter(state__in=_OPEN).count()


def _listed(rows: Sequence[WriteBack]) -> list[ReviewRow]:
    """Give rows for the list, which shows what is asked and not what stands now: that is read one form at a time."""
    names, closed = _subjects(rows), closed_among([row.submission for row in rows])
    return [
        _row(row, names, clear=False, current=unseal(row.base_sealed), is_closed=row.submission_id in closed)
        for row in rows
    ]


def _subjects(rows: Sequence[WriteBack]) -> dict[UUID, str]:
    homes = {row.dwelling_id for row in rows if row.subject == "dwelling" and row.dwelling_id}
    return masked_residents({row.resident_id for row in rows if row.resident_id}) | places.addresses_of(homes)


def _row(
    row: WriteBack, names: dict[UUID, str], *, clear: bool, is_closed: bool, current: str | None = None
) -> ReviewRow:
    base, value = unseal(row.base_sealed), unseal(row.value_sealed)
    now = current_value(row) if current is None else current
    shown = (lambda text: text) if clear else (lambda text: masked(row.field, text))
    about = row.dwelling_id if row.subject == "dwelling" else row.resident_id
    whom = names.get(about, "") if about else ""
    return ReviewRow(
        id=row.pk, submission_id=row.submission_id, form_code=row.submission.form_id, area_code=row.area_code,
        subject=row.subject, whom=whom, field=row.field,
        base="" if is_closed else shown(base), current="" if is_closed else shown(now), value="" if is_closed else shown(value),
        seen=mark_of(now), state=row.state, by_name=row.by_name, at=row.at, decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
    )  # fmt: skip


def masked(field: str, text: str) -> str:
    """Mask a value as lists show it."""
    if field == "name":
        return mask_name(text)
    if field == "phone":
        return mask_phone(text) if text else ""
    if field == "born_on":
        return text[:4]
    if field == "member":
        said = json.loads(text) if text else {}
        phone = said.get("phone", "")
        shown = (mask_name(said.get("name", "")), said.get("born_on", "")[:4], mask_phone(phone) if phone else "")
        return " ".join(one for one in shown if one)
    return text
