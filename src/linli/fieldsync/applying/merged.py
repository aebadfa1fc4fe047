"""Fields changed on a phone, laid beside what stands: what is taken, what a person has to settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override
from uuid import UUID

from linli.fieldsync import errors
from linli.fieldsync.applying.frame import Change, Conflict, Work
from linli.fieldsync.queries.commands import is_applied
from linli.fieldsync.rules.merging import Value, Verdict, tidy, verdict
from linli.register.queries.latest import Latest, latest_change

type Fields = dict[str, str | None]


class Edit(Change):
    """Fields as the phone was shown them, and as they should be."""

    base: Fields
    set: Fields

    @override
    def base_and_mine(self, field: str) -> tuple[str, str]:
        return tidy(self.base.get(field)), tidy(self.set.get(field))


@dataclass(frozen=True)
class Merged:
    """What becomes of an edit."""

    taken: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


def merge[E: Edit](work: Work[E], stands: Mapping[str, Value], *, subject_id: UUID) -> Merged:
    """Lay an edit over what stands, field by field; refuse one of a field that phones may not change."""
    taken: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for name in work.said.set:
        if name not in stands:
            raise errors.PayloadWrong(field=name, where=name)
        (base, mine), theirs = work.said.base_and_mine(name), stands[name]
        found = verdict(base, mine, theirs)
        latest = latest_change(subject_id, name) if _is_doubtful(found, base, mine, theirs) else None
        if found is Verdict.CONFLICT or (_is_hidden(base, mine, theirs) and not _is_seen(base, theirs, latest, work)):
            conflicts.append(_conflict(latest, name, base, mine, theirs.shown))
        elif found is Verdict.TAKE:
            taken[name] = mine
    return Merged(taken, tuple(conflicts))


def _is_hidden(base: str, mine: str, theirs: Value) -> bool:
    """Say whether the answer would tell something of a value that phones are not shown: it must not, so that nobody guesses."""
    return mine != base and theirs.is_masked


def _is_doubtful(found: Verdict, base: str, mine: str, theirs: Value) -> bool:
    """Say whether history has to be asked: for who is in conflict, and where a mask may hide that it is another value."""
    return found is Verdict.CONFLICT or _is_hidden(base, mine, theirs)


def _is_seen[E: Edit](base: str, theirs: Value, latest: Latest | None, work: Work[E]) -> bool:
    """Say whether the phone edits the masked value that stands: it wrote it itself, or was shown it before the edit was made."""
    if latest is not None and is_applied(latest.command_id, device_id=work.device_id):
        return True
    return base == theirs.shown and (latest is None or latest.stored_at <= work.command.at)


def _conflict(latest: Latest | None, name: str, base: str, mine: str, shown: str) -> Conflict:
    by, at = (latest.by_name, latest.at.isoformat()) if latest else ("", "")
    return Conflict(name, base, mine, shown, by, at)
