"""In which grid cases were at a moment, read from their own history: a redraw moves open cases, and each move is a record."""

import datetime as dt
from uuid import UUID

from linli.cases.models import CaseRecord
from linli.cases.rules import StepName
from linli.core.scope import within


def moved_since(area_code: str, moment: dt.datetime) -> dict[UUID, str]:
    """Give the cases of an area that were moved after a moment, with the area each was in then; few, or none at all."""
    here = within("case__area_code", [area_code])
    moved = CaseRecord.objects.filter(here, name=StepName.RELOCATE.value, at__gte=moment)
    ids = set(moved.values_list("case_id", flat=True))
    before = CaseRecord.objects.filter(case_id__in=ids, at__lt=moment, changes__has_key="area_code").order_by("seq")
    return {pk: str(changes["area_code"]) for pk, changes in before.values_list("case_id", "changes")}
