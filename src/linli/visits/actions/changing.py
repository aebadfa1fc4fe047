"""Nobody in, another day, called off."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.staff.rules import Command
from linli.visits import errors, rules
from linli.visits.actions.recording import begin, day_of, ending, find_for_step, record
from linli.visits.models import Visit
from linli.visits.rules import StepName, VisitState

_MOVING = (StepName.MOVE.value, StepName.PLAN.value, StepName.MISS.value)


@transaction.atomic
def miss_visit(visit_id: UUID, *, command: Command, said: str) -> Visit:
    """Keep that nobody was in; the visit stays to be made, from the next day on."""
    if begin(command, StepName.MISS, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    visit = find_for_step(visit_id, StepName.MISS, command)
    rules.check_open(VisitState(visit.state))
    note = rules.check_text(said, field="said", required=False)
    again = max(visit.planned_on, day_of(command) + dt.timedelta(days=1))
    changes: dict[str, object] = {"state": VisitState.NOT_IN.value, "tries": visit.tries + 1, "planned_on": again}
    record(visit, StepName.MISS, command, note=note, changes=changes)
    return visit


@transaction.atomic
def move_visit(visit_id: UUID, *, command: Command, on: dt.date, base_on: dt.date | None) -> Visit:
    """Give a visit another day; `base_on` is the day it had for whoever moves it: moved meanwhile, it is refused."""
    if begin(command, StepName.MOVE, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    visit = find_for_step(visit_id, StepName.MOVE, command)
    rules.check_open(VisitState(visit.state))
    if base_on is not None and visit.planned_on not in (base_on, on):
        raise _moved(visit)
    rules.check_plan_day(on, today=day_of(command), field="on")
    record(visit, StepName.MOVE, command, changes={"planned_on": on, "state": VisitState.PLANNED.value})
    return visit


@transaction.atomic
def cancel_visit(visit_id: UUID, *, command: Command, reason: str) -> Visit:
    """Call a visit off, with the reason."""
    if begin(command, StepName.CANCEL, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    visit = find_for_step(visit_id, StepName.CANCEL, command)
    rules.check_open(VisitState(visit.state))
    note = rules.check_text(reason, field="reason")
    record(visit, StepName.CANCEL, command, note=note, changes=ending(VisitState.CANCELLED, command))
    return visit


def _moved(visit: Visit) -> errors.VisitMoved:
    last = visit.records.filter(name__in=_MOVING).order_by("-seq").first()
    at = timezone.localtime(last.at).isoformat() if last else ""
    return errors.VisitMoved(theirs=visit.planned_on.isoformat(), by=last.by_name if last else "", at=at)
