"""Sessions and their accounts: Django's own, read with statements put together once. Every page of the desk begins with both."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from linli.core.statements import find_row
from linli.staff.models import Account


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = find_row(Session, self.session_key)
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class SignIn(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Who signs in, and who stays signed in."""

    def get_user(self, user_id: UUID) -> Account | None:
        """Find the account of a session; a closed one is signed in no longer."""
        account = find_row(Account, user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
