"""Lists of cases at the desk: tabs, filters, search, pages by keyset, bounded counts."""

import base64
import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from linli.cases import rules
from linli.cases.models import Case
from linli.cases.queries.joint import helping
from linli.cases.queries.piles import PILES, UNKEPT
from linli.cases.queries.reach import REPORTED_AT_UNSORTED, within_places
from linli.cases.queries.visible import cases_known_to, cases_visible_to, may_help
from linli.cases.rules import Standing, State
from linli.core.scope import within
from linli.core.statements import MOMENT, Kept, columns_of, kept, select_rows
from linli.staff.rules import Actor, Permission

PAGE_SIZE = 50
MOST_COUNTED = 999
LEAST_DIGITS = 6
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(9000, 1, 1)  # beyond, moments cannot be counted in every zone


class Tab(StrEnum):
    """The standing lists of the desk."""

    MINE = "mine"
    UNIT = "unit"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    NO_GRID = "no-grid"
    ALL = "all"
    FILE = "file"
    CHECK = "check"
    CLOSE = "close"
    LOW_RATING = "low-rating"
    CALL_BACK = "call-back"
    DISPATCH = "dispatch"
    RULING = "ruling"
    RELIEF = "relief"
    CAME_BACK = "came-back"
    WAITING = "waiting"
    IN_HAND = "in-hand"
    JOINED = "joined"
    REWORK = "rework"
    UNIT_LATE = "unit-late"
    ORDERED = "ordered"


@dataclass(frozen=True)
class Filters:
    """What a person narrows a list by."""

    tab: Tab = Tab.OPEN
    q: str = ""
    kind_codes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    area_code: str = ""
    channel: str = ""
    unit_code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class CaseRow:
    """One line of a list: only what the list shows."""

    id: UUID
    number: str
    title: str
    kind_code: str
    state: str
    lane: str
    area_code: str
    is_located: bool
    unit_code: str
    proposed_unit: str
    channel: str
    reported_at: dt.datetime
    due_at: dt.datetime | None
    is_confidential: bool
    reworks: int
    is_ordered: bool
    co_units: Sequence[str]
    lon_cgcs2000: float | None = field(repr=False)
    lat_cgcs2000: float | None = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to do something."""
        return self.state not in {State.CLOSED, State.DECLINED, State.VOIDED}

    @property
    def standing(self) -> Standing:
        """What the rules need to know to say who may read the case."""
        return Standing(
            State(self.state), self.area_code, self.unit_code,
            is_confidential=self.is_confidential, co_units=frozenset(self.co_units), kind_code=self.kind_code,
        )  # fmt: skip

    def is_overdue(self, at: dt.datetime) -> bool:
        """Say whether the running stage is late."""
        return self.is_open and self.due_at is not None and self.due_at < at


COLUMNS = tuple(name for name in CaseRow.__dataclass_fields__)


@dataclass(frozen=True)
class Page:
    """One page of a list and where the next one starts."""

    rows: Sequence[CaseRow]
    next_cursor: str


class Part(StrEnum):
    """A half of a list: a unit's own cases and those it is called in for stand in indexes of their own."""

    WHOLE = "whole"
    OWN = "own"
    HELPED = "helped"


def parts_of(actor: Actor) -> tuple[Part, ...]:
    """Say in which halves somebody's lists are read: one query over both could not walk an index in the list's order."""
    return (Part.OWN, Part.HELPED) if may_help(actor) else (Part.WHOLE,)


