"""What is done to accounts: made, given a password, a language, closed."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from linli.core.codes import is_phone
from linli.core.facts import announce
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.facts import AccountDeactivated
from linli.staff.models import Account, ApiToken, Post
from linli.staff.rules import Actor


@dataclass(frozen=True)
class NewAccount:
    """Whom an account is for; without a password nobody can sign in with it."""

    username: str
    name: str
    password: str = ""
    email: str = ""
    is_demo: bool = False


@transaction.atomic
def create_account(new: NewAccount, *, by: Actor, at: dt.datetime) -> Account:
    """Make an account, with nothing it may do until it has a post."""
    rules.check_may_manage(by, area_codes=())
    username = new.username.strip().lower()
    rules.check_username(username)
    if Account.objects.filter(username=username).exists():
        raise errors.UsernameTaken(field="username", username=username)
    account = Account(username=username, name=new.name.strip(), email=new.email, is_demo=new.is_demo, joined_at=at)
    _keep_password(account, new.password)
    account.save(force_insert=True)
    record("account-created", subject=str(account.pk), by=by, at=at, username=username)
    return account


@transaction.atomic
def set_password(account_id: UUID, *, password: str, by: Actor, at: dt.datetime) -> None:
    """Give somebody who forgot it a new password; every session of theirs ends."""
    account = _locked(account_id)
    _check_may_manage(account, by=by, at=at)
    _keep_password(account, password)
    account.save(update_fields=["password"])
    end_sessions(account_id)
    record("password-set", subject=str(account.pk), by=by, at=at)


@transaction.atomic
def choose_language(account_id: UUID, *, language: str, by: Actor, at: dt.datetime) -> None:
    """Keep the language somebody wants; empty follows the browser."""
    account = _locked(account_id)
    if by.account_id != account.pk:
        raise errors.AccountUnknown(username=str(account_id))
    if language and language not in dict(settings.LANGUAGES):
        raise errors.LanguageUnknown(field="language", language=language)
    account.language = language
    account.save(update_fields=["language"])
    record("language-chosen", subject=str(account.pk), by=by, at=at, language=language)


@transaction.atomic
def set_card(account_id: UUID, *, work_phone: str, hours: str, by: Actor, at: dt.datetime) -> None:
    """Keep the work phone and the hours that stand on somebody's contact card; empty ones leave the card."""
    account = _locked(account_id)
    _check_may_manage(account, by=by, at=at)
    phone, said = work_phone.strip(), hours.strip()[:60]
    if phone and not is_phone(phone.replace(" ", "").replace("-", "")):
        raise errors.WorkPhoneWrong(field="work_phone")
    if (account.work_phone, account.hours) == (phone, said):
        return
    account.work_phone, account.hours = phone, said
    account.save(update_fields=["work_phone", "hours"])
    record("card-set", subject=str(account.pk), by=by, at=at)


@transaction.atomic
def deactivate_account(account_id: UUID, *, by: Actor, at: dt.datetime) -> None:
    """Close an account: its sessions and tokens end at once, and its posts allow nothing."""
    account = _locked(account_id)
    _check_may_manage(account, by=by, at=at)
    rules.check_not_oneself(by, account_id=account.pk)
    account.is_active = False
    account.save(update_fields=["is_active"])
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    end_sessions(account_id)
    record("account-deactivated", subject=str(account.pk), by=by, at=at)
    announce(AccountDeactivated(account_id=str(account.pk)))


def end_sessions(account_id: UUID) -> int:
    """Delete every running session of an account; say how many there were."""
    running = Session.objects.iterator(chunk_size=500)
    theirs = [session.pk for session in running if session.get_decoded().get(SESSION_KEY) == str(account_id)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _locked(account_id: UUID) -> Account:
    found = Account.objects.select_for_update().filter(pk=account_id).first()
    if found is None:
        raise errors.AccountUnknown(username=str(account_id))
    return found


def _check_may_manage(account: Account, *, by: Actor, at: dt.datetime) -> None:
    held = Post.objects.filter(queries.valid_on(timezone.localdate(at)), account=account)
    rules.check_may_manage(by, area_codes=held.values_list("area_code", flat=True))


def _keep_password(account: Account, password: str) -> None:
    if not password:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise errors.PasswordWeak(field="password", reasons=" ".join(weak.messages)) from None
    account.set_password(password)
