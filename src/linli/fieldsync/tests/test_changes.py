"""What a phone pulls: everything at first, then changes alone; nothing is missed, and what left the scope goes."""

import json
import re

import pytest
from django.apps import apps

from linli.cases.rules import State
from linli.cases.testing import make_case, make_places
from linli.core.models import AuditEntry
from linli.fieldsync.models import Manifest
from linli.fieldsync.tests.phone import Phone
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, COMMUNITY, GRID, GRID_BESIDE, STREET, make_member, make_post

PARTS = ("me", "areas", "kinds", "words")
SECRET = "dispute.neighbour"
Post = apps.get_model("staff.Post")


def pull(phone, cursor="", **headers):
    found = phone.call("GET", f"changes?cursor={cursor}", **headers)
    assert found.status_code == 200, found.content
    return found.json()


def put(answer, part):
    return {row["id"]: row for row in answer["parts"].get(part, {}).get("put", [])}


def drop(answer, part):
    return answer["parts"].get(part, {}).get("drop", [])


@pytest.fixture
def lin(cast):
    make_places()
    return Phone(cast.lin)


def test_the_first_pull_brings_everything(lin):
    found = pull(lin)
    assert found["full"] is True
    assert set(PARTS) <= set(found["parts"])
    assert put(found, "me")["me"]["posts"][0]["role_name"] == "网格员"


def test_nothing_comes_twice(lin):
    first = pull(lin)
    again = pull(lin, first["cursor"])
    assert (again["full"], again["parts"], again["cursor"]) == (False, {}, first["cursor"])


def test_an_unknown_cursor_gets_everything_anew(lin):
    pull(lin)
    assert pull(lin, "0192f000-0000-7000-8000-000000000000")["full"] is True
    assert pull(lin, "no cursor at all")["full"] is True


def test_a_new_case_of_the_own_grid_comes_alone(lin, cast):
    first = pull(lin)
    case = make_case(cast)
    found = pull(lin, first["cursor"])
    assert list(found["parts"]) == ["cases"]
    assert list(put(found, "cases")) == [str(case.pk)]


def test_a_change_is_told_until_the_phone_has_taken_it(lin, cast):
    first = pull(lin)
    case = make_case(cast)
    lost, second = pull(lin, first["cursor"]), pull(lin, first["cursor"])
    assert list(put(lost, "cases")) == list(put(second, "cases")) == [str(case.pk)]
    assert pull(lin, second["cursor"])["parts"] == {}


def test_an_answer_that_was_lost_is_not_a_cursor_any_more(lin, cast):
    first = pull(lin)
    make_case(cast)
    lost, second = pull(lin, first["cursor"]), pull(lin, first["cursor"])
    pull(lin, second["cursor"])
    assert pull(lin, lost["cursor"])["full"] is True


def test_a_phone_has_two_manifests_at_most(lin, cast):
    cursor = pull(lin)["cursor"]
    for _ in range(4):
        make_case(cast)
        cursor = pull(lin, cursor)["cursor"]
    assert Manifest.objects.count() == 2


def test_a_case_that_ends_leaves_the_phone(lin, cast):
    case = make_case(cast)
    first = pull(lin)
    assert str(case.pk) in put(first, "cases")
    type(case).objects.filter(pk=case.pk).update(state="closed", is_open=False)
    assert drop(pull(lin, first["cursor"]), "cases") == [str(case.pk)]


def test_cases_of_other_grids_stay_at_home(lin, cast):
    make_case(cast, area_code=GRID_BESIDE)
    assert put(pull(lin), "cases") == {}


def test_confidential_cases_stay_at_home(lin, cast):
    make_case(cast, kind_code=SECRET)
    assert put(pull(lin), "cases") == {}


def test_a_confidential_case_goes_to_its_handlers_alone(lin, cast):
    case = make_case(cast, kind_code=SECRET)
    type(case).objects.filter(pk=case.pk).update(unit_code=CLEANING)
    assert put(pull(lin), "cases") == {}
    assert list(put(pull(Phone(cast.sun)), "cases")) == [str(case.pk)]


def test_who_moves_to_another_grid_gets_that_one_and_loses_the_old(lin, cast):
    here, there = make_case(cast), make_case(cast, area_code=GRID_BESIDE)
    first = pull(lin)
    Post.objects.filter(account=cast.lin.account).update(area_code=GRID_BESIDE)
    found = pull(lin, first["cursor"])
    assert list(put(found, "cases")) == [str(there.pk)]
    assert drop(found, "cases") == [str(here.pk)]
    assert drop(found, "areas") == [GRID] or GRID not in put(found, "areas")


