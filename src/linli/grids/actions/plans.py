"""What people do with a plan as a whole: propose, stop its drawing, hand in, approve or give back, withdraw. Adopting is in `adopting`."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.grids import errors, rules
from linli.grids.actions.recording import begin, check_four_eyes, claim, find_for_step, may_step, note
from linli.grids.actions.underway import check_alone
from linli.grids.models import Plan
from linli.grids.queries.ground import check_drawable, name_of
from linli.grids.queries.plans import NOT_ADOPTED, STOP_ASKED, broken_grids, names_alike
from linli.grids.rules import DrawSettings, PlanKind, PlanState, PlanStep
from linli.staff.rules import Command, Permission, signed

_MOST_NAMED = 5


@transaction.atomic
def propose(
    area_code: str, kind: PlanKind, settings: DrawSettings, *, command: Command, plan_id: UUID | None = None
) -> Plan:
    """Ask for a plan of an area where none is drawn; `tasks.draw_plan` draws it then. The same command a second time gives the same plan."""
    name_of(area_code)
    if not command.by.may(Permission.GRIDS_DRAW, area_code):
        raise errors.PlanNotAllowed
    key = plan_id or new_id()
    if first := claim(command, "propose", answer=str(key)):
        return _proposed_before(first, area_code, kind)
    check_drawable(area_code, kind, settings)
    check_alone(area_code, command.at)
    plan = Plan.objects.create(
        id=key, area_code=area_code, kind=kind.value, state=PlanState.DRAWING.value, settings=settings.as_json(),
        drawn_at=command.at, drawn_by=command.by.key[:40], drawn_by_name=command.by.name[:40],
    )  # fmt: skip
    note(plan, "propose", command, kind=kind.value)
    return plan


@transaction.atomic
def stop(plan_id: UUID, *, command: Command) -> Plan:
    """Have a drawing end with the best found so far, wherever it runs: its process sees it within a second, and makes a draft of it."""
    if begin(command, "stop", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    plan, state = find_for_step(plan_id, PlanStep.STOP, command)
    plan.progress[STOP_ASKED] = True
    return _keep(plan, state, PlanStep.STOP, command)


@transaction.atomic
def submit(plan_id: UUID, *, command: Command) -> Plan:
    """Hand a draft in for approval; one with a grid in several pieces, or with two grids of a name in a community, is mended first."""
    if begin(command, "submit", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    plan, state = find_for_step(plan_id, PlanStep.SUBMIT, command)
    if broken := broken_grids(plan):
        raise errors.PlanBroken(count=len(broken), first=broken[0])
    if alike := names_alike(plan):
        raise errors.NamesAlike(names="、".join(alike[:_MOST_NAMED]))
    plan.submitted_at, plan.submitted_by = command.at, command.by.key[:40]
    plan.submitted_by_name = command.by.name[:40]
    plan.decided_at, plan.decided_by, plan.decided_by_name, plan.note = None, "", "", ""
    return _keep(plan, state, PlanStep.SUBMIT, command)


@transaction.atomic
def approve(plan_id: UUID, *, command: Command, adopt_on: dt.date | None = None, note: str = "") -> Plan:
    """Approve a plan that others drew, edited and handed in, if wished for a day on which it is adopted by itself."""
    if begin(command, "approve", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    plan, state = find_for_step(plan_id, PlanStep.APPROVE, command)
    check_four_eyes(command.by, plan)
    if adopt_on is not None:
        rules.check_adopt_on(adopt_on, today=timezone.localdate(command.at))
    plan.adopt_on, plan.note = adopt_on, note.strip()[: rules.MOST_NOTE]
    return _decide(plan, state, PlanStep.APPROVE, command)


@transaction.atomic
def return_(plan_id: UUID, *, note: str, command: Command) -> Plan:
    """Give a plan back to be changed, saying why; it is a draft again."""
    if begin(command, "return", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    plan, state = find_for_step(plan_id, PlanStep.RETURN, command)
    plan.note, plan.adopt_on = rules.check_note(note), None
    plan.progress.pop("successors", None)  # what is edited now may close other grids
    plan.progress.pop(NOT_ADOPTED, None)
    return _decide(plan, state, PlanStep.RETURN, command)


@transaction.atomic
def withdraw(plan_id: UUID, *, command: Command) -> Plan:
    """Take a plan back for good; the grids stay as they are."""
    if begin(command, "withdraw", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    plan, state = find_for_step(plan_id, PlanStep.WITHDRAW, command)
    return _keep(plan, state, PlanStep.WITHDRAW, command)


def _proposed_before(plan_id: str, area_code: str, kind: PlanKind) -> Plan:
    plan = Plan.objects.get(pk=plan_id)
    if (plan.area_code, plan.kind) != (area_code, kind.value):
        raise CommandIdReused
    return plan


def _decide(plan: Plan, state: PlanState, step: PlanStep, command: Command) -> Plan:
    plan.decided_at, plan.decided_by = command.at, command.by.key[:40]
    plan.decided_by_name = signed(command.by, may=lambda one: may_step(one, step, plan.area_code))[:40]
    return _keep(plan, state, step, command)


def _keep(plan: Plan, state: PlanState, step: PlanStep, command: Command) -> Plan:
    plan.state = state.value
    plan.save()
    note(plan, step.value, command)
    return plan
