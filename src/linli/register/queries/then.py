"""How a resident stood on a day, masked, for their page."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.core.secrets import mask_id_number, mask_name, mask_phone
from linli.places import queries as places
from linli.register.queries.history import resident_as_of


@dataclass(frozen=True)
class HomeOnDay:
    """A home somebody had on a day."""

    address: str
    lives: bool
    registered: bool
    relation: str
    since: dt.date


@dataclass(frozen=True)
class Then:
    """A resident on a day, masked."""

    name: str
    sex: str
    birth_year: int
    id_number: str
    phone: str
    died_on: dt.date | None
    homes: tuple[HomeOnDay, ...]


def masked_then(resident_id: UUID, day: dt.date) -> Then | None:
    """Tell how a resident stood on a day, masked; None where the register knew nobody. The caller has asked who may read."""
    found = resident_as_of(resident_id, day)
    if found is None:
        return None
    written = places.addresses_of({home.dwelling_id for home in found.homes})
    homes = tuple(
        HomeOnDay(written.get(home.dwelling_id, ""), home.lives, home.registered, home.relation, home.since)
        for home in found.homes
    )
    return Then(
        mask_name(found.name), found.sex, found.born_on.year, mask_id_number(found.id_number),
        mask_phone(found.phone), found.died_on, homes,
    )  # fmt: skip
