"""Recurring rounds: cases made once, a bulletin that writes itself, nothing asked from a person."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import actions, errors
from linli.cases.actions.rounds import record_meeting, run_rounds
from linli.cases.catalogue import SHIPPED, check_directory
from linli.cases.models import Case, Round
from linli.cases.rules.rounds import Every, turn_on
from linli.cases.tasks import keep_rounds
from linli.cases.testing import MONDAY_9, a_command, a_report, make_places
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, Cast

LATER = MONDAY_9 + dt.timedelta(days=35)


@given(st.sampled_from(Every), st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 28))
def test_turns_cover_every_day_once(every: Every, day: dt.date, begins: int):
    begins = begins if every is Every.MONTH else (begins - 1) % 7 + 1
    turn = turn_on(every, day=day, begins=begins)
    assert turn.begins_on <= day <= turn.ends_on
    after = turn_on(every, day=turn.ends_on + dt.timedelta(days=1), begins=begins)
    assert after.begins_on == turn.ends_on + dt.timedelta(days=1)
    assert turn_on(every, day=turn.begins_on, begins=begins) == turn


@pytest.fixture
def town(cast: Cast, db):
    make_places()
    return cast


def test_a_turn_makes_one_case_for_each_community_and_no_second_one(town: Cast):
    first, again = run_rounds(MONDAY_9), run_rounds(MONDAY_9 + dt.timedelta(hours=5))
    made = Case.objects.filter(source="round:safety-month")
    assert first.cases == Case.objects.filter(source__startswith="round:").count() > 0
    assert (again.turns, again.cases) == (0, 0)
    assert {len(code) for code in made.values_list("area_code", flat=True)} == {12}
    assert made.get(area_code=COMMUNITY).unit_code == COMMUNITY_OFFICE


def test_the_bulletin_is_written_after_the_last_day_from_the_cases_themselves(town: Cast):
    run_rounds(MONDAY_9)
    turn = Round.objects.filter(round_code="safety-month").order_by("area_code").first()
    inside = a_report(kind_code="hazard.fire-passage", text="消防通道被堵", area_code=f"{turn.area_code}001001")
    actions.report_case(inside, command=a_command(at=MONDAY_9))
    assert turn.bulletin == {}
    ran = run_rounds(LATER)
    turn.refresh_from_db()
    assert ran.bulletins >= 1
    assert (turn.bulletin["found"], turn.bulletin["found_done"], turn.bulletin["found_late"]) == (1, 0, 1)
    assert turn.bulletin["looked_at_done"] == 0
    assert turn.bulletin["by_area"][0]["found"] == 1
    assert run_rounds(LATER).bulletins == 0


def test_the_meeting_is_written_down_once_by_whoever_files_or_sends_there(town: Cast):
    run_rounds(MONDAY_9)
    turn = Round.objects.order_by("area_code").first()
    with pytest.raises(errors.RoundUnknown):
        record_meeting(turn.pk, by=town.zhao.actor, minutes="讨论", at=MONDAY_9)
    record_meeting(turn.pk, by=town.wei.actor, minutes="三处消防通道本周清理", at=MONDAY_9)
    with pytest.raises(errors.RoundMet):
        record_meeting(turn.pk, by=town.wei.actor, minutes="再开", at=MONDAY_9)


def test_the_pages_show_a_turn_to_its_own_people_only(town: Cast, django_assert_max_num_queries):
    run_rounds(MONDAY_9)
    turn = Round.objects.filter(round_code="safety-month").first()
    client = town.wei.sign_in()
    page = f"/desk/cases/rounds/{turn.pk}/"
    assert "月度安全排查" in client.get("/desk/cases/rounds/").content.decode()
    with django_assert_max_num_queries(16):
        assert client.get(page).status_code == 200
    assert client.post(page, {"minutes": ""}).status_code == 400
    assert client.post(page, {"minutes": "议定三项"}).status_code == 302
    assert "议定三项" in client.get(page).content.decode()
    stranger = town.zhao.sign_in()
    assert stranger.get("/desk/cases/rounds/").status_code == 403
    assert stranger.get(page).status_code in {403, 404}


def test_a_round_of_an_unknown_kind_is_refused_with_its_line(tmp_path):
    declared = (SHIPPED / "rounds.toml").read_text("utf-8").replace("hazard.monthly-round", "hazard.no-such")
    (tmp_path / "rounds.toml").write_text(declared, "utf-8")
    line = next(number for number, text in enumerate(declared.split("\n"), start=1) if "no-such" in text)
    (problem,) = check_directory(tmp_path)
    assert (problem.file, problem.line) == ("rounds.toml", line)


def test_rounds_are_run_once_a_day(town: Cast):
    day = keep_rounds(MONDAY_9, made_on=None)
    made = Round.objects.count()
    assert made > 0
    Round.objects.all().delete()
    assert keep_rounds(MONDAY_9, made_on=day) == day
    assert Round.objects.count() == 0
