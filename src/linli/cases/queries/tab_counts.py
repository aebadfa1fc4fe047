"""How long the lists of the desk are: every tab's bounded count in one query."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from linli.cases.queries.lists import MOST_COUNTED, Tab, tab_of
from linli.cases.queries.visible import cases_known_to
from linli.core.statements import MOMENT, Kept, kept
from linli.staff.rules import Actor


def count_tabs(actor: Actor, tabs: Iterable[Tab], *, most: int = MOST_COUNTED) -> dict[Tab, int]:
    """Count each tab up to `most` + 1, whatever its list is narrowed by, reading no more rows than that of each."""
    counts = dict.fromkeys(tabs, 0)
    questions = _questions(actor, tuple(counts), most, connection.vendor)
    if not questions:
        return counts
    at = timezone.now()
    values: list[Any] = [value for one in questions.values() for value in one.values_at(at)]  # Any: what a query takes
    selects = (f"(select count(*) from ({one.sql}) as counted)" for one in questions.values())  # noqa: S608 Django's own SQL with its parameters
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(selects)}", values)
        found = cursor.fetchone() or ()
    return counts | dict(zip(questions, found, strict=True))


@lru_cache(maxsize=256)
def _questions(actor: Actor, tabs: tuple[Tab, ...], most: int, _vendor: str) -> dict[Tab, Kept]:
    """Put together once for each person what is counted; a list that can hold nothing for them is left out."""
    visible = cases_known_to(actor).order_by().values("pk")
    asked = {tab: kept(visible.filter(tab_of(actor, tab, at=MOMENT))[: most + 1]) for tab in tabs}
    return {tab: one for tab, one in asked.items() if one is not None}
