"""Commands as phones send them, and which phone sends them for whom."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from linli.fieldsync import errors
from linli.fieldsync.applying.frame import Kind, moment
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.models import Device
from linli.fieldsync.rules.clock import corrected, is_late
from linli.staff.rules import Actor, Late

MOST_MEDIA = 20


class MediaIn(BaseModel):
    """A file that goes with a command, named by its hash."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = 0
    type: str = ""
    role: str
    name: str | None = ""
    taken_at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None


class CommandIn(BaseModel):
    """One command as it was sent."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    at: dt.datetime
    name: str
    record: str = Field("", max_length=60)
    payload: dict[str, Any]  # Any: read by the kind that the name stands for
    media: list[MediaIn] = Field(default_factory=list, max_length=MOST_MEDIA)


@dataclass(frozen=True)
class Sender:
    """Which phone sends, for whom, and how far its clock is off."""

    device: Device
    actor: Actor
    sent_at: dt.datetime
    now: dt.datetime

    def put_right(self, at: dt.datetime, *, last: dt.datetime | None = None) -> dt.datetime:
        """Move a time of the phone to the server's clock."""
        return corrected(moment(at), sent_at=self.sent_at, now=self.now, last=last)

    def late(self, at: dt.datetime) -> Late | None:
        """Tell when something was done and when it came, where a while lies between: the history's order hides the first."""
        done_at = self.put_right(at)
        return Late(done_at, self.now) if is_late(done_at, now=self.now) else None


def kind_of(one: CommandIn) -> Kind:
    """Find how a command is read and applied."""
    if one.name not in KINDS:
        raise errors.CommandNameUnknown(field="name", name=one.name[:40])
    return KINDS[one.name]


def case_of(one: CommandIn) -> UUID | None:
    """Say which case a command is about, if any."""
    kind = KINDS.get(one.name)
    return kind.case_of(one.payload) if kind else None
