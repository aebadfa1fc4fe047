"""The homes and people a phone takes along: masked, of the own grid alone, noted once, gone when they leave."""

import datetime as dt
import json
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from linli.cases.testing import MONDAY_9, make_places
from linli.core.models import AuditEntry
from linli.fieldsync.rules.holdings import FIELDS
from linli.fieldsync.tests.phone import Phone
from linli.fieldsync.tests.test_changes import drop, pull, put
from linli.forms.testing import make_forms
from linli.register.actions import correct_resident, set_head
from linli.register.actions.searching import find_residents
from linli.register.queries.standing_out import Period, counts_by_day
from linli.register.testing import a_command, make_household, make_id_number, make_resident
from linli.staff.rules import Command, Role
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE, make_member, make_post
from linli.visits import actions
from linli.visits.queries import agreed_last, agreed_marks
from linli.visits.testing import a_matter, a_result, a_visit, as_lin, make_elder, make_home

PHONE = "13800001234"
TODAY = dt.date(2026, 11, 16)
Building, Dwelling = apps.get_model("places.Building"), apps.get_model("places.Dwelling")
Residency, Resident = apps.get_model("register.Residency"), apps.get_model("register.Resident")


@pytest.fixture
def lin(cast):
    make_places()
    return Phone(cast.lin)


@pytest.fixture
def he(lin):
    return make_resident("何秀兰", phone=PHONE, born_on=dt.date(1958, 4, 5))


def reads():
    return list(AuditEntry.objects.filter(act="read").order_by("id"))


def test_a_person_is_masked_as_every_list_shows_them(lin, he):
    found = pull(lin)
    row = put(found, "people")[str(he.pk)]
    assert (row["name"], row["phone"], row["born"], row["sex"]) == ("何**", "138******34", "1958", "female")
    assert row["relation"] == "head"
    assert put(found, "households")[row["household"]]["dwelling"] == row["dwelling"]
    assert row["dwelling"] in put(found, "dwellings")
    assert put(found, "dwellings")[row["dwelling"]]["building"] in put(found, "buildings")


def test_no_clear_value_is_in_what_is_sent(lin, cast):
    make_resident(
        "欧阳修远", phone=PHONE, id_number=make_id_number(dt.date(1958, 4, 5), "female"), born_on=dt.date(1958, 4, 5)
    )
    told = json.dumps(pull(lin), ensure_ascii=False)
    for secret in ("欧阳修远", PHONE, "1958-04-05", "9901011958"):
        assert secret not in told


def test_people_of_other_grids_stay_at_home(lin):
    make_resident(area_code=GRID_BESIDE)
    found = pull(lin)
    assert not {"people", "households", "dwellings", "buildings"} & set(found["parts"])


def test_a_pull_of_people_is_noted_with_how_many(lin, he):
    make_household()
    pull(lin)
    line = reads()[-1]
    assert (line.subject_kind, line.count, line.detail, line.area_code) == ("residents", 3, {"how": "field-app"}, GRID)
    assert line.by == lin.member.actor.key


def test_a_pull_that_sends_nobody_is_not_noted(lin, he):
    cursor = pull(lin)["cursor"]
    noted = len(reads())
    pull(lin, cursor)
    make_places()
    assert len(reads()) == noted


def test_a_corrected_person_comes_again_alone(lin, he, cast):
    make_household()
    cursor = pull(lin)["cursor"]
    correct_resident(
        he.pk, command=a_command(cast.lin.actor), values={"name": "何秀蓝"}, source="self", reason="本人更正"
    )
    found = pull(lin, cursor)
    assert list(found["parts"]) == ["people"]
    assert list(put(found, "people")) == [str(he.pk)]
    assert put(found, "people")[str(he.pk)]["v"] == 2


def test_who_moves_away_or_dies_leaves_the_phone(lin, he):
    gone = make_resident("孙一鸣")
    cursor = pull(lin)["cursor"]
    Residency.objects.filter(resident=he).update(until=TODAY)
    Resident.objects.filter(pk=gone.pk).update(died_on=TODAY)
    assert drop(pull(lin, cursor), "people") == sorted([str(he.pk), str(gone.pk)])


def test_a_new_head_of_a_household_is_told(lin, cast):
    home = make_household()
    cursor = pull(lin)["cursor"]
    other = Residency.objects.filter(household=home).exclude(resident_id=home.head_id).get().resident
    Resident.objects.filter(pk=other.pk).update(born_on=dt.date(1990, 1, 1))
    set_head(home.pk, other.pk, command=a_command(cast.lin.actor))
    assert put(pull(lin, cursor), "households")[str(home.pk)]["head"] == str(other.pk)


def test_who_lives_in_one_home_and_is_registered_in_another_comes_once_with_where_they_live(lin, he):
    away = make_household()
    Residency.objects.create(
        area_code=GRID,
        resident=he,
        household=away,
        dwelling_id=away.dwelling_id,
        lives=False,
        registered=True,
        since=TODAY,
    )
    rows = [row for row in pull(lin)["parts"]["people"]["put"] if row["id"] == str(he.pk)]
    assert [row["lives"] for row in rows] == [True]


def test_a_programme_is_told_only_while_its_purpose_is_open(lin, cast):
    resident, _enrolment = make_elder(cast)
    assert put(pull(lin), "people")[str(resident.pk)].get("programmes") in (["care-visits"], None)


