"""Take in a whole organisation at once: units, who answers for what, people and their posts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from linli.core.errors import NotAllowed
from linli.core.listing import listed
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.actions.units import NewUnit
from linli.staff.models import Account, DutyUnit, Post, Unit
from linli.staff.rules import Actor, Permission, PostFacts


@dataclass(frozen=True)
class NewDuty:
    """A unit answers for a duty under an area, always or in a shift."""

    duty: str
    area_code: str
    unit_code: str
    shift: str = ""


@dataclass(frozen=True)
class NewPerson:
    """A member of staff with posts; only a demo account comes with a password."""

    username: str
    name: str
    posts: tuple[PostFacts, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True)
class Organisation:
    """Everything a tenant's list of staff holds."""

    units: Sequence[NewUnit] = field(default_factory=tuple)
    duties: Sequence[NewDuty] = field(default_factory=tuple)
    people: Sequence[NewPerson] = field(default_factory=tuple)


@dataclass(frozen=True)
class Taken:
    """What was new."""

    units: int
    accounts: int
    posts: int


@transaction.atomic
def take_in(organisation: Organisation, *, valid_from: dt.date, by: Actor, at: dt.datetime) -> Taken:
    """Store an organisation; units and duties are brought up to date, accounts already there are left alone."""
    _check(organisation, by=by, valid_from=valid_from)
    before = Unit.objects.count()
    _store_units(organisation.units)
    _store_duties(organisation.duties)
    accounts, posts = _store_people(organisation.people, valid_from=valid_from, at=at)
    taken = Taken(Unit.objects.count() - before, accounts, posts)
    record("organisation-taken-in", subject="", by=by, at=at, **asdict(taken))
    queries.forget_duties()
    return taken


def _check(organisation: Organisation, *, by: Actor, valid_from: dt.date) -> None:
    posts = [post for person in organisation.people for post in person.posts]
    areas = {unit.area_code for unit in organisation.units} | {duty.area_code for duty in organisation.duties}
    for area_code in areas:
        rules.check_area_code(area_code)
        if not by.may(Permission.REFERENCE_EDIT, area_code):
            raise NotAllowed
    rules.check_may_manage(by, area_codes={post.area_code for post in posts})
    for post in posts:
        rules.check_post(post, valid_from=valid_from, valid_to=None)
    for person in organisation.people:
        rules.check_username(person.username.lower())
    _check_units(organisation, posts)


def _check_units(organisation: Organisation, posts: Sequence[PostFacts]) -> None:
    named = {row.unit_code for row in organisation.duties} | {post.unit_code for post in posts if post.unit_code}
    unknown = named - {unit.code for unit in organisation.units}
    unknown -= set(queries.units(unknown))
    if unknown:
        raise errors.UnitUnknown(unit=listed(sorted(unknown)))


def _store_units(new: Sequence[NewUnit]) -> None:
    rows = [Unit(**asdict(unit)) for unit in new]
    fields = ["name", "kind", "area_code", "parent_code", "phone"]
    Unit.objects.bulk_create(rows, 500, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _store_duties(new: Sequence[NewDuty]) -> None:
    rows = [
        DutyUnit(duty=row.duty, area_code=row.area_code, unit_id=row.unit_code, shift=rules.read_shift(row.shift).text)
        for row in new
    ]
    DutyUnit.objects.bulk_create(
        rows, 500, update_conflicts=True, unique_fields=["duty", "area_code", "shift"], update_fields=["unit"]
    )


def _store_people(people: Sequence[NewPerson], *, valid_from: dt.date, at: dt.datetime) -> tuple[int, int]:
    known = set(Account.objects.values_list("username", flat=True))
    new = {person.username.lower(): person for person in people if person.username.lower() not in known}
    # One salted hash serves all demo accounts: their password is public, and hashing it once a person takes minutes.
    demo = make_password(rules.DEMO_PASSWORD) if any(person.is_demo for person in new.values()) else ""
    accounts = [
        Account(
            username=username,
            name=person.name,
            is_demo=person.is_demo,
            joined_at=at,
            password=demo if person.is_demo else make_password(None),
        )
        for username, person in new.items()
    ]
    Account.objects.bulk_create(accounts, 500)
    posts = [
        Post(
            account=account,
            role=post.role.value,
            area_code=post.area_code,
            unit_id=post.unit_code or None,
            work_line=post.work_line,
            valid_from=valid_from,
        )
        for account in accounts
        for post in new[account.username].posts
    ]
    Post.objects.bulk_create(posts, 500)
    return len(accounts), len(posts)
