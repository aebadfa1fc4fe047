"""When the names on plans of grids go: ten years after the last step; the plans themselves tell of ground alone."""

import datetime as dt

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from linli.core.retention import Rule
from linli.grids.models import Plan, PlanEdit

_NAMES = dict.fromkeys(
    ("drawn_by", "drawn_by_name", "submitted_by", "submitted_by_name", "decided_by", "decided_by_name"), ""
)
_EDITOR = {"by": "", "by_name": ""}


def _ended(before: dt.date) -> QuerySet[Plan]:
    last = Coalesce("adopted_at", "decided_at", "submitted_at", "drawn_at")
    return Plan.objects.alias(last=last).filter(last__date__lt=before).exclude(**_NAMES)


def _edited(before: dt.date) -> QuerySet[PlanEdit]:
    return PlanEdit.objects.filter(at__date__lt=before).exclude(**_EDITOR)


RULES: tuple[Rule, ...] = (
    Rule("grids.Plan", tuple(_NAMES), _ended, clear=_NAMES),
    Rule("grids.PlanEdit", tuple(_EDITOR), _edited, clear=_EDITOR),
)
