"""Reports that may tell of the same thing: near in place and time, then near in text."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from linli.cases.models import Case
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import OPEN, State
from linli.core.scope import within
from linli.staff.rules import Actor

DAYS_BACK = 30
NEAR_DEGREES = 0.003  # about 300 m
MOST_CANDIDATES = 200
_ENDED_WELL = State.CLOSED


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same thing."""

    id: UUID
    number: str
    title: str
    state: str
    why: str


def near_cases(actor: Actor, case: Case) -> list[Case]:
    """Select at most 200 cases this person may see that were reported near this one in place and time."""
    around = cases_visible_to(actor).filter(
        _near(case),
        reported_at__range=(case.reported_at - dt.timedelta(days=DAYS_BACK), case.reported_at + dt.timedelta(days=1)),
        state__in=sorted({*OPEN, _ENDED_WELL}),
        is_confidential=False,
    )
    return list(around.exclude(pk=case.pk).order_by("-reported_at", "-id")[:MOST_CANDIDATES])


def _near(case: Case) -> Q:
    """Near is within 300 m; of a case without a point, the same grid."""
    if case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return within("area_code", [case.area_code]) if case.is_located else Q(is_located=False)
    lon, lat = case.lon_cgcs2000, case.lat_cgcs2000
    box = Q(lon_cgcs2000__range=(lon - NEAR_DEGREES, lon + NEAR_DEGREES)) & Q(
        lat_cgcs2000__range=(lat - NEAR_DEGREES, lat + NEAR_DEGREES)
    )
    # The community leads the index; a point near its border has neighbours on the other side, in the same street.
    return within("area_code", [case.area_code[:9]]) & (box | Q(lon_cgcs2000=None, area_code=case.area_code))


def likely_duplicates(actor: Actor, case: Case) -> list[Likely]:
    """List the near cases whose text says the same."""
    return []
