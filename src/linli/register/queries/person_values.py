"""The clear values of some people by the names that purposes use: for hand-overs and exports, which record that they were read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from linli.core.secrets import unseal
from linli.places import queries as places
from linli.places.queries import DwellingPlace
from linli.register.catalogue import declared
from linli.register.models import Enrolment, Residency, Resident
from linli.register.rules.consents import years_old

type Value = str | int | bool | dt.date | None
_HOME_FIELDS = frozenset(
    {"area", "address", "relation", "household-size", "lives", "registered", "since", "dwelling-use", "dwelling-state"}
)


@dataclass(frozen=True)
class _Known:
    """What was read for everybody at once."""

    on: dt.date
    homes: Mapping[UUID, Residency] = field(default_factory=dict)
    addresses: Mapping[UUID, str] = field(default_factory=dict)
    dwellings: Mapping[UUID, DwellingPlace] = field(default_factory=dict)
    sizes: Mapping[UUID, int] = field(default_factory=dict)
    enrolled: Mapping[UUID, str] = field(default_factory=dict)

    def dwelling(self, person: Resident) -> DwellingPlace | None:
        """Give the dwelling of somebody's home."""
        home = self.homes.get(person.pk)
        return self.dwellings.get(home.dwelling_id) if home else None


def values_for(
    resident_ids: Iterable[UUID], fields: Sequence[str], *, on: dt.date, purpose_code: str
) -> dict[UUID, dict[str, Value]]:
    """Give clear values of residents by attribute, in the order of the fields; at most six queries, whatever their number.

    Of programmes only those of the purpose are told.
    """
    people = Resident.objects.filter(pk__in=list(resident_ids), merged_into=None).order_by("id")
    wanted = [name for name in fields if name in _READERS]
    codes = [one.code for one in declared().programmes.values() if one.purpose == purpose_code]
    known = _read([person.pk for person in people], frozenset(wanted), on, codes)
    return {person.pk: {name: _READERS[name](person, known) for name in wanted} for person in people}


def known_fields() -> frozenset[str]:
    """Name the attributes that can be handed over."""
    return frozenset(_READERS)


def _read(ids: Sequence[UUID], wanted: frozenset[str], on: dt.date, codes: Sequence[str]) -> _Known:
    enrolled = _enrolled(ids, codes) if "enrolled" in wanted else {}
    if not wanted & _HOME_FIELDS:
        return _Known(on, enrolled=enrolled)
    rows = Residency.objects.filter(resident__in=ids, until=None).order_by("lives", "since")
    homes = {row.resident_id: row for row in rows}  # the last one stands: where somebody lives
    dwellings = {row.dwelling_id for row in homes.values()}
    return _Known(
        on,
        homes,
        places.addresses_of(dwellings) if "address" in wanted else {},
        {one.id: one for one in places.places_of_dwellings(dwelling_ids=dwellings)}
        if wanted & {"dwelling-use", "dwelling-state"}
        else {},
        _sizes(row.household_id for row in homes.values()) if "household-size" in wanted else {},
        enrolled,
    )


def _sizes(household_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    living = Residency.objects.filter(household__in=set(household_ids), until=None, lives=True).order_by()
    return dict(living.values_list("household_id").annotate(Count("id")))


def _enrolled(ids: Sequence[UUID], codes: Sequence[str]) -> Mapping[UUID, str]:
    found: dict[UUID, list[str]] = {}
    rows = Enrolment.objects.filter(resident__in=ids, programme_code__in=codes, until=None).order_by("programme_code")
    for pk, code in rows.values_list("resident_id", "programme_code"):
        found.setdefault(pk, []).append(code)
    return {pk: " ".join(codes) for pk, codes in found.items()}


def _of_home(name: str) -> Callable[[Resident, _Known], Value]:
    return lambda person, known: getattr(known.homes.get(person.pk), name, None)


def _address(person: Resident, known: _Known) -> Value:
    home = known.homes.get(person.pk)
    return known.addresses.get(home.dwelling_id, "") if home else ""


def _size(person: Resident, known: _Known) -> Value:
    home = known.homes.get(person.pk)
    return known.sizes.get(home.household_id) if home else None


_READERS: Mapping[str, Callable[[Resident, _Known], Value]] = {
    "name": lambda person, _known: person.name,
    "sex": lambda person, _known: person.sex,
    "born-on": lambda person, _known: person.born_on,
    "age": lambda person, known: years_old(person.born_on, known.on),
    "id-number": lambda person, _known: unseal(person.id_number_sealed),
    "phone": lambda person, _known: unseal(person.phone_sealed),
    "has-id-number": lambda person, _known: bool(person.id_number_sealed),
    "has-phone": lambda person, _known: bool(person.phone_sealed),
    "area": _of_home("area_code"),
    "relation": _of_home("relation"),
    "lives": _of_home("lives"),
    "registered": _of_home("registered"),
    "since": _of_home("since"),
    "address": _address,
    "household-size": _size,
    "dwelling-use": lambda person, known: getattr(known.dwelling(person), "use", None),
    "dwelling-state": lambda person, known: getattr(known.dwelling(person), "state", None),
    "enrolled": lambda person, known: known.enrolled.get(person.pk, ""),
}
