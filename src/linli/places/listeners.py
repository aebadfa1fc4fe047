"""What places do when their own map changes: buildings, dwellings, components and facilities follow it."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from linli.places.actions import Change, relocate_dwellings, relocate_registered

BY = "system"


def move_components(fact: Mapping[str, object]) -> None:
    """Locate the components and facilities of redrawn areas anew."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        relocate_registered([str(prefix) for prefix in prefixes])


def move_dwellings(fact: Mapping[str, object]) -> None:
    """Locate the buildings of redrawn areas anew, with their dwellings; a fact told before days were kept holds today."""
    prefixes, now = fact["prefixes"], timezone.now()
    if isinstance(prefixes, list):
        on = dt.date.fromisoformat(str(fact.get("on") or timezone.localdate(now)))
        relocate_dwellings([str(prefix) for prefix in prefixes], change=Change(BY, now, on))
