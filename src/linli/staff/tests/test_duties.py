"""Which unit answers for a duty at a place."""

from linli.staff import queries
from linli.staff.models import DutyUnit, Unit
from linli.staff.testing import CLEANING, CLEANING_BESIDE, DISTRICT, GRID, GRID_ELSEWHERE, Cast, make_duty


def test_the_longest_area_prefix_wins(cast: Cast):
    here = queries.unit_for_duty("sanitation", GRID)
    there = queries.unit_for_duty("sanitation", GRID_ELSEWHERE)
    assert here
    assert here.unit_code == CLEANING
    assert there
    assert there.unit_code == CLEANING_BESIDE


def test_the_deciding_row_is_told(cast: Cast):
    owner = queries.unit_for_duty("sanitation", GRID)
    assert owner
    assert owner.rule == "sanitation@990101"
    assert "990101" in owner.sentence
    assert "松门区环卫所" in owner.sentence


def test_a_duty_for_everywhere_is_said_so(cast: Cast):
    make_duty("gas", area_code="", unit=cast.units[CLEANING])
    owner = queries.unit_for_duty("gas", "")
    assert owner
    assert "全部区域" in owner.sentence


def test_nobody_answers_for_what_is_not_assigned(cast: Cast):
    assert queries.unit_for_duty("astronomy", GRID) is None
    assert queries.unit_for_duty("sanitation", "990102001001001") is None
    assert queries.unit_for_duty("sanitation", "") is None


def test_a_closed_unit_answers_for_nothing(cast: Cast):
    Unit.objects.filter(code=CLEANING_BESIDE).update(is_active=False)
    owner = queries.unit_for_duty("sanitation", GRID_ELSEWHERE)
    assert owner
    assert owner.prefix == DISTRICT


def test_the_second_question_asks_no_database(cast: Cast, django_assert_num_queries):
    queries.unit_for_duty("water", GRID)
    with django_assert_num_queries(0):
        assert queries.unit_for_duty("sanitation", GRID)
        assert "water" in queries.duties()


def test_what_was_kept_is_read_anew_after_a_few_seconds(cast: Cast, monkeypatch):
    queries.unit_for_duty("water", GRID)
    DutyUnit.objects.filter(duty="water").delete()
    assert queries.unit_for_duty("water", GRID)
    monkeypatch.setattr("linli.staff.queries.organisation._KEEP_SECONDS", 0.0)
    assert queries.unit_for_duty("water", GRID) is None
