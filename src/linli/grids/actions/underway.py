"""Drawings under way: one at a time on the same ground, and none that died with its process bars the next one."""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from linli.core.moments import to_the_minute
from linli.grids import errors, rules
from linli.grids.models import Plan
from linli.grids.queries.plans import STOP_ASKED, drawings_under_way, seen_at
from linli.grids.rules import PlanState
from linli.places import queries as places


def check_alone(area_code: str, at: dt.datetime, *, up_to: Plan | None = None) -> None:
    """Refuse to draw ground on which a drawing is under way; `up_to` asks only of those that came before that plan.

    Two that are asked for in the same moment do not see each other: each looks again when it begins, and the later one yields.
    """
    give_up_cut_off(at)
    for plan in drawings_under_way():
        if plan == up_to:
            return
        if rules.is_same_ground(plan.area_code, area_code):
            raise errors.DrawingUnderWay(
                area=places.area_name(plan.area_code), by=plan.drawn_by_name, id=plan.pk,
                at=to_the_minute(plan.drawn_at),
            )  # fmt: skip


def give_up_cut_off(at: dt.datetime) -> None:
    """Give up drawings whose process ended in the middle."""
    dead = [one.pk for one in drawings_under_way() if rules.is_cut_off(at, asked_at=one.drawn_at, seen_at=seen_at(one))]
    left = Plan.objects.filter(pk__in=dead, state=PlanState.DRAWING)
    left.update(state=PlanState.FAILED.value, progress={"failed": ""})


def give_sign(plan_id: UUID, **told: object) -> bool:
    """Tell on a plan how far its drawing is and that it lives; False for one that was withdrawn, given up or told to stop.

    That it was told to stop stays written: the row that says so is not written over, whoever comes first.
    """
    still = Plan.objects.filter(pk=plan_id, state=PlanState.DRAWING)
    sign = {**told, "at": timezone.now().isoformat()}
    if still.exclude(progress__has_key=STOP_ASKED).update(progress=sign):
        return True
    still.update(progress={**sign, STOP_ASKED: True})
    return False
