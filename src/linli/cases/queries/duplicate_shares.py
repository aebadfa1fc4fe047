"""How many of each kind's cases turned out to be duplicates here: learnt with triage, kept in a file beside its model."""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db.models import Count, Q

from linli.cases.models import Case
from linli.cases.triage.duplicates import OFTEN_TWICE
from linli.core import process_clock

LEAST_MARKED = 50  # duplicates somebody has marked before anything is learnt: where nobody marks them, none is no sign
SMOOTHED_BY = 20  # cases that every kind is given beforehand
_LOOK_EVERY_SECONDS = 60.0

_lock = Lock()
_kept: tuple[float, Mapping[str, float]] | None = None


def shares_path() -> Path:
    """Say where the learnt shares lie."""
    return Path(settings.LINLI_DATA) / "models" / "duplicates.json"


def count_shares() -> dict[str, float]:
    """Count each kind's share of duplicates among what was reported; empty while too few were marked."""
    rows = (
        Case.objects.filter(is_confidential=False)
        .exclude(kind_code="")
        .values_list("kind_code")
        .annotate(reports=Count("id"), duplicates=Count("id", filter=Q(outcome="duplicate")))
    )
    return smoothed({kind: (duplicates, reports) for kind, reports, duplicates in rows})


def smoothed(counts: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Turn counts of duplicates and reports into shares that a few cases do not throw about."""
    if sum(duplicates for duplicates, _reports in counts.values()) < LEAST_MARKED:
        return {}
    return {
        kind: round((duplicates + OFTEN_TWICE * SMOOTHED_BY) / (reports + SMOOTHED_BY), 4)
        for kind, (duplicates, reports) in counts.items()
    }


def shares() -> Mapping[str, float]:
    """Give the learnt shares, read again now and then; empty while nothing is learnt."""
    global _kept  # one small cache per process
    now = process_clock.seconds()
    with _lock:
        if _kept is None or now - _kept[0] > _LOOK_EVERY_SECONDS:
            _kept = (now, _read(shares_path()))
        return _kept[1]


def forget() -> None:
    """Read the shares anew next time."""
    global _kept  # one small cache per process
    with _lock:
        _kept = None


def _read(path: Path) -> Mapping[str, float]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(kind): float(share) for kind, share in found.items()}
    except (
        OSError,
        ValueError,
        AttributeError,
        TypeError,
    ):  # learnt again at any time: without it all kinds count alike
        return {}
