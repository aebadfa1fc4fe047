"""What every part is made of: who holds the phone, the rows as the database has them, and the rows as the phone gets them."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any
from uuid import UUID

from linli.cases.queries.kinds import catalogue
from linli.fieldsync.rules.scope import Scope, scope_of
from linli.staff.rules import Actor

type Stored = tuple[Any, ...]  # Any: the id first, then whatever changes when the row does
type Row = dict[str, object]

_SHAPE = 1  # one more when rows of a part are written in another way: every phone then takes them anew


@dataclass(frozen=True)
class Holder:
    """Whose phone it is, in which language, on which day."""

    actor: Actor
    username: str
    language: str
    on: dt.date
    scope: Scope

    @cached_property
    def salt(self) -> str:
        """What changes every row that is told in words or depends on what this person may do."""
        posts = [(post.role.value, post.area_code, post.unit_code, post.work_line) for post in self.actor.posts]
        return f"{plain_salt()}|{self.language}|{catalogue_mark()}|{posts}"


@dataclass(frozen=True)
class Part:
    """One part: how its rows are found, and how they are written."""

    name: str
    read: Callable[[Holder], Sequence[Stored]]
    rows: Callable[[Holder, Sequence[Stored]], list[Row]]
    is_told: bool = True  # in words, or by what this person may do

    def salt_for(self, holder: Holder) -> str:
        """Give what makes every row of this part a new one."""
        return holder.salt if self.is_told else plain_salt()


def holder_of(actor: Actor, *, username: str, language: str, on: dt.date) -> Holder:
    """Say who holds a phone."""
    return Holder(actor, username, language, on, scope_of(actor))


def key_of(stored: object) -> str:
    """Write an id as the phone does: a UUID in its usual form, whatever the database keeps it as."""
    if isinstance(stored, UUID):
        return str(stored)
    text = str(stored)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}" if _is_bare_uuid(text) else text


def full(**values: object) -> Row:
    """Make a row of what is there: what is absent is left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def ready(rows: Sequence[Row]) -> list[Stored]:
    """Let rows that are made at once be their own version."""
    return [(str(row["id"]), row) for row in rows]


def as_made(_holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    """Give rows that were made when they were looked for."""
    return [row for _key, row in stored]


def plain_salt() -> str:
    """Give what changes with the program itself."""
    return f"{_SHAPE}|{_program()}"


def _is_bare_uuid(text: str) -> bool:
    return len(text) == 32 and text.isalnum() and not text.isdigit()


@cache
def _program() -> str:
    return version("linli")


def catalogue_mark() -> str:
    """Sum up the versions of the kinds and workflows in force."""
    house = catalogue()
    versions = [one.version for one in house.kinds.values()] + [one.version for one in house.workflows.values()]
    return hashlib.blake2b("".join(versions).encode(), digest_size=8).hexdigest()
