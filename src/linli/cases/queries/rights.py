"""Requests over one's own data: those an account has made, and what the desk sees of one beside its case."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.cases import rules
from linli.cases.models import Case, CaseSubject
from linli.core.secrets import mask_id_number, mask_name, mask_phone, unseal
from linli.register.queries.standing import standing_of
from linli.register.queries.visible import residents_visible_to
from linli.staff.rules import Actor, Permission

LANE = "data-rights"
MOST = 100
_MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_id_number,
    "born_on": "{:.4}-**-**".format,
}


@dataclass(frozen=True)
class OwnRequest:
    """A request as whoever made it follows it."""

    id: UUID
    number: str
    right: str
    field: str
    reported_at: dt.datetime
    due_at: dt.datetime | None
    state: str


@dataclass(frozen=True)
class RequestShown:
    """What the desk sees of a request: the value masked; the record for whoever may open it."""

    right: str
    field: str
    value: str
    resident_id: UUID | None
    is_of_heirs: bool
    may_open: bool
    may_apply: bool


def own_requests(account_id: UUID) -> Sequence[OwnRequest]:
    """List the requests an account has made, the newest first; one query."""
    rows = CaseSubject.objects.filter(case__reporter__account_id=account_id).exclude(right="")
    columns = ("case_id", "case__number", "right", "field", "case__reported_at", "case__resident_due_at", "case__state")
    return tuple(OwnRequest(*row) for row in rows.order_by("-case__reported_at").values_list(*columns)[:MOST])


def request_beside(actor: Actor, case: Case) -> RequestShown | None:
    """Show the request beside its case to those who may read the case; no question is asked for other cases."""
    if case.lane != LANE and not case.kind_code.startswith("service.data-"):
        return None
    subject = CaseSubject.objects.filter(case=case).first()
    if subject is None or not rules.may_see(case.standing, actor):
        return None
    may_open = _may(actor, subject, Permission.PEOPLE_VIEW)
    may_apply = subject.right in {"correct", "delete"} and case.phase in {"handling", "decided"}
    if subject.right == "correct" and not subject.value_sealed:
        may_apply = False
    return RequestShown(
        subject.right, subject.field, _masked(subject), _standing(subject), subject.resident_id is None, may_open,
        may_apply and _may(actor, subject, Permission.PEOPLE_EDIT),
    )  # fmt: skip


def _standing(subject: CaseSubject) -> UUID | None:
    """Give the record that a request is over: the one that stands for it, where it was merged since."""
    return standing_of(subject.resident_id) if subject.resident_id else None


def _may(actor: Actor, subject: CaseSubject, permission: Permission) -> bool:
    if subject.resident_id is None or not actor.may_anywhere(permission):
        return False
    return residents_visible_to(actor, permission).filter(pk=standing_of(subject.resident_id)).exists()


def _masked(subject: CaseSubject) -> str:
    """Mask what a correction asks for; of somebody who has died only who asks is told, at the counter."""
    if not subject.value_sealed or subject.resident_id is None:
        return ""
    return _MASKS.get(subject.field, str)(unseal(subject.value_sealed))
