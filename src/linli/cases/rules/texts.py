"""What steps may say: texts, reasons, evidence, scores, and how often or how late something may be asked."""

import datetime as dt
from collections.abc import Iterable

from linli.cases import errors
from linli.cases.rules.course import Evidence
from linli.core.control_signs import without_control_signs

MOST_TEXT = 20_000
LEAST_TEXT = 4
REOPEN_DAYS = 15


def check_text(text: str, *, least: int = LEAST_TEXT) -> str:
    """Trim a report's text; refuse an empty or endless one."""
    trimmed = "\n".join(line.rstrip() for line in without_control_signs(text).replace("\r\n", "\n").strip().split("\n"))
    if len(trimmed) < least:
        raise errors.TextMissing(field="text")
    if len(trimmed) > MOST_TEXT:
        raise errors.TextTooLong(field="text", most=MOST_TEXT, found=len(trimmed))
    return trimmed


def check_reason(reason: str, *, field: str = "reason") -> str:
    """Refuse a step without its reason."""
    if len(reason.strip()) < 2:
        raise errors.ReasonMissing(field=field)
    return reason.strip()[:MOST_TEXT]


def check_result(result: str) -> str:
    """Trim what a unit or worker says it did; refuse an answer that says nothing."""
    if len(result.strip()) < LEAST_TEXT:
        raise errors.ResultMissing(field="result")
    return result.strip()[:MOST_TEXT]


def missing_evidence(needed: Evidence, purposes: Iterable[str]) -> tuple[str, ...]:
    """List which photos an answer still lacks, "before" or "after"; one that came with the report shows it before."""
    have = {"before" if purpose == "report" else purpose for purpose in purposes}
    wanted = {
        Evidence.NONE: (),
        Evidence.AFTER: ("after",),
        Evidence.BEFORE_AND_AFTER: ("before", "after"),
    }[needed]
    return tuple(purpose for purpose in wanted if purpose not in have)


def check_return(returned_by: Iterable[str], unit_code: str) -> None:
    """Allow a unit to return an order once (Weifang rule art. 22: not after a ruling)."""
    if unit_code in set(returned_by):
        raise errors.ReturnedBefore


def check_reopen(closed_at: dt.datetime, at: dt.datetime) -> None:
    """Allow a closed case to be opened again within REOPEN_DAYS."""
    if at - closed_at > dt.timedelta(days=REOPEN_DAYS):
        raise errors.ReopenTooLate(days=REOPEN_DAYS)


def check_score(score: int) -> int:
    """Accept the five levels of the good/bad review (好差评): 1 very poor … 5 very good."""
    if score not in {1, 2, 3, 4, 5}:
        raise errors.RatingInvalid(field="score")
    return score
