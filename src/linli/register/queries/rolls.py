"""Rolls as they were drawn up: which there are, who stands on one, what changed; and what a resident reads of it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.places import queries as places
from linli.register.errors import RollNotFound
from linli.register.models import Residency, Resident, RollRun
from linli.register.queries.comparing import ID_BYTES, members_of
from linli.register.queries.drafting import COMMUNITY_DIGITS
from linli.register.rules.rolls import Basis, Reason
from linli.staff.rules import Actor, Permission

MOST_LISTED = 500
_CHUNK = 900


@dataclass(frozen=True)
class RollLine:
    """One roll in the list of rolls."""

    id: UUID
    area_code: str
    area_name: str
    on: dt.date
    at: dt.datetime
    rule: str
    count: int
    added: int
    removed: int


@dataclass(frozen=True)
class Voter:
    """Somebody on a roll, or who came onto it or left it; the number is 0 for who no longer stands there."""

    id: UUID
    number: int
    name: str
    sex: str
    born_on: dt.date | None
    address: str
    basis: Basis = Basis.REGISTERED
    reason: Reason | None = None


@dataclass(frozen=True)
class RollChanges:
    """Who was added and removed since the last roll."""

    added: tuple[Voter, ...]
    removed: tuple[Voter, ...]

    @property
    def by_reason(self) -> Mapping[Reason, int]:
        """Count them by reason."""
        return Counter(one.reason for one in (*self.added, *self.removed) if one.reason)


def list_rolls(actor: Actor, *, area_code: str = "") -> Sequence[RollLine]:
    """List the rolls of the communities this person may draw up, the newest first, by community."""
    rows = _runs(actor).filter(within("area_code", [area_code])).order_by("-at", "area_code")
    columns = ("id", "area_code", "on", "at", "rule", "count", "added", "removed")
    return tuple(
        RollLine(pk, area, places.area_name(area), on, at, rule, count, added, removed)
        for pk, area, on, at, rule, count, added, removed in rows.values_list(*columns)[:MOST_LISTED]
    )


def roll_for(actor: Actor, roll_id: UUID) -> RollRun:
    """Find a roll this person may draw up."""
    if (found := _runs(actor).filter(pk=roll_id).first()) is None:
        raise RollNotFound
    return found


def voters_of(run: RollRun, *, first: int = 0, last: int | None = None, clear: bool = False) -> Sequence[Voter]:
    """Give the voters of a roll in its order, or a part of them; masked unless they are taken out."""
    ids = list(members_of(bytes(run.members)))[first:last]
    facts = _facts(ids, run.area_code)
    return tuple(_voter(pk, facts.get(pk), number=number, clear=clear) for number, pk in enumerate(ids, first + 1))


def changes_of(run: RollRun, *, clear: bool = False) -> RollChanges:
    """Give who was added to a roll and who was removed, with the reasons, in the order of names."""
    reasons = {(what, UUID(pk)): Reason(reason) for pk, what, reason in run.changes}
    facts = _facts([pk for _, pk in reasons], run.area_code)
    found: dict[str, list[tuple[str, Voter]]] = {"added": [], "removed": []}
    for (what, pk), reason in reasons.items():
        fact = facts.get(pk)
        found[what].append((fact.key if fact else "~", _voter(pk, fact, number=0, clear=clear, reason=reason)))
    parts = {
        what: tuple(voter for _, voter in sorted(rows, key=lambda one: (one[0], str(one[1].id))))
        for what, rows in found.items()
    }
    return RollChanges(**parts)


def rolls_naming(resident_id: UUID) -> Sequence[RollLine]:
    """List the rolls on which a resident stands: what they read instead of a row for each run (decision 16)."""
    codes = {
        code[:COMMUNITY_DIGITS]
        for code in Residency.objects.filter(resident_id=resident_id).values_list("area_code", flat=True)
    }
    runs = RollRun.objects.filter(area_code__in=codes).order_by("-at")
    return tuple(
        RollLine(
            run.pk,
            run.area_code,
            places.area_name(run.area_code),
            run.on,
            run.at,
            run.rule,
            run.count,
            run.added,
            run.removed,
        )
        for run in runs
        if _stands_on(bytes(run.members), resident_id.bytes)
    )


@dataclass(frozen=True)
class _Facts:
    name: str
    sex: str
    born_on: dt.date
    key: str
    address: str
    basis: Basis


def _runs(actor: Actor) -> QuerySet[RollRun]:
    return RollRun.objects.filter(within("area_code", actor.prefixes(Permission.PEOPLE_EXPORT)))


def _stands_on(members: bytes, key: bytes) -> bool:
    at = members.find(key)
    while at != -1 and at % ID_BYTES:
        at = members.find(key, at + 1)
    return at != -1


def _voter(pk: UUID, facts: _Facts | None, *, number: int, clear: bool, reason: Reason | None = None) -> Voter:
    if facts is None:  # the record was deleted since
        return Voter(pk, number, "–", "", None, "", reason=reason)
    if clear:
        return Voter(pk, number, facts.name, facts.sex, facts.born_on, facts.address, facts.basis, reason)
    year = dt.date(facts.born_on.year, 1, 1)
    return Voter(pk, number, mask_name(facts.name), facts.sex, year, "", facts.basis, reason)


def _facts(ids: Sequence[UUID], community: str) -> dict[UUID, _Facts]:
    found: dict[UUID, _Facts] = {}
    for at in range(0, len(ids), _CHUNK):
        found |= _facts_of(ids[at : at + _CHUNK], community)
    return found


def _facts_of(ids: Sequence[UUID], community: str) -> dict[UUID, _Facts]:
    homes = _homes(ids, community)
    addresses = places.addresses_of({dwelling for dwelling, _ in homes.values()})
    rows = Resident.objects.filter(pk__in=ids).values_list("id", "name", "sex", "born_on", "name_key")
    return {
        pk: _Facts(name, sex, born_on, key, addresses.get(homes[pk][0], ""), homes[pk][1])
        if pk in homes
        else _Facts(name, sex, born_on, key, "", Basis.REGISTERED)
        for pk, name, sex, born_on, key in rows
    }


def _homes(ids: Iterable[UUID], community: str) -> dict[UUID, tuple[UUID, Basis]]:
    """Say in which dwelling of the community somebody is registered, else lives, and what they stand on the roll for."""
    rows = Residency.objects.filter(resident__in=list(ids), until=None, area_code__startswith=community)
    dwellings: dict[UUID, tuple[bool, UUID]] = {}
    living: set[UUID] = set()
    for pk, dwelling, lives, registered in rows.values_list("resident_id", "dwelling_id", "lives", "registered"):
        living |= {pk} if lives else set()
        if pk not in dwellings or registered:
            dwellings[pk] = (registered, dwelling)
    return {
        pk: (dwelling, _basis(is_registered=registered, lives=pk in living))
        for pk, (registered, dwelling) in dwellings.items()
    }


def _basis(*, is_registered: bool, lives: bool) -> Basis:
    if not is_registered:
        return Basis.ASKED
    return Basis.REGISTERED if lives else Basis.ELSEWHERE
