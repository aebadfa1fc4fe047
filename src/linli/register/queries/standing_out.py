"""Whose readings stand out in a period: counted from the log, compared within the same post, with what was explained."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncMinute

from linli.core.audit import Act
from linli.core.calendar import Calendar
from linli.core.installation import installation
from linli.core.models import AuditEntry
from linli.core.scope import within
from linli.register.models import Disclosure, ReadingExplained
from linli.register.rules.readings import Sign, Standing, Tally, busiest, names_a_case, standing_out
from linli.staff.queries import roles_of
from linli.staff.rules import Actor, Permission, Role

READS = (Act.READ.value, Act.REVEAL.value, Act.EXPORT.value, Act.LINK.value, Act.SHARE.value)
CLEAR = (Act.REVEAL.value, Act.EXPORT.value)
BY_ITSELF = Q(act=Act.READ.value, detail={"how": "field-app"})
USUAL_DAYS = 14
MOST_DAYS = 92


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    since: dt.date
    until: dt.date

    @classmethod
    def up_to(cls, day: dt.date, *, days: int = USUAL_DAYS) -> "Period":
        """Give the days up to one."""
        return cls(day - dt.timedelta(days=days - 1), day)


@dataclass(frozen=True)
class Shown:
    """One sign of one reader, and why it is in order where somebody has said so after the newest reading."""

    standing: Standing
    newest: dt.datetime
    explained: ReadingExplained | None


def shown_signs(actor: Actor, period: Period) -> Sequence[Shown]:
    """List whose readings stand out in the areas whose log the actor looks after; six queries, whatever the number."""
    return _shown(_lines(period).filter(within("area_code", actor.prefixes(Permission.AUDIT_VIEW))), period)


def own_signs(actor: Actor, period: Period) -> Sequence[Shown]:
    """List the signs by which one's own readings stand out, as those who look after the log see them."""
    return [one for one in _shown(_lines(period), period) if one.standing.reader == actor.key]


def counts_by_day(actor: Actor, period: Period) -> Mapping[dt.date, int]:
    """Count the readings of each day, of all people together."""
    rows = _lines(period).filter(within("area_code", actor.prefixes(Permission.AUDIT_VIEW)))
    found = Counter[dt.date]()
    for day, count in rows.values_list("at__date").annotate(Count("id")).order_by():
        found[day] += count
    days = (period.until - period.since).days + 1
    return {day: found[day] for day in (period.since + dt.timedelta(days=place) for place in range(days))}


def _lines(period: Period) -> QuerySet[AuditEntry]:
    """Select the readings that somebody chose; what a phone fetches by itself says nothing of its owner's hours or habits."""
    people = AuditEntry.objects.exclude(by__in=("system", "resident")).exclude(BY_ITSELF)
    return people.filter(act__in=READS, at__date__gte=period.since, at__date__lte=period.until)


def _shown(lines: QuerySet[AuditEntry], period: Period) -> Sequence[Shown]:
    newest = {
        by: (name, at) for by, name, at in lines.values_list("by").annotate(Max("by_name"), Max("at")).order_by("by")
    }
    found = standing_out(_tallies(lines, {by: name for by, (name, _) in newest.items()}, period))
    explained = _explained({one.reader for one in found})
    return [
        Shown(one, newest[one.reader][1], _covering(explained.get((one.reader, one.sign), []), newest[one.reader][1]))
        for one in found
    ]


def _tallies(lines: QuerySet[AuditEntry], names: Mapping[str, str], period: Period) -> Sequence[Tally]:
    counts: dict[str, Counter[Sign]] = {by: Counter() for by in names}
    _count_times(lines, counts)
    for by, areas in lines.values_list("by").annotate(Count("area_code", distinct=True)).order_by():
        counts[by][Sign.AREAS] = areas
    for by, people in lines.filter(act__in=CLEAR).values_list("by").annotate(Sum("count")).order_by():
        counts[by][Sign.CLEAR] = people or 0
    revealed = Disclosure.objects.filter(
        how="reveal", by__in=list(names), at__date__gte=period.since, at__date__lte=period.until
    )
    for by, said in revealed.values_list("by", "said"):
        counts[by][Sign.NO_CASE] += not names_a_case(said)
    roles = roles_of(pk for by in names if (pk := _account(by)))
    return [Tally(by, name, _role(roles, by), counts[by]) for by, name in names.items()]


def _count_times(lines: QuerySet[AuditEntry], counts: Mapping[str, Counter[Sign]]) -> None:
    calendar, minutes = _calendar(), defaultdict[str, dict[int, int]](dict)
    rows = lines.annotate(minute=TruncMinute("at")).values_list("by", "minute").annotate(Count("id"))
    for by, minute, count in rows.order_by():
        counts[by][Sign.MANY] += count
        counts[by][Sign.OUT_OF_HOURS] += 0 if calendar.is_working_time(minute) else count
        minutes[by][int(minute.timestamp()) // 60] = count
    for by, of_reader in minutes.items():
        counts[by][Sign.BURST] = busiest(of_reader)


def _calendar() -> Calendar:
    """Give the installation's office hours over China's calendar."""
    spans = (span.split("-") for span in installation().office_hours.split(","))
    hours = tuple((dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for opens, closes in spans)
    return Calendar(hours=hours)


def _explained(readers: set[str]) -> Mapping[tuple[str, str], list[ReadingExplained]]:
    found = defaultdict[tuple[str, str], list[ReadingExplained]](list)
    for row in ReadingExplained.objects.filter(reader__in=readers).order_by(F("until").desc()):
        found[row.reader, row.sign].append(row)
    return found


def _covering(rows: Sequence[ReadingExplained], newest: dt.datetime) -> ReadingExplained | None:
    return next((row for row in rows if row.until >= newest), None)


def _account(by: str) -> UUID | None:
    try:
        return UUID(by)
    except ValueError:
        return None


def _role(roles: Mapping[UUID, Sequence[Role]], by: str) -> str:
    account = _account(by)
    held = roles.get(account, ()) if account else ()
    return held[0].value if held else ""
