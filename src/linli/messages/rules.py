"""Rules of sending: which channels, when it is too late in the day, how often to try again. Plain values only."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from linli.messages import errors


class Channel(StrEnum):
    """How a notice reaches somebody; the inbox is always there, the others where an installation has them."""

    INBOX = "inbox"
    MAIL = "mail"
    SMS = "sms"
    BOT = "bot"
    PUSH = "push"


class DeliveryState(StrEnum):
    """How far one notice has come over one channel."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given-up"


class ReceiverKind(StrEnum):
    """Whom a notice is for: a member of staff, a unit's group chat, the person who reported a case."""

    PERSON = "person"
    UNIT = "unit"
    REPORTER = "reporter"


class Wish(StrEnum):
    """What a person wants over one channel."""

    ALL = "all"
    URGENT = "urgent"
    OFF = "off"


PERSONAL = (Channel.MAIL, Channel.SMS, Channel.PUSH)
USUAL_WISHES = {Channel.MAIL: Wish.ALL, Channel.SMS: Wish.URGENT, Channel.PUSH: Wish.ALL}
OPEN_STATES = frozenset({DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.FAILED})
TROUBLED = frozenset({DeliveryState.FAILED, DeliveryState.GIVEN_UP})

# After the first, second … try; the try after the last pause is the last one.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
MOST_TRIES = len(PAUSES) + 1
# A sender that died with a message in hand is waited for this long; longer than any channel's time-out.
CLAIM = dt.timedelta(minutes=5)
KEEP_DAYS = 180

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class QuietHours:
    """The part of the day in which only what is urgent is sent; the same time twice means none."""

    start: dt.time
    end: dt.time

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read "22:00-07:00"."""
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise errors.QuietHoursInvalid(field="quiet_hours")
        hours = [int(part) for part in found.groups()]
        return cls(dt.time(hours[0], hours[1]), dt.time(hours[2], hours[3]))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def covers(self, moment: dt.time) -> bool:
        """Say whether a time of the day is quiet; the end is not."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def quiet_until(self, at: dt.datetime, *, zone: dt.tzinfo) -> dt.datetime | None:
        """Say when the quiet that covers a moment ends; None when it is not quiet."""
        local = at.astimezone(zone)
        if not self.covers(local.time()):
            return None
        day = local.date() if local.time() < self.end else local.date() + dt.timedelta(days=1)
        return dt.datetime.combine(day, self.end, zone).astimezone(dt.UTC)


USUAL_QUIET = QuietHours(dt.time(22), dt.time(7))


def is_wanted(wish: Wish, *, is_urgent: bool) -> bool:
    """Say whether a person wants this over a channel."""
    return wish is Wish.ALL or (wish is Wish.URGENT and is_urgent)


def held_until(
    at: dt.datetime, *, quiet: QuietHours, is_urgent: bool, channel: Channel, zone: dt.tzinfo
) -> dt.datetime | None:
    """Say until when a message waits; what is urgent does not, and the inbox makes no sound."""
    if is_urgent or channel is Channel.INBOX:
        return None
    return quiet.quiet_until(at, zone=zone)


def next_try(tries: int, *, at: dt.datetime) -> dt.datetime | None:
    """Say when to try again after so many tries; None when it was the last."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def mobile_number(text: str) -> str:
    """Read a mobile number written with or without blanks and country code; '' stays ''."""
    bare = re.sub(r"[\s()-]", "", text)
    if not bare:
        return ""
    found = _MOBILE.fullmatch(bare)
    if found is None:
        raise errors.PhoneInvalid(field="phone")
    return found[1]


def channel_named(text: str) -> Channel:
    """Read a channel."""
    try:
        return Channel(text)
    except ValueError:
        raise errors.ChannelUnknown(field="channel", channel=text) from None


def mask_mail(address: str) -> str:
    """Show the first letter and the host of an e-mail address."""
    name, mark, host = address.partition("@")
    return f"{name[:1]}***@{host}" if mark else "***"
