"""Cancel what is not wanted any more: visits of enrolments and households that have ended, of a rhythm switched off."""

import datetime as dt
from uuid import uuid5

from django.db import transaction
from django.db.models import QuerySet

from linli.places import queries as places
from linli.register.queries.whom import ended_households
from linli.staff.rules import SYSTEM, Command
from linli.visits.actions.recording import ending, record
from linli.visits.catalogue import RhythmDeclaration, declared
from linli.visits.models import Visit
from linli.visits.queries.visible import OPEN_STATES, still_wanted
from linli.visits.rules import StepName, VisitState

ENROLMENT_ENDED, HOUSEHOLD_ENDED, SWITCHED_OFF = "enrolment-ended", "household-ended", "switched-off"


def cancel_lapsed(at: dt.datetime) -> int:
    """Cancel the open visits whose enrolment, household or rhythm has ended; say how many. Again does no harm."""
    standing = Visit.objects.filter(state__in=OPEN_STATES)
    lapsed = _cancel(standing.exclude(still_wanted()), ENROLMENT_ENDED, at)
    homes = {pk for pk in standing.values_list("household_id", flat=True).distinct() if pk}
    gone = ended_households(homes)
    lapsed += _cancel(standing.filter(household_id__in=gone), HOUSEHOLD_ENDED, at)
    return lapsed + sum(_switched_off(rhythm, standing, at) for rhythm in declared().rhythms.values())


def _switched_off(rhythm: RhythmDeclaration, standing: QuerySet[Visit], at: dt.datetime) -> int:
    rows = standing.filter(plan_key__startswith=f"rhythm:{rhythm.code}:")
    areas = rows.order_by().values_list("area_code", flat=True).distinct()
    off = [code for code in areas if not places.has_feature(code, rhythm.feature)]
    return _cancel(rows.filter(area_code__in=off), SWITCHED_OFF, at) if off else 0


def _cancel(rows: QuerySet[Visit], reason: str, at: dt.datetime) -> int:
    done = 0
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            visit = Visit.objects.select_for_update().filter(pk=pk, state__in=OPEN_STATES).first()
            if visit is None:
                continue
            command = Command(uuid5(visit.pk, reason), SYSTEM, at)
            record(visit, StepName.CANCEL, command, note=reason, changes=ending(VisitState.CANCELLED, command))
            done += 1
    return done
