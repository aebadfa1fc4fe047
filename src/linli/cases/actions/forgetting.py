"""When cases forget who reported them and whom they were about: two years after they were closed."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from linli.cases.models import Case, CaseSubject, Reporter
from linli.core.retention import Rule, every_field


def _ended(before: dt.date) -> Q:
    """Cases that ended before a day; one that was voided or declined has no day of closing but that of its report."""
    ended = Case.objects.annotate(ended_at=Coalesce("closed_at", "reported_at"))
    return Q(case__in=ended.filter(is_open=False, ended_at__date__lt=before).values("pk"))


def _reporters(before: dt.date) -> QuerySet[Reporter]:
    return Reporter.objects.filter(_ended(before))


def _subjects(before: dt.date) -> QuerySet[CaseSubject]:
    return CaseSubject.objects.filter(_ended(before))


RULES: tuple[Rule, ...] = (
    Rule("cases.Reporter", every_field("cases.Reporter"), _reporters),
    Rule("cases.CaseSubject", every_field("cases.CaseSubject"), _subjects),
)
