"""What Linli makes of the city's cases, in an installation of their own: hints at duplicates, figures, places that repeat.

Each report is asked for hints as of the moment it came: only what had been reported by then is there, and what had been closed
by then counts as closed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.boston_cases import HALF, CityCase, Counted, Marks
from benchmarks.boston_town import SOURCE, kind_code

from linli.cases.models import Case
from linli.cases.queries.duplicate_shares import smoothed
from linli.cases.queries.duplicates import alike, near_cases
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.tallies import CaseCounts, count_by_area, count_by_kind
from linli.staff.rules import SYSTEM

_AT_ONCE = dt.timedelta()
_ASKED = (
    "source_key", "area_code", "is_located", "lon_cgcs2000", "lat_cgcs2000", "component_code", "address", "text", "kind_code",
    "reported_at", "closed_at",
)  # fmt: skip
MONTHS = tuple(dt.datetime(2015, month, 1) for month in (6, 7, 8, 9))  # noqa: DTZ001 the file has no zone
WHOLE = (dt.datetime(2015, 6, 1), dt.datetime(2018, 1, 1))  # noqa: DTZ001 as above; every limit lies within


@dataclass(frozen=True)
class Hints:
    """How the hints of a span of time compare with what was marked."""

    reports: int
    hinted: int
    shown: int
    marked: int
    marked_and_hinted: int
    hinted_at_marked: int
    pairs: int
    pairs_found: int

    @property
    def precision(self) -> float:
        """Of the reports with a hint, the part that was closed as a duplicate: no more than what people cared to mark."""
        return self.marked_and_hinted / self.hinted if self.hinted else 0.0

    @property
    def precision_either(self) -> float:
        """The same where either the report or the case hinted at was: people keep the later one at times."""
        return self.hinted_at_marked / self.hinted if self.hinted else 0.0

    @property
    def recall(self) -> float:
        """Of the reports closed as duplicates, the part that had a hint, whatever the original was."""
        return self.marked_and_hinted / self.marked if self.marked else 0.0

    @property
    def recall_of_pairs(self) -> float:
        """Of the pairs named in a reason, both in the file, those where the later report was shown the earlier one."""
        return self.pairs_found / self.pairs if self.pairs else 0.0


def shares_of(cases: Iterable[CityCase], marks: Marks) -> Mapping[str, float]:
    """Learn from a span of time how many of each kind turned out to be duplicates, as Linli learns it from its own cases."""
    counts: dict[str, tuple[int, int]] = {}
    for case in cases:
        duplicates, reports = counts.get(kind_code(case.type), (0, 0))
        counts[kind_code(case.type)] = (duplicates + (case.id in marks.marked), reports + 1)
    return smoothed(counts)


def replay(cases: Sequence[CityCase], marks: Marks, *, by: Mapping[str, Mapping[str, float]]) -> dict[str, Hints]:
    """Ask for hints report by report, in the order in which they came, under each of the shares given by name."""
    held = Case.objects.filter(source=SOURCE).only(*_ASKED)
    stored = {case.source_key: case for case in held}
    found: dict[str, dict[str, set[str]]] = {name: {} for name in by}
    for case in cases:
        own = stored[case.id]
        before = [other for other in near_cases(SYSTEM, own, later=_AT_ONCE) if _came_before(other, own)]
        keys = {str(other.pk): other.source_key for other in before}
        for name, shares in by.items():
            found[name][case.id] = {keys[likely.key] for likely in alike(own, before, shares=shares)}
    return {name: _compared(hints, marks) for name, hints in found.items()}


def _compared(found: Mapping[str, set[str]], marks: Marks) -> Hints:
    firsts = _firsts(marks)
    pairs = [(first, key) for key in found for first in firsts.get(key, ())]
    return Hints(
        reports=len(found),
        hinted=sum(bool(keys) for keys in found.values()),
        shown=sum(len(keys) for keys in found.values()),
        marked=sum(key in marks.marked for key in found),
        marked_and_hinted=sum(key in marks.marked and bool(keys) for key, keys in found.items()),
        hinted_at_marked=sum(
            bool(keys) and (key in marks.marked or not marks.marked.isdisjoint(keys)) for key, keys in found.items()
        ),
        pairs=len(pairs),
        pairs_found=sum(first in found[then] for first, then in pairs),
    )


def halves(cases: Sequence[CityCase]) -> tuple[list[CityCase], list[CityCase]]:
    """Divide the time in two: the finder's constants were chosen on the first half."""
    return [case for case in cases if case.opened < HALF], [case for case in cases if case.opened >= HALF]


def figures(area_code: str, *, start: dt.datetime, end: dt.datetime, digits: int = 6) -> dict[str, Counted]:
    """Ask Linli's figures by area."""
    zone = catalogue().calendar.zone
    found = count_by_area(area_code, start=start.replace(tzinfo=zone), end=end.replace(tzinfo=zone), digits=digits)
    return {row.group: _counted(row) for row in found}


def figures_by_kind(area_code: str, *, start: dt.datetime, end: dt.datetime) -> dict[str, Counted]:
    """Ask Linli's figures by kind."""
    zone = catalogue().calendar.zone
    found = count_by_kind(area_code, start=start.replace(tzinfo=zone), end=end.replace(tzinfo=zone))
    return {row.group: _counted(row) for row in found}


def _came_before(other: Case, case: Case) -> bool:
    return (other.reported_at, other.source_key) < (case.reported_at, case.source_key)


def _firsts(marks: Marks) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, then in sorted(marks.pairs):
        found.setdefault(then, []).append(first)
    return found


def _counted(row: CaseCounts) -> Counted:
    return Counted(row.received, row.due, row.closed, row.in_time)
