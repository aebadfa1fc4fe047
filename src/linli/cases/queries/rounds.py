"""Turns of the recurring rounds: their ledger and the bulletin it makes."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from linli.cases import errors
from linli.cases.models import Case, Round
from linli.cases.queries.kinds import catalogue
from linli.core.scope import within
from linli.places import queries as places
from linli.staff.rules import Actor, Permission

SEEING = (Permission.CASES_VIEW, Permission.FIGURES_VIEW)


@dataclass(frozen=True)
class TurnRow:
    """One turn of a round as lists show it."""

    id: UUID
    name: str
    area_name: str
    begins_on: dt.date
    ends_on: dt.date
    cases_made: int
    has_met: bool
    has_bulletin: bool


def turns_visible_to(actor: Actor, *, most: int = 200) -> list[TurnRow]:
    """List the turns of the rounds within an actor's areas, the newest first."""
    prefixes = [prefix for permission in SEEING for prefix in actor.prefixes(permission)]
    found = Round.objects.filter(within("area_code", prefixes)).order_by("-begins_on", "round_code", "area_code")[:most]
    return [
        TurnRow(
            turn.pk, round_name(turn), places.area_name(turn.area_code), turn.begins_on, turn.ends_on, turn.cases_made,
            turn.met_at is not None, turn.bulletin_at is not None,
        )
        for turn in found
    ]  # fmt: skip


def turn_visible_to(actor: Actor, round_id: UUID) -> Round:
    """Find one turn; one of another area is not there."""
    turn = Round.objects.filter(pk=round_id).first()
    if turn is None or not any(actor.may(permission, turn.area_code) for permission in SEEING):
        raise errors.RoundUnknown
    return turn


def round_name(turn: Round) -> str:
    """Name the round of a turn in the reader's language."""
    declared = catalogue().rounds.get(turn.round_code)
    return str(declared.name) if declared else turn.round_code


def bulletin_of(turn: Round) -> dict[str, object]:
    """Work a turn's bulletin out of its cases: what was looked at, what was found, what of it is done, what is late."""
    opens, shuts = _bounds(turn)
    own, found = own_cases(turn), found_cases(turn)
    done = Q(closed_at__lt=shuts, is_open=False)
    late = Q(due__lt=Coalesce("closed_at", shuts))
    carried = _gathered(turn).filter(reported_at__lt=opens).filter(Q(is_open=True) | Q(closed_at__gte=opens))
    return {
        "looked_at": own.count(),
        "looked_at_done": own.filter(done).count(),
        "found": found.count(),
        "found_done": found.filter(done).count(),
        "found_late": found.annotate(due=Coalesce("close_due_at", "due_at")).filter(late).count(),
        "carried_over": carried.count(),
        "carried_over_done": carried.filter(done).count(),
        "by_area": _by_area(turn, found, done),
    }


def own_cases(turn: Round) -> QuerySet[Case]:
    """Select the cases a turn made itself."""
    source = f"round:{turn.round_code}"
    return Case.objects.filter(
        within("area_code", [turn.area_code]), source=source, source_key__endswith=f":{turn.begins_on}"
    )


def found_cases(turn: Round) -> QuerySet[Case]:
    """Select the ledger of a turn: what came in meanwhile of what the round is about."""
    opens, shuts = _bounds(turn)
    return _gathered(turn).filter(reported_at__gte=opens, reported_at__lt=shuts).order_by("reported_at", "id")


def _gathered(turn: Round) -> QuerySet[Case]:
    declared = catalogue().rounds.get(turn.round_code)
    groups = declared.gathers if declared else ()
    kinds = Q(pk__in=())
    for group in groups:
        kinds |= Q(kind_code__startswith=f"{group}.")
    found = Case.objects.filter(within("area_code", [turn.area_code]), kinds, is_confidential=False)
    return found.exclude(source__startswith="round:").exclude(state__in=("declined", "voided"))


def _by_area(turn: Round, found: QuerySet[Case], done: Q) -> list[dict[str, object]]:
    digits = 12 if len(turn.area_code) < 12 else 15
    counted: dict[str, list[int]] = {}
    for code, number, ended in (
        found.order_by().values_list("area_code").annotate(number=Count("id"), ended=Count("id", filter=done))
    ):
        row = counted.setdefault(code[:digits], [0, 0])
        row[0] += number
        row[1] += ended
    return [
        {"area_code": code, "area": places.area_name(code), "found": number, "done": ended}
        for code, (number, ended) in sorted(counted.items())
    ]


def _bounds(turn: Round) -> tuple[dt.datetime, dt.datetime]:
    zone = catalogue().calendar.zone
    opens = dt.datetime.combine(turn.begins_on, dt.time(), zone)
    return opens, dt.datetime.combine(turn.ends_on + dt.timedelta(days=1), dt.time(), zone)
