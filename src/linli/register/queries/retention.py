"""What the retention job did: its runs, the newest first."""

from collections.abc import Sequence

from linli.register.models import RetentionRun

MOST_RUNS = 400


def retention_runs() -> Sequence[RetentionRun]:
    """List the runs of somewhat more than a year, the newest first; one query."""
    return list(RetentionRun.objects.order_by("-id")[:MOST_RUNS])
