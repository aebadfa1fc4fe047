"""What the desk's tests share: a step's form sent in as a browser would."""

import re

from django.test import Client
from django.urls import reverse

from linli.core.ids import new_id
from linli.mediation.models import Mediation
from linli.staff.testing import Member


def send(member: Member, mediation: Mediation, noun: str, *, client: Client | None = None, **values: object):
    """Send a form of a mediation's page in as somebody, under a new command id unless one is given."""
    values.setdefault("command_id", str(new_id()))
    return (client or member.sign_in()).post(reverse(f"mediation:{noun}", args=[mediation.pk]), values)


def steps_on(page: str) -> set[str]:
    """List the nouns of the forms that a mediation's page offers."""
    return set(re.findall(r'action="/desk/mediation/[0-9a-f-]{36}/([a-z-]+)"', page))


def page_of(member: Member, mediation: Mediation) -> str:
    """Read a mediation's page as somebody sees it."""
    return member.sign_in().get(reverse("mediation:detail", args=[mediation.pk])).content.decode()
