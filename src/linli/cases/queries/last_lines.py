"""When the last line of a case's history was written: what is told later comes after it."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from linli.cases.models import CaseRecord


def last_lines(case_ids: Iterable[UUID]) -> dict[UUID, dt.datetime]:
    """Give the time of each case's last line; one query."""
    wanted = set(case_ids)
    if not wanted:
        return {}
    last = CaseRecord.objects.filter(case_id__in=wanted, seq=F("case__version"))
    return dict(last.values_list("case_id", "at"))
