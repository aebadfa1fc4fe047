"""Questions over people: within scope, for a purpose, written down; counted, then masked, then taken out."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.places.testing import make_town
from linli.register import errors
from linli.register.actions.asking import count_people, explain, look_at_page, save_query, take_out
from linli.register.actions.consents import Asked, give_consent, withdraw_consent
from linli.register.actions.searching import find_residents
from linli.register.cli_query import attributes, query, snapshot
from linli.register.models import Disclosure, Enrolment, Membership, Officer, SavedQuery
from linli.register.queries.audit import LogFilters, log_lines
from linli.register.queries.grounds import Question
from linli.register.rules.consents import Channel
from linli.register.testing import AT, SINCE, a_command, make_household, make_organisation, make_resident
from linli.staff.rules import SYSTEM, PostFacts, Role
from linli.staff.testing import (
    COMMUNITY,
    DISTRICT,
    GRID,
    GRID_ELSEWHERE,
    GRID_NEXT_COMMUNITY,
    STREET,
    STREET_BESIDE,
    Cast,
)

pytestmark = pytest.mark.django_db
PAGES = ("query", "query_people", "query_export", "query_save")


@pytest.fixture(autouse=True)
def _town(settings, tmp_path: Path, time_machine, db):
    settings.LINLI_DATA = tmp_path
    time_machine.move_to(AT, tick=False)
    make_town()


def asked(text: str, purpose: str = "register", area: str = "") -> Question:
    return Question(text, purpose, area)


def test_a_count_stays_within_the_scope(cast: Cast):
    for grid in (GRID, GRID_NEXT_COMMUNITY, GRID_ELSEWHERE):
        make_resident(area_code=grid)
    counted = count_people(asked("age >= 60"), command=a_command(cast.jiang.actor))
    assert (counted.count, counted.engine.name) == (2, "snapshot")
    narrow = count_people(asked("age >= 60", area=COMMUNITY), command=a_command(cast.jiang.actor))
    assert (narrow.count, narrow.engine.name) == (1, "live")
    with pytest.raises(errors.NotOfYourArea):
        count_people(asked("age >= 60", area="990101002"), command=a_command(cast.jiang.actor))


def test_an_area_joined_with_and_is_asked_in_the_store_itself(cast: Cast):
    make_resident()
    counted = count_people(asked('age >= 60 and area = "竹桥社区"'), command=a_command(cast.jiang.actor))
    assert (counted.count, counted.engine.name) == (1, "live")


@pytest.mark.parametrize(("area", "refusal"), [("天上社区", errors.AreaNotFound), ("/", errors.AreaNotFound)])
def test_an_area_that_is_not_there_is_refused(cast: Cast, area, refusal):
    with pytest.raises(refusal):
        count_people(asked(f'area = "{area}"'), command=a_command(cast.jiang.actor))


def test_whoever_may_not_ask_is_refused(cast: Cast):
    for nobody in (cast.zhao, cast.lin, cast.luo, cast.root, cast.han):
        with pytest.raises(NotAllowed):
            count_people(asked("age >= 60"), command=a_command(nobody.actor))


@pytest.mark.parametrize(
    ("text", "purpose", "refusal"),
    [
        ("has-phone", "voter-roll", errors.NotForThisPurpose),
        ('enrolled("care-visits")', "register", errors.NotForThisPurpose),
        ('enrolled("volunteers")', "elder-visits", errors.NotForThisPurpose),
        ("age > 60", "same-person", errors.PurposeUnknown),
        ("age > 60", "nothing", errors.PurposeUnknown),
        ("age > 60", "minimum-living", errors.PurposeClosed),
        ("age > 60", "membership", errors.NotForThisPurpose),
        ('enrolled("x")', "elder-visits", errors.ProgrammeUnknown),
    ],
)
def test_a_purpose_lets_nothing_be_asked_that_it_does_not_list(cast: Cast, text, purpose, refusal):
    with pytest.raises(refusal):
        count_people(asked(text, purpose), command=a_command(cast.jiang.actor))


def test_a_programme_is_asked_by_its_name_for_its_own_purpose(cast: Cast):
    person = make_resident()
    Enrolment.objects.create(
        area_code=GRID,
        resident=person,
        programme_code="care-visits",
        since=SINCE,
        review_by=AT.date().replace(year=2027),
    )
    found = count_people(
        asked('参加项目("老年人探访关爱") 且 年龄 >= 60', "elder-visits"), command=a_command(cast.jiang.actor)
    )
    assert (found.count, found.text) == (1, 'enrolled("care-visits") and age >= 60')


def test_a_page_is_masked_and_written_into_the_log_without_a_value(cast: Cast):
    make_resident("何秀兰")
    page = look_at_page(asked("age >= 60 and sex = female"), command=a_command(cast.jiang.actor))
    row = dict(zip(page.columns, page.rows[0].cells, strict=True))
    assert row["name"] == "何**"
    assert row["born-on"] == "1958"
    assert row["address"].endswith("***")
    line = AuditEntry.objects.latest("id")
    assert (line.act, line.purpose, line.count) == ("read", "register", 1)
    assert line.detail["fields"] == ["age", "sex"]
    assert "60" not in json.dumps(line.detail["fields"])
    assert not Disclosure.objects.exists()


def test_pages_go_on_where_the_last_one_ended(cast: Cast):
    people = [make_resident(f"何{place}") for place in range(5)]
    first = look_at_page(asked("age >= 60"), command=a_command(cast.jiang.actor), limit=3)
    second = look_at_page(asked("age >= 60"), command=a_command(cast.jiang.actor), after=first.after, limit=3)
    seen = [row.resident_id for row in (*first.rows, *second.rows)]
    assert seen == sorted(person.pk for person in people)
    assert second.after is None


def test_a_page_takes_as_many_queries_however_many_people(cast: Cast):
    counts = []
    look_at_page(
        asked("age >= 60", area=COMMUNITY), command=a_command(cast.jiang.actor)
    )  # the areas are kept from now on
    for more in (1, 9):
        for place in range(more):
            make_resident(f"何{place}")
        look_at_page(asked("age >= 60", area=COMMUNITY), command=a_command(cast.jiang.actor))  # the areas are kept now
        with CaptureQueriesContext(connection) as seen:
            look_at_page(asked("age >= 60", area=COMMUNITY), command=a_command(cast.jiang.actor))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_whoever_has_posts_in_two_streets_is_in_the_log_of_the_district_above_both(cast: Cast):
    posts = tuple(PostFacts(Role.REGISTRAR, street) for street in (STREET, STREET_BESIDE))
    two, question = replace(cast.jiang.actor, posts=posts), asked("age >= 60")
    count_people(question, command=a_command(two))
    look_at_page(question, command=a_command(two))
    find_residents("无此人", command=a_command(two), limit=5)
    assert set(AuditEntry.objects.values_list("area_code", flat=True)) == {DISTRICT}
    assert log_lines(cast.luo.actor, LogFilters()).count() == 3


def test_a_purpose_without_names_is_for_counting(cast: Cast):
    make_resident()
    assert count_people(asked("age >= 60", "planning"), command=a_command(cast.jiang.actor)).count == 1
    for look in (look_at_page, take_out):
        with pytest.raises(errors.PurposeCountsOnly):
            look(asked("age >= 60", "planning"), command=a_command(cast.jiang.actor))


def test_an_export_is_clear_where_the_purpose_says_and_disclosed_to_each(cast: Cast):
    person = make_resident("何秀兰", phone="19900000222")
    give_consent(person.pk, "elder-visits", command=a_command(cast.lin.actor), asked=Asked(Channel.COUNTER))
    found = take_out(asked("age >= 60", "elder-visits"), command=a_command(cast.jiang.actor), said="九月探访")
    row = dict(zip(found.columns, found.rows[0].cells, strict=True))
    assert (row["name"], row["phone"]) == ("何秀兰", "19900000222")
    assert "born-on" not in row
    read = Disclosure.objects.get(resident_id=person.pk)
    assert (read.how, read.purpose_code, read.said) == ("export", "elder-visits", "九月探访")
    assert AuditEntry.objects.latest("id").act == "export"


def test_a_purpose_that_rests_on_consent_shows_only_who_agreed_and_has_not_taken_it_back(cast: Cast):
    person, question = make_resident("何秀兰", phone="19900000222"), asked("age >= 60", "elder-visits")
    make_resident("吴芳", phone="19900000223")
    by, channel = a_command(cast.lin.actor), Asked(Channel.COUNTER)
    consent = give_consent(person.pk, "elder-visits", command=by, asked=channel)
    seen = look_at_page(question, command=a_command(cast.jiang.actor))
    assert [row.resident_id for row in seen.rows] == [person.pk]
    withdraw_consent(consent.pk, command=a_command(cast.lin.actor))
    assert not look_at_page(question, command=a_command(cast.jiang.actor)).rows
    assert not take_out(question, command=a_command(cast.jiang.actor)).rows
    assert not Disclosure.objects.filter(how="export").exists()


class TestMembers:
    @pytest.fixture
    def team(self, cast: Cast):
        team = make_organisation()
        Officer.objects.create(organisation=team, account_id=cast.lin.account.pk, since=SINCE)
        for name, grid in (("何秀兰", GRID), ("林远山", GRID_ELSEWHERE)):
            Membership.objects.create(organisation=team, resident=make_resident(name, area_code=grid), since=SINCE)
        make_resident("赵外人")
        return team

    def test_an_officer_asks_about_members_and_not_about_who_lives_with_them(self, cast: Cast, team):
        for home in ("any(age < 14)", "count(sex = female) >= 2"):
            with pytest.raises(errors.NotForThisPurpose):
                text = f'member("{team.name}") and {home}'
                count_people(asked(text, "membership"), command=a_command(cast.lin.actor))

    def test_the_log_has_an_officer_s_questions_where_the_organisation_is(self, cast: Cast, team):
        look_at_page(asked(f'member("{team.name}")', "membership"), command=a_command(cast.lin.actor))
        assert AuditEntry.objects.latest("id").area_code == team.area_code

    def test_an_officer_asks_for_members_older_than_45_in_one_grid(self, cast: Cast, team):
        text = f'member("{team.name}") and age > 45'
        everywhere = count_people(asked(text, "membership"), command=a_command(cast.lin.actor))
        here = count_people(asked(f'{text} and area = "{GRID}"', "membership"), command=a_command(cast.lin.actor))
        assert (everywhere.count, here.count, here.engine.name) == (2, 1, "live")
        page = look_at_page(asked(text, "membership"), command=a_command(cast.lin.actor))
        assert {dict(zip(page.columns, row.cells, strict=True))["name"] for row in page.rows} == {"何**", "林**"}

    def test_who_is_no_member_is_never_found_this_way(self, cast: Cast, team):
        found = count_people(asked(f'not member("{team.name}")', "membership"), command=a_command(cast.lin.actor))
        assert found.count == 0

    def test_nobody_else_asks_for_members(self, cast: Cast, team):
        for other in (cast.jiang.actor, cast.root.actor, SYSTEM):
            with pytest.raises(errors.OrganisationNotFound):
                count_people(asked(f'member("{team.name}")', "membership"), command=a_command(other))

    def test_the_log_names_the_organisation_and_nobody(self, cast: Cast, team):
        count_people(asked(f'member("{team.name}")', "membership"), command=a_command(cast.lin.actor))
        line = AuditEntry.objects.latest("id")
        assert (line.subject_kind, line.subject_id) == ("organisation", str(team.pk))

    def test_members_are_taken_out_on_their_own_page(self, cast: Cast, team):
        with pytest.raises((NotAllowed, errors.MembersTakenOutThere)):
            take_out(asked(f'member("{team.name}")', "membership"), command=a_command(cast.lin.actor))


class TestAtTheDesk:
    def test_a_question_is_counted_looked_at_and_taken_out(self, cast: Cast):
        make_resident("何秀兰")
        client = cast.jiang.sign_in()
        told = {"text": "年龄 >= 60", "purpose": "register", "area": ""}
        page = client.post(reverse("register:query_people"), {**told, "look": "1", "explain": "1"}).content.decode()
        assert "共 1 人" in page
        assert "何**" in page
        assert "何秀兰" not in page
        assert "register_residency" in page or "from people" in page
        answer = client.post(reverse("register:query_export"), {**told, "said": "核对"})
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert "居民登记" in sheet["A1"].value
        assert "姜文琴" in sheet["A3"].value
        assert sheet["A7"].value == "何秀兰"

    def test_conditions_are_put_together_by_clicking(self, cast: Cast):
        client, url = cast.jiang.sign_in(), reverse("register:query")
        first = {"add": "1", "attribute": "age", "sign": ">=", "value": "60", "word": "and", "at": ""}
        page = client.get(url, first)
        assert page.context["form"].initial["text"] == "年龄 >= 60"
        second = {
            "text": "年龄 >= 60",
            "add": "1",
            "attribute": "sex",
            "sign": "=",
            "value": "female",
            "word": "or",
            "at": "",
        }
        assert client.get(url, second).context["form"].initial["text"] == "年龄 >= 60 或 性别 = 女"
        text = "年龄 >= 60 且 (性别 = 女 或 独居)"
        for step, expected in (
            ({"remove": "1.0"}, "年龄 >= 60 且 独居"),
            ({"turn": "0"}, "年龄 < 60 且 (性别 = 女 或 独居)"),
            ({"swap": "1"}, "年龄 >= 60 且 性别 = 女 且 独居"),
            ({"remove": ""}, ""),
            ({"remove": "7.7"}, text),
        ):
            assert client.get(url, {"text": text, **step}).context["form"].initial["text"] == expected
        home = {
            "add": "1",
            "attribute": "age",
            "who": "count",
            "number": "2",
            "sign": "<",
            "value": "14",
            "word": "and",
        }
        assert client.get(url, home).context["form"].initial["text"] == "同户人数(年龄 < 14) >= 2"

    def test_a_wrong_question_says_where(self, cast: Cast):
        answer = cast.jiang.sign_in().post(reverse("register:query_people"), {"text": "年龄 >", "purpose": "register"})
        assert answer.status_code == 400
        assert "第 5 个字处" in answer.content.decode()

    def test_a_question_is_kept_for_its_account_alone(self, cast: Cast):
        client = cast.jiang.sign_in()
        client.post(reverse("register:query_save"), {"text": "age >= 60", "purpose": "register", "name": "老人"})
        kept = SavedQuery.objects.get()
        assert (kept.text, kept.purpose_code, kept.account_id) == ("age >= 60", "register", cast.jiang.account.pk)
        assert "老人" in client.get(reverse("register:query")).content.decode()
        client.post(reverse("register:query_forget", args=[kept.pk]))
        assert not SavedQuery.objects.exists()

    def test_nobody_removes_the_question_of_another(self, cast: Cast):
        kept = save_query("老人", asked("age >= 60"), command=a_command(cast.jiang.actor))
        cast.lin.sign_in().post(reverse("register:query_forget", args=[kept.pk]))
        assert SavedQuery.objects.exists()

    @pytest.mark.parametrize("page", PAGES)
    def test_zhao_gets_nothing(self, cast: Cast, page):
        make_resident("何秀兰")
        client = cast.zhao.sign_in()
        send = client.get if page == "query" else client.post
        answer = send(reverse(f"register:{page}"), {"text": "age >= 60", "purpose": "register", "look": "1"})
        assert answer.status_code == 403
        assert "何" not in answer.content.decode()


class TestOnTheCommandLine:
    def run(self, *words: str):
        command, *rest = words
        return CliRunner().invoke({"query": query, "attributes": attributes, "snapshot": snapshot}[command], rest)

    def test_a_count_is_one_number_of_json(self, db):
        make_household()
        found = self.run("query", "年龄 >= 60 且 区域 = “竹桥社区”", "--count", "--json")
        assert json.loads(found.stdout.splitlines()[-1]) == {"count": 1}
        assert AuditEntry.objects.filter(act="count", by_name="system").exists()

    def test_a_question_is_explained(self, db):
        told = self.run("query", "age >= 60", "--explain", "--json")
        assert "from people where" in json.loads(told.stdout)["sql"]

    def test_people_are_listed_masked_and_taken_out(self, tmp_path):
        make_resident("何秀兰")
        assert "何**" in self.run("query", "age >= 60").stdout
        file = tmp_path / "people.xlsx"
        assert json.loads(self.run("query", "age >= 60", "-o", str(file), "--json").stdout)["count"] == 1
        assert load_workbook(file).active["A7"].value == "何秀兰"

    def test_one_asks_as_somebody(self, cast: Cast):
        refused = self.run("query", "age >= 60", "--count", "--as", "zhao")
        assert isinstance(refused.exception, NotAllowed)

    def test_attributes_are_listed(self, db):
        names = {row["name"] for row in json.loads(self.run("attributes", "--json").stdout)}
        assert {"age", "area", "enrolled"} <= names
        assert "年龄" in self.run("attributes").stdout

    def test_the_snapshot_is_made(self, db):
        assert "read_at" in json.loads(self.run("snapshot", "--full", "--json").stdout)


def test_explaining_reads_nobody_and_needs_the_right(cast: Cast):
    told = dict(explain(asked("any(age < 14)", area=COMMUNITY), command=a_command(cast.jiang.actor)))
    assert told["engine"] == "live"
    assert "register_residency" in told["sql"]
    with pytest.raises(NotAllowed):
        dict(explain(asked("age > 6"), command=a_command(cast.zhao.actor)))
