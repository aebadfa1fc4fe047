"""Which commands of phones are applied already, and with what answer."""

from collections.abc import Iterable
from uuid import UUID

from linli.fieldsync.models import FieldCommand


def is_applied(command_id: UUID, *, device_id: UUID) -> bool:
    """Say whether a command of this phone is applied."""
    return FieldCommand.objects.filter(pk=command_id, device_id=device_id).exists()


def applied_before(command_ids: Iterable[UUID]) -> dict[UUID, FieldCommand]:
    """Find which commands are applied already; one query."""
    return FieldCommand.objects.in_bulk(list(command_ids))
