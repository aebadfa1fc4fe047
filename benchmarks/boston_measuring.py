"""The steps of the replay: take in, compare figures, ask for hints, look for places that repeat."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.boston_cases import DISTRICT, CityCase, Counted, count, read_marks
from benchmarks.boston_replay import MONTHS, WHOLE, Hints, figures, figures_by_kind, halves, replay, shares_of
from benchmarks.boston_town import kind_code, make_town, take_in, write_catalogue
from django.conf import settings

from linli.cases.queries.repeats import find_places
from linli.cases.queries.returning import Asked, report_returns
from linli.site import preparing
from linli.staff.rules import SYSTEM


def measure(cases: Sequence[CityCase], folder: Path) -> dict[str, object]:
    """Replay the cases and give all that was found as plain values."""
    write_catalogue(Path(settings.LINLI_CATALOGUE), (case.type for case in cases))
    preparing.prepare()
    make_town()
    began = time.perf_counter()
    taken = take_in(cases, folder)
    found: dict[str, object] = {"imported": taken.imported, "refused": len(taken.bad)}
    found["import s"] = round(time.perf_counter() - began, 1)
    compared = list(compare(cases))
    found["figures compared"] = len(compared)
    found["figures that differ"] = sum(mine != theirs for _name, mine, theirs in compared)
    found["figures"] = {name: {"linli": vars(mine), "file": vars(theirs)} for name, mine, theirs in compared[:4]}
    return found | _duplicates(cases) | _repeats()


def compare(cases: Sequence[CityCase]) -> Iterator[tuple[str, Counted, Counted]]:
    """Set Linli's figures beside those counted from the rows: the whole time and each month, then by square and by type."""
    start, end = WHOLE
    empty = Counted(0, 0, 0, 0)
    yield "whole", figures(DISTRICT, start=start, end=end)[DISTRICT], count(cases, start=start, end=end)
    for first, last in pairwise(MONTHS):
        mine = figures(DISTRICT, start=first, end=last)[DISTRICT]
        yield f"{first:%Y-%m}", mine, count(cases, start=first, end=last)
    for name, mine, of in (
        ("square", figures(DISTRICT, start=start, end=end, digits=15), lambda case: case.area_code),
        ("type", figures_by_kind(DISTRICT, start=start, end=end), lambda case: kind_code(case.type)),
    ):
        for group, rows in _grouped(cases, of).items():
            yield f"{name} {group}", mine.get(group, empty), count(rows, start=start, end=end)


def _grouped(cases: Sequence[CityCase], of: Callable[[CityCase], str]) -> Mapping[str, list[CityCase]]:
    found = defaultdict[str, list[CityCase]](list)
    for case in cases:
        found[of(case)].append(case)
    return found


def _duplicates(cases: Sequence[CityCase]) -> dict[str, object]:
    marks = read_marks(cases)
    first, second = halves(cases)
    learnt = shares_of(first, marks)
    began = time.perf_counter()
    ways = {"learnt": learnt, "nothing learnt": {}}
    found: dict[str, object] = {
        "marked": {
            "cases": len(marks.marked), "name no number": marks.without_number,
            "name one not in the file": marks.number_elsewhere, "pairs in the file": len(marks.pairs),
        },
    }  # fmt: skip
    for half, cases_of in (("first half", first), ("second half", second)):
        found |= {f"{half}, {name}": _told(hints) for name, hints in replay(cases_of, marks, by=ways).items()}
    return found | {"hints s": round(time.perf_counter() - began, 1)}


def _told(hints: Hints) -> dict[str, object]:
    return {
        **vars(hints), "precision": round(hints.precision, 3), "precision, either": round(hints.precision_either, 3),
        "recall": round(hints.recall, 3), "recall of pairs": round(hints.recall_of_pairs, 3),
    }  # fmt: skip


def _repeats() -> dict[str, object]:
    start, end = MONTHS[0], MONTHS[-1]
    began = time.perf_counter()
    back = report_returns(SYSTEM, Asked(DISTRICT, start.date(), end.date(), within_days=30)).total
    between = time.perf_counter()
    found = find_places(SYSTEM, area_code=DISTRICT, at=end.astimezone())
    return {
        "closed": back.closed, "came back within 30 days": back.back, "places that repeat": len(found),
        "report s": round(between - began, 2), "find s": round(time.perf_counter() - between, 2),
    }  # fmt: skip
