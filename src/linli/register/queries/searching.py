"""Find residents of one's own area: by name, by pinyin or its initials, by whole ID number or phone; masked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.core.scope import within
from linli.core.secrets import keyed_hash, mask_name
from linli.places import queries as places
from linli.register import rules
from linli.register.models import Residency, Resident
from linli.register.queries.visible import residents_visible_to
from linli.register.rules import Wanted, Way
from linli.staff.rules import Actor, Permission

MOST_FOUND = 50


@dataclass(frozen=True)
class FoundResident:
    """Somebody a search has found, masked, with the home in the reader's area."""

    id: UUID
    name: str
    sex: str
    birth_year: int
    died_on: dt.date | None
    household_id: UUID | None
    area_code: str
    address: str
    lives: bool
    registered: bool


def search_residents(actor: Actor, text: str, *, limit: int = 20) -> Sequence[FoundResident]:
    """Find residents the reader may know of; three queries whatever is found."""
    found = rules.wanted(text)
    if found.way is Way.NOTHING or not actor.may_anywhere(Permission.PEOPLE_VIEW):
        return ()
    rows = list(_matching(residents_visible_to(actor), found).order_by("name_key", "id")[: min(limit, MOST_FOUND)])
    homes = _homes(actor, [row.pk for row in rows])
    written = places.addresses_of({home.dwelling_id for home in homes.values()})
    return tuple(_found(row, homes.get(row.pk), written) for row in rows)


def _matching(rows: QuerySet[Resident], found: Wanted) -> QuerySet[Resident]:
    if found.way is Way.NUMBER:
        return rows.filter(id_number_hash=keyed_hash(found.text))
    if found.way is Way.PHONE:
        return rows.filter(phone_hash=keyed_hash(found.text))
    return rows.filter(_pinyin(found.text) if found.way is Way.PINYIN else _name(found.text))


def _pinyin(letters: str) -> Q:
    """Select by the key: what it begins with is found in its index, the pattern decides among those."""
    whole = Q(name_key__startswith=rules.pinyin_beginning(letters), name_key__regex=rules.pinyin_pattern(letters))
    if not (initials := rules.initials_pattern(letters)):
        return whole
    return whole | Q(name_key__startswith=letters[0], name_key__regex=initials)


def _name(text: str) -> Q:
    """Select by the name or its beginning; a beginning of two characters and more is found through the key."""
    beginning = Q(name__startswith=text)
    if key := rules.name_beginning(text):
        beginning &= Q(name_key__startswith=key)
    return Q(name=text) | beginning


def _homes(actor: Actor, resident_ids: Sequence[UUID]) -> dict[UUID, Residency]:
    """Find the home of each in the reader's area: the one lived in first, a present one before a past one."""
    here = within("area_code", actor.prefixes(Permission.PEOPLE_VIEW))
    rows = Residency.objects.filter(here, resident_id__in=resident_ids)
    best: dict[UUID, Residency] = {}
    for row in sorted(rows, key=lambda one: (one.until is None, one.lives, one.since)):
        best[row.resident_id] = row
    return best


def _found(row: Resident, home: Residency | None, written: dict[UUID, str]) -> FoundResident:
    present = home if home is not None and home.until is None else None
    return FoundResident(
        id=row.pk, name=mask_name(row.name), sex=row.sex, birth_year=row.born_on.year, died_on=row.died_on,
        household_id=home.household_id if home else None, area_code=home.area_code if home else "",
        address=written.get(home.dwelling_id, "") if home else "", lives=bool(present and present.lives),
        registered=bool(present and present.registered),
    )  # fmt: skip
