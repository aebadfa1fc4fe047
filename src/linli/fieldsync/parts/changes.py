"""What has changed for a phone since what it holds: rows to put, ids to drop; nothing is ever missed or sent twice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from uuid import UUID

from django.utils import translation

from linli.fieldsync.actions.handing_out import Sent, hand_out
from linli.fieldsync.parts import PARTS, Part
from linli.fieldsync.parts.shapes import Holder, Row, Stored, key_of
from linli.fieldsync.queries.manifests import Known, known_to
from linli.fieldsync.rules.manifests import mark_of, mark_of_part

_FIRST = itemgetter(0)
_NOTED = {"people": "residents", "visits": "visits"}  # parts that name residents, by what the log calls them


@dataclass(frozen=True)
class PartChanges:
    """The rows of one part that are new or changed, and the ids of those that left."""

    put: list[Row] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """An answer to a phone, and the cursor by which it says that it has taken it."""

    cursor: str
    is_full: bool
    parts: dict[str, PartChanges]


@dataclass
class _Told:
    """What was put together for one answer: its changes, and what the phone holds after them."""

    changes: dict[str, PartChanges] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    held: dict[str, dict[str, bytes]] = field(default_factory=dict)


def changes_for(device_id: UUID, holder: Holder, *, cursor: str, at: dt.datetime) -> Changes:
    """Work out what a phone needs; where nothing changed its cursor stays, and nothing is written."""
    known = known_to(device_id, cursor)
    with translation.override(holder.language):
        told = _told(holder, known)
    if not told.changes and known.cursor is not None:
        return Changes(str(known.cursor), False, {})  # noqa: FBT003 a field
    sent = Sent(told.marks, told.held, _about_people(told.changes))
    after = hand_out(device_id, sent, known=known.cursor, by=holder.actor, at=at)
    return Changes(after, known.cursor is None, told.changes)


def _about_people(changes: dict[str, PartChanges]) -> dict[str, int]:
    """Count the rows about people by what the log calls them; a household with what was agreed there is a visit read."""
    counts = {kind: len(changes[part].put) for part, kind in _NOTED.items() if part in changes}
    agreed = sum("last" in row for row in changes.get("households", PartChanges()).put)
    return counts | {"visits": counts.get("visits", 0) + agreed}


def everything_for(holder: Holder) -> dict[str, list[Row]]:
    """Put together all that a phone of this person would hold; nothing is stored and nothing sent."""
    with translation.override(holder.language):
        return {part.name: part.rows(holder, list(part.read(holder))) for part in PARTS.values()}


def _told(holder: Holder, known: Known) -> _Told:
    told = _Told()
    standing = {part.name: sorted(part.read(holder), key=_FIRST) for part in PARTS.values()}
    marks = {name: mark_of_part(PARTS[name].salt_for(holder), rows) for name, rows in standing.items()}
    differing = [name for name, mark in marks.items() if known.marks.get(name) != mark]
    if not differing:
        return told
    before = known.rows()
    for name, rows in standing.items():
        if name not in differing:
            told.held[name], told.marks[name] = before.get(name, {}), marks[name]
        elif _compare(PARTS[name], holder, rows, before.get(name, {}), told):
            told.marks[name] = marks[name]
    return told


def _compare(part: Part, holder: Holder, rows: Sequence[Stored], before: dict[str, bytes], told: _Told) -> bool:
    """Tell what changed in one part; False where a row could not be written and is looked for again next time."""
    salt = part.salt_for(holder)
    now = {key_of(row[0]): (mark_of(salt, row), row) for row in rows}
    changed = [row for key, (mark, row) in now.items() if before.get(key) != mark]
    put = part.rows(holder, changed) if changed else []
    written = {str(row["id"]) for row in put}
    missing = {key_of(row[0]) for row in changed} - written
    drop = sorted(key for key in before if key not in now or key in missing)
    if put or drop:
        told.changes[part.name] = PartChanges(put, drop)
    told.held[part.name] = {key: mark for key, (mark, _row) in now.items() if key not in missing}
    return not missing
