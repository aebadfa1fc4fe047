"""Keep what was sent to a phone, and note in the log that people's rows went with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.scope import covering
from linli.fieldsync.models import Manifest
from linli.fieldsync.rules.manifests import Held, packed
from linli.fieldsync.rules.scope import scope_of
from linli.staff.rules import SYSTEM, Actor

NOBODY = UUID(int=0)  # the cursor of no manifest


@dataclass(frozen=True)
class Sent:
    """What a phone holds once it has taken this answer, and how many rows about people are new in it, by their kind."""

    marks: Mapping[str, str]
    held: Held
    about_people: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def hand_out(device_id: UUID, sent: Sent, *, known: UUID | None, by: Actor, at: dt.datetime) -> str:
    """Store the manifest of an answer and give its cursor; of the others only the one the phone has just named stays."""
    Manifest.objects.filter(device=device_id).exclude(pk=known or NOBODY).delete()
    row = Manifest(pk=uuid4(), device_id=device_id, marks=dict(sent.marks), held=packed(sent.held))
    row.save(force_insert=True)
    lines = (_line(count, "field-app", kind, by=by, of=by, at=at) for kind, count in sent.about_people.items() if count)
    audit.note(*lines)
    return str(row.pk)


@transaction.atomic
def note_shown(people: int, *, of: Actor, at: dt.datetime) -> None:
    """Note that whoever runs the machine wrote down what somebody's phone would hold of people."""
    if people:
        audit.note(_line(people, "field-pull", "residents", by=SYSTEM, of=of, at=at))


def _line(count: int, how: str, kind: str, *, by: Actor, of: Actor, at: dt.datetime) -> audit.Line:
    return audit.Line(
        Act.READ, by.key, by.name, at, area_code=covering(scope_of(of).people), purpose="register",
        subject_kind=kind, count=count, detail={"how": how},
    )  # fmt: skip


def forget_manifests(device_id: UUID) -> None:
    """Forget what a phone holds: whatever asks under it next is sent everything, or nothing."""
    Manifest.objects.filter(device=device_id).delete()