def list_cases(actor: Actor, filters: Filters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """Read one page, newest report first (open lists: what is due first comes first)."""
    by_due = filters.tab is not Tab.ALL
    found = [_rows(actor, filters, cursor=cursor, size=size, part=part) for part in parts_of(actor)]
    rows = found[0] if len(found) == 1 or not found[1] else _merged(found, by_due=by_due)
    more = len(rows) > size
    return Page([told_to(actor, row) for row in rows[:size]], _cursor(rows[size - 1], by_due=by_due) if more else "")


def _rows(actor: Actor, filters: Filters, *, cursor: str, size: int, part: Part) -> list[CaseRow]:
    asks_again = not cursor and not filters.q and filters.tab.value not in UNKEPT
    ask = _question_kept if asks_again else _question
    question = ask(actor, filters, cursor, size, part, connection.vendor)
    if question is None:
        return []
    found = select_rows(question.sql, question.values_at(timezone.now()), columns_of(Case, *COLUMNS))
    return [CaseRow(*values) for values in found]


def _merged(parts: Iterable[Iterable[CaseRow]], *, by_due: bool) -> list[CaseRow]:
    """Put the halves together in the order in which the store gave each."""
    rows = {row.id: row for part in parts for row in part}.values()
    if not by_due:
        return sorted(rows, key=lambda row: (row.reported_at, row.id), reverse=True)
    none_last = connection.vendor == "postgresql"
    return sorted(rows, key=lambda row: ((row.due_at is None) is none_last, row.due_at or MOMENT, row.id))


def _question(actor: Actor, filters: Filters, cursor: str, size: int, part: Part, _vendor: str) -> Kept | None:
    by_due = filters.tab is not Tab.ALL
    at = timezone.now() if filters.tab.value in UNKEPT else MOMENT
    found = _after(_filtered(actor, filters, at=at, part=part), cursor, by_due=by_due)
    order = ("due_at", "id") if by_due else ("-reported_at", "-id")
    return kept(found.order_by(*order).values_list(*COLUMNS)[: size + 1])


# The same people ask for the same lists all day: what they ask is put together once.
_question_kept = lru_cache(maxsize=512)(_question)


def count_cases(actor: Actor, filters: Filters, *, most: int = MOST_COUNTED) -> int:
    """Count a list up to `most` + 1, so that a count never reads a whole city."""
    return _filtered(actor, filters, at=timezone.now()).order_by()[: most + 1].count()


def export_cases(actor: Actor, filters: Filters, *, most: int = 50_000) -> QuerySet[Case]:
    """Select the cases of a list for a spreadsheet."""
    readable = cases_visible_to(actor).values("pk")
    return _filtered(actor, filters, at=timezone.now()).filter(pk__in=readable).order_by("-reported_at", "-id")[:most]


def _filtered(actor: Actor, filters: Filters, *, at: dt.datetime, part: Part = Part.WHOLE) -> QuerySet[Case]:
    # A list narrowed by what a case tells holds only what the actor may read: else it would tell the rest.
    by_content = bool(filters.kind_codes) or (bool(filters.q.strip()) and not _is_number(filters.q))
    newest_first = filters.tab is Tab.ALL
    found = _known(actor, part, by_content=by_content, newest_first=newest_first)
    found = found.filter(tab_of(actor, filters.tab, at=at, helped=part is not Part.OWN))
    if filters.kind_codes:
        found = found.filter(kind_code__in=filters.kind_codes)
    if filters.states:
        found = found.filter(state__in=filters.states)
    if filters.area_code:
        found = found.filter(within_places([filters.area_code], newest_first=newest_first))
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.unit_code:
        found = found.filter(unit_code=filters.unit_code)
    found = _between(found, filters, newest_first=newest_first)
    return found.filter(_search(filters.q)) if filters.q.strip() else found


def _known(actor: Actor, part: Part, *, by_content: bool, newest_first: bool) -> QuerySet[Case]:
    if part is Part.HELPED:
        return Case.objects.filter(helping(actor.unit_codes))
    helped = part is Part.WHOLE
    if by_content:
        return cases_visible_to(actor, helped=helped)
    return cases_known_to(actor, newest_first=newest_first, helped=helped)


def _between(found: QuerySet[Case], filters: Filters, *, newest_first: bool) -> QuerySet[Case]:
    """Keep what was reported on the days asked for; where what is due comes first, days only sift."""
    if not (filters.since or filters.until):
        return found
    zone, told = timezone.get_current_timezone(), F("reported_at") if newest_first else REPORTED_AT_UNSORTED
    found = found.alias(told_at=told)
    if filters.since:
        since = max(filters.since, FIRST_DAY)
        found = found.filter(told_at__gte=dt.datetime.combine(since, dt.time(), zone))
    if filters.until:
        until = min(filters.until, LAST_DAY) + dt.timedelta(days=1)
        found = found.filter(told_at__lt=dt.datetime.combine(until, dt.time(), zone))
    return found


def tab_of(actor: Actor, tab: Tab, *, at: dt.datetime, helped: bool = True) -> Q:
    """Select what belongs in one of the standing lists, or in a pile of a board."""
    if pile := PILES.get(tab.value):
        return pile(actor, at)
    running = Q(is_open=True)
    return {
        Tab.ALL: Q(),
        Tab.OPEN: running,
        Tab.MINE: running & _waiting_for(actor, helped=helped),
        Tab.UNIT: running & Q(unit_code__in=sorted(actor.unit_codes)),
        Tab.OVERDUE: running & Q(due_at__lt=at),
        Tab.UNASSIGNED: running & Q(state__in=[State.REPORTED.value, State.FILED.value]),
        Tab.NO_GRID: running & Q(is_located=False),
    }[tab]


_WAITS_FOR = (
    (Permission.CASES_FILE, State.REPORTED),
    (Permission.CASES_DISPATCH, State.FILED),
    (Permission.CASES_CHECK, State.RESPONDED),
    (Permission.CASES_CLOSE, State.CHECKED),
)
# What somebody answered is checked and closed by another person, so it does not wait for the one who answered.
_FOR_ANOTHER = (State.RESPONDED.value, State.CHECKED.value)


def _waiting_for(actor: Actor, *, helped: bool) -> Q:
    """Select what this person's posts are asked for next."""
    found = Q(pk__in=())
    for permission, state in _WAITS_FOR:
        prefixes = actor.prefixes(permission)
        if prefixes:
            found |= within("area_code", prefixes) & Q(state=state.value)
    if not actor.may_anywhere(Permission.CASES_HANDLE):
        return found
    found &= ~Q(state__in=_FOR_ANOTHER, handled_by=actor.key)
    if actor.unit_codes:
        waiting = [State.DISPATCHED.value, State.HANDLING.value]
        found |= Q(unit_code__in=sorted(actor.unit_codes), state__in=waiting)
    return found | helping(actor.unit_codes) if helped and actor.unit_codes else found


def _search(text: str) -> Q:
    """Look for a number, or for every word in title, text or address."""
    words = text.split()[:5]
    if _is_number(text):
        return Q(number__startswith=words[0]) | Q(text__contains=words[0], is_confidential=False)
    found = Q()
    for word in words:
        # Where large and small letters are one, as in Chinese, nothing is turned into capitals: that takes most of a scan.
        holds = "contains" if word.upper() == word.lower() else "icontains"
        found &= Q(**{f"text__{holds}": word}) | Q(**{f"title__{holds}": word}) | Q(**{f"address__{holds}": word})
    return found


def _is_number(text: str) -> bool:
    return text.strip().isdigit() and len(text.strip()) >= LEAST_DIGITS


def told_to(actor: Actor, row: CaseRow) -> CaseRow:
    """Show of a confidential case, to whoever moves it on unread, only that it is there: state and dates."""
    if not row.is_confidential or rules.may_see(row.standing, actor):
        return row
    return dataclasses.replace(
        row, title="", kind_code="", unit_code="", proposed_unit="", lon_cgcs2000=None, lat_cgcs2000=None
    )


def _cursor(row: CaseRow, *, by_due: bool) -> str:
    when = row.due_at if by_due else row.reported_at
    return base64.urlsafe_b64encode(json.dumps([when.isoformat() if when else None, str(row.id)]).encode()).decode()


def _after(found: QuerySet[Case], cursor: str, *, by_due: bool) -> QuerySet[Case]:
    """Continue behind a cursor, in the AND-OR form that both stores answer from an index."""
    if not cursor:
        return found
    try:
        when, last = json.loads(base64.urlsafe_b64decode(cursor))
        at, last_id = dt.datetime.fromisoformat(when).astimezone(dt.UTC), UUID(str(last))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return found
    if by_due:
        return found.filter(Q(due_at__gte=at) & (Q(due_at__gt=at) | Q(id__gt=last_id)))
    return found.filter(Q(reported_at__lte=at) & (Q(reported_at__lt=at) | Q(id__lt=last_id)))
