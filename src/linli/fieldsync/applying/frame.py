"""The frame of every command of a phone: what it says, by whom, when, with which files; and what came of it."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import BaseModel, BeforeValidator, ConfigDict

from linli.cases.actions.attaching import Photo
from linli.fieldsync import errors
from linli.staff.rules import Command

PICTURES = frozenset({"report", "before", "after", "check"})
VOICE = "voice"
FILE = "file"

type Said = dict[str, object]


def _nothing_is_empty(value: object) -> object:
    return "" if value is None else value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Text = Annotated[str, BeforeValidator(_nothing_is_empty)]
Id = Annotated[UUID | None, BeforeValidator(_empty_is_none)]
Day = Annotated[dt.date | None, BeforeValidator(_empty_is_none)]


class Payload(BaseModel):
    """What a command says; a phone that knows more than this version may say more."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False, str_max_length=20_000)


class Change(Payload, ABC):
    """Fields changed on a phone: somebody else may have changed them meanwhile."""

    @abstractmethod
    def base_and_mine(self, field: str) -> tuple[str, str]:
        """Give a field as the phone was shown it, and as it should be."""


def moment(value: dt.datetime) -> dt.datetime:
    """Read a time without a zone as UTC, as phones send it."""
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Media:
    """A file of a command, whole: a photo is ready to store, everything else is read where it is used."""

    sha256: str
    role: str
    path: Path
    type: str = ""
    name: str = ""
    photo: Photo | None = None


@dataclass(frozen=True)
class Conflict:
    """Two values of one field that cannot both stand; who wrote the other one, and when."""

    field: str
    base: str
    mine: str
    theirs: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Done:
    """What came of a command: ids and numbers, and what a person has to settle."""

    result: Said = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Work[P: Payload]:
    """One command as it is applied."""

    command: Command
    said: P
    device_id: UUID
    media: Sequence[Media] = ()
    put_right: Callable[[dt.datetime], dt.datetime] = moment

    def also(self, word: str) -> Command:
        """Give a further step of the same command an id of its own, the same at every repeat."""
        return replace(self.command, id=uuid5(self.command.id, word))

    def photos(self, *roles: str) -> list[Media]:
        """List the photos of these roles."""
        return [one for one in self.media if one.photo is not None and one.role in roles]

    def only(self, role: str) -> Media | None:
        """Give the one file of a role; of two, one would be lost in silence."""
        found = {one.sha256: one for one in self.media if one.role == role}
        if len(found) > 1:
            raise errors.MediaTwice(field="media", number=len(found))
        return next(iter(found.values()), None)

    def named(self) -> dict[str, Media]:
        """Give the files by their names; of two of one name, one would be lost in silence."""
        found: dict[str, Media] = {}
        for one in self.media:
            first = found.setdefault(one.name or one.sha256, one)
            if first.sha256 != one.sha256:
                raise errors.MediaNameTwice(field="media", name=one.name[:40])
        return found


type Applier = Callable[[Work[Any]], Done]  # Any: each takes the payload its name stands for


@dataclass(frozen=True)
class Kind:
    """How commands of a name are read and applied; which files they may bring."""

    payload: type[Payload]
    apply: Applier
    roles: frozenset[str] = frozenset()
    subject: str = ""  # the payload's field that names the case it belongs to

    def case_of(self, payload: Mapping[str, object]) -> UUID | None:
        """Say which case a command is about, before it is read in earnest."""
        try:
            return UUID(str(payload.get(self.subject))) if self.subject else None
        except ValueError:
            return None
