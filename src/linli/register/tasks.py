"""Background work of the register."""

from uuid import UUID

from django.tasks import task

from linli.register.actions.linking_running import run_reconciliation


@task
def weigh_list(job_id: str) -> None:
    """Run a reconciliation that waits; may run twice without harm."""
    run_reconciliation(UUID(job_id))
