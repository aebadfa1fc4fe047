"""Those who ask: tokens and sessions of the restricted accounts."""

from importlib import import_module

from benchmarks.stock import username_of
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from linli.staff import queries as staff
from linli.staff.actions import issue_token
from linli.staff.rules import SYSTEM, Actor, Permission

DAYS = 2


def token_headers(part: str, *scopes: Permission) -> dict[str, str]:
    """Make a token for a restricted account and give the headers that show it."""
    account = staff.account_named(username_of(part))
    named = [scope.value for scope in scopes]
    token = issue_token(account, name="benchmark", scopes=named, days=DAYS, by=SYSTEM, at=timezone.now())
    return {"Authorization": f"Bearer {token}", "Accept": "application/json"}


def session_headers(part: str) -> dict[str, str]:
    """Sign a restricted account in, and give the headers of its browser."""
    account = staff.account_named(username_of(part))
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "Accept": "text/html"}


def actor_named(part: str) -> Actor:
    """Give the actor a restricted account is."""
    return staff.actor_of(staff.account_named(username_of(part)))
