"""Being away, and who stands in: for some days, with a kind of reason and never with a state of health.

Nothing follows anybody's hours or presence (safeguards): an absence is what somebody says beforehand so that work is not
sent to an empty desk.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from linli.staff import errors
from linli.staff.rules.posts import Actor, PostFacts, Role

LONGEST_ABSENCE_DAYS = 366


class AwayFor(StrEnum):
    """Why somebody is away, as far as others need to know; illness is nobody's business and counts as leave."""

    LEAVE = "leave"
    WORK = "work"
    TRAINING = "training"
    OTHER = "other"


# What nobody passes on: keeping accounts would let people give themselves rights, and a resident's seat is personal.
# A mediator's post opens what is confidential: it passes to nobody by standing in, another mediator is chosen (safeguards, 10).
NEVER_PASSED_ON = frozenset({Role.ADMIN, Role.RESIDENT, Role.MEDIATOR})


def away_for_named(text: str) -> AwayFor:
    """Read why somebody is away."""
    try:
        return AwayFor(text)
    except ValueError:
        raise errors.AwayForUnknown(field="away_for", given=text) from None


def check_absence(*, from_on: dt.date, to_on: dt.date, today: dt.date) -> None:
    """Refuse an absence the wrong way round, over already, or longer than a year."""
    if to_on < from_on:
        raise errors.AbsenceEndsBeforeStart(field="to_on")
    if to_on < today:
        raise errors.AbsenceOver(field="to_on")
    if (to_on - from_on).days > LONGEST_ABSENCE_DAYS:
        raise errors.AbsenceTooLong(field="to_on", most=LONGEST_ABSENCE_DAYS)


def check_stand_in(
    absent: UUID, stand_in: UUID, *, units_of_absent: Iterable[str], units_of_stand_in: Iterable[str]
) -> None:
    """Refuse a stand-in who is the same person, or no colleague: rights stay within the unit that has them."""
    if absent == stand_in:
        raise errors.StandInIsSame(field="stand_in")
    if not set(units_of_absent) & set(units_of_stand_in):
        raise errors.StandInNoColleague(field="stand_in")


def passed_on(posts: Iterable[PostFacts], *, name: str) -> tuple[PostFacts, ...]:
    """Give the posts of an absent person as their stand-in holds them."""
    return tuple(replace(post, for_name=name) for post in posts if post.role not in NEVER_PASSED_ON)


def on_behalf_of(actor: Actor, *, may: Callable[[Actor], bool]) -> str:
    """Say for whom an actor does something: '' when the own posts allow it, else the name of who is away."""
    names = dict.fromkeys(post.for_name for post in actor.posts if post.for_name)
    if not names or may(_with(actor, "")):
        return ""
    return next((name for name in names if may(_with(actor, name))), "")


def signed(actor: Actor, *, may: Callable[[Actor], bool]) -> str:
    """Write who did something as history keeps it: a stand-in with the name of whom they stand in for (代)."""
    absent = on_behalf_of(actor, may=may)
    return f"{actor.name}（代{absent}）" if absent else actor.name


def _with(actor: Actor, name: str) -> Actor:
    return replace(actor, posts=tuple(post for post in actor.posts if post.for_name == name))
