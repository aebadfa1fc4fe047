"""The register's side of a reconciliation: who lives, lived or died in an area, numbers as hashes; opened for candidates only."""

from collections.abc import Iterator, Sequence
from itertools import batched, groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from linli.core.scope import within
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.register.linking.normalising import plain_address, sound_of_key
from linli.register.linking.tables import Person, Table, people_table
from linli.register.models import Residency, Resident

_COLUMNS = (
    "resident_id", "dwelling_id", "resident__name", "resident__name_key", "resident__sex", "resident__born_on",
    "resident__id_number_hash", "resident__phone_hash", "lives", "since", "until",
)  # fmt: skip
_AT_ONCE = 500


def people_of(area_code: str) -> Table:
    """Make the table of everybody with a home in an area, present or last: a list may name who has left or died."""
    return people_table(_people(area_code))


def open_id_numbers(residents: Sequence[str]) -> dict[str, str]:
    """Unseal the ID numbers of residents, in memory."""
    numbers: dict[str, str] = {}
    for some in batched(residents, _AT_ONCE, strict=False):
        rows = Resident.objects.filter(pk__in=[UUID(pk) for pk in some]).values_list("pk", "id_number_sealed")
        numbers.update((str(pk), unseal(token)) for pk, token in rows)
    return numbers


def _people(area_code: str) -> Iterator[Person]:
    """Walk the residents once each, at the home they live in today where they have one, else at their last."""
    written = {row.pk: plain_address(places.address_of(row)) for row in _dwellings(area_code)}
    homes = Residency.objects.filter(within("area_code", [area_code]), resident__merged_into=None)
    rows = homes.order_by("resident_id", "id").values_list(*_COLUMNS).iterator(chunk_size=5_000)
    for _resident, own in groupby(rows, key=itemgetter(0)):
        pk, dwelling, name, key, sex, born_on, number, phone, *_rest = max(own, key=_nearness)
        sound = sound_of_key(key, name)
        yield str(pk), name, sound, sex, f"{born_on:%Y%m%d}", number, phone, written.get(dwelling, "")


def _nearness(row: tuple[Any, ...]) -> tuple[bool, bool, Any]:  # Any: columns of several kinds
    """A home that is still theirs goes before one that was, one lived in before one registered, a newer before an older."""
    *_rest, lives, since, until = row
    return until is None, bool(lives), since


def _dwellings(area_code: str) -> Iterator[Any]:  # Any: rows of another room
    yield from places.dwellings_of([area_code]).select_related("building__compound", "entrance").iterator(5_000)
