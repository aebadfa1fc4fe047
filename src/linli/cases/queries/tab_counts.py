"""How long the lists of the desk are: every tab's bounded count in one query."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from linli.cases.queries.lists import MOST_COUNTED, Tab, tab_of
from linli.cases.queries.visible import cases_known_to
from linli.staff.rules import Actor


def count_tabs(actor: Actor, tabs: Iterable[Tab], *, most: int = MOST_COUNTED) -> dict[Tab, int]:
    """Count each tab up to `most` + 1, whatever its list is narrowed by, reading no more rows than that of each."""
    visible = cases_known_to(actor).order_by().values("pk")
    counts = dict.fromkeys(tabs, 0)
    selects: dict[Tab, str] = {}
    values: list[Any] = []  # Any: whatever a query takes
    for tab in counts:
        rows = visible.filter(tab_of(actor, tab))[: most + 1]
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
