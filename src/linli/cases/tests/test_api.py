"""/api/v1: tokens and scopes, reports applied once, steps, problem+json, the committed OpenAPI document."""

import base64
import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from ninja import Schema

from linli.cases.api.schemas import CaseDetailOut, CaseOut, CreatedOut, PageOut
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_photo, make_case
from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.places.testing import make_town
from linli.staff.actions import issue_token
from linli.staff.testing import CLEANING, DISTRICT, GRID, WATER, Cast, Member

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "reference" / "openapi.json"


@pytest.fixture(autouse=True)
def _house(cast: Cast) -> None:
    make_town()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)


def caller(member: Member, *scopes: str) -> Client:
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {token}"})


def report(client: Client, **values):
    said = {"text": "楼道口堆着垃圾", "kind": RUBBISH, "area": GRID, **values}
    return client.post("/api/v1/cases", json.dumps(said), content_type="application/json")


def test_a_program_reports_a_case(cast: Cast):
    answer = report(caller(cast.chen, "cases.report"))
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["state"], body["area"], body["proposed_unit"]) == ("reported", GRID, "990101-cleaning")


def test_the_same_id_is_applied_once(cast: Cast):
    client, key = caller(cast.chen, "cases.report"), str(new_id())
    first, again = report(client, id=key).json(), report(client, id=key).json()
    assert first["id"] == again["id"]
    assert Case.objects.count() == 1


def test_nothing_comes_in_twice_under_a_sources_own_key(cast: Cast):
    client, own = caller(cast.chen, "cases.report"), {"source": "hotline", "source_key": "118812"}
    first = report(client, **own).json()
    again, key = report(client, text="另一种说法，同一件事", **own), str(new_id())
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert report(client, id=key, **own).json()["id"] == report(client, id=key, **own).json()["id"] == first["id"]
    assert Case.objects.count() == 1


def test_a_sources_key_opens_no_case_to_others(cast: Cast):
    own = {"source": "hotline", "source_key": "118812"}
    report(caller(cast.chen, "cases.report"), **own)
    answer = report(caller(cast.lin, "cases.report"), **own)
    assert (answer.status_code, answer.json()["code"]) == (409, "case.source-key-taken")


def test_without_a_token_there_is_no_answer(cast: Cast):
    answer = report(Client())
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert Client(headers={"authorization": "Bearer linli_wrong"}).get("/api/v1/cases").status_code == 401


def test_a_session_is_no_token(cast: Cast):
    assert cast.chen.sign_in().get("/api/v1/cases").status_code == 401


def test_a_token_without_the_scope_may_not(cast: Cast):
    assert report(caller(cast.chen, "cases.view")).status_code == 403


