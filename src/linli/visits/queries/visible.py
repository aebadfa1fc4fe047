"""Which visits an actor may know of, and whose content: by place, and of programmes only while somebody takes part."""

from uuid import UUID

from django.db.models import Q, QuerySet

from linli.core.scope import within
from linli.register.queries.whom import enrolments_in_force
from linli.staff.rules import Actor, Permission
from linli.visits.errors import VisitNotFound
from linli.visits.models import Visit
from linli.visits.rules import OPEN

OPEN_STATES = tuple(sorted(state.value for state in OPEN))


def visits_visible_to(actor: Actor, permission: Permission = Permission.VISITS_VIEW) -> QuerySet[Visit]:
    """Select the visits within the scope of a post that allows this."""
    return Visit.objects.filter(within("area_code", actor.prefixes(permission)))


def still_wanted() -> Q:
    """Select visits of no programme, and of programmes that somebody still takes part in: withdrawal ends them at once."""
    return Q(enrolment_id=None) | Q(enrolment_id__in=enrolments_in_force())


def open_visits(actor: Actor, permission: Permission = Permission.VISITS_VIEW) -> QuerySet[Visit]:
    """Select the visits that are still to be made."""
    return visits_visible_to(actor, permission).filter(still_wanted(), state__in=OPEN_STATES)


def visit_for(actor: Actor, visit_id: UUID) -> Visit:
    """Find one visit; one of another area is not there."""
    visit = visits_visible_to(actor).filter(pk=visit_id).first()
    if visit is None:
        raise VisitNotFound
    return visit


def contents_open_to(actor: Actor) -> QuerySet[Visit]:
    """Select the visits of which somebody reads what was said: of the grids they visit in, while it may be used."""
    return visits_visible_to(actor, Permission.VISITS_MAKE).filter(still_wanted())


def is_still_wanted(visit: Visit) -> bool:
    """Say whether a visit is of no programme, or of one that its resident still takes part in."""
    return visit.enrolment_id is None or enrolments_in_force().filter(pk=visit.enrolment_id).exists()


def may_read_content(actor: Actor, visit: Visit) -> bool:
    """Say whether somebody reads what was said: whoever visits in this grid, and nobody else, while it may be used."""
    return actor.may(Permission.VISITS_MAKE, visit.area_code) and is_still_wanted(visit)
