"""Accounts, the actors they are, and their tokens."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from linli.core.statements import AnyField, columns_of, select_rows, stored_form
from linli.staff import errors, rules
from linli.staff.models import Account, ApiToken, Post
from linli.staff.queries.people import KNOWN_ROLES, valid_on
from linli.staff.rules import Actor, PostFacts, Role

_POST = ("role", "area_code", "unit_id", "work_line")
# The posts somebody holds that day, and after them those of the people away for whom they stand in, while both are of a unit.
_POSTS = """
    select p.role, p.area_code, p.unit_id, p.work_line, '' as for_name, 0 as is_stand_in, p.id
    from staff_post p
    where p.account_id = %s and p.valid_from <= %s and (p.valid_to is null or p.valid_to >= %s)
    union all
    select p.role, p.area_code, p.unit_id, p.work_line, a.name, 1, p.id
    from staff_absence b
    join staff_account a on a.id = b.account_id and a.is_active
    join staff_post p on p.account_id = b.account_id and p.valid_from <= %s and (p.valid_to is null or p.valid_to >= %s)
    where b.stand_in_id = %s and b.from_on <= %s and b.to_on >= %s and b.ended_at is null and exists (
        select 1 from staff_post s join staff_post t on t.unit_id = s.unit_id and t.account_id = b.account_id
        where s.account_id = b.stand_in_id and s.valid_from <= %s and (s.valid_to is null or s.valid_to >= %s))
    order by 6, 7"""


def actor_of(account: Account, *, on: dt.date | None = None, token_scopes: Iterable[str] | None = None) -> Actor:
    """Make the actor an account is on that day (today without one), with the posts it stands in for; one query."""
    scopes = None if token_scopes is None else frozenset(token_scopes)
    key, day = columns_of(Post, "account_id", "valid_from")
    who, asked_on = stored_form(key, account.pk), stored_form(day, on or timezone.localdate())
    asked = [who, *[asked_on] * 4, who, *[asked_on] * 4]
    posts = _held_posts(select_rows(_POSTS, asked, columns_of(Post, *_POST)))
    return Actor(account.name, account.pk, posts if account.is_active else (), token_scopes=scopes)


def account_named(username: str) -> Account:
    """Find an account by its user name, large and small letters alike."""
    found = Account.objects.filter(username=username.lower()).first()
    if found is None:
        raise errors.AccountUnknown(username=username)
    return found


def account_with_id(account_id: UUID) -> Account:
    """Find an account by its id."""
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise errors.AccountUnknown(username=str(account_id))
    return found


def accounts_with_ids(account_ids: Iterable[UUID]) -> dict[UUID, Account]:
    """Find accounts by their ids, leaving out what is unknown; one query."""
    return Account.objects.in_bulk(set(account_ids))


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the names of people by account id; one query."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))


def open_accounts() -> QuerySet[Account, Any]:  # Any: stands within another question, its rows are never read
    """Select the ids of the accounts that can sign in, for use within another room's question."""
    return Account.objects.filter(is_active=True).values("pk")


def accounts_without_post(*, on: dt.date | None = None) -> list[Account]:
    """List the accounts that may nothing on that day."""
    held = Post.objects.filter(valid_on(on or timezone.localdate()))
    return list(Account.objects.exclude(pk__in=held.values("account_id")).order_by("username"))


def demo_accounts() -> list[Account]:
    """List the accounts the sign-in page of a demo installation offers, in their fixed order."""
    found = {row.username: row for row in Account.objects.filter(username__in=rules.DEMO_USERNAMES, is_demo=True)}
    return [found[username] for username in rules.DEMO_USERNAMES if username in found]


def tokens_of(account: Account) -> list[ApiToken]:
    """List an account's tokens, the newest first."""
    return list(ApiToken.objects.filter(account=account).order_by("-created_at"))


def token_hash(plaintext: str) -> str:
    """Hash a token; its 256 random bits need no salt."""
    return hashlib.sha256(plaintext.encode()).hexdigest()


@dataclass(frozen=True)
class TokenFacts:
    """A token, its owner, and the posts the owner holds on a day."""

    id: UUID
    scopes: frozenset[str]
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None
    account_id: UUID
    account_name: str
    is_active: bool
    is_demo: bool
    posts: tuple[PostFacts, ...]


_TOKEN = ("id", "scopes", "expires_at", "revoked_at", "last_used_on")
_OWNER = ("id", "name", "is_active", "is_demo")
_WITH_OWNER = """
    select t.id, t.scopes, t.expires_at, t.revoked_at, t.last_used_on, a.id, a.name, a.is_active, a.is_demo,
           p.role, p.area_code, p.unit_id, p.work_line
    from staff_apitoken t
    join staff_account a on a.id = t.account_id
    left join staff_post p on p.account_id = a.id and p.valid_from <= %s and (p.valid_to is null or p.valid_to >= %s)
    where t.token_hash = %s
    order by p.id"""


def token_with(plaintext: str, *, on: dt.date) -> TokenFacts:
    """Find a token by what its holder shows, with its owner and the owner's posts on a day; one query for every call."""
    day = stored_form(columns_of(Post, "valid_from")[0], on)
    rows = select_rows(_WITH_OWNER, [day, day, token_hash(plaintext)], _token_fields())
    if not rows:
        raise errors.TokenRejected
    key, scopes, expires_at, revoked_at, last_used_on, account_id, name, is_active, is_demo = rows[0][:9]
    posts = _posts(row[9:] for row in rows)
    return TokenFacts(
        key, frozenset(scopes), expires_at, revoked_at, last_used_on, account_id, name, is_active, is_demo, posts
    )


def _posts(rows: Iterable[Sequence[Any]]) -> tuple[PostFacts, ...]:  # Any: columns as their fields gave them
    """Put posts together; a role this version does not know opens nothing."""
    return tuple(
        PostFacts(Role(role), area, unit or "", line) for role, area, unit, line in rows if role in KNOWN_ROLES
    )


def _held_posts(rows: Iterable[Sequence[Any]]) -> tuple[PostFacts, ...]:  # Any: as above
    """Put one's own posts together, and those of the people away, without what nobody passes on."""
    held: list[PostFacts] = []
    for role, area, unit, line, name, is_stand_in, _id in rows:
        posts = _posts([(role, area, unit, line)])
        held += rules.passed_on(posts, name=name) if is_stand_in else posts
    return tuple(held)


@cache
def _token_fields() -> tuple[AnyField, ...]:
    """The columns of the statement, in its order."""
    return (*columns_of(ApiToken, *_TOKEN), *columns_of(Account, *_OWNER), *columns_of(Post, *_POST))
