"""When a form may be asked: it has an owner, a purpose, a reference to the admission list, a lead and an end."""

import datetime as dt
import re
from dataclasses import dataclass

from linli.forms import errors
from linli.forms.rules.states import Target

__all__ = ["CODE", "MOST_DAYS", "MOST_LEAD_DAYS", "Admission", "check_admission", "check_code", "is_over", "was_open"]

MOST_DAYS = 366
MOST_LEAD_DAYS = 180
CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Admission:
    """What is asked of a form before anybody may be asked to fill it in (准入清单; measures against needless forms)."""

    owner_unit: str
    purpose_code: str
    list_reference: str
    expires_on: dt.date | None
    area_code: str
    target: Target
    lead_days: int = 0
    asked_by: str = ""
    about: str = ""


def check_code(code: str) -> str:
    """Refuse a form id that cannot be an address."""
    if not CODE.fullmatch(code):
        raise errors.FormCodeWrong(field="form_id", form=code[:40])
    return code


def check_admission(said: Admission, *, today: dt.date) -> None:
    """Refuse a form without owner, list reference or end, or one that would be asked for more than a year."""
    if not said.owner_unit.strip():
        raise errors.OwnerMissing(field="owner_unit")
    if not said.purpose_code.strip():
        raise errors.PurposeMissing(field="purpose_code")
    if not said.list_reference.strip():
        raise errors.ListReferenceMissing(field="list_reference")
    if said.expires_on is None or said.expires_on < today:
        raise errors.EndMissing(field="expires_on", most=MOST_DAYS)
    if (said.expires_on - today).days > MOST_DAYS:
        latest = today + dt.timedelta(days=MOST_DAYS)
        raise errors.EndTooFar(field="expires_on", most=MOST_DAYS, latest=latest)
    if not 0 <= said.lead_days <= MOST_LEAD_DAYS:
        raise errors.LeadWrong(field="lead_days", most=MOST_LEAD_DAYS)


def is_over(expires_on: dt.date | None, *, on: dt.date) -> bool:
    """Say whether a form's last day has passed."""
    return expires_on is not None and expires_on < on


def was_open(filled_on: dt.date, *, since: dt.date | None, until: dt.date | None) -> bool:
    """Say whether a form was open when it was filled in: what waits on a phone is not lost because the form has ended."""
    return since is not None and since <= filled_on and (until is None or filled_on <= until)
