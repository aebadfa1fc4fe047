"""Plan a visit by hand: its id comes from the client, so that a phone without network knows it too."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.core.secrets import seal
from linli.staff.rules import Command, Permission
from linli.visits import errors, rules
from linli.visits.actions.recording import begin, day_of, plan_line
from linli.visits.actions.targets import NewVisit, check_case, check_why, target_of
from linli.visits.models import Visit
from linli.visits.rules import StepName


@transaction.atomic
def plan_visit(new: NewVisit, *, command: Command, visit_id: UUID) -> Visit:
    """Plan a visit to a household, a resident or a dwelling, for a declared purpose."""
    if begin(command, StepName.PLAN, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    check_case(new.case_id, command.by)
    visit = store_plan(new, command=command, visit_id=visit_id, permission=Permission.VISITS_PLAN)
    check_why(new, household_id=visit.household_id)
    return visit


def store_plan(
    new: NewVisit, *, command: Command, visit_id: UUID, permission: Permission, made_on: dt.date | None = None
) -> Visit:
    """Store a new visit with its first line; call it inside the change's transaction.

    One told after it was made was to who lived there on that day.
    """
    today = day_of(command)
    target = target_of(new, command.by, permission, on=made_on or today)
    on = rules.check_plan_day(new.on or today, today=today, field="on")
    why = rules.check_text(new.why, field="why", required=False)
    if Visit.objects.filter(pk=visit_id).exists():
        raise errors.VisitIdTaken
    visit = Visit(
        id=visit_id, area_code=target.area_code, household_id=target.household_id, resident_id=target.resident_id,
        named_id=target.named_id, dwelling_id=target.dwelling_id, enrolment_id=target.enrolment_id, purpose_code=new.purpose_code,
        programme_code=new.programme_code, case_id=new.case_id, why_sealed=seal(why), due_on=on, planned_on=on,
    )  # fmt: skip
    visit.save(force_insert=True)
    plan_line(visit, command).save(force_insert=True)
    return visit
