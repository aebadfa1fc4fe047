"""Maps brought at the desk, as those see them who may import into their area."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from linli.core.scope import within
from linli.places.errors.map_imports import MapImportUnknown
from linli.places.models import MapImport, Street
from linli.places.rules import UNDER_WAY


def map_imports_within(scope: Iterable[str]) -> QuerySet[MapImport]:
    """Select the imports into some areas, the newest first."""
    return MapImport.objects.filter(within("area_code", scope)).order_by("-id")


def map_import_within(scope: Iterable[str], import_id: UUID, *, lock: bool = False) -> MapImport:
    """Find an import into one of some areas."""
    rows = map_imports_within(scope)
    found = (rows.select_for_update() if lock else rows).filter(pk=import_id).first()
    if found is None:
        raise MapImportUnknown
    return found


def map_imports_under_way() -> QuerySet[MapImport]:
    """Select what is being checked or imported, the oldest first."""
    return MapImport.objects.filter(state__in=[state.value for state in UNDER_WAY]).order_by("begun_at", "id")


def has_streets(area_code: str) -> bool:
    """Say whether any street is known that lies in an area or goes through it."""
    above = [area_code[:digits] for digits in range(2, len(area_code))]
    own = Street.objects.filter(within("area_code", (area_code,)))
    return own.exists() or Street.objects.filter(area_code__in=above).exists()
