"""Run the drawing of a plan that was asked for: its steps told on the plan, its end a draft or a failure that says why."""

import logging
import time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.grids.actions.drawing import DrawnPlan, Told, draw_up, keep
from linli.grids.actions.underway import check_alone, give_sign, giving_signs
from linli.grids.ground.findings import Finding
from linli.grids.models import Plan
from linli.grids.queries.ground import ground_of
from linli.grids.rules import PlanKind, PlanState, settings_from

log = logging.getLogger(__name__)

_TELL_SECONDS = 0.5


def run_drawing(plan_id: UUID, *, told: Told | None = None) -> DrawnPlan | None:
    """Draw a plan that waits; None where there is nothing to draw. What goes wrong is told on the plan."""
    plan = Plan.objects.filter(pk=plan_id, state=PlanState.DRAWING).first()
    if plan is None:
        return None
    try:
        give_sign(plan_id)
        check_alone(plan.area_code, timezone.now(), up_to=plan)
        settings = settings_from(plan.settings)
        with giving_signs(plan_id):
            ground = ground_of(plan.area_code, settings)
            drawn = draw_up(ground, PlanKind(plan.kind), settings, told=_told_on(plan_id, told))
    except LinliError as refusal:
        _fail(plan_id, str(refusal))
        raise
    except KeyboardInterrupt:
        _fail(plan_id, _("划分被中断。"))
        raise
    except Exception as error:
        log.exception("drawing failed", extra={"plan": str(plan_id)})
        _fail(plan_id, _("划分时出错（%(what)s），可以再试一次。") % {"what": type(error).__name__})
        raise
    return drawn if _keep(plan_id, drawn) else None


@transaction.atomic
def _keep(plan_id: UUID, drawn: DrawnPlan) -> bool:
    """Store what was drawn, unless the plan was withdrawn meanwhile."""
    plan = Plan.objects.select_for_update().filter(pk=plan_id, state=PlanState.DRAWING).first()
    if plan is None:
        return False
    keep(plan, drawn)
    plan.state, plan.progress = PlanState.DRAFT.value, _told_at_the_end(drawn)
    plan.save(update_fields=["state", "progress", "scores"])
    return True


def _told_at_the_end(drawn: DrawnPlan) -> dict[str, object]:
    """Say what people should know of how the plan came about: what was left out, assumed, mended, and how long it took."""
    return {
        "without_boundary": list(drawn.ground.without_boundary),
        "assumed": list(drawn.assumed),
        "unmet": [list(group) for group in drawn.unmet],
        "findings": [finding_json(one) for one in drawn.findings],
        "seconds": drawn.seconds,
        "stopped": drawn.was_stopped,
    }


def finding_json(one: Finding) -> dict[str, object]:
    """Write what cleaning found as plain values."""
    return {
        "kind": one.kind.value,
        "mended": one.is_mended,
        "count": one.count,
        "size": round(one.size, 1),
        "place": list(one.place_cgcs2000),
        "names": list(one.names),
        "sentence": one.sentence,
    }


def _fail(plan_id: UUID, why: str) -> None:
    Plan.objects.filter(pk=plan_id, state=PlanState.DRAWING).update(state=PlanState.FAILED, progress={"failed": why})


def _told_on(plan_id: UUID, told: Told | None) -> Told:
    """Tell on the plan how far it is, twice a second at most, and whoever asked; a plan that was withdrawn or is to stop is drawn no further."""
    last = 0.0

    def tell(text: str, done: int, of: int) -> bool:
        nonlocal last
        goes_on = told is None or told(text, done, of) is not False
        now = time.monotonic()
        if now - last < _TELL_SECONDS:
            return goes_on
        last = now
        return give_sign(plan_id, text=text, done=done, of=of) and goes_on

    return tell
