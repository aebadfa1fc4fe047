"""File, decline, or change the kind of a report: the supervision centre decides."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.noting_links import link_duplicate
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.catalogue import KindDeclaration
from linli.cases.facts import CaseClosed
from linli.cases.models import Case, TriageChoice
from linli.cases.queries.kinds import kind_named, usual_lane, workflow_for
from linli.cases.queries.visible import case_visible_to
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.staff.rules import Command


@transaction.atomic
def file_case(
    case_id: UUID,
    *,
    command: Command,
    kind_code: str = "",
    lane: str = "",
    condition: str = "",
    suggested: tuple[str, float] = ("", 0.0),
) -> Case:
    """Decide that a report becomes a case of a kind, under a condition that changes its limits, and start command's clock."""
    if (first := begin(command, StepName.FILE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.FILE, command)
    if not (kind_code or case.kind_code):
        raise errors.KindMissing(field="kind")
    kind = kind_named(kind_code or case.kind_code)
    rules.check_kind_chosen(case.standing, command.by, is_other=kind.code != case.kind_code)
    lane = lane or usual_lane(kind)
    if lane not in kind.lanes:
        raise errors.LaneNotForKind(field="lane")
    if condition and condition not in {one.when for one in kind.conditions}:
        raise errors.ConditionNotForKind(field="condition")
    filed = changes.filed(case, kind, lane=lane, at=command.at)
    if condition or case.answers.get("condition"):
        filed["answers"] = {"condition": condition}
    record(case, StepName.FILE, command, note="", **filed)
    _keep_choice(case, command, suggested=suggested)
    return case


@transaction.atomic
def decline_case(case_id: UUID, *, command: Command, reason: str, duplicate_of: UUID | None = None) -> Case:
    """Decide not to open a case, with the reason the person who reported will read."""
    if (first := begin(command, StepName.DECLINE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DECLINE, command)
    said = rules.check_reason(reason)
    if duplicate_of is not None and case_visible_to(command.by, duplicate_of).pk == case.pk:
        raise errors.DuplicateOfItself(field="duplicate_number")
    ended = changes.declined(reason=said, duplicate_of=duplicate_of, at=command.at)
    record(case, StepName.DECLINE, command, note=said, **ended)
    if duplicate_of is not None:
        link_duplicate(case, duplicate_of, command)
    announce(CaseClosed(case_id=str(case.pk), kind_code=case.kind_code))
    return case


@transaction.atomic
def correct_kind(case_id: UUID, *, command: Command, kind_code: str) -> Case:
    """Choose another kind before dispatch; the correction is kept and learned from."""
    if (first := begin(command, StepName.CORRECT_KIND, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CORRECT_KIND, command)
    kind, before = kind_named(kind_code), case.kind_code
    record(case, StepName.CORRECT_KIND, command, note="", **changes.of_kind(case, kind), **_lane_for(case, kind))
    _keep_choice(case, command, suggested=(before, 0.0))
    return case


def _lane_for(case: Case, kind: KindDeclaration) -> changes.Changes:
    """A kind that does not run in the case's workflow takes it into its own, at the same phase."""
    if case.lane in kind.lanes:
        return {}
    lane = usual_lane(kind)
    if case.phase not in workflow_for(lane).phases:
        raise errors.LaneNotForKind(field="kind")
    return changes.in_lane(lane)


def _keep_choice(case: Case, command: Command, *, suggested: tuple[str, float]) -> None:
    code, confidence = suggested
    TriageChoice.objects.update_or_create(
        case=case,
        defaults={"chosen": case.kind_code, "at": command.at},
        create_defaults={"chosen": case.kind_code, "at": command.at, "suggested": code, "confidence": confidence},
    )
