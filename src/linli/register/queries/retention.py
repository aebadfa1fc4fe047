"""What the retention job did: its runs, the newest first."""

import datetime as dt
from collections.abc import Sequence

from linli.register.models import RetentionRun

MOST_RUNS = 400


def retention_runs() -> Sequence[RetentionRun]:
    """List the runs of somewhat more than a year, the newest first; one query."""
    return list(RetentionRun.objects.order_by("-id")[:MOST_RUNS])


def was_run(on: dt.date) -> bool:
    """Say whether the job has run for a day, not counting runs that only looked."""
    return RetentionRun.objects.filter(on=on, dry=False).exists()