def test_who_may_do_something_new_gets_the_cases_again(lin, cast):
    case = make_case(cast)
    first = pull(lin)
    make_post(cast.lin.account, Role.SHIFT_LEADER, area_code=COMMUNITY)
    found = pull(lin, first["cursor"])
    assert "file" not in put(first, "cases")[str(case.pk)]["steps"]
    assert "file" in put(found, "cases")[str(case.pk)]["steps"]


def test_the_handler_gets_the_unit_s_tasks_and_no_people(cast):
    case = make_case(cast, area_code=GRID_BESIDE, state=State.DISPATCHED)
    found = pull(Phone(cast.sun))
    row = put(found, "cases")[str(case.pk)]
    assert (row["mine"], "accept" in row["steps"]) == ("handle", True)
    assert not {"people", "households", "dwellings", "buildings"} & set(found["parts"])


def test_the_checker_gets_what_waits_to_be_checked(cast):
    waiting = make_case(cast, state=State.RESPONDED)
    make_case(cast)
    found = put(pull(Phone(cast.qian)), "cases")
    assert {key: row["mine"] for key, row in found.items()} == {str(waiting.pk): "check"}


def test_nobody_checks_their_own_answer(cast):
    case = make_case(cast, state=State.RESPONDED)
    type(case).objects.filter(pk=case.pk).update(handled_by=cast.qian.actor.key)
    assert put(pull(Phone(cast.qian)), "cases") == {}


def test_a_case_says_what_it_asks_for(lin, cast):
    case = make_case(cast, text="路灯不亮")
    row = put(pull(lin), "cases")[str(case.pk)]
    assert {"number", "title", "text", "state_name", "phase_name", "reported_at", "lines", "steps", "v"} <= set(row)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["reported_at"])


def test_names_come_in_the_language_of_the_account(cast):
    cast.lin.account.language = "en"
    cast.lin.account.save(update_fields=["language"])
    case = make_case(cast)
    row = put(pull(Phone(cast.lin)), "cases")[str(case.pk)]
    assert row["state_name"].isascii()


def test_the_language_chosen_on_the_phone_goes_before_that_of_the_account(cast):
    cast.lin.account.language = "en"
    cast.lin.account.save(update_fields=["language"])
    case = make_case(cast)
    phone = Phone(cast.lin)
    in_words = {
        tag: put(pull(phone, Accept_Language=tag), "cases")[str(case.pk)]["state_name"] for tag in ("zh-Hans", "xx")
    }
    assert not in_words["zh-Hans"].isascii()
    assert in_words["xx"].isascii()


def test_another_language_brings_the_words_anew(lin, cast):
    first = pull(lin)
    found = pull(lin, first["cursor"], Accept_Language="en")
    assert {"cases", "kinds", "words"} & set(found["parts"])


def test_a_pull_without_people_is_not_noted(lin):
    before = AuditEntry.objects.filter(act="read").count()
    pull(lin)
    assert AuditEntry.objects.filter(act="read").count() == before


def test_the_answer_is_pressed(lin):
    plain, pressed = pull(lin), lin.call("GET", "changes", Accept_Encoding="gzip")
    assert pressed["Content-Encoding"] == "gzip"
    assert len(pressed.content) < len(json.dumps(plain)) / 2


def test_nothing_new_takes_few_questions(lin, django_assert_num_queries, cast):
    make_case(cast)
    cursor = pull(lin)["cursor"]
    pull(lin, cursor)
    with django_assert_num_queries(UNCHANGED):
        pull(lin, cursor)


# device, posts, manifest; cases 4, visits, buildings, dwellings, visited, households, people, programmes, forms; open purposes twice
UNCHANGED = 17


def test_zhao_gets_nothing(cast, client):
    assert client.get("/field/api/changes").status_code == 401
    assert Phone(cast.zhao).answer.status_code == 403
    stranger = Phone(cast.lin)
    Post.objects.filter(account=cast.lin.account).delete()
    found = pull(stranger)
    assert found["parts"].get("cases", {"put": []})["put"] == []
    assert "people" not in found["parts"]


def test_whoever_has_a_street_gets_no_people_of_it(cast):
    member = make_member("yuan", "袁野", Role.GRID_WORKER, STREET, "990101001-office")
    case = make_case(cast)
    found = pull(Phone(member))
    assert "people" not in found["parts"]
    assert str(case.pk) not in put(found, "cases")
