"""How a change of areas is kept: what was before goes to the log, and every process learns of it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.db.models import Max

from linli.core.facts import announce
from linli.core.ids import new_id
from linli.places.errors import ChangedLater
from linli.places.facts import AreasChanged
from linli.places.models import Area, AreaChange, AreaStamp
from linli.places.queries import forget

_MOST_PREFIXES = 500
_BATCH = 500


@dataclass(frozen=True)
class Change:
    """Who changes areas, when, and from which day on it holds."""

    by: str
    at: dt.datetime
    on: dt.date

    def entry(self, area_code: str, what: str, **before: object) -> AreaChange:
        """Write one entry of the log."""
        return AreaChange(
            area_code=area_code, at=self.at, effective_on=self.on, by_name=self.by, what=what, before=before
        )


def changed_later(codes: Collection[str], *, than: dt.date) -> dict[str, dt.date]:
    """Give, of those of some areas that were changed from a later day on than one, the last such day."""
    found: dict[str, dt.date] = {}
    for batch in batched(sorted(codes), _BATCH, strict=False):
        later = AreaChange.objects.filter(area_code__in=batch, effective_on__gt=than)
        found |= dict(later.order_by().values_list("area_code").annotate(Max("effective_on")))
    return found


def check_history(codes: Collection[str], *, on: dt.date) -> None:
    """Refuse a day before the last change of one of some areas: what held on the days between is already told."""
    later = changed_later(codes, than=on)
    if later:
        code = max(later, key=later.__getitem__)
        raise ChangedLater(field="on", area_code=code, day=later[code])


def tell(entries: Iterable[AreaChange], *, moved: Sequence[Area]) -> None:
    """Store the log, give the areas a new stamp, and announce the areas whose points may have moved."""
    rows = AreaChange.objects.bulk_create(entries, batch_size=500)
    if moved:
        day = max((row.effective_on for row in rows), default=None)
        announce(AreasChanged(prefixes_of({area.code for area in moved}), bounds=_bounds(moved), on=str(day or "")))
    stamp_anew(AreaStamp.AREAS)


def stamp_anew(which: int) -> None:
    """Mark areas, or streets and buildings, as changed: here at once, in other processes within seconds."""
    AreaStamp.objects.update_or_create(pk=which, defaults={"stamp": new_id()})
    forget()
    transaction.on_commit(forget)


def prefixes_of(codes: Collection[str]) -> tuple[str, ...]:
    """Give the codes of some areas, or of those above them where they are too many to tell."""
    for digits in (15, 12, 9, 6):
        shorter = sorted({code[:digits] for code in codes})
        if len(shorter) <= _MOST_PREFIXES:
            return tuple(shorter)
    return tuple(sorted({code[:2] for code in codes}))


def _bounds(areas: Sequence[Area]) -> tuple[float, ...]:
    known = [area for area in areas if area.min_lon is not None]
    if not known:
        return ()
    return (
        min(area.min_lon for area in known if area.min_lon is not None),
        min(area.min_lat for area in known if area.min_lat is not None),
        max(area.max_lon for area in known if area.max_lon is not None),
        max(area.max_lat for area in known if area.max_lat is not None),
    )
