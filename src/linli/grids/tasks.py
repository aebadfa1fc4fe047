"""Background work of grids: drawing plans, and adopting those whose day has come."""

import datetime as dt
from uuid import UUID

from django.tasks import task

from linli.core.errors import LinliError
from linli.grids.actions.underway import give_up_cut_off


@task
def draw_plan(plan_id: str) -> None:
    """Draw a plan that waits; what is refused is told on the plan. May run twice without harm."""
    from linli.grids.actions.running import run_drawing  # noqa: PLC0415 machine code, loaded by whom draws alone

    try:
        run_drawing(UUID(plan_id))
    except LinliError:
        return


def keep_plans(at: dt.datetime) -> None:
    """Adopt what is due, and give up drawings that were cut off."""
    from linli.grids.actions.adopting import adopt_due  # noqa: PLC0415 as above

    give_up_cut_off(at)
    adopt_due(at)
