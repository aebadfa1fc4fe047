"""Opening the technical back office (Django's admin) to somebody: reference data, never data about people."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.core.errors import NotAllowed
from linli.staff import errors
from linli.staff.actions.recording import record
from linli.staff.models import Account
from linli.staff.rules import Actor


@transaction.atomic
def open_back_office(account_id: UUID, *, by: Actor, at: dt.datetime) -> None:
    """Let an account into the technical back office; only the machine's own command line gives that."""
    if not by.is_system:
        raise NotAllowed
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise errors.AccountUnknown(username=str(account_id))
    account.is_staff = account.is_superuser = True
    account.save(update_fields=["is_staff", "is_superuser"])
    record("back-office-opened", subject=str(account.pk), by=by, at=at)
