"""What is open of filled forms follows a redrawn map: values that wait for a look, and forms asked for in one grid alone."""

from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.db.models import F, Model, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from linli.forms.models import Form, Submission, WriteBack
from linli.forms.rules import SubmissionState, WriteBackState
from linli.places import queries as places
from linli.register.queries.following import area_of_household, area_of_resident

_WAITING = (WriteBackState.WAITING.value, WriteBackState.CONFLICT.value)
_BATCH = 500


@transaction.atomic
def relocate_forms(prefixes: Iterable[str]) -> int:
    """Have what waits for a look follow the people it is about; what was decided keeps its grid. Again moves nothing."""
    wanted = tuple(prefixes)
    here = places.touched("area_code", wanted)
    moved = _follow(Submission.objects.filter(here, state=SubmissionState.IN_REVIEW.value))
    moved += _follow(WriteBack.objects.filter(here, state__in=_WAITING))
    return moved + _follow_grids(places.successors(wanted))


def _follow[M: Model](rows: QuerySet[M]) -> int:
    area = Coalesce(
        area_of_household(OuterRef("household_id")),
        places.area_of_dwelling(OuterRef("dwelling_id")),
        area_of_resident(OuterRef("resident_id")),
    )
    moving = rows.annotate(area_now=area).filter(area_now__isnull=False).exclude(area_code=F("area_now"))
    return int(moving.update(area_code=F("area_now")))


def _follow_grids(followed: dict[str, str]) -> int:
    """Have a form that was asked for in a closed grid alone be asked for in the one that has most of its ground."""
    moved = 0
    for batch in batched(sorted(followed), _BATCH, strict=False):
        for form in Form.objects.filter(area_code__in=batch):
            form.area_code = followed[form.area_code]
            form.save(update_fields=["area_code"])
            moved += 1
    return moved
