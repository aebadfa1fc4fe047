"""Background work of visits."""

import datetime as dt
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from linli.visits.actions import cancel_lapsed, follow_homes, plan_ahead, plan_in_background

PLAN_HOUR = 4


@task
def plan_area(area_code: str, first: str, last: str, account_id: str, command_id: str) -> None:
    """Plan an area that somebody asked for; may run twice without harm."""
    first_on, last_on = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    plan_in_background(area_code, first_on, last_on, account_id=UUID(account_id), command_id=UUID(command_id))


def keep_visits(at: dt.datetime, *, planned_on: dt.date | None) -> dt.date | None:
    """Follow who has moved, call off what has lapsed and plan the coming fortnight, at start and once a night; again does no harm."""
    local = timezone.localtime(at)
    if planned_on is not None and (planned_on == local.date() or local.hour < PLAN_HOUR):
        return planned_on
    follow_homes(at)
    cancel_lapsed(at)
    plan_ahead(at)
    return local.date()
