"""/api/v1: merging, separating, splitting, linking and root causes, by programs that hold the right."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.core.ids import new_id
from linli.staff.actions import issue_token
from linli.staff.testing import Cast, Member

pytestmark = pytest.mark.django_db


def caller(member: Member) -> Client:
    scopes = ("cases.view", "cases.file")
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"})


def take(client: Client, case: Case, step: str, **values):
    return client.post(f"/api/v1/cases/{case.pk}/{step}", json.dumps(values), content_type="application/json")


def test_a_case_is_merged_once_and_separated_again(cast: Cast):
    main, case = make_case(cast, state=State.FILED), make_case(cast)
    client, command = caller(cast.chen), str(new_id())
    for _time in range(2):
        answer = take(client, case, "merging", id=command, main=str(main.pk), text="同一堆")
        assert (answer.status_code, answer.json()["state"]) == (200, "declined"), answer.content

    assert case.links_out.count() == 1
    assert take(client, case, "separation", reason="两处不同").json()["state"] == "reported"


def test_a_merge_without_its_main_case_names_what_is_missing(cast: Cast):
    answer = take(caller(cast.chen), make_case(cast), "merging")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_report_is_split_and_linked(cast: Cast):
    case, other, client = make_case(cast), make_case(cast), caller(cast.chen)
    assert take(client, case, "splitting", matters=["东门路灯不亮", "井盖松动有响声"]).status_code == 200
    assert take(client, case, "relation", other=str(other.pk)).status_code == 200

    assert Case.objects.count() == 4
    assert sorted(case.links_in.values_list("kind", flat=True)) == ["split", "split"]
    assert case.links_out.get().to_case_id == other.pk


def test_a_place_where_it_happened_once_has_no_root_cause(cast: Cast):
    answer = take(caller(cast.chen), make_case(cast), "root-cause")

    assert (answer.status_code, answer.json()["code"]) == (409, "case.no-repeat")


@pytest.mark.parametrize("step", ["merging", "separation", "splitting", "relation", "root-cause"])
def test_a_stranger_gets_nothing(cast: Cast, step: str):
    case, other = make_case(cast), make_case(cast)
    values = {"main": str(other.pk), "other": str(other.pk), "matters": ["路灯不亮了"], "reason": "弄错了"}
    token = issue_token(
        cast.qian.account, by=cast.qian.actor, name="t", scopes=("cases.view",), days=1, at=timezone.now()
    )

    assert take(Client(headers={"authorization": f"Bearer {token}"}), case, step, **values).status_code in {403, 404}
    assert take(Client(), case, step, **values).status_code == 401
    assert Case.objects.count() == 2
