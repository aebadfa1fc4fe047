"""Delete what a person asks to be deleted, where no law asks for it to be kept (PIPL art. 47); the history loses it too."""

import json
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import audit
from linli.core.audit import Act, Line
from linli.core.facts import announce
from linli.core.secrets import seal, unseal
from linli.register import errors
from linli.register.actions.correcting import correct_resident
from linli.register.actions.finding import resident_to_edit
from linli.register.actions.recording import begin
from linli.register.facts import ResidentErased
from linli.register.models import (
    Contact,
    Enrolment,
    Guardianship,
    LinkagePair,
    Membership,
    RegisterChange,
    Residency,
    Resident,
    Statement,
)
from linli.register.queries.visible import one_person
from linli.staff.rules import Command


class Erasure(StrEnum):
    """What is to go."""

    PHONE = "phone"
    CONTACTS = "contacts"
    ALL = "all"


@transaction.atomic
def erase(resident_id: UUID, what: Erasure, *, command: Command, reason: str) -> None:
    """Delete a phone, the people to call, or everything; refused with the reasons while a duty to keep it stands."""
    row, area_code = resident_to_edit(resident_id, command)
    fact = _erased(resident_id, what)
    match what:
        case Erasure.PHONE:
            correct_resident(resident_id, command=command, values={"phone": ""}, source="self", reason=reason)
            Resident.objects.filter(merged_into=resident_id).update(phone_sealed="", phone_hash="")
            _forget_said(Q(resident_id=resident_id, field="phone"))
            _forget_in_history(RegisterChange.objects.filter(resident_id__in=one_person(resident_id)), "phone")
        case Erasure.CONTACTS:
            if begin(command, "erase", answer=resident_id) is not None:
                return
            Contact.objects.filter(resident=row).delete()
            _empty(Q(resident_id__in=one_person(resident_id), subject_kind="contact"))
        case Erasure.ALL:
            _erase_all(row, command)
    detail = {"act": "erase", "what": what.value}
    by = command.by
    audit.note(
        Line(Act.DESTROY, by.key, by.name, command.at, area_code, "rights", "resident", str(resident_id), detail=detail)
    )
    announce(fact)


def duties_to_keep(resident_id: UUID) -> Sequence[str]:
    """Name why a record may not go yet, in words."""
    open_now = {"resident_id": resident_id, "until": None}
    reasons = {
        _("本人仍在本辖区居住或有户籍，登记是法定职责"): Residency.objects.filter(**open_now),
        _("正在参加项目，办理和核对需要这些信息"): Enrolment.objects.filter(**open_now),
        _("本人是他人的监护人"): Guardianship.objects.filter(guardian_id=resident_id, until=None),
    }
    return [reason for reason, rows in reasons.items() if rows.exists()]


def _erased(resident_id: UUID, what: Erasure) -> ResidentErased:
    """Say whose data goes and where they lived: what other rooms wrote of them there goes too."""
    ids = list(one_person(resident_id))
    homes = Residency._base_manager.filter(resident__in=ids).values_list("household_id", "since", "until")
    stays = tuple((str(home), str(since), str(until or "")) for home, since, until in homes.order_by("since", "id"))
    return ResidentErased(tuple(str(pk) for pk in ids), what.value, stays)


def _erase_all(row: Resident, command: Command) -> None:
    """Delete a person; consents, ended helps and the log of readings keep their three years under a number nobody bears."""
    if reasons := duties_to_keep(row.pk):
        raise errors.ErasureRefused(reasons="；".join(reasons))
    if begin(command, "erase", answer=row.pk) is not None:
        return
    records = list(
        one_person(row.pk)
    )  # what was merged into it is the same person, with a name and a number of its own
    for model in (Residency, Contact, Membership):
        model._base_manager.filter(resident__in=records).delete()
    LinkagePair.objects.filter(Q(resident_id__in=records) | Q(left_id__in=records)).delete()  # with the row of a list
    Guardianship.objects.filter(Q(ward__in=records) | Q(guardian__in=records)).delete()
    _forget_said(Q(resident_id__in=records))
    _empty(Q(resident_id__in=records))
    people = Resident.objects.filter(pk__in=records)
    people._raw_delete(people.db)


def _empty(about: Q) -> None:
    RegisterChange.objects.filter(about).update(before_sealed="", after_sealed="")


def _forget_said(about: Q) -> None:
    """Delete what sources said, and the history of it."""
    said = Statement.objects.filter(about)
    _empty(Q(subject_kind="statement", subject_id__in=list(said.values_list("pk", flat=True))))
    said.delete()


def _forget_in_history(rows: QuerySet[RegisterChange], field: str) -> None:
    for one in rows.filter(subject_kind="resident"):
        one.before_sealed, one.after_sealed = (_without(kept, field) for kept in (one.before_sealed, one.after_sealed))
        one.save(update_fields=["before_sealed", "after_sealed"])


def _without(sealed: str, field: str) -> str:
    if not sealed:
        return ""
    kept = {name: value for name, value in json.loads(unseal(sealed)).items() if name != field}
    return seal(json.dumps(kept, ensure_ascii=False)) if kept else ""
