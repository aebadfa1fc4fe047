"""A point is located today and on any earlier day; every process learns of a change."""

import datetime as dt
from threading import Event, Thread

import pytest
import shapely
import time_machine
from django.utils import timezone

from linli.core import process_clock
from linli.core.ids import new_id
from linli.places import actions, queries
from linli.places.cell_index import CellIndex
from linli.places.models import Area, AreaStamp
from linli.places.queries import locating, stamp
from linli.places.rules import Level
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    SINCE,
    draft,
    make_areas,
    make_town,
    middle,
    redraw_area,
    square,
)

pytestmark = pytest.mark.django_db


def redraw(code, shape, on):
    redraw_area(code, boundary=shapely.to_wkb(shape), by="王工", at=timezone.now(), on=on)


def test_a_point_lies_in_its_grid_and_in_none_outside():
    make_town()
    assert queries.locate(*middle(1, 0)) == GRIDS[1]
    assert queries.locate(*middle(9, 0)) is None
    assert queries.locate_many(*zip(middle(0, 0), middle(9, 9), strict=True)).tolist() == [GRIDS[0], ""]


def test_other_levels_and_the_finest_area_are_found_too():
    make_town()
    assert queries.locate(*middle(3, 0), level=Level.COMMUNITY) == COMMUNITIES[1]
    assert queries.locate_finest(*middle(3, 0)) == GRIDS[3]
    actions.close_area(GRIDS[3], on=SINCE, by="王工", at=timezone.now())
    assert queries.locate_finest(*middle(3, 0)) == COMMUNITIES[1]
    assert queries.locate_finest(*middle(9, 9)) is None
    assert len(queries.index_of(Level.GRID)) == 3


def test_without_areas_every_point_lies_nowhere():
    assert queries.locate(111.28, 30.7) is None


def test_a_redrawn_grid_answers_at_once_in_this_process():
    make_town()
    assert queries.locate(*middle(0, 1)) is None
    redraw(GRIDS[0], square(0, 0, height=2), None)
    assert queries.locate(*middle(0, 1)) == GRIDS[0]


def test_on_an_earlier_day_the_earlier_boundaries_hold():
    make_town()
    redraw(GRIDS[0], square(0, 0, height=2), dt.date(2021, 1, 1))
    redraw(GRIDS[0], square(0, 0, height=3), dt.date(2022, 1, 1))
    found = [
        queries.locate_on(*middle(0, row), on=dt.date(year, 6, 1)) for row in (1, 2) for year in (2020, 2021, 2022)
    ]
    assert found == [None, GRIDS[0], GRIDS[0], None, None, GRIDS[0]]


def test_an_area_is_found_only_between_its_first_and_last_day():
    make_town()
    actions.close_area(GRIDS[0], on=dt.date(2023, 1, 1), by="王工", at=timezone.now())
    days = (dt.date(2019, 1, 1), dt.date(2020, 1, 1), dt.date(2022, 12, 31), dt.date(2023, 1, 1))
    assert [queries.locate_on(*middle(0, 0), on=day) for day in days] == [None, GRIDS[0], GRIDS[0], None]


def test_a_grid_first_drawn_later_was_nowhere_before():
    make_areas([draft(DISTRICT, "松门区")])
    redraw(DISTRICT, square(0, 0), dt.date(2024, 1, 1))
    on_days = [queries.locate_on(*middle(0, 0), on=dt.date(year, 6, 1), level=Level.DISTRICT) for year in (2023, 2024)]
    assert on_days == [None, DISTRICT]


def test_a_change_in_another_process_is_seen_within_seconds():
    make_town()
    assert queries.locate(*middle(0, 1)) is None
    _as_another_process(GRIDS[0], square(0, 0, height=2))
    assert queries.locate(*middle(0, 1)) is None
    later = process_clock.seconds() + stamp.CHECK_SECONDS + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process_clock, "seconds", lambda: later)
        assert queries.locate(*middle(0, 1)) == GRIDS[0]


def _as_another_process(code, shape):
    Area.objects.filter(code=code).update(boundary=shapely.to_wkb(shape))
    AreaStamp.objects.update(stamp=new_id())


def test_while_one_thread_builds_the_others_keep_the_old_copy():
    copies = iter(["old", "new"])
    begun, go_on = Event(), Event()

    def build():
        copy = next(copies)
        if copy == "new":
            begun.set()
            go_on.wait(5)
        return copy

    kept = stamp.Kept(build)
    turn = [1]
    with pytest.MonkeyPatch.context() as patch:
        _stamped(patch, turn)
        assert kept.get() == "old"
        turn[0] = 2
        builder = Thread(target=kept.get)
        builder.start()
        assert begun.wait(5)
        assert kept.get() == "old"
        go_on.set()
        builder.join(5)
        assert kept.get() == "new"


def _stamped(patch, turn):
    """Take the stamp from a list, not from the store, which other threads do not share in a test."""
    patch.setattr(stamp, "current", lambda _which: turn[0])


class _Busy:
    """A lock that another thread has: who waits for it gets it when that thread has built its copy."""

    def __init__(self, finish):
        self.finish = finish

    def acquire(self, *, blocking):
        if blocking:
            self.finish()
        return blocking

    def release(self):
        pass


def test_who_asks_for_the_newest_map_waits_for_the_thread_that_builds_it():
    make_town()
    kept = stamp.Kept(lambda: queries.area_name(GRIDS[0]))
    assert kept.get() == "第1网格"
    Area.objects.filter(code=GRIDS[0]).update(name="新1网格")
    AreaStamp.objects.update(stamp=new_id())
    queries.forget()
    built = []
    kept._building = _Busy(lambda: built.append("by the other thread"))
    assert kept.get() == "第1网格"
    with queries.newest_map():
        assert kept.get() == "新1网格"
    assert built == ["by the other thread"]


