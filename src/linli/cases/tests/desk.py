"""What the desk's tests share: a case page's form sent in as a browser would."""

import datetime as dt
import re

from django.test import Client
from django.urls import reverse

from linli.cases.models import Case
from linli.core.ids import new_id
from linli.staff.testing import Member

SOON_AFTER = dt.datetime(2026, 11, 16, 9, 30, tzinfo=dt.UTC)


def send(member: Member, case: Case, noun: str, *, client: Client | None = None, **values: object):
    """Send a form of the case page in as somebody, under a new command id unless one is given."""
    values.setdefault("command_id", str(new_id()))
    return (client or member.sign_in()).post(reverse(f"cases:{noun}", args=[case.pk]), values)


def steps_on(page: str) -> set[str]:
    """List the nouns of the forms that a case page offers."""
    return set(re.findall(r'action="/desk/cases/[0-9a-f-]{36}/([a-z]+)"', page))


def text_of(answer) -> str:
    """Read an answer as text."""
    return answer.content.decode()
