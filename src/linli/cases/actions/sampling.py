"""Deciding whether an answer is checked back: drawn once, when it comes in."""

import datetime as dt

from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue, kind_of
from linli.cases.rules import Evidence, Lane
from linli.cases.rules.sampling import Risk, is_drawn, share_checked
from linli.core.secrets import keyed_hash

MUST, WAIVED = "must", "waived"


def check_back_of(case: Case, *, pair_verified: bool, at: dt.datetime) -> str:
    """Say whether the answer that has just come in must be checked back; each round is drawn anew."""
    share = share_checked(_risk(case, pair_verified=pair_verified, at=at), catalogue().checking.sampling())
    draw = keyed_hash(f"check-back {case.pk} {case.reopens} {case.reworks}")
    return MUST if is_drawn(share, draw=draw) else WAIVED


def _risk(case: Case, *, pair_verified: bool, at: dt.datetime) -> Risk:
    kind = kind_of(case)
    return Risk(
        group=kind.group.value if kind else "",
        is_urgent=case.lane == Lane.URGENT,
        needs_pair=kind is not None and kind.evidence is Evidence.BEFORE_AND_AFTER,
        pair_verified=pair_verified,
        reworks=case.reworks,
        reopens=case.reopens,
        is_late=case.handling_due_at is not None and at > case.handling_due_at,
        is_ordered=case.is_ordered,
    )
