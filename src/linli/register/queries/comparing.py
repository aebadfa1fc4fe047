"""A roll held against the last one of its community: who is new on it, who is gone, and why."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

from linli.register.models import Enrolment, Residency, Resident, RollRun
from linli.register.queries.drafting import COMMUNITY_DIGITS, RollDraft
from linli.register.rules.rolls import VOTERS, VOTES_HERE, Reason, Standing, why_added, why_removed

ID_BYTES = 16
_CHUNK = 500


@dataclass(frozen=True)
class Compared:
    """Who was added and who was removed, with the reason; both empty for a first roll."""

    added: Mapping[UUID, Reason] = field(default_factory=dict)
    removed: Mapping[UUID, Reason] = field(default_factory=dict)


@dataclass(frozen=True)
class _Gap:
    last: RollRun
    new: list[UUID]
    gone: list[UUID]


def compare_rolls(drafts: Sequence[RollDraft], *, on: dt.date) -> Mapping[str, Compared]:
    """Compare drafts with the last roll of each community; only people who differ are looked up."""
    last = last_runs(draft.area_code for draft in drafts)
    gaps = {one.area_code: _gap(one, last[one.area_code]) for one in drafts if one.area_code in last}
    standings = {code: _standings([*gap.new, *gap.gone], code) for code, gap in gaps.items() if gap.new or gap.gone}
    return {
        draft.area_code: _compared(gaps.get(draft.area_code), standings.get(draft.area_code, {}), on=on)
        for draft in drafts
    }


def last_runs(area_codes: Iterable[str]) -> dict[str, RollRun]:
    """Find the last roll of each community; two queries."""
    found = RollRun.objects.filter(roll=VOTERS, area_code__in=list(area_codes)).order_by("id")
    newest = dict(found.values_list("area_code", "id"))
    return {run.area_code: run for run in RollRun.objects.filter(pk__in=list(newest.values()))}


def members_of(members: bytes) -> Iterator[UUID]:
    """Read the ids of a roll in its order."""
    return (UUID(bytes=members[at : at + ID_BYTES]) for at in range(0, len(members), ID_BYTES))


def _gap(draft: RollDraft, last: RollRun) -> _Gap:
    before = bytes(last.members)
    if draft.members == before:
        return _Gap(last, [], [])
    now, then = set(_keys(draft.members)), set(_keys(before))
    return _Gap(last, _ids(now - then), _ids(then - now))


def _keys(members: bytes) -> Iterator[bytes]:
    return (members[at : at + ID_BYTES] for at in range(0, len(members), ID_BYTES))


def _ids(keys: Iterable[bytes]) -> list[UUID]:
    return [UUID(bytes=key) for key in sorted(keys)]


def _compared(gap: _Gap | None, standings: Mapping[UUID, Standing], *, on: dt.date) -> Compared:
    if gap is None:
        return Compared()
    added = {pk: why_added(standings[pk], last=gap.last.on) for pk in gap.new if pk in standings}
    return Compared(added, {pk: why_removed(standings.get(pk), on=on) for pk in gap.gone})


def _standings(ids: Sequence[UUID], community: str) -> dict[UUID, Standing]:
    """Look up what tells the reasons, some hundreds of people at a time."""
    found: dict[UUID, Standing] = {}
    left = iter(ids)
    while chunk := list(islice(left, _CHUNK)):
        people = Resident.objects.filter(pk__in=chunk).values_list("id", "born_on", "died_on", "merged_into")
        here = {pk: Standing(born, died, is_merged=merged is not None) for pk, born, died, merged in people}
        _add_homes(here, community)
        for pk, since in Enrolment.objects.filter(
            resident__in=chunk, programme_code=VOTES_HERE, until=None
        ).values_list("resident_id", "since"):
            here[pk] = replace(here[pk], asked_on=since)
        found |= here
    return found


def _add_homes(here: dict[UUID, Standing], community: str) -> None:
    homes = Residency.objects.filter(
        resident__in=list(here), until=None, area_code__startswith=community[:COMMUNITY_DIGITS]
    )
    for pk, lives, registered, since in homes.values_list("resident_id", "lives", "registered", "since"):
        now = here[pk]
        here[pk] = replace(
            now,
            lives_since=since if lives else now.lives_since,
            registered_since=since if registered else now.registered_since,
        )
