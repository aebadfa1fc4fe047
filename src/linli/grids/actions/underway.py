"""Drawings under way: one at a time on the same ground, and none that died with its process bars the next one."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone

from linli.core.moments import to_the_minute
from linli.grids import errors, rules
from linli.grids.models import Plan
from linli.grids.queries.plans import STOP_ASKED, drawings_under_way
from linli.grids.rules import PlanState
from linli.places import queries as places

_AGAIN_SECONDS = 1.0


def check_alone(area_code: str, at: dt.datetime, *, up_to: Plan | None = None) -> None:
    """Refuse to draw ground on which a drawing is under way; `up_to` asks only of those that came before that plan.

    Two that are asked for in the same moment do not see each other: each looks again when it begins, and the later one yields.
    """
    give_up_cut_off(at, longest=rules.BEYOND_DOUBT)
    for plan in drawings_under_way():
        if plan == up_to:
            return
        if rules.is_same_ground(plan.area_code, area_code):
            raise errors.DrawingUnderWay(
                area=places.area_name(plan.area_code), by=plan.drawn_by_name, id=plan.pk,
                at=to_the_minute(plan.drawn_at),
            )  # fmt: skip


def give_up_cut_off(at: dt.datetime, *, longest: dt.timedelta | None = None) -> None:
    """Give up drawings whose process ended in the middle: those silent at two looks, or for `longest` at one."""
    for plan in drawings_under_way():
        left = Plan.objects.filter(pk=plan.pk, state=PlanState.DRAWING, sign_at=plan.sign_at)
        seen, doubted = plan.sign_at, plan.doubted_at
        is_beyond_doubt = longest is not None and rules.is_silent(at, sign_at=seen, longest=longest)
        if is_beyond_doubt or rules.is_cut_off(at, asked_at=plan.drawn_at, sign_at=seen, doubted_at=doubted):
            left.update(state=PlanState.FAILED.value, progress={"failed": ""})
        elif doubted is None and rules.is_silent(at, sign_at=seen):
            left.update(doubted_at=at)


def give_sign(plan_id: UUID, **told: object) -> bool:
    """Tell on a plan how far its drawing is and that it lives; False for one that was withdrawn, given up or told to stop.

    That it was told to stop stays written: the row that says so is not written over, whoever comes first.
    """
    still = Plan.objects.filter(pk=plan_id, state=PlanState.DRAWING)
    sign = {"sign_at": timezone.now(), "doubted_at": None}
    if still.exclude(progress__has_key=STOP_ASKED).update(progress=told, **sign):
        return True
    still.update(progress={**told, STOP_ASKED: True}, **sign)
    return False


def sign_of(plan_id: UUID) -> None:
    """Write on a plan that its drawing lives, and nothing else."""
    Plan.objects.filter(pk=plan_id, state=PlanState.DRAWING).update(sign_at=timezone.now(), doubted_at=None)


@contextmanager
def giving_signs(plan_id: UUID, *, every: dt.timedelta = rules.SIGN_EVERY) -> Iterator[None]:
    """Say of a plan that its drawing lives, for as long as this lasts, however long a single call of it takes.

    The signs come from a thread of their own: machine code lets it run meanwhile.
    """
    ended = Event()
    thread = Thread(target=_give_signs, args=(plan_id, ended, every.total_seconds()), name="drawing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _give_signs(plan_id: UUID, ended: Event, pause_s: float) -> None:
    """Write a sign now and again; one that cannot be written is tried again at once, for somebody else writes or the store is away."""
    pause = pause_s
    try:
        while not ended.wait(pause):
            try:
                sign_of(plan_id)
                pause = pause_s
            except DatabaseError:
                connection.close()
                pause = min(_AGAIN_SECONDS, pause_s)
    finally:
        connection.close()
