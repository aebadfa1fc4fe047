"""Background work of the register."""

import datetime as dt
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from linli.register.actions.linking_running import run_reconciliation
from linli.register.actions.publishing import publish_month
from linli.register.importing.uploaded import check_upload, take_upload


@task
def weigh_list(job_id: str) -> None:
    """Run a reconciliation that waits; may run twice without harm."""
    run_reconciliation(UUID(job_id))


@task
def look_over_upload(batch_id: str) -> None:
    """Run an uploaded file dry; a second time at once stops by itself."""
    check_upload(UUID(batch_id))


@task
def take_in_upload(batch_id: str) -> None:
    """Take the rows of an uploaded file; may run twice without harm."""
    take_upload(UUID(batch_id))


def keep_published(at: dt.datetime, *, made_on: dt.date | None) -> dt.date:
    """Make the month's table of counts on its first day, so that nobody who reads it has to wait; looked at once a day."""
    today = timezone.localdate(at)
    if made_on != today:
        publish_month(at)
    return today
