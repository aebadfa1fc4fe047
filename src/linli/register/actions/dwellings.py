"""What a dwelling is used for and whether it is lived in: changed by whoever keeps the people there, and kept in their history."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.places import queries as places
from linli.places.actions import set_dwelling
from linli.places.queries import DwellingPlace
from linli.register import errors
from linli.register.actions.finding import check_source, dwelling_to_fill
from linli.register.actions.recording import Change, begin, keep
from linli.register.models import Household
from linli.staff.rules import Command

FIELDS = ("use", "state")


@transaction.atomic
def change_dwelling(
    dwelling_id: UUID,
    *,
    command: Command,
    values: Mapping[str, str],
    source: str,
    base: Mapping[str, str] | None = None,
) -> DwellingPlace:
    """Keep another use or state of a dwelling; with `base`, only while it stands as the writer last saw it."""
    if begin(command, "change-dwelling", answer=dwelling_id) is not None:
        return places.places_of_dwellings(dwelling_ids=[dwelling_id])[0]
    place = dwelling_to_fill(dwelling_id, command.by)
    check_source(source)
    wanted = {name: str(values[name]) for name in FIELDS if values.get(name)}
    for name, seen in (base or {}).items():
        if name in wanted and getattr(place, name) != seen:
            raise errors.RecordStale
    before = set_dwelling(dwelling_id, **wanted)
    if not before:
        raise errors.NothingChanges
    after = {name: wanted[name] for name in before}
    home = Household.objects.filter(dwelling_id=dwelling_id, until=None).values_list("pk", flat=True).first()
    change = Change("dwelling", dwelling_id, "set-dwelling", before, after, place.area_code, household_id=home)
    keep(command, change, on=timezone.localdate(command.at), source=source)
    return places.places_of_dwellings(dwelling_ids=[dwelling_id])[0]
