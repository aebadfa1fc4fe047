"""Households from other systems: entered once, refused with a reason where they bring what is barred, nothing for strangers."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.places.testing import make_town
from linli.register.models import Household, RegisterChange, Resident
from linli.register.testing import make_id_number, make_resident
from linli.register.tests.importing import make_homes
from linli.staff.actions import issue_token
from linli.staff.testing import GRID, GRID_ELSEWHERE, Cast

pytestmark = pytest.mark.django_db
NUMBER = make_id_number(dt.date(1958, 4, 5), "female")
HEAD = {"name": "何秀兰", "sex": "female", "born_on": "1958-04-05", "id_number": NUMBER, "relation": "head"}
CHILD = {"name": "何宇轩", "sex": "male", "born_on": "2019-09-01", "relation": "grandchild"}
HOME = {"building": "C1-1", "entrance": "1单元", "unit": "101"}


@pytest.fixture(autouse=True)
def _town(cast: Cast):
    make_town()
    make_homes()


def caller(member, *scopes):
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def jiang(cast: Cast):
    return caller(cast.jiang, "people.import")


def send(client, headers=None, **values):
    said = {"dwelling": HOME, "since": "2020-01-01", "members": [HEAD, CHILD], **values}
    body = json.dumps(said, ensure_ascii=False)
    return client.post("/api/v1/register/households", body, content_type="application/json", headers=headers or {})


def test_a_program_enters_a_household(jiang):
    answer = send(jiang)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["area"], [one["relation"] for one in told["members"]]) == (GRID, ["head", "grandchild"])
    head = Resident.objects.get(pk=told["members"][0]["id"])
    assert (unseal(head.id_number_sealed), head.source) == (NUMBER, "department")
    assert RegisterChange.objects.filter(household_id=told["id"]).first().by_name == "姜文琴"


@pytest.mark.parametrize("way", ["id", "header"])
def test_a_repeat_gets_the_first_answer(jiang, way):
    key = str(new_id())
    said = {"id": key} if way == "id" else {"headers": {"Idempotency-Key": key}}
    first, second = send(jiang, **said), send(jiang, **said)
    assert first.json() == second.json()
    assert Household.objects.count() == 1


BARRED = [
    ({"members": [{**HEAD, "ethnicity": "汉"}]}, "members.0.ethnicity", "民族"),
    ({"members": [HEAD, {**CHILD, "宗教信仰": "无"}]}, "members.1.宗教信仰", "宗教信仰"),
    ({"petition_count": 3}, "petition_count", "上访或投诉经历"),
    ({"dwelling": {**HOME, "riskLevel": "高"}}, "dwelling.riskLevel", "对个人的风险"),
]


@pytest.mark.parametrize(("values", "field", "reason"), BARRED, ids=[field for _, field, _ in BARRED])
def test_a_barred_field_refuses_the_whole_request_with_its_reason(jiang, values, field, reason):
    answer = send(jiang, **values)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (told["code"], told["field"]) == ("register.barred-field", field)
    assert reason in told["title"]
    assert not Resident.objects.exists()


def test_a_field_nobody_knows_is_refused_too(jiang):
    answer = send(jiang, members=[{**HEAD, "hobby": "chess"}])
    assert (answer.status_code, answer.json()["field"]) == (400, "members.0.hobby")


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "register.id-number-invalid"),
        ({"born_on": "1958-04-06"}, "register.id-number-differs"),
        ({"phone": "12"}, "register.phone-invalid"),
        ({"name": " "}, "register.name-missing"),
    ],
)
def test_what_cannot_be_true_is_refused(jiang, member, code):
    answer = send(jiang, members=[{**HEAD, **member}])
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_somebody_who_is_known_is_not_entered_twice_and_nothing_is_told_of_them(jiang):
    known = make_resident(id_number=NUMBER, area_code=GRID_ELSEWHERE)
    answer = send(jiang)
    assert (answer.status_code, answer.json()["code"]) == (409, "register.id-number-taken")
    assert str(known.pk) not in answer.content.decode()


def test_a_dwelling_is_named_by_its_id_as_well(jiang):
    (pk, *_) = [one.id for one in places.places_of_dwellings(building_ids=[places.find_building("C1-2").pk])]
    assert send(jiang, dwelling={"id": str(pk)}).json()["dwelling"] == str(pk)


@pytest.mark.parametrize(
    "dwelling", [{"building": "C2-1", "entrance": "1单元", "unit": "101"}, {"building": "C1-1", "unit": "101"}, {}]
)
def test_a_dwelling_elsewhere_unclear_or_unsaid_is_not_found(jiang, dwelling):
    assert places.find_building("C2-1")
    assert send(jiang, dwelling=dwelling).json()["code"] == "register.dwelling-not-found"


def test_the_fields_are_listed_with_their_heads(jiang):
    told = jiang.get("/api/v1/register/fields").json()
    heads = {one["field"]: one["heads"] for one in told["fields"]}
    assert "公民身份号码" in heads["id_number"]
    assert "department" in told["sources"]


def test_zhao_and_tokens_without_the_scope_get_nothing(cast: Cast):
    assert send(caller(cast.zhao, "people.import")).status_code == 403
    assert send(caller(cast.jiang, "people.view")).status_code == 403
    assert send(Client()).status_code == 401
    assert not Resident.objects.exists()
