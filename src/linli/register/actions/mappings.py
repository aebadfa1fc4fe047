"""Keep which column is which field, so that next month's file of the same make needs no second explanation."""

import datetime as dt
from collections.abc import Mapping

from linli.core.ids import new_id
from linli.register.actions.batches import check_may_import
from linli.register.models import ColumnMapping
from linli.staff.rules import Actor


def save_mapping(name: str, columns: Mapping[str, str], *, area_code: str, by: Actor, at: dt.datetime) -> ColumnMapping:
    """Keep a mapping under a name for an area; one of that name is replaced."""
    check_may_import(by, area_code)
    kept, _made = ColumnMapping.objects.update_or_create(
        area_code=area_code,
        name=name.strip()[:60],
        defaults={"columns": dict(columns), "made_by": by.key[:40], "made_at": at},
        create_defaults={"id": new_id(), "columns": dict(columns), "made_by": by.key[:40], "made_at": at},
    )
    return kept
