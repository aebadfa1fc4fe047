"""How long the lists of the desk are: every tab's bounded count in one query."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.queries.joint import helping
from linli.cases.queries.lists import MOST_COUNTED, Tab, tab_of
from linli.cases.queries.visible import cases_known_to, may_help
from linli.core.statements import MOMENT, Kept, kept
from linli.staff.rules import Actor


def count_tabs(actor: Actor, tabs: Iterable[Tab], *, most: int = MOST_COUNTED) -> dict[Tab, int]:
    """Count each tab up to `most` + 1, whatever its list is narrowed by, reading no more rows than that of each."""
    counts = dict.fromkeys(tabs, 0)
    questions = _questions(actor, tuple(counts), most, connection.vendor)
    if not questions:
        return counts
    at = timezone.now()
    values: list[Any] = [value for _tab, one in questions for value in one.values_at(at)]  # Any: what a query takes
    selects = (f"(select count(*) from ({one.sql}) as counted)" for _tab, one in questions)  # noqa: S608 Django's own SQL with its parameters
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(selects)}", values)
        found = cursor.fetchone() or ()
    for (tab, _question), count in zip(questions, found, strict=True):
        counts[tab] = min(counts[tab] + count, most + 1)
    return counts


@lru_cache(maxsize=256)
def _questions(actor: Actor, tabs: tuple[Tab, ...], most: int, _vendor: str) -> list[tuple[Tab, Kept]]:
    """Put together once for each person what is counted; a list that can hold nothing for them is left out."""
    asked = ((tab, kept(half.order_by().values("pk")[: most + 1])) for tab in tabs for half in _halves(actor, tab))
    return [(tab, one) for tab, one in asked if one is not None]


def _halves(actor: Actor, tab: Tab) -> list[QuerySet[Case]]:
    """Select a list in the halves it is read in, the second without what is in the first."""
    if not may_help(actor):
        return [cases_known_to(actor).filter(tab_of(actor, tab, at=MOMENT))]
    own = cases_known_to(actor, helped=False).filter(tab_of(actor, tab, at=MOMENT, helped=False))
    helped = Case.objects.filter(helping(actor.unit_codes)).filter(tab_of(actor, tab, at=MOMENT))
    return [own, helped.filter(~Exists(own.filter(pk=OuterRef("pk"))))]
