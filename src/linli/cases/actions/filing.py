"""File, decline, or change the kind of a report: the supervision centre decides."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.clocks import due_of
from linli.cases.actions.recording import Command, begin, find_for_step, record
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case, TriageChoice
from linli.cases.queries.kinds import kind_named
from linli.cases.queries.owners import owner_for
from linli.cases.rules import Lane, StepName


@transaction.atomic
def file_case(
    case_id: UUID,
    *,
    command: Command,
    kind_code: str = "",
    lane: Lane = Lane.DISPATCH,
    suggested: tuple[str, float] = ("", 0.0),
) -> Case:
    """Decide that a report becomes a case of a kind, and start the command centre's clock."""
    if (first := begin(command, StepName.FILE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.FILE, command)
    if not (kind_code or case.kind_code):
        raise errors.KindMissing(field="kind")
    kind = kind_named(kind_code or case.kind_code)
    if lane not in kind.lanes:
        raise errors.LaneNotForKind(field="lane")
    record(case, StepName.FILE, command, note="", lane=lane.value, filed_at=command.at, **of_kind(case, kind, command))
    _keep_choice(case, command, suggested=suggested)
    return case


@transaction.atomic
def decline_case(case_id: UUID, *, command: Command, reason: str, duplicate_of: UUID | None = None) -> Case:
    """Decide not to open a case, with the reason the person who reported will read."""
    if (first := begin(command, StepName.DECLINE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DECLINE, command)
    said = rules.check_reason(reason)
    outcome = "duplicate" if duplicate_of else "declined"
    changes = {
        "result": said,
        "outcome": outcome,
        "duplicate_of": duplicate_of,
        "closed_at": command.at,
        "due_at": None,
    }
    record(case, StepName.DECLINE, command, note=said, **changes)
    return case


@transaction.atomic
def correct_kind(case_id: UUID, *, command: Command, kind_code: str) -> Case:
    """Choose another kind before dispatch; the correction is kept and learned from."""
    if (first := begin(command, StepName.CORRECT_KIND, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CORRECT_KIND, command)
    kind, before = kind_named(kind_code), case.kind_code
    record(case, StepName.CORRECT_KIND, command, note="", **of_kind(case, kind, command))
    _keep_choice(case, command, suggested=(before, 0.0))
    return case


def of_kind(case: Case, kind: KindDeclaration, command: Command) -> dict[str, object]:
    """List what choosing a kind changes: its version, its owner here, its clocks."""
    owner = owner_for(kind, case.area_code)
    return {
        "kind_code": kind.code,
        "kind_version": kind.version,
        "is_confidential": kind.confidential,
        "proposed_unit": owner.unit_code if owner else "",
        "due_at": due_of(kind, Stage.DISPATCH, start=command.at, area_code=case.area_code),
        "resident_due_at": due_of(kind, Stage.RESIDENT, start=case.reported_at, area_code=case.area_code),
    }


def _keep_choice(case: Case, command: Command, *, suggested: tuple[str, float]) -> None:
    code, confidence = suggested
    TriageChoice.objects.update_or_create(
        case=case,
        defaults={"chosen": case.kind_code, "at": command.at},
        create_defaults={"chosen": case.kind_code, "at": command.at, "suggested": code, "confidence": confidence},
    )