def test_a_stranger_sees_no_case(cast: Cast):
    case = make_case(cast)
    zhao = caller(cast.zhao, "cases.view", "cases.handle")
    assert zhao.get("/api/v1/cases").json()["cases"] == []
    assert zhao.get(f"/api/v1/cases/{case.pk}").status_code == 404
    assert zhao.post(f"/api/v1/cases/{case.pk}/filing", "{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "短"}, "text"),
        ({"kind": "no.such"}, "kind"),
        ({"lon": 29.9, "lat": 89.0}, "lon"),
        ({"lon": 29.9, "lat": 121.9}, "body.lat"),
        ({"reporter_phone": "1"}, "reporter_phone"),
        ({"channel": "telepathy"}, "channel"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, values: dict, field: str):
    answer = report(caller(cast.chen, "cases.report"), **values)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["field"] == field


def test_broken_json_gets_a_sentence(cast: Cast):
    client = caller(cast.chen, "cases.report")
    answer = client.post("/api/v1/cases", "{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_case_goes_its_way_by_steps(cast: Cast):
    case = make_case(cast, state=State.FILED)
    client = caller(cast.wei, "cases.view", "cases.dispatch")
    answer = client.post(f"/api/v1/cases/{case.pk}/dispatch", "{}", content_type="application/json")
    assert answer.json()["state"] == "dispatched"
    again = client.post(f"/api/v1/cases/{case.pk}/dispatch", "{}", content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "case.wrong-state")
    assert client.post(f"/api/v1/cases/{case.pk}/dance", "{}", content_type="application/json").status_code == 404


def test_a_case_is_read_with_its_history(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    body = caller(cast.chen, "cases.view").get(f"/api/v1/cases/{case.pk}").json()
    assert [line["name"] for line in body["history"]][:3] == ["report", "file", "dispatch"]
    assert "13800000000" not in json.dumps(body)


def test_a_line_that_came_late_from_a_phone_tells_both_moments_and_others_none(cast: Cast):
    case = make_case(cast, state=State.FILED)
    done, received = MONDAY_9 + dt.timedelta(minutes=5), MONDAY_9 + dt.timedelta(hours=4)
    case.records.filter(name="file").update(done_at=done, received_at=received)
    history = caller(cast.chen, "cases.view").get(f"/api/v1/cases/{case.pk}").json()["history"]
    told = [(line["done_at"], line["received_at"]) for line in history]
    assert told == [(None, None), ("2026-11-16T01:05:00Z", "2026-11-16T05:00:00Z")]


def test_a_list_pages_by_cursor(cast: Cast):
    made = {make_case(cast).number for _ in range(3)}
    client = caller(cast.chen, "cases.view")
    first = client.get("/api/v1/cases?size=2").json()
    second = client.get("/api/v1/cases", {"size": 2, "cursor": first["next"]}).json()
    assert {case["number"] for case in first["cases"] + second["cases"]} == made
    assert second["next"] == ""


def test_a_photo_is_taken_and_a_text_is_not(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    client = caller(cast.sun, "cases.view", "cases.handle")
    url = f"/api/v1/cases/{case.pk}/photos"
    assert client.post(url, {"file": a_photo(), "purpose": "after"}).status_code == 201


def test_the_openapi_document_is_the_committed_one(client: Client):
    assert client.get("/api/v1/openapi.json").json() == json.loads(DOCUMENT.read_text("utf-8"))


def holds(schema: type[Schema], body: bytes) -> None:
    """The answer has exactly the fields of its schema, each of its type."""
    said = json.loads(body)
    assert set(said) == set(schema.model_fields)
    schema.model_validate_json(body)


def test_every_answer_has_the_shape_the_document_says(cast: Cast):
    client = caller(cast.chen, "cases.report", "cases.view", "cases.file")
    created = report(client)
    address = f"/api/v1/cases/{created.json()['id']}"
    filed = client.post(f"{address}/filing", "{}", content_type="application/json")
    listed = client.get("/api/v1/cases")
    holds(CreatedOut, created.content)
    holds(CaseOut, filed.content)
    holds(CaseDetailOut, client.get(address).content)
    holds(PageOut, listed.content)
    holds(CaseOut, json.dumps(listed.json()["cases"][0]).encode())
    assert listed["Content-Type"] == "application/json; charset=utf-8"


def test_reading_a_case_costs_three_queries(cast: Cast, django_assert_num_queries):
    client = caller(cast.chen, "cases.view")
    case = make_case(cast, state=State.FILED)
    client.get("/api/v1/cases")
    with django_assert_num_queries(3):  # the token, the case, its history
        client.get(f"/api/v1/cases/{case.pk}")


def test_a_confidential_case_is_moved_on_by_programs_without_its_content(cast: Cast):
    kind = next(kind.code for kind in catalogue().kinds.values() if kind.confidential)
    case = make_case(cast, kind_code=kind)
    client = caller(cast.chen, "cases.view", "cases.file")
    filed = client.post(f"/api/v1/cases/{case.pk}/filing", "{}", content_type="application/json").json()
    read = client.get(f"/api/v1/cases/{case.pk}").json()
    for said in (filed, read):
        assert (said["state"], said["number"]) == ("filed", case.number)
        assert {said[name] for name in ("kind", "title", "address", "lon", "lat", "unit", "proposed_unit")} == {
            "",
            None,
        }
    assert (read["text"], read["history"]) == ("", [])


def test_how_a_confidential_case_ended_is_for_its_readers(cast: Cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(is_confidential=True, outcome="solved", score=1)
    read = caller(cast.chen, "cases.view", "cases.file").get(f"/api/v1/cases/{case.pk}").json()
    assert (read["outcome"], read["score"]) == ("", None)


@pytest.mark.parametrize(
    "asked", ["area=x", "area=%00", "q=%00", "since=0001-01-01", "until=9999-12-31", "state=%27--"]
)
def test_odd_questions_of_a_list_get_an_answer(cast: Cast, asked: str):
    client = caller(cast.chen, "cases.view")
    assert client.get(f"/api/v1/cases?tab=all&{asked}").status_code == (400 if "%00" in asked else 200)


@pytest.mark.parametrize(
    "cursor",
    ["[]", "5", '["2026-01-01", 5]', '["2026-01-01", {}]', '["0001-01-01T00:00:00+14:00", "x"]', "[" * 9_000, "\xff"],
)
def test_a_made_up_cursor_gives_the_first_page(cast: Cast, cursor: str):
    case = make_case(cast)
    client, told = caller(cast.chen, "cases.view"), base64.urlsafe_b64encode(cursor.encode()).decode()
    assert [row["id"] for row in client.get(f"/api/v1/cases?cursor={told}").json()["cases"]] == [str(case.pk)]


@pytest.mark.parametrize("field", ["text", "address", "source", "reporter_name"])
def test_the_character_no_database_keeps_is_refused_by_field(cast: Cast, field: str):
    answer = report(caller(cast.chen, "cases.report"), **{field: "楼道口\x00堆着垃圾"})
    assert (answer.status_code, answer.json()["field"]) == (400, f"body.{field}")


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("pause", {"reason_code": "parts", "text": "等待配件", "until": "9999-12-31T23:59:59-12:00"}),
        ("pause", {"reason_code": "parts", "text": "等待配件", "until": "0001-01-01T00:00:00+08:00"}),
        ("meeting", {"text": "会商纪要", "held_at": "0001-01-01T00:00:00+08:00"}),
        ("action", {"text": "清运完毕", "unit": CLEANING, "due_on": "9999-12-31"}),
        ("call", {"units": [WATER], "text": "请到场", "limit": "99999999 working days"}),
        ("call", {"units": [WATER], "text": "请到场", "limit": "99999999999999999999 hours"}),
    ],
)
def test_a_day_beyond_every_calendar_is_refused(cast: Cast, noun: str, said: dict[str, object]):
    case = make_case(cast, state=State.HANDLING)
    client = caller(cast.sun if noun == "pause" else cast.wei, "cases.handle", "cases.dispatch", "cases.view")
    answer = client.post(f"/api/v1/cases/{case.pk}/{noun}", json.dumps(said), content_type="application/json")
    assert answer.status_code == 400
