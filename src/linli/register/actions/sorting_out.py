"""Hold the people of a file against the register: who is new, who is known, who must go back; nothing is written."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from linli.core.ids import new_id
from linli.core.secrets import hashing
from linli.register.queries.arrivals import KnownPerson, Present, present
from linli.register.rules import Relation
from linli.register.rules.arriving import Arrival, Group, Wrong


@dataclass(frozen=True)
class Part:
    """Whole households of a file, and the count of rows before and behind them in the order they are taken."""

    groups: Sequence[Group]
    begins: int
    ends: int


@dataclass(frozen=True)
class Difference:
    """A row that says something else of somebody than the register does."""

    resident_id: UUID
    field: str
    value: str | dt.date


@dataclass
class Taken:
    """What became of the rows of a part."""

    good: int = 0
    known: int = 0
    differing: list[Difference] = field(default_factory=list)
    back: list[Arrival] = field(default_factory=list)
    fresh: list[Arrival] = field(default_factory=list)
    joined: set[UUID] = field(default_factory=set)  # households that were there and get new people

    @property
    def codes(self) -> Counter[str]:
        """How many rows have each fault."""
        return Counter(wrong.value for one in self.back for wrong in {fault.wrong for fault in one.faults})


def sort_out(part: Part, *, area_code: str) -> Taken:
    """Hold a part against the register: who is new, who is known, who must go back; nothing is written."""
    _hash(part)
    good = [person for group in part.groups for person in group.good]
    there = present(
        numbers={person.number_hash for person in good if person.number_hash},
        dwellings={person.dwelling_id for person in good if person.dwelling_id},
        households={person.household_id for person in good if person.household_id},
    )
    taken = Taken()
    for group in part.groups:
        _sort_group(group, there, area_code, taken)
    return taken


def _hash(part: Part) -> None:
    hashed = hashing()
    for group in part.groups:
        for person in group.members:
            if not person.faults:
                person.number_hash, person.phone_hash = hashed(person.id_number), hashed(person.phone)


def _sort_group(group: Group, there: Present, area_code: str, taken: Taken) -> None:
    new: list[Arrival] = []
    joined: UUID | None = None
    for person in group.good:
        known = _known(person, there)
        if known is None:
            new.append(person)
        elif person.dwelling_id is not None and person.dwelling_id not in known.homes:
            person.is_wrong(Wrong.ELSEWHERE, "id_number")
        else:
            joined = joined or known.homes.get(person.dwelling_id or known.id)
            taken.known += 1
            taken.differing += _differences(person, known)
    stored = _settle(group, new, joined, there, area_code)
    taken.joined |= {stored} if stored else set()
    fresh = [person for person in new if not person.faults]
    taken.fresh += fresh
    taken.good += len(fresh)
    for person in group.members:
        if person.faults:
            person.household_id = fresh[0].household_id if fresh else person.household_id or joined
            taken.back.append(person)


def _known(person: Arrival, there: Present) -> KnownPerson | None:
    """Find the person by ID number; by name and birth date at that address only where one of the two has no number."""
    if person.number_hash and (known := there.by_number.get(person.number_hash)):
        return known
    if person.dwelling_id is None or person.born_on is None:
        return None
    known = there.by_name.get((person.dwelling_id, person.name, person.born_on))
    return known if known and not (known.number_hash and person.number_hash) else None


def _differences(person: Arrival, known: KnownPerson) -> Iterator[Difference]:
    """Name what a row says otherwise than the register; what it leaves empty it does not say."""
    if person.name != known.name:
        yield Difference(known.id, "name", person.name)
    if person.sex != known.sex:
        yield Difference(known.id, "sex", person.sex)
    if person.born_on is not None and person.born_on != known.born_on:
        yield Difference(known.id, "born_on", person.born_on)
    if person.number_hash and person.number_hash != known.number_hash:
        yield Difference(known.id, "id_number", person.id_number)
    if person.phone_hash and person.phone_hash != known.phone_hash:
        yield Difference(known.id, "phone", person.phone)


def _settle(group: Group, new: Sequence[Arrival], joined: UUID | None, there: Present, area_code: str) -> UUID | None:
    """Say into which household the new people of a group go: a stored one they join, else one of their own."""
    asked = next((person.household_id for person in new if person.household_id), None)
    target = asked or joined or _only_one(group, new, there)
    stored = there.households.get(target) if target else None
    own = new_id()
    for person in new:
        if asked and (stored is None or not stored.area_code.startswith(area_code)):
            person.is_wrong(Wrong.HOUSEHOLD_UNKNOWN, "household")
            continue
        if stored and stored.has_head and person.relation is Relation.HEAD:
            person.is_wrong(Wrong.TWO_HEADS, "relation")
            continue
        person.household_id = stored.id if stored else own
        if stored and person.dwelling_id is None:
            person.dwelling_id, person.area_code = stored.dwelling_id, stored.area_code
    return stored.id if stored else None


def _only_one(group: Group, new: Sequence[Arrival], there: Present) -> UUID | None:
    """A file without household numbers means the dwelling's one household, unless it brings a head of another one."""
    place = new[0].dwelling_id if new and group.key.startswith("d") else None
    at_home = there.at_dwelling.get(place, []) if place else []
    if len(at_home) != 1:
        return None
    has_head = there.households[at_home[0]].has_head
    brings_head = any(person.relation is Relation.HEAD for person in new)
    return None if has_head and brings_head else at_home[0]
