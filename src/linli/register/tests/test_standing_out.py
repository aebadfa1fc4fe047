"""Readings that stand out: on the page of those who look after the log, explained, seen by the reader; nobody else's business."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from linli.core import audit
from linli.core.audit import Act, Line
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register import errors
from linli.register.actions.explaining import explain_readings
from linli.register.actions.recording import Reading, keep_reading
from linli.register.queries.standing_out import Period, own_signs, shown_signs
from linli.register.rules.readings import Sign
from linli.register.testing import a_command
from linli.staff.rules import Role
from linli.staff.testing import GRID, OTHER_DISTRICT, make_member

AT = dt.datetime(2026, 11, 16, 2, 0, tzinfo=dt.UTC)  # Monday, ten in the morning
PERIOD = Period(dt.date(2026, 11, 10), dt.date(2026, 11, 20))

pytestmark = pytest.mark.django_db


def _read(member, times, *, at=AT, area_code=GRID):
    step = dt.timedelta(minutes=7)
    audit.note(
        *(
            Line(Act.READ, member.actor.key, member.actor.name, at + step * number, area_code, subject_kind="resident")
            for number in range(times)
        )
    )


def _colleagues(many=6):
    return [make_member(f"grid{number}", f"网格{number}", Role.GRID_WORKER, GRID) for number in range(many)]


def _noisy(cast):
    for number, member in enumerate(_colleagues()):
        _read(member, 4 + number)
    _read(cast.lin, 40)


def test_only_the_one_who_stands_out_is_shown_with_the_usual(cast):
    _noisy(cast)
    found = [one.standing for one in shown_signs(cast.luo.actor, PERIOD) if one.standing.sign is Sign.MANY]
    assert [(one.name, one.count) for one in found] == [("林小满", 40)]
    assert found[0].usual < 10


def test_readings_out_of_office_hours_are_told_by_the_calendar(cast):
    for member in _colleagues():
        _read(member, 5)
    _read(cast.lin, 12, at=dt.datetime(2026, 11, 14, 2, 0, tzinfo=dt.UTC))  # a Saturday
    assert Sign.OUT_OF_HOURS in {one.standing.sign for one in shown_signs(cast.luo.actor, PERIOD)}


def test_clear_values_read_without_a_case_stand_out(cast):
    said = [Reading([new_id()], ["phone"], "contact", "reveal", GRID, "核对") for _ in range(25)]
    for reading in said:
        keep_reading(reading, by=cast.lin.actor, at=AT)
    assert Sign.NO_CASE in {one.standing.sign for one in shown_signs(cast.luo.actor, PERIOD)}


def test_a_log_of_another_district_is_not_looked_after(cast):
    stranger = make_member("other", "外区", Role.DATA_OFFICER, OTHER_DISTRICT)
    _noisy(cast)
    assert shown_signs(stranger.actor, PERIOD) == []


def test_what_was_explained_stands_out_again_only_when_more_is_read(cast):
    _noisy(cast)
    explain_readings(
        cast.lin.actor.key, command=a_command(cast.luo.actor, at=AT + dt.timedelta(days=1)), sign="many",
        period=PERIOD, reason="人口普查核对",
    )  # fmt: skip
    many = [one for one in shown_signs(cast.luo.actor, PERIOD) if one.standing.sign is Sign.MANY]
    assert many[0].explained.reason == "人口普查核对"
    _read(cast.lin, 1, at=AT + dt.timedelta(days=2))
    many = [one for one in shown_signs(cast.luo.actor, PERIOD) if one.standing.sign is Sign.MANY]
    assert many[0].explained is None


def test_nobody_explains_without_the_right_nor_oneself_nor_nothing(cast):
    _noisy(cast)
    about = {"sign": "many", "period": PERIOD, "reason": "核对"}
    with pytest.raises(NotAllowed):
        explain_readings(cast.lin.actor.key, command=a_command(cast.jiang.actor), **about)
    with pytest.raises(NotAllowed):
        explain_readings(cast.luo.actor.key, command=a_command(cast.luo.actor), **about)
    with pytest.raises(errors.NothingStandsOut):
        explain_readings(cast.wu.actor.key, command=a_command(cast.luo.actor), **about)
    with pytest.raises(errors.ExplanationMissing):
        explain_readings(cast.lin.actor.key, command=a_command(cast.luo.actor), **about | {"reason": " "})


def test_people_see_their_own_signs(cast):
    _noisy(cast)
    assert {one.standing.name for one in own_signs(cast.lin.actor, PERIOD)} == {"林小满"}
    assert own_signs(cast.sun.actor, PERIOD) == []


def test_the_page_takes_an_explanation_and_shows_it(cast):
    _noisy(cast)
    client = cast.luo.sign_in()
    dates = {"since": "2026-11-10", "until": "2026-11-20"}
    page = client.get("/desk/register/audit/", dates)
    assert "林小满" in page.content.decode()
    said = {"command_id": new_id(), "reader": cast.lin.actor.key, "sign": "many", "reason": "集中核对", **dates}
    assert "集中核对" in client.post("/desk/register/audit/explanations", said, follow=True).content.decode()


def test_the_page_asks_the_same_number_of_questions_for_many_readers(cast, django_assert_max_num_queries):
    _noisy(cast)
    with django_assert_max_num_queries(8):
        shown_signs(cast.luo.actor, PERIOD)


def test_the_log_shows_ids_and_fields_and_is_narrowed(cast):
    keep_reading(Reading([new_id()], ["phone"], "contact", "reveal", GRID), by=cast.lin.actor, at=AT)
    _read(cast.sun, 1)
    client = cast.luo.sign_in()
    page = client.get("/desk/register/audit/log/", {"by": "林"}).content.decode()
    assert "电话" in page
    assert "孙大海" not in page


def test_the_log_goes_on_where_a_page_ends(cast):
    _read(cast.lin, 60)
    client = cast.luo.sign_in()
    first = client.get("/desk/register/audit/log/")
    assert len(first.context["lines"]) == 50
    assert len(client.get("/desk/register/audit/log/" + first.context["next_url"]).context["lines"]) == 10


@pytest.mark.parametrize("path", ["readings.xlsx?since=2026-11-10&until=2026-11-20", "log.xlsx"])
def test_what_is_listed_goes_to_excel(cast, path):
    _noisy(cast)
    answer = cast.luo.sign_in().get(f"/desk/register/audit/{path}")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert any("林小满" in row for row in rows)


def test_every_member_of_staff_finds_their_own_log_in_their_menu(cast):
    assert "/desk/register/audit/mine/" in cast.luo.sign_in().get("/desk/register/audit/").content.decode()


def test_ones_own_page_shows_ones_own_lines_alone(cast):
    _read(cast.lin, 2)
    _read(cast.sun, 3)
    assert len(cast.sun.sign_in().get("/desk/register/audit/mine/").context["lines"]) == 3


@pytest.mark.parametrize(
    "path", ["audit/", "audit/log/", "audit/log.xlsx", "audit/readings.xlsx", "retention/", "retention.xlsx"]
)
@pytest.mark.parametrize("who", ["zhao", "lin", "jiang", "root"])
def test_zhao_gets_nothing_nor_does_anybody_without_the_right(cast, path, who):
    assert getattr(cast, who).sign_in().get(f"/desk/register/{path}").status_code == 403
