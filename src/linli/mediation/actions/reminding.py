"""Remind the mediators of the days that come near, each once."""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from linli.core import commands
from linli.core.facts import announce
from linli.mediation.facts import MediationDayNear
from linli.mediation.models import Mediation
from linli.mediation.queries.visible import standing_of
from linli.mediation.rules.course import RUNNING, Phase
from linli.mediation.rules.court import SOON_DAYS
from linli.mediation.rules.reminding import BEFORE_DAYS, Day, Days, days_near
from linli.staff.rules import SYSTEM


def remind(at: dt.datetime) -> int:
    """Announce what is near to whoever mediates or keeps the dossier; say how many days were announced."""
    today = timezone.localdate(at)
    return sum(_remind(mediation, today, at) for mediation in _near(today))


def _near(today: dt.date) -> list[Mediation]:
    soon, court = today + dt.timedelta(days=BEFORE_DAYS), today + dt.timedelta(days=SOON_DAYS)
    wanted = Q(court_until__range=(today, court), court_asked_on=None) | Q(next_act_on__lte=soon)
    wanted |= Q(phase__in=[phase.value for phase in RUNNING], due_on__lte=soon)
    return list(Mediation.objects.filter(wanted, archived_at=None).order_by("id"))


def _remind(mediation: Mediation, today: dt.date, at: dt.datetime) -> int:
    days = Days(
        Phase(mediation.phase),
        mediation.court_until,
        mediation.court_asked_on,
        mediation.next_act_on,
        mediation.due_on,
    )
    return sum(_announce(mediation, what, day, at) for what, day in days_near(days, today=today))


@transaction.atomic
def _announce(mediation: Mediation, what: Day, day: dt.date, at: dt.datetime) -> bool:
    claimed = commands.begin(
        uuid5(mediation.pk, f"{what} {day}"), name="mediation.remind", by=SYSTEM.key, at=at, answer=str(mediation.pk)
    )
    if claimed is not None:
        return False
    for account_id in _whom(mediation):
        announce(
            MediationDayNear(
                str(mediation.case_id), str(mediation.pk), mediation.unit_code, str(account_id), what.value
            )
        )
    return True


def _whom(mediation: Mediation) -> list[UUID]:
    standing = standing_of(mediation)
    keeper = {mediation.keeper_id} if mediation.keeper_id else set()
    return sorted(standing.mediators | keeper)
