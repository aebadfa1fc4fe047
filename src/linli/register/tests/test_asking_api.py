"""Questions over people by API: with a token of that scope, for a purpose, masked."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.models import AuditEntry
from linli.places.testing import make_town
from linli.register.testing import AT, make_resident
from linli.staff.actions import issue_token
from linli.staff.testing import GRID_ELSEWHERE, Cast, Member

pytestmark = pytest.mark.django_db
URL = "/api/v1/register/queries"


@pytest.fixture(autouse=True)
def _town(settings, tmp_path: Path, time_machine, db):
    settings.LINLI_DATA = tmp_path
    time_machine.move_to(AT, tick=False)
    make_town()


def caller(member: Member, *scopes: str) -> Client:
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"})


def ask(client: Client, **told: object):
    return client.post(URL, {"text": "age >= 60", "purpose": "register", **told}, content_type="application/json")


def test_a_question_is_counted_and_listed_masked(cast: Cast):
    make_resident("何秀兰")
    make_resident("何远山", area_code=GRID_ELSEWHERE)
    said = ask(caller(cast.jiang, "people.query"), limit=10).json()
    assert (said["count"], said["text"], len(said["rows"])) == (1, "age >= 60", 1)
    assert dict(zip(said["columns"], said["rows"][0]["values"], strict=True))["name"] == "何**"
    assert set(AuditEntry.objects.values_list("act", flat=True)) >= {"count", "read"}


def test_a_wrong_question_is_a_problem_with_its_place(cast: Cast):
    answer = ask(caller(cast.jiang, "people.query"), text="age >=")
    assert answer.status_code == 400
    assert answer.json()["code"] == "register.query-unreadable"


def test_a_token_without_the_scope_and_a_stranger_get_nothing(cast: Cast):
    make_resident("何秀兰")
    for client in (caller(cast.jiang, "areas.view"), caller(cast.zhao, "people.query"), Client()):
        answer = ask(client, limit=10)
        assert answer.status_code in {401, 403}
        assert "何" not in answer.content.decode()
