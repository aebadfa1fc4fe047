"""Builders for tests: a home in the cast's grid, an enrolment in care visits, a visit brought to any state."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from linli.cases.testing import MONDAY_9, a_command, make_places
from linli.core.ids import new_id
from linli.places.testing import make_dwelling
from linli.register.actions.consents import Asked, give_consent
from linli.register.actions.programmes import NewEnrolment, enrol
from linli.register.rules.consents import Channel
from linli.register.testing import make_household, make_resident
from linli.staff.rules import Command
from linli.staff.testing import GRID, Cast
from linli.visits import actions
from linli.visits.models import Visit
from linli.visits.rules import VisitState

if TYPE_CHECKING:
    from linli.register.models import Enrolment, Household, Resident

MONDAY = dt.date(2026, 11, 16)
SECRET = "膝盖疼，上下楼不便，想装扶手"
AGREED = "周四带她去社区医院，联系安装扶手"


def as_lin(cast: Cast, *, at: dt.datetime = MONDAY_9) -> Command:
    """Make a command of the grid's worker."""
    return a_command(cast.lin.actor, at=at)


def make_home(*, area_code: str = GRID, dwelling_id: UUID | None = None) -> "Household":
    """Store a household of two in the cast's grid."""
    make_places()
    return make_household(area_code=area_code, dwelling_id=dwelling_id)


def make_flat() -> "Household":
    """Store a household in a flat whose address is written as people write addresses."""
    make_places()
    return make_home(dwelling_id=make_dwelling(unit_no="101"))


def make_elder(cast: Cast, *, area_code: str = GRID, name: str = "何秀兰") -> "tuple[Resident, Enrolment]":
    """Store a resident who lives alone and has agreed to care visits."""
    make_places()
    resident = make_resident(name, area_code=area_code)
    registrar = cast.jiang.actor
    give_consent(resident.pk, "elder-visits", command=a_command(registrar), asked=Asked(Channel.PAPER))
    enrolment = enrol(resident.pk, NewEnrolment("care-visits"), command=a_command(registrar))
    return resident, enrolment


def a_visit(home: "Household | None" = None, **values: Any) -> actions.NewVisit:
    """Make a plan to ask a household what it needs."""
    facts = {"purpose_code": "get-to-know", "household_id": home.pk if home else None, "on": MONDAY}
    return actions.NewVisit(**{**facts, **values})


def a_result(*, at: dt.datetime = MONDAY_9, **values: Any) -> actions.Made:
    """Make what came of a visit."""
    return actions.Made(**{"made_at": at, "talked": SECRET, "agreed": AGREED, **values})


def a_matter(text: str = "楼道灯不亮", **values: Any) -> actions.Matter:
    """Make a matter gathered on a visit."""
    return actions.Matter(**{"case_id": new_id(), "text": text, **values})


def make_visit_row(
    cast: Cast,
    *,
    state: VisitState = VisitState.PLANNED,
    at: dt.datetime = MONDAY_9,
    home: "Household | None" = None,
    **values: Any,
) -> Visit:
    """Bring a visit to a state; each step is taken by the grid's worker."""
    home = home or make_home()
    visit_id: UUID = new_id()
    new = a_visit(home, **{"on": timezone.localdate(at), **values})
    visit = actions.plan_visit(new, command=as_lin(cast, at=at), visit_id=visit_id)
    later = at + dt.timedelta(hours=1)
    if state is VisitState.MADE:
        visit = actions.make_visit(visit_id, command=as_lin(cast, at=later), made=a_result(at=later))
    elif state is VisitState.NOT_IN:
        visit = actions.miss_visit(visit_id, command=as_lin(cast, at=later), said="家里没人")
    elif state is VisitState.CANCELLED:
        visit = actions.cancel_visit(visit_id, command=as_lin(cast, at=later), reason="居民要求改天")
    return visit
