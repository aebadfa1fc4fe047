"""A change somebody asks for, whichever door it came through."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.staff.rules.posts import Actor


@dataclass(frozen=True)
class Late:
    """When a change was made that could not be sent at once, and when it came."""

    done_at: dt.datetime
    received_at: dt.datetime


@dataclass(frozen=True)
class Command:
    """Who asks for a change, when, under which id: the same id is applied once."""

    id: UUID
    by: Actor
    at: dt.datetime
    late: Late | None = None
