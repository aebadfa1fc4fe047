"""Points out reports that are likely about the same thing: near in place, time and text. A person decides.

A duplicate repeats what is still open: one that was closed before counts little here, it came back (see `rules/repeats.py`).
The constants were set on one half of a city's summer of cases and measured on the other: `docs/explanation/triage.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from linli.cases.rules.nearness import is_one_address, metres_between

NEAR_M = 50.0  # the distance at which nearness is half
NEAR_TIME = timedelta(days=10)  # the time apart at which nearness is half
NEAR_TIME_OPEN = timedelta(days=60)  # the same where the first one still waits
ENDED_BEFORE = 0.6  # what one counts that was closed before the new report
UNPLACED = 0.5  # what nearness counts where one of the two has no place: then only much the same words tell
BOILERPLATE = 3  # candidates without a place that may share the words: more of them, and it is a form that speaks
OTHER_KIND = 0.5
TEXT_SHARE = 0.65  # the rest is for the same place and time alone
SAME_TEXT = 0.6  # two people who tell of one thing in their own words rarely share more
OTHER_TEXT = 0.5  # of another kind, or without a place, texts that share no more than this tell of something else
RARELY_TWICE = 0.3  # what a kind counts of which nobody has ever found a duplicate
OFTEN_TWICE = 0.08  # the share of duplicates from which a kind counts in full
TEXT_READ = 200
FEW_PAIRS = 6  # pairs of characters below which sharing all of them proves little
LEAST_SCORE = 0.45
MOST_SHOWN = 5
_END = "\0"
_WIDE = (0xFF01, 0xFF5E)  # full-width signs, letters and figures
_LETTER_BITS = 21  # every character fits


@dataclass(frozen=True)
class Report:
    """A report as far as comparing needs it; without a place lon and lat are None, without a kind it is empty."""

    key: str
    at: datetime
    text: str
    kind_code: str = ""
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Likeness:
    """How alike two reports are: the score from 0 to 1, and the numbers that explain it."""

    key: str
    score: float
    distance_m: float | None
    earlier_by: timedelta  # how long before the new report; negative: after it
    text_percent: int
    same_kind: bool
    same_address: bool = False


def likely_duplicates(
    report: Report,
    candidates: Iterable[Report],
    *,
    least: float = LEAST_SCORE,
    most: int = MOST_SHOWN,
    shares: Mapping[str, float] | None = None,
) -> list[Likeness]:
    """Rank the candidates that are likely about the same thing, the likeliest first; the report itself is left out.

    `shares` says of kinds how many of their cases turned out to be duplicates: some things are reported twice, others never.
    """
    often = how_often(shares or {}, report.kind_code)
    near = [
        (other, ceiling)
        for other in candidates
        if other.key != report.key and (ceiling := often * _circumstances(report, other)) >= least
    ]
    texts = text_likeness(report.text, [other.text for other, _ceiling in near])
    alike = [_likeness(report, other, ceiling, text) for (other, ceiling), text in zip(near, texts, strict=True)]
    ranked = sorted(alike, key=lambda likeness: (-likeness.score, likeness.key))
    return _without_boilerplate([likeness for likeness in ranked if likeness.score >= least])[:most]


def _without_boilerplate(found: list[Likeness]) -> list[Likeness]:
    """Leave out what only shares words that many share."""
    by_words = [likeness for likeness in found if likeness.distance_m is None and not likeness.same_address]
    return [likeness for likeness in found if likeness not in by_words] if len(by_words) > BOILERPLATE else found


def compare(report: Report, other: Report) -> Likeness:
    """Say how alike two reports are; the score is the same both ways."""
    return _likeness(report, other, _circumstances(report, other), text_likeness(report.text, [other.text])[0])


def how_often(shares: Mapping[str, float], kind_code: str) -> float:
    """Weigh a kind by its share of duplicates; one that nothing is known of counts in full."""
    share = min(1.0, shares.get(kind_code, OFTEN_TWICE) / OFTEN_TWICE)
    return RARELY_TWICE + (1 - RARELY_TWICE) * share


def text_likeness(text: str, others: Sequence[str]) -> list[float]:
    """Say how alike texts are to one, from 0 to 1, by the pairs of neighbouring characters they share.

    Averages what both share of all and of the shorter one: a short report may lie within a long one.
    """
    letters = _letters([text, *others])
    owners = np.cumsum(letters == 0, dtype=np.uint64)
    inside = (letters[:-1] != 0) & (letters[1:] != 0)
    pairs = (letters[:-1] << np.uint64(_LETTER_BITS) | letters[1:])[inside]
    found = np.sort(owners[:-1][inside] << np.uint64(2 * _LETTER_BITS) | pairs)
    found = found[np.concatenate([[True], found[1:] != found[:-1]])] if found.size else found
    owner = (found >> np.uint64(2 * _LETTER_BITS)).astype(np.int64)
    pair = found & np.uint64(2 ** (2 * _LETTER_BITS) - 1)
    sizes = np.bincount(owner, minlength=len(others) + 1)
    shared = np.bincount(owner[np.isin(pair, pair[owner == 0])], minlength=len(others) + 1)
    shorter = np.maximum(np.minimum(sizes, sizes[0]), FEW_PAIRS)
    alike = shared / np.maximum(sizes + sizes[0], 1) + shared / shorter / 2
    return [float(one) for one in alike[1:]]


def distance_m(report: Report, other: Report) -> float | None:
    """Measure the distance of two reports, exact enough within a town; None where one has no place."""
    if report.lon is None or report.lat is None or other.lon is None or other.lat is None:
        return None
    return metres_between(report.lon, report.lat, other.lon, other.lat)


def _circumstances(report: Report, other: Report) -> float:
    """Reckon what place and time allow at most; two kinds that differ halve it."""
    time = _nearness_in_time(report, other)
    return _nearness(report, other) * time * (OTHER_KIND if _kinds_differ(report, other) else 1.0)


def _nearness(report: Report, other: Report) -> float:
    apart_m = distance_m(report, other)
    if apart_m is not None:
        return 1 / (1 + (apart_m / NEAR_M) ** 2)
    return UNPLACED if _is_unplaced(report, other) else 1.0


def _nearness_in_time(report: Report, other: Report) -> float:
    """The open one of two reports waits for the other: whichever came first, ended before the other or not."""
    first, then = sorted((report, other), key=lambda one: one.at)
    ended = first.ended_at is not None and first.ended_at <= then.at
    apart = then.at - first.at
    return ENDED_BEFORE / (1 + apart / NEAR_TIME) if ended else 1 / (1 + apart / NEAR_TIME_OPEN)


def _kinds_differ(report: Report, other: Report) -> bool:
    return bool(report.kind_code and other.kind_code) and report.kind_code != other.kind_code


def _likeness(report: Report, other: Report, ceiling: float, text: float) -> Likeness:
    return Likeness(
        key=other.key,
        score=ceiling * _by_text(text, alone=_kinds_differ(report, other) or _is_unplaced(report, other)),
        distance_m=distance_m(report, other),
        earlier_by=report.at - other.at,
        text_percent=round(100 * text),
        same_kind=bool(report.kind_code) and report.kind_code == other.kind_code,
        same_address=is_one_address(report.address, other.address),
    )


def _is_unplaced(report: Report, other: Report) -> bool:
    return distance_m(report, other) is None and not is_one_address(report.address, other.address)


def _by_text(text: float, *, alone: bool) -> float:
    """Weigh the words: where they stand alone only much the same ones count, else place and time count as well."""
    if alone:
        return min(1.0, max(0.0, (text - OTHER_TEXT) / (SAME_TEXT - OTHER_TEXT)))
    return 1 - TEXT_SHARE + TEXT_SHARE * min(1.0, text / SAME_TEXT)


def _letters(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Put the beginnings of texts behind each other, without blanks, a nought between them; full width as half width."""
    joined = _END.join(text[:TEXT_READ].replace(_END, "") for text in texts)
    written = "".join(joined.lower().split()).encode("utf-32-le", errors="replace")
    letters = np.frombuffer(written, dtype=np.uint32).astype(np.uint64)
    wide = (letters >= _WIDE[0]) & (letters <= _WIDE[1])
    return np.where(wide, letters - (_WIDE[0] - ord("!")), letters)
