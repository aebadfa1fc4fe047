"""The room of a joint case: minutes of meetings, and action items that a unit promises to finish by a day."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, find_for_unit, record
from linli.cases.models import ActionItem, Case, Meeting
from linli.cases.rules import StepName
from linli.staff import queries as staff
from linli.staff.rules import Command, Permission

SHOWN = 200


@dataclass(frozen=True)
class Minutes:
    """What is kept of a meeting."""

    held_at: dt.datetime
    minutes: str
    place: str = ""
    present: str = ""


@dataclass(frozen=True)
class Plan:
    """What a unit is to do by which day, and the meeting that said so."""

    text: str
    unit_code: str
    due_on: dt.date
    meeting_id: UUID | None = None


@transaction.atomic
def hold_meeting(case_id: UUID, *, command: Command, held: Minutes) -> Case:
    """Keep the minutes of a meeting about a case."""
    if (first := begin(command, StepName.MEET, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.MEET, command)
    if held.held_at > command.at:
        raise errors.MeetingAhead(field="held_at")
    said = rules.check_reason(held.minutes, field="minutes")
    record(case, StepName.MEET, command, note=said[:SHOWN])
    Meeting.objects.create(
        id=command.id, case=case, held_at=held.held_at, place=held.place.strip()[:120], present=held.present.strip(),
        minutes=said, by=command.by.key[:40], by_name=command.by.name[:40], at=command.at,
    )  # fmt: skip
    return case


@transaction.atomic
def plan_action(case_id: UUID, *, command: Command, plan: Plan) -> Case:
    """Agree that a unit does something by a day."""
    if (first := begin(command, StepName.PLAN_ACTION, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.PLAN_ACTION, command)
    said, unit = rules.check_reason(plan.text, field="text"), staff.unit_named(plan.unit_code)
    if plan.due_on < timezone.localdate(command.at):
        raise errors.DueInPast(field="due_on")
    if plan.meeting_id and not case.meetings.filter(pk=plan.meeting_id).exists():
        raise errors.MeetingUnknown
    record(case, StepName.PLAN_ACTION, command, note=f"{unit.name}（{plan.due_on:%Y-%m-%d}）：{said[:SHOWN]}")
    ActionItem.objects.create(
        id=command.id, case=case, meeting_id=plan.meeting_id, text=said, unit_code=unit.code, due_on=plan.due_on,
        by=command.by.key[:40], at=command.at,
    )  # fmt: skip
    return case


@transaction.atomic
def finish_action(case_id: UUID, *, command: Command, item_id: UUID, result: str) -> Case:
    """Say that an action item is done and how: its own unit, or whoever dispatches at the place."""
    if (first := begin(command, StepName.FINISH_ACTION, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_unit(case_id, StepName.FINISH_ACTION, command)
    item = ActionItem.objects.select_for_update().filter(pk=item_id, case=case).first()
    if item is None:
        raise errors.ActionUnknown
    by = command.by
    is_own = item.unit_code in by.unit_codes and by.may_anywhere(Permission.CASES_HANDLE)
    if not (is_own or by.may(Permission.CASES_DISPATCH, case.area_code)):
        raise errors.NoPartHere
    if item.done_at is not None:
        raise errors.ActionFinished
    said = rules.check_result(result)
    record(case, StepName.FINISH_ACTION, command, note=f"{item.text[:SHOWN]}：{said[:SHOWN]}")
    item.done_at, item.result = command.at, said
    item.save(update_fields=["done_at", "result"])
    return case
