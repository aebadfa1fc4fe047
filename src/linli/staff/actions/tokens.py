"""Keys for programs: shown once, kept as a hash, narrowed to scopes, with an end."""

import datetime as dt
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.installation import installation
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.models import Account, ApiToken
from linli.staff.rules import Actor


@transaction.atomic
def issue_token(account: Account, *, name: str, scopes: Sequence[str], days: int, by: Actor, at: dt.datetime) -> str:
    """Make a token and give it in the clear, this once.

    It carries its owner's rights, so only the owner (or the machine's command line) may have it made.
    """
    if not (by.is_system or by.account_id == account.pk):
        raise errors.TokenForAnother
    rules.check_token(scopes, days=days)
    if not account.is_active:
        raise errors.AccountClosed(username=account.username)
    plaintext = rules.TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        name=name,
        token_hash=queries.token_hash(plaintext),
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    record("token-issued", subject=str(account.pk), by=by, at=at, token=str(token.pk), scopes=token.scopes)
    return plaintext


@transaction.atomic
def revoke_token(token_id: UUID, *, by: Actor, at: dt.datetime) -> ApiToken:
    """Take a token back at once; taking it back again changes nothing."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None or not (by.is_system or by.account_id == token.account_id):
        raise errors.TokenUnknown
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record("token-revoked", subject=str(token.account_id), by=by, at=at, token=str(token.pk))
    return token


def use_token(plaintext: str, *, at: dt.datetime) -> Actor:
    """Give the actor a token makes of its owner, narrowed to its scopes; note the day it was used."""
    today = timezone.localdate(at)
    token = queries.token_with(plaintext, on=today)
    rules.check_token_open(expires_at=token.expires_at, revoked_at=token.revoked_at, at=at)
    is_demo_house = installation().is_demo if token.is_demo else False
    if not rules.may_sign_in(is_active=token.is_active, is_demo=token.is_demo, demo_installation=is_demo_house):
        raise errors.TokenRejected
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.id).update(last_used_on=today)
    return Actor(token.account_name, token.account_id, token.posts, token_scopes=token.scopes)
