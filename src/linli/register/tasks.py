"""Background work of the register."""

from uuid import UUID

from django.tasks import task

from linli.register.actions.linking_running import run_reconciliation
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
