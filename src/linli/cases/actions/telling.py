"""Giving a reporter's phone out of the sealed store, to send what they asked to be told."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.cases.models import Disclosure, Reporter
from linli.core.secrets import unseal
from linli.staff.rules import SYSTEM


@transaction.atomic
def phone_to_tell(case_id: UUID, *, purpose: str, at: dt.datetime) -> str:
    """Give the phone of whoever reported a case, '' without one; each use is kept, and the resident can read it."""
    reporter = Reporter.objects.filter(case_id=case_id).first()
    if reporter is None or not reporter.phone_sealed:
        return ""
    Disclosure.objects.create(
        case_id=case_id, field="phone", purpose=purpose[:200], by=SYSTEM.key, by_name=_("系统自动发送"), at=at
    )
    return unseal(reporter.phone_sealed)
