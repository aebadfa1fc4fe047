"""Background work of places."""

from uuid import UUID

from django.tasks import task

from linli.places.importing.map_running import run_step


@task
def work_on_map(import_id: str) -> None:
    """Check or import a map that was brought at the desk; may run twice without harm."""
    run_step(UUID(import_id))
