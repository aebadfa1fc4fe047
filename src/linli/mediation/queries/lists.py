"""Lists of mediations: tabs, one page at a time; content only where the reader may read it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from linli.core.secrets import mask_name, unseal
from linli.mediation.models import Mediation, Party
from linli.mediation.queries.visible import known_to, mediations_readable_by
from linli.mediation.rules import ENDED, RUNNING, PartyKind, Phase
from linli.staff.rules import Actor

PAGE_SIZE = 50


class Tab(StrEnum):
    """The standing lists of mediations."""

    MINE = "mine"
    RUNNING = "running"
    COURT = "court"
    ACTS = "acts"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True)
class MediationRow:
    """One line of a list; parties and kind are missing for whoever may not read it."""

    id: UUID
    case_number: str
    year: int | None
    number: int | None
    kind_code: str
    phase: str
    area_code: str
    committee: str
    applied_at: dt.datetime
    due_on: dt.date | None
    court_until: dt.date | None
    next_act_on: dt.date | None
    parties: tuple[str, ...]
    may_read: bool


_COLUMNS = (
    "id", "case_number", "year", "number", "kind_code", "phase", "area_code", "committee__name", "applied_at", "due_on",
    "court_until", "next_act_on",
)  # fmt: skip


def list_mediations(actor: Actor, tab: Tab, *, today: dt.date, page: int = 1) -> tuple[list[MediationRow], bool]:
    """Read one page of a list and say whether there is more."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    found = _in_tab(actor, tab, today=today)
    rows = list(found.values_list(*_COLUMNS)[start : start + PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    keys = [row[0] for row in shown]
    readable = set(mediations_readable_by(actor).filter(pk__in=keys).values_list("pk", flat=True))
    names = masked_parties(readable)
    return [_row(row, names, readable) for row in shown], len(rows) > PAGE_SIZE


def count_tab(actor: Actor, tab: Tab, *, today: dt.date) -> int:
    """Count a list."""
    return _in_tab(actor, tab, today=today).order_by().count()


def masked_parties(keys: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Give the parties' masked names by mediation; one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = (
        Party.objects.filter(mediation__in=set(keys))
        .order_by("place")
        .values_list("mediation_id", "kind", "name_sealed")
    )
    for mediation_id, kind, sealed in rows:
        name = unseal(sealed)
        found[mediation_id].append(name if kind == PartyKind.ORGANISATION else mask_name(name))
    return found


def mediation_of_case(actor: Actor, case_id: UUID) -> list[MediationRow]:
    """List the mediations of a case, the newest first, as far as the actor may know of them."""
    found = Mediation.objects.filter(known_to(actor), case_id=case_id).order_by("-applied_at")
    return [_row(row, {}, set()) for row in found.values_list(*_COLUMNS)]


def _in_tab(actor: Actor, tab: Tab, *, today: dt.date) -> QuerySet[Mediation]:
    phases, order = _TABS[tab]
    base = mediations_readable_by(actor) if tab is Tab.MINE else Mediation.objects.filter(known_to(actor))
    found = base.filter(phases)
    if tab is Tab.COURT:
        found = found.filter(court_until__gte=today)
    return found.order_by(*order)


_AGREED = [Phase.AGREED.value, Phase.PERFORMING.value]
_RUNNING = [phase.value for phase in RUNNING]
_TABS: dict[Tab, tuple[Q, list[Any]]] = {  # Any: names and expressions to order by
    Tab.MINE: (Q(archived_at=None), [F("due_on").asc(nulls_last=True), "applied_at", "id"]),
    Tab.RUNNING: (Q(phase__in=_RUNNING), [F("due_on").asc(nulls_last=True), "applied_at", "id"]),
    Tab.COURT: (Q(court_until__isnull=False, court_asked_on=None), ["court_until", "id"]),
    Tab.ACTS: (Q(phase__in=_AGREED, next_act_on__isnull=False), ["next_act_on", "id"]),
    Tab.ENDED: (Q(phase__in=[phase.value for phase in ENDED]), ["-ended_at", "id"]),
    Tab.ALL: (Q(), ["-applied_at", "id"]),
}


def _row(values: Sequence[Any], names: dict[UUID, list[str]], readable: set[UUID]) -> MediationRow:  # Any: columns
    """Make a line; whoever may not read it is not told what it is about."""
    key, facts = values[0], list(values)
    if key not in readable:
        facts[_COLUMNS.index("kind_code")] = ""
    return MediationRow(*facts, tuple(names.get(key, ())), key in readable)  # type: ignore[call-arg]  # twelve columns and two
