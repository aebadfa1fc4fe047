"""How long the lists of the desk are: every tab's bounded count in one query."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from linli.cases.queries.lists import MOST_COUNTED, Filters, Tab, _filtered
from linli.staff.rules import Actor


def count_tabs(actor: Actor, filters: Filters, tabs: Iterable[Tab], *, most: int = MOST_COUNTED) -> dict[Tab, int]:
    """Count each tab under the same filters up to `most` + 1, reading no more rows than that of each."""
    counts = dict.fromkeys(tabs, 0)
    selects: dict[Tab, str] = {}
    values: list[Any] = []  # Any: whatever a query takes
    for tab in counts:
        rows = _filtered(actor, replace(filters, tab=tab)).order_by().values("pk")[: most + 1]
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:  # nothing can be in this list for this person
            continue
        selects[tab] = f"(select count(*) from ({sql}) as counted)"  # noqa: S608 Django's own SQL with its parameters
        values.extend(params)
    if not selects:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(selects.values())}", values)
        found = cursor.fetchone() or ()
    return counts | dict(zip(selects, found, strict=True))
