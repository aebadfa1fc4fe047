"""Find a visit, check who may, change the row and add the record: the frame of every action."""

import datetime as dt
import json
from collections.abc import Mapping
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from linli.core import commands
from linli.core.secrets import seal, unseal
from linli.register.queries.standing import is_known
from linli.staff.rules import Actor, Command, Permission, signed
from linli.visits import errors
from linli.visits.models import Visit, VisitRecord
from linli.visits.rules import StepName, VisitState

_ENCODER = DjangoJSONEncoder()
_MAKING = (Permission.VISITS_MAKE,)
_ARRANGING = (Permission.VISITS_PLAN, Permission.VISITS_MAKE)
ALLOWING: Mapping[StepName, tuple[Permission, ...]] = {
    StepName.PLAN: (Permission.VISITS_PLAN,),
    StepName.MAKE: _MAKING,
    StepName.MISS: _MAKING,
    StepName.CONFIRM: _MAKING,
    StepName.MOVE: _ARRANGING,
    StepName.CANCEL: _ARRANGING,
}


def begin(command: Command, name: StepName, *, answer: UUID) -> bool:
    """Claim the command: False the first time, True on a repeat of the same change to the same visit."""
    first = commands.begin(command.id, name=f"visits.{name}", by=command.by.key, at=command.at, answer=str(answer))
    if first and first != str(answer):
        raise commands.CommandIdReused
    return first is not None


def may_step(by: Actor, name: StepName, area_code: str) -> bool:
    """Say whether somebody may take a step in a grid."""
    return any(by.may(permission, area_code) for permission in ALLOWING[name])


def find_for_step(visit_id: UUID, name: StepName, command: Command) -> Visit:
    """Lock a visit the actor may know of and check that this is their step."""
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None or not command.by.may(Permission.VISITS_VIEW, visit.area_code):
        raise errors.VisitNotFound
    if not may_step(command.by, name, visit.area_code):
        raise errors.VisitNotAllowed
    return visit


def check_known(visit: Visit) -> None:
    """Keep nothing more of a visit to somebody whose record was deleted meanwhile (PIPL art. 47)."""
    if visit.resident_id is not None and not is_known(visit.resident_id):
        raise errors.WhomUnknown


def record(
    visit: Visit,
    name: StepName,
    command: Command,
    *,
    note: str = "",
    said: Mapping[str, str] | None = None,
    changes: Mapping[str, object],
) -> None:
    """Change the row and add the line that says so; `said` are personal texts, kept sealed in the row and in the line."""
    before = {key: unseal(getattr(visit, f"{key}_sealed")) for key in said or {}}
    sealed = {f"{key}_sealed": seal(text) for key, text in (said or {}).items()}
    for field, value in {**changes, **sealed}.items():
        setattr(visit, field, value)
    visit.version += 1
    visit.save(update_fields=[*changes, *sealed, "version"])
    line = opening_line(visit, name, command, changes=changes)
    line.note_sealed = seal(note)
    line.before_sealed, line.after_sealed = _bundle(before), _bundle(said or {})
    line.save(force_insert=True)


def opening_line(visit: Visit, name: StepName, command: Command, *, changes: Mapping[str, object]) -> VisitRecord:
    """Put a line of history together without storing it."""
    by_name = command.by.name
    if command.by.stands_in_for:
        by_name = signed(command.by, may=lambda one: may_step(one, name, visit.area_code))
    return VisitRecord(
        visit=visit, seq=visit.version, name=name.value, at=command.at, by=command.by.key[:40], by_name=by_name[:40],
        changes={field: _plain(value) for field, value in changes.items() if field not in _PERSONAL},
        command_id=command.id,
    )  # fmt: skip


def plan_line(visit: Visit, command: Command) -> VisitRecord:
    """Put together the first line of a visit's history."""
    return opening_line(visit, StepName.PLAN, command, changes={name: getattr(visit, name) for name in _FIRST})


def ending(state: VisitState, command: Command) -> dict[str, object]:
    """Give what changes when a visit is over."""
    return {"state": state.value, "ended_at": command.at}


def day_of(command: Command) -> dt.date:
    """Give the local day of a command."""
    return timezone.localdate(command.at)


_FIRST = ("area_code", "purpose_code", "event_code", "case_id", "due_on", "planned_on", "state")
_PERSONAL = frozenset(
    {"made_by", "made_by_name", "household_id", "resident_id", "named_id", "dwelling_id", "enrolment_id"}
)


def _bundle(texts: Mapping[str, str]) -> str:
    """Seal texts side by side, each under its name; never a sealed value inside a sealed one."""
    said = {key: text for key, text in texts.items() if text}
    return seal(json.dumps(said, ensure_ascii=False)) if said else ""


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime | UUID):
        return str(_ENCODER.default(value))
    return value
