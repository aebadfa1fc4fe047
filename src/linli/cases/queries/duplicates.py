"""Reports that may tell of the same thing: near in place and time, then near in text."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.cases.queries.around import near
from linli.cases.queries.duplicate_shares import shares
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import OPEN, State
from linli.cases.triage import duplicates as triage
from linli.core.scope import within
from linli.staff.rules import Actor

DAYS_BACK = 30
DAYS_BACK_OPEN = 120
REACH_M = 80.0  # farther off nothing is like enough
MOST_CANDIDATES = 200
_COMPARED = (
    "number", "title", "state", "text", "kind_code", "reported_at", "closed_at", "lon_cgcs2000", "lat_cgcs2000",
    "address", "source_key",
)  # fmt: skip


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same thing."""

    id: UUID
    number: str
    title: str
    state: str
    why: str


def near_cases(actor: Actor, case: Case, *, later: dt.timedelta = dt.timedelta(days=1)) -> list[Case]:
    """Select at most 200 cases this person may see that were reported near this one in place and time, or waited then."""
    at = case.reported_at
    waited = Q(closed_at=None) | Q(closed_at__gt=at)
    around = cases_visible_to(actor).filter(
        _near(case),
        Q(reported_at__gte=at - dt.timedelta(days=DAYS_BACK)) | waited,
        reported_at__range=(at - dt.timedelta(days=DAYS_BACK_OPEN), at + later),
        state__in=sorted({*OPEN, State.CLOSED}),
        is_confidential=False,
    )
    return list(around.exclude(pk=case.pk).only(*_COMPARED).order_by("-reported_at", "-id")[:MOST_CANDIDATES])


def _near(case: Case) -> Q:
    """Near is within 80 m; of a case without a point, the same grid."""
    if case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return within("area_code", [case.area_code]) if case.is_located else Q(is_located=False)
    return near(case, radius_m=REACH_M)


def likely_duplicates(actor: Actor, case: Case) -> list[Likely]:
    """List the near cases that likely tell of the same thing, with what speaks for it; a person decides."""
    held = {str(other.pk): other for other in near_cases(actor, case)}
    return [_likely(held[likeness.key], likeness) for likeness in alike(case, held.values(), shares=shares())]


def alike(case: Case, others: Iterable[Case], *, shares: Mapping[str, float]) -> list[triage.Likeness]:
    """Rank the cases that likely tell of the same thing as one."""
    return triage.likely_duplicates(_report(case), [_report(other) for other in others], shares=shares)


def _report(case: Case) -> triage.Report:
    return triage.Report(
        key=str(case.pk),
        at=case.reported_at,
        text=case.text,
        kind_code=case.kind_code,
        lon=case.lon_cgcs2000,
        lat=case.lat_cgcs2000,
        address=case.address,
        ended_at=case.closed_at,
    )


def _likely(case: Case, likeness: triage.Likeness) -> Likely:
    said = [_apart(likeness.earlier_by)]
    if likeness.same_address:
        said.insert(0, _("同一地址"))
    elif likeness.distance_m is not None:
        said.insert(0, _("相距 %(metres)s 米") % {"metres": round(likeness.distance_m)})
    said.append(_("文字相近 %(percent)s%%") % {"percent": likeness.text_percent})
    return Likely(case.pk, case.number, case.title, case.state, _("，").join(said))


def _apart(earlier_by: dt.timedelta) -> str:
    hours = round(abs(earlier_by).total_seconds() / 3600)
    if hours < 1:
        return _("几乎同时")
    is_earlier, days = earlier_by > dt.timedelta(), round(hours / 24)
    if hours < 48:
        return (_("早 %(hours)s 小时") if is_earlier else _("晚 %(hours)s 小时")) % {"hours": hours}
    return (_("早 %(days)s 天") if is_earlier else _("晚 %(days)s 天")) % {"days": days}
