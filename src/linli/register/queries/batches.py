"""Imports as those see them who may import into the area: how far each is, what it handed back, which columns are kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.core.scope import within
from linli.core.secrets import unseal
from linli.register.errors import ImportNotFound, MappingUnknown
from linli.register.models import ColumnMapping, ImportBatch, ImportFault
from linli.register.rules.arriving import Fault, Wrong
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class BackRow:
    """A row that was handed back, opened for the person who mends it."""

    row: int
    cells: Mapping[str, object]
    said: str
    faults: tuple[Fault, ...]
    household_id: str


def imports_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """Select the imports into the areas an actor may import into, the newest first."""
    return ImportBatch.objects.filter(within("area_code", actor.prefixes(Permission.PEOPLE_IMPORT))).order_by("-id")


def batch_for(actor: Actor, batch_id: UUID, *, lock: bool = False) -> ImportBatch:
    """Find an import the actor may know of."""
    rows = imports_visible_to(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=batch_id).first()
    if found is None:
        raise ImportNotFound
    return found


def import_of_file(digest: str, area_code: str) -> ImportBatch | None:
    """Find the import of a file with these columns: one that is done, running or was broken off."""
    same = ImportBatch.objects.filter(file_digest=digest, area_code=area_code)
    return same.filter(state__in=("running", "failed", "done")).order_by("-id").first()


def rows_back(batch_id: UUID, *, most: int | None = None) -> Iterator[BackRow]:
    """Open the rows an import handed back, in the order of the file."""
    rows = ImportFault.objects.filter(batch_id=batch_id).order_by("row").values_list("row", "row_sealed")
    for row, sealed in rows[:most] if most else rows.iterator(chunk_size=2_000):
        whole = json.loads(unseal(sealed))
        faults = tuple(Fault(Wrong(wrong), field, other) for wrong, field, other in whole["why"])
        yield BackRow(row, whole["cells"], whole["said"], faults, whole["household"])


def mapping_named(name: str, area_code: str) -> dict[str, str]:
    """Find a saved mapping: the area's own, else that of an area above it."""
    above = [area_code[:length] for length in range(len(area_code) + 1)]
    kept = ColumnMapping.objects.filter(name=name.strip(), area_code__in=above).order_by("-area_code").first()
    if kept is None:
        raise MappingUnknown(name=name)
    return dict(kept.columns)


def mappings_for(area_code: str) -> Sequence[ColumnMapping]:
    """List the mappings kept for an area and those above it."""
    above = [area_code[:length] for length in range(len(area_code) + 1)]
    return tuple(ColumnMapping.objects.filter(area_code__in=above).order_by("name", "-area_code"))


def columns_of_back(batch: ImportBatch) -> tuple[str, ...]:
    """Give the columns of a file that is no longer there, as the first whole row that came back has them."""
    whole = next((row for row in rows_back(batch.pk, most=500) if row.cells), None)
    return tuple(whole.cells) if whole else tuple(batch.columns.values())
