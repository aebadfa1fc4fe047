"""A change of areas is told a second time, when whatever was being written by the map of before is in the store."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db import transaction

from linli.core.facts import announce_all
from linli.places.actions.history import prefixes_of
from linli.places.facts import AreasChanged
from linli.places.models import AreaChange, AreaStamp

SETTLED_AFTER = dt.timedelta(minutes=15)  # no request, task or import holds a transaction open for so long
_LOOKED_BACK = dt.timedelta(days=1)
_MOVING = ("added", "redrawn", "closed")


@transaction.atomic
def tell_again(at: dt.datetime) -> int:
    """Tell once more, and once, of areas that changed a quarter of an hour ago; say how many.

    A transaction that looked at the map before a change may end after everything has followed it: a household is
    entered in a dwelling that moves to another grid at that moment. Whoever is told does nothing twice, and takes along
    what came late, by whatever way it came.
    """
    last = AreaStamp.objects.select_for_update().filter(pk=AreaStamp.SETTLED).values_list("stamp", flat=True).first()
    since, until = last or _first_id_at(at - _LOOKED_BACK), _first_id_at(at - SETTLED_AFTER)
    rows = list(AreaChange.objects.filter(pk__gt=since, pk__lt=until, what__in=_MOVING).order_by("pk"))
    if not rows:
        return 0
    codes: dict[dt.date, set[str]] = defaultdict(set)
    for row in rows:
        codes[row.effective_on].add(row.area_code)
    announce_all(AreasChanged(prefixes=prefixes_of(found), on=str(day)) for day, found in sorted(codes.items()))
    AreaStamp.objects.update_or_create(pk=AreaStamp.SETTLED, defaults={"stamp": rows[-1].pk})
    return len(rows)


def _first_id_at(at: dt.datetime) -> UUID:
    """Give an identifier before all that are made from a moment on (RFC 9562, version 7: they begin with the milliseconds)."""
    return UUID(int=int(at.timestamp() * 1000) << 80)
