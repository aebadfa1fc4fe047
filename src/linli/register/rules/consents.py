"""Who consents, for how long a no is respected, and when somebody is asked again: pure rules (PIPL arts. 14-16, 31)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from linli.register import errors

GUARDED_UNDER = 14  # PIPL art. 31
QUIET_DAYS = (
    180  # after a no nobody is asked again for so long (example period; Net Data Rules 2024 forbid asking repeatedly)
)
PARENT = "parent"  # a guardianship that ends with childhood; appointed and court ones do not


class Channel(StrEnum):
    """How a consent came in."""

    SELF = "self"
    PAPER = "paper"
    COUNTER = "counter"
    DOORSTEP = "doorstep"


class ConsentState(StrEnum):
    """How a consent stands on a day."""

    IN_FORCE = "in-force"
    NOTICE_CHANGED = "notice-changed"  # holds, but the newest notice has not been shown
    GROWN_UP = "grown-up"  # a parent gave it, and the child is 14 now
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True)
class GivenConsent:
    """What the rules look at in a stored consent; `guardianship` is the basis of the guardianship, if a guardian gave it."""

    notice_version: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None = None
    guardianship: str = ""
    was_replaced: bool = False


def years_old(born_on: dt.date, on: dt.date) -> int:
    """Count full years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def needs_guardian(born_on: dt.date, on: dt.date) -> bool:
    """Say whether somebody is too young to consent."""
    return years_old(born_on, on) < GUARDED_UNDER


def check_consenter(born_on: dt.date, *, on: dt.date, by_guardian: bool, guardianship: str) -> None:
    """Refuse a child's own consent, one without a guardian on record, and a parent's for somebody who is 14.

    `guardianship` is the basis of the guardianship in force, '' when there is none.
    """
    if needs_guardian(born_on, on):
        if not by_guardian or not guardianship:
            raise errors.GuardianMissing
    elif by_guardian and guardianship == PARENT:
        raise errors.GuardianNotNeeded
    elif by_guardian and not guardianship:
        raise errors.GuardianMissing


def channel_named(text: str) -> Channel:
    """Read a channel."""
    try:
        return Channel(text)
    except ValueError:
        raise errors.ChannelUnknown(field="channel", channel=text) from None


def state_of(consent: GivenConsent, *, newest_version: str, born_on: dt.date, on: dt.date) -> ConsentState:
    """Say how a consent stands; a refusal is one withdrawn the moment it was recorded."""
    if consent.withdrawn_at is not None:
        if consent.was_replaced:
            return ConsentState.REPLACED
        return ConsentState.REFUSED if consent.withdrawn_at == consent.given_at else ConsentState.WITHDRAWN
    if consent.guardianship == PARENT and not needs_guardian(born_on, on):
        return ConsentState.GROWN_UP
    return ConsentState.IN_FORCE if consent.notice_version == newest_version else ConsentState.NOTICE_CHANGED


def quiet_until(said_no_on: dt.date) -> dt.date:
    """Give the first day on which somebody who said no may be asked again."""
    return said_no_on + dt.timedelta(days=QUIET_DAYS)


def check_may_ask(said_no_on: dt.date | None, *, on: dt.date, on_own_wish: bool) -> None:
    """Refuse to ask again soon after a no; whoever comes by themself is heard at any time."""
    if said_no_on is not None and not on_own_wish and on < quiet_until(said_no_on):
        raise errors.AskedTooSoon(on=said_no_on, until=quiet_until(said_no_on))
