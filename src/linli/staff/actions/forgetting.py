"""When staff data go: absences a month after they are over, what a closed account needs no more."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from linli.core.models import AppliedCommand, AuditEntry
from linli.core.retention import Keys, Rule, every_field
from linli.staff.models import Absence, Account, StaffRecord

_LATELY = dt.timedelta(days=30)  # an account closed by mistake can be opened again


def _absences(before: dt.date) -> QuerySet[Absence]:
    return Absence.objects.filter(to_on__lt=before)


def _mailed(_before: dt.date) -> QuerySet[Account]:
    return Account.objects.filter(is_active=False).exclude(email="", work_phone="", hours="")


def _without_records(before: dt.date) -> QuerySet[Account]:
    """Closed accounts that no ledger names any more."""
    changed = StaffRecord.objects.filter(subject=OuterRef("username"), at__date__gte=before - _LATELY)
    stands_in = Absence.objects.filter(stand_in=OuterRef("pk"))
    closed = Account.objects.filter(~Exists(changed), ~Exists(stands_in), is_active=False)
    keys = {str(pk) for pk in closed.values_list("pk", flat=True)}
    for ledger in (AppliedCommand, AuditEntry):
        keys -= set(ledger.objects.filter(by__in=keys).values_list("by", flat=True).distinct())
    return Account.objects.filter(pk__in=keys)


def _delete_accounts(keys: Keys) -> None:
    """Delete accounts with their posts, tokens and second steps."""
    Account.objects.filter(pk__in=keys).delete()


_REACHED = {"email": "", "work_phone": "", "hours": ""}
RULES: tuple[Rule, ...] = (
    Rule("staff.Absence", every_field("staff.Absence"), _absences),
    Rule("staff.Account", tuple(_REACHED), _mailed, clear=_REACHED),
    Rule("staff.Account", ("username", "name"), _without_records, forget=_delete_accounts),
)
