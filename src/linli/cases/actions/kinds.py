"""Load the declared catalogue: keep each version of a kind, so that a running case finds the one it began under."""

import datetime as dt

from django.db import transaction

from linli.cases.catalogue import Catalogue
from linli.cases.models import CaseKind


@transaction.atomic
def load_catalogue(catalogue: Catalogue, *, at: dt.datetime) -> int:
    """Store every kind's present version; say how many are new."""
    known = set(CaseKind.objects.values_list("code", "version"))
    new = [
        CaseKind(
            code=kind.code, version=kind.version, group=kind.group.value, declaration=kind.declared(), loaded_at=at
        )
        for kind in catalogue.kinds.values()
        if (kind.code, kind.version) not in known
    ]
    CaseKind.objects.bulk_create(new)
    current = {(kind.code, kind.version) for kind in catalogue.kinds.values()}
    for row in CaseKind.objects.only("code", "version", "is_current"):
        if row.is_current != ((row.code, row.version) in current):
            row.is_current = not row.is_current
            row.save(update_fields=["is_current"])
    return len(new)