def test_the_newest_map_is_the_stored_one_though_the_stamps_were_just_read(monkeypatch):
    make_town()
    assert queries.locate(*middle(0, 1)) is None
    _as_another_process(GRIDS[0], square(0, 0, height=2))
    assert queries.locate(*middle(0, 1)) is None
    with queries.newest_map():
        assert queries.locate(*middle(0, 1)) == GRIDS[0]


def test_the_newest_map_costs_one_query_however_often_it_is_looked_at(django_assert_num_queries):
    make_town()
    queries.locate(*middle(0, 0))
    with django_assert_num_queries(1), queries.newest_map():
        for _again in range(100):
            queries.locate(*middle(0, 0))


def test_within_the_newest_map_a_change_of_ones_own_is_seen():
    make_town()
    with queries.newest_map():
        assert queries.locate(*middle(0, 1)) is None
        redraw(GRIDS[0], square(0, 0, height=2), None)
        assert queries.locate(*middle(0, 1)) == GRIDS[0]


def test_what_is_built_from_another_copy_is_built_from_the_newest_one():
    """The areas near a border are built from the index: not from the one that another thread is about to replace."""
    make_town()
    lon, lat = middle(0.5, 0)
    assert queries.next_area(lon - 1e-5, lat).code == GRIDS[1]
    _as_another_process(GRIDS[1], square(1.5, 0, width=0.5))
    queries.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locating._today[Level.GRID], "_building", _Busy(lambda: None))
        assert queries.next_area(lon - 1e-5, lat) is None


def test_a_stamp_that_is_not_stored_yet_marks_no_copy():
    """Another transaction has read its own stamp; what is built here meanwhile still shows the map of before."""
    make_town()
    queries.locate(*middle(0, 1))
    coming = new_id()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamp, "_seen", {AreaStamp.AREAS: coming})
        patch.setattr(stamp, "_checked_at", 0.0)
        patch.setattr(stamp, "CHECK_SECONDS", float("inf"))
        assert queries.locate(*middle(0, 1)) is None
    Area.objects.filter(code=GRIDS[0]).update(boundary=shapely.to_wkb(square(0, 0, height=2)))
    AreaStamp.objects.update(stamp=coming)
    queries.forget()
    assert queries.locate(*middle(0, 1)) == GRIDS[0]


def test_while_grids_are_redrawn_every_thread_gets_an_answer_of_before_or_after():
    """Eight threads ask without a pause while the index is built anew twenty times."""
    turn, done, wrong = [0], Event(), []
    kept = stamp.Kept(lambda: _two_areas(0.5 + turn[0] % 2))
    with pytest.MonkeyPatch.context() as patch:
        _stamped(patch, turn)
        kept.get()
        askers = [Thread(target=_ask_on, args=(kept, done, wrong)) for _ in range(8)]
        for asker in askers:
            asker.start()
        for number in range(1, 21):
            turn[0] = number
            kept.get()
        done.set()
        for asker in askers:
            asker.join(10)
    assert wrong == []


def _two_areas(border):
    return CellIndex(["a", "b"], [square(0, 0, width=border), square(border, 0, width=2 - border)])


def _ask_on(kept, done, wrong):
    lons, lats = zip(*(middle((at + 0.5) / 10, 0) for at in range(-5, 15)), strict=True)
    right = ([*["a"] * 5, *["b"] * 15], [*["a"] * 15, *["b"] * 5])
    while not done.is_set():
        index = kept.get()
        answers = (
            index.locate_many(lons, lats).tolist(),
            [index.locate(*point) for point in zip(lons, lats, strict=True)],
        )
        if answers[0] != answers[1] or answers[0] not in right:
            wrong.append(answers)


def test_near_a_border_the_area_beyond_is_told_and_follows_a_change():
    make_town()
    lon, lat = middle(0.5, 0)
    there = queries.next_area(lon - 1e-5, lat)
    assert (there.code, round(there.away_m, 1)) == (GRIDS[1], 1.0)
    assert queries.next_area(*middle(0, 0)) is None
    redraw(GRIDS[1], square(1.5, 0, width=0.5), None)
    assert queries.next_area(lon - 1e-5, lat) is None


def test_a_copy_that_cannot_be_built_leaves_the_way_free_for_the_next_try():
    tries = iter([RuntimeError("database away"), "built"])

    def build():
        answer = next(tries)
        if isinstance(answer, Exception):
            raise answer
        return answer

    kept = stamp.Kept(build)
    with pytest.raises(RuntimeError):
        kept.get()
    assert kept.get() == "built"


def test_locating_asks_the_database_nothing_once_the_index_stands(django_assert_num_queries):
    make_town()
    queries.locate(*middle(0, 0))
    with time_machine.travel(timezone.now(), tick=False), django_assert_num_queries(0):
        for _again in range(100):
            queries.locate(*middle(0, 0))


def test_days_between_two_changes_share_one_index():
    make_town()
    redraw(GRIDS[0], square(0, 0, height=2), dt.date(2021, 1, 1))
    one, same, later = (
        queries.index_on(day, Level.GRID) for day in (SINCE, dt.date(2020, 12, 31), dt.date(2021, 1, 1))
    )
    assert one is same
    assert later is not one
    assert len(queries.index_on(dt.date(1900, 1, 1), Level.GRID)) == 0
