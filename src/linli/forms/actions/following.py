"""Filled forms follow the records they name: one that was merged into another, and one that stands for itself again."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from linli.forms.models import Submission, WriteBack
from linli.register.queries.standing import standing_for


@transaction.atomic
def follow_records(resident_ids: Collection[UUID]) -> int:
    """Have what names some records name those that stand for them today; say how many rows. Again moves nothing.

    The record a row named first stays with it: when a merge is undone, it is that one's again.
    """
    return sum(_follow(model, resident_ids) for model in (Submission, WriteBack))


def _follow(model: type[Submission | WriteBack], resident_ids: Collection[UUID]) -> int:
    about = Q(resident_id__in=resident_ids) | Q(named_id__in=resident_ids)
    rows = model._default_manager.filter(about).annotate(first_id=Coalesce("named_id", "resident_id"))
    firsts = set(rows.values_list("first_id", flat=True))
    standing, moved = standing_for(firsts), 0
    for first in firsts:
        stands = standing.get(first, first)
        named = first if stands != first else None
        moved += rows.filter(first_id=first).exclude(resident_id=stands).update(resident_id=stands, named_id=named)
    return moved
