"""Background work of cases."""

import datetime as dt

from django.tasks import task

from linli.cases.actions.learning import is_worth_learning, learn
from linli.cases.actions.replanning import replan_clocks
from linli.cases.actions.rounds import run_rounds
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.queries.kinds import catalogue

REPLAN_HOUR = 3


def keep_clocks(at: dt.datetime, *, planned_on: dt.date | None) -> dt.date | None:
    """Sweep the clocks; at start and once a night work them out anew, in case the calendar has changed.

    `planned_on` is the answer of the time before: the local day of the last new plan.
    """
    sweep_clocks(at)
    local = at.astimezone(catalogue().calendar.zone)
    if planned_on is not None and (planned_on == local.date() or local.hour < REPLAN_HOUR):
        return planned_on
    replan_clocks(at)
    return local.date()


def keep_rounds(at: dt.datetime, *, made_on: dt.date | None) -> dt.date:
    """Run the rounds at start and once a day; `made_on` is the answer of the time before."""
    today = at.astimezone(catalogue().calendar.zone).date()
    if made_on != today:
        run_rounds(at)
    return today


@task
def learn_kinds() -> None:
    """Train triage anew when enough was closed since; may run twice without harm."""
    if is_worth_learning():
        learn()
