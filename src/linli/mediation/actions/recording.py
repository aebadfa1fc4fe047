"""Find a mediation, check the step, change the row and add the record: the frame of every action."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from linli.core import commands
from linli.core.facts import announce
from linli.core.secrets import seal
from linli.mediation import errors, rules
from linli.mediation.actions.casework import tell_case
from linli.mediation.facts import MediationEnded
from linli.mediation.models import Mediation, MediationRecord, Party
from linli.mediation.queries.visible import standing_of
from linli.mediation.rules import ENDED, STEPS, Phase, StepName
from linli.staff.rules import Command

_ENCODER = DjangoJSONEncoder()


def begin(command: Command, name: StepName, *, answer: UUID) -> UUID | None:
    """Claim the command: None the first time; on a repeat the mediation whose change is already stored."""
    first = commands.begin(command.id, name=f"mediation.{name}", by=command.by.key, at=command.at, answer=str(answer))
    if first and name is not StepName.APPLY and first != str(answer):
        raise commands.CommandIdReused
    return UUID(first) if first else None


def find_for_step(mediation_id: UUID, name: StepName, command: Command) -> Mediation:
    """Lock a mediation the actor may know of and check that the step is allowed now."""
    mediation = Mediation.objects.select_for_update().filter(pk=mediation_id).first()
    standing = standing_of(mediation) if mediation else None
    if mediation is None or standing is None or not rules.may_know(standing, command.by):
        raise errors.MediationNotFound
    rules.check_step(name, standing, command.by)
    return mediation


def party_of(mediation: Mediation, party_id: UUID | str) -> Party:
    """Find a party of this mediation."""
    try:
        return mediation.parties.get(pk=party_id)
    except (ObjectDoesNotExist, ValidationError):
        raise errors.PartyUnknown(field="party") from None


def record(
    mediation: Mediation, name: StepName, command: Command, *, note: str = "", **changes: object
) -> MediationRecord:
    """Change the row and add the line of history that says so; the case the dispute came with is told, too."""
    line = keep(mediation, name, command, note=note, **changes)
    tell_case(mediation, name, command)
    return line


def keep(
    mediation: Mediation, name: StepName, command: Command, *, note: str = "", **changes: object
) -> MediationRecord:
    """Change the row and add the line of history, where the case need not be told."""
    if name in STEPS and STEPS[name].leads_to is not None:
        changes.setdefault("phase", STEPS[name].leads_to)
    _follow_phase(changes, command)
    for field, value in changes.items():
        setattr(mediation, field, value)
    mediation.version += 1
    mediation.save(update_fields=[*changes, "version"])
    line = _line(mediation, name, command, note=note, changes=changes)
    if "ended_at" in changes:
        announce(MediationEnded(str(mediation.pk), str(mediation.case_id), mediation.phase))
    return line


def opening_record(mediation: Mediation, command: Command) -> MediationRecord:
    """Write the first line of a mediation's history: what the row began with."""
    names = [field.name for field in Mediation._meta.concrete_fields if field.name not in _NOT_KEPT]
    changes = {name: getattr(mediation, _column(name)) for name in names}
    return _line(mediation, StepName.APPLY, command, note="", changes=changes)


def day_of(command: Command) -> dt.date:
    """Give the local day of a command."""
    return timezone.localdate(command.at)


def check_day(day: dt.date, mediation: Mediation, command: Command) -> dt.date:
    """Refuse a day before the application or after today."""
    if not timezone.localdate(mediation.applied_at) <= day <= day_of(command):
        raise errors.DayWrong(field="on")
    return day


_NOT_KEPT = frozenset({"id", "version", "content_sealed"})  # the content lies sealed in the row alone


def _column(name: str) -> str:
    return f"{name}_id" if name == "committee" else name


def _follow_phase(changes: dict[str, object], command: Command) -> None:
    phase = changes.get("phase")
    if phase is None:
        return
    changes["phase"] = str(phase)
    if Phase(str(phase)) in ENDED:
        changes |= {"is_running": False, "ended_at": command.at}


def _line(
    mediation: Mediation, name: StepName, command: Command, *, note: str, changes: dict[str, object]
) -> MediationRecord:
    return MediationRecord.objects.create(
        mediation=mediation,
        seq=mediation.version,
        name=name.value,
        at=command.at,
        by=command.by.key[:40],
        by_name=command.by.name[:40],
        note_sealed=seal(note),
        changes={field: _plain(value) for field, value in changes.items()},
        command_id=command.id,
    )


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime | UUID):
        return str(_ENCODER.default(value))
    return value