def test_a_building_or_dwelling_that_changes_is_told(lin, he):
    cursor = pull(lin)["cursor"]
    Building.objects.update(name="竹桥小区甲楼")
    Dwelling.objects.update(state="vacant")
    found = pull(lin, cursor)
    assert {row["name"] for row in put(found, "buildings").values()} == {"竹桥小区甲楼"}
    assert {row["state"] for row in put(found, "dwellings").values()} == {"vacant"}


def test_a_post_for_a_community_brings_its_people_and_a_desk_post_brings_none(cast):
    make_places()
    make_resident()
    make_resident("孙一鸣", area_code=GRID_BESIDE)
    member = make_member("yuan", "袁野", Role.GRID_WORKER, COMMUNITY, "990101001001-office")
    assert len(put(pull(Phone(member)), "people")) == 2
    make_post(cast.sun.account, Role.REGISTRAR, area_code=GRID)
    assert "people" not in pull(Phone(cast.sun))["parts"]


def test_visits_come_along(lin, cast):
    home = make_home()
    visit = actions.plan_visit(a_visit(home), command=as_lin(cast), visit_id=home.pk)
    row = put(pull(lin), "visits")[str(visit.pk)]
    assert (row["household"], row["purpose"], row["state"]) == (str(home.pk), "get-to-know", "planned")
    assert {line.subject_kind: line.count for line in reads()[-2:]} == {"residents": 2, "visits": 1}


def test_a_case_found_on_a_visit_names_its_household_to_those_who_keep_it(lin, cast):
    home = make_home()
    matter = a_matter()
    actions.plan_visit(a_visit(home), command=as_lin(cast), visit_id=home.pk)
    actions.make_visit(home.pk, command=as_lin(cast), made=a_result(matters=(matter,)))
    assert put(pull(lin), "cases")[str(matter.case_id)]["household"] == str(home.pk)


def test_forms_come_with_their_text_and_questions(lin, cast):
    make_forms(cast)
    rows = put(pull(lin), "forms")
    assert len(rows) == 3
    row = next(iter(rows.values()))
    text = lin.call("GET", f"forms/{row['id']}/{row['version']}.xml")
    assert text.status_code == 200
    assert text.content.startswith(b"<?xml")
    assert len(text.content) == row["size"]
    again = lin.call("GET", f"forms/{row['id']}/{row['version']}.xml", If_None_Match=text["ETag"])
    assert again.status_code == 304


def test_who_fills_in_no_forms_gets_none(cast, lin):
    make_forms(cast)
    row = next(iter(put(pull(lin), "forms").values()))
    sun = Phone(cast.sun)
    assert "forms" not in pull(sun)["parts"]
    assert sun.call("GET", f"forms/{row['id']}/{row['version']}.xml").status_code == 404


def test_zhao_gets_no_form(client, cast, lin):
    make_forms(cast)
    row = next(iter(put(pull(lin), "forms").values()))
    assert client.get(f"/field/api/forms/{row['id']}/{row['version']}.xml").status_code == 401


def test_every_field_that_goes_to_a_phone_is_declared(lin, he, cast):
    make_forms(cast)
    make_elder(cast)
    found = pull(lin)
    for part, changes in found["parts"].items():
        sent = {name for row in changes["put"] for name in row}
        assert sent <= FIELDS[part], part


def test_what_a_phone_fetches_by_itself_stands_out_as_nobody_s_reading(lin, he, cast):
    today = timezone.localdate()
    period = Period.up_to(today)
    before = counts_by_day(cast.luo.actor, period)[today]
    pull(lin)
    find_residents("何秀兰", command=Command(he.pk, cast.lin.actor, timezone.now()), limit=5)
    assert counts_by_day(cast.luo.actor, period)[today] - before == 1  # the search alone


def visited(cast, home, days=0, **made):
    at = MONDAY_9 + dt.timedelta(days=days)
    new = a_visit(home, on=at.date())
    visit = actions.plan_visit(new, command=as_lin(cast, at=at), visit_id=uuid.uuid4())
    return actions.make_visit(visit.pk, command=as_lin(cast, at=at), made=a_result(at=at, **made))


def test_a_household_comes_with_what_was_agreed_there_last(lin, cast):
    home = make_home()
    visited(cast, home, agreed="周四来装扶手")
    first = pull(lin)
    assert put(first, "households")[str(home.pk)]["last"] == {"on": "2026-11-16", "agreed": "周四来装扶手"}
    assert {line.subject_kind: line.count for line in reads()[-2:]} == {"residents": 2, "visits": 1}
    visited(cast, home, days=2, agreed="扶手装好了，月底再看")
    again = pull(lin, first["cursor"])
    assert put(again, "households")[str(home.pk)]["last"] == {"on": "2026-11-18", "agreed": "扶手装好了，月底再看"}
    visited(cast, home, days=4, agreed="")
    assert "last" not in put(pull(lin, again["cursor"]), "households")[str(home.pk)]


def test_what_one_member_agreed_does_not_stand_under_the_household(lin, cast):
    resident, _enrolment = make_elder(cast)
    actions.plan_ahead(MONDAY_9)
    row = next(one for one in put(pull(lin), "visits").values() if one.get("resident") == str(resident.pk))
    actions.make_visit(uuid.UUID(row["id"]), command=as_lin(cast), made=a_result())
    assert all("last" not in one for one in put(pull(lin), "households").values())


def test_what_was_agreed_goes_to_nobody_who_does_not_visit_there(lin, cast):
    home = make_home()
    visited(cast, home)
    assert agreed_marks(cast.lin.actor, (GRID,))
    for member in (cast.jiang, cast.zhao):
        assert agreed_marks(member.actor, (GRID,)) == {}
        assert agreed_last(member.actor, [home.pk]) == {}
