"""What a resident reads of visits: those to oneself and to one's household, and what was agreed."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.moments import to_the_minute
from linli.core.secrets import unseal
from linli.register.queries.gathering import Section
from linli.register.queries.whom import homes_of
from linli.visits.models import Visit
from linli.visits.queries.naming import STATE_NAMES, programme_name, purpose_name
from linli.visits.rules import VisitState

MOST = 200


def visits_about(_account_id: UUID, resident_id: UUID) -> Sequence[Section]:
    """Tell a resident's visits: the own ones whole, those to the household since they live there; none of another member's.

    What somebody of the household confided at the door is not read out to the others: of those visits the agreement is told.
    """
    home = homes_of([resident_id]).get(resident_id)
    mine = Q(resident_id=resident_id)
    if home is not None:
        mine |= _since(home.since) & Q(household_id=home.household_id, resident_id=None)
    rows = tuple(_row(one, resident_id) for one in Visit.objects.filter(mine).order_by("-planned_on", "-id")[:MOST])
    columns = (
        ("on", _("日期")), ("state", _("状态")), ("purpose", _("目的")), ("by", _("谁走访")), ("talked", _("谈了什么")),
        ("agreed", _("说好的事")), ("next", _("下次走访")),
    )  # fmt: skip
    return (Section("visits", _("上门走访"), columns, rows),) if rows else ()


def _since(day: dt.date) -> Q:
    """From a day on: by the moment a visit was made, else by its plan, as one planned before may be made after."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return Q(made_at__gte=midnight) | Q(made_at=None, planned_on__gte=day)


def _row(visit: Visit, resident_id: UUID) -> tuple[str, ...]:
    made_at = visit.made_at if visit.state == VisitState.MADE.value else None
    on = to_the_minute(made_at) if made_at else str(visit.planned_on)
    what = purpose_name(visit.purpose_code)
    if visit.programme_code:
        what = f"{what}（{programme_name(visit.programme_code)}）"
    return (
        on, str(STATE_NAMES.get(visit.state, visit.state)), what, visit.made_by_name,
        unseal(visit.talked_sealed) if visit.resident_id == resident_id else "", unseal(visit.agreed_sealed), str(visit.next_on or ""),
    )  # fmt: skip
