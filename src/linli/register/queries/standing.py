"""Which record stands for one that was merged into another: phones and papers go on naming the old one."""

from collections.abc import Iterable
from uuid import UUID

from linli.register.models import Resident


def standing_of(resident_id: UUID) -> UUID:
    """Give the record that stands for a resident: the one it was merged into, else itself, even where nobody knows it."""
    return standing_for([resident_id]).get(resident_id, resident_id)


def is_known(resident_id: UUID) -> bool:
    """Say whether there is such a record, standing or merged; one that was deleted is none."""
    return Resident.objects.filter(pk=resident_id).exists()


def standing_for(resident_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give for each record that was merged into another the one that stands; one query: a merge moves on what was merged before."""
    rows = Resident.objects.filter(pk__in=list(resident_ids), merged_into__isnull=False)
    return {pk: into for pk, into in rows.values_list("pk", "merged_into") if into is not None}
