"""Areas are imported, renamed, redrawn and closed; every change is kept and announced."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from linli.core import facts
from linli.core.models import StoredFact
from linli.places import actions, errors, queries
from linli.places.facts import AreasChanged
from linli.places.models import Area, AreaChange
from linli.places.rules import AreaDraft, EstateType, Grade, Kind, Level
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    SINCE,
    STREET,
    area,
    draft,
    make_areas,
    make_town,
    redraw_area,
    square,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)


def take(*drafts, **options):
    return actions.import_areas(drafts, by="王工", at=AT, **options)


@pytest.fixture
def listener():
    """Listen to changes of areas, so that they are stored."""
    facts.listen({AreasChanged: [lambda _fact: None]})
    yield
    facts.listen({})


def told():
    return [fact.payload for fact in StoredFact.objects.filter(name=AreasChanged.name).order_by("id")]


def test_areas_are_stored_with_parent_bounds_and_first_day():
    done = take(draft(GRIDS[0], "一", square(0, 0)), draft(COMMUNITIES[0], "竹桥社区"))
    stored = area(GRIDS[0])
    assert done.added == [COMMUNITIES[0], GRIDS[0]]
    assert (stored.parent_code, stored.level, stored.valid_from) == (COMMUNITIES[0], "grid", TODAY)
    assert (stored.min_lon, stored.max_lat) == (square(0, 0).bounds[0], square(0, 0).bounds[3])


def test_a_second_import_changes_nothing():
    drafts = [draft(COMMUNITIES[0], "竹桥社区", square(0, 0)), draft(GRIDS[0], "一", square(0, 0))]
    take(*drafts)
    done = take(*drafts)
    assert (done.added, done.changed, done.unchanged) == ([], [], [COMMUNITIES[0], GRIDS[0]])
    assert AreaChange.objects.count() == 2


def test_an_import_with_news_changes_the_area_and_keeps_how_it_was():
    take(draft(DISTRICT, "松门县", square(0, 0)))
    done = take(AreaDraft(DISTRICT, "松门区", Level.DISTRICT, shapely.to_wkb(square(0, 0, width=2)), grade=Grade.A))
    entry = queries.changes_of(DISTRICT)[0]
    assert done.changed == [DISTRICT]
    assert (area(DISTRICT).name, area(DISTRICT).grade) == ("松门区", "A")
    assert (entry.what, entry.by_name) == ("redrawn", "王工")
    assert entry.before == {"name": "松门县", "grade": "B", "boundary": shapely.to_wkb(square(0, 0)).hex()}


def test_what_a_file_does_not_tell_is_left_as_it_is():
    take(
        AreaDraft(
            DISTRICT, "松门区", Level.DISTRICT, shapely.to_wkb(square(0, 0)), Grade.A, Kind.DEDICATED, EstateType.UNIT
        )
    )
    assert take(draft(DISTRICT, "松门区")).unchanged == [DISTRICT]
    assert (area(DISTRICT).grade, area(DISTRICT).kind, area(DISTRICT).estate_type) == ("A", "dedicated", "unit")


def test_a_bad_area_is_refused_and_the_rest_goes_on():
    done = take(
        draft(GRIDS[0], "没有社区的网格"),
        draft(DISTRICT, "松门区"),
        draft(DISTRICT, "又一个松门区"),
        AreaDraft("9901", "", Level.CITY),
        AreaDraft("99", "长度不对", Level.GRID),
    )
    assert done.added == [DISTRICT]
    assert {refusal.area_code for refusal in done.refused} == {GRIDS[0], DISTRICT, "9901", "99"}
    assert COMMUNITIES[0] in next(refusal.reason for refusal in done.refused if refusal.area_code == GRIDS[0])


def test_a_closed_code_is_never_used_again():
    make_town()
    actions.close_area(GRIDS[0], on=TODAY, by="王工", at=AT)
    done = take(draft(GRIDS[0], "新网格", square(0, 0)))
    assert "停用" in done.refused[0].reason
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(code=GRIDS[0], level="grid", name="新网格", valid_from=TODAY)


def test_a_grid_of_a_closed_community_is_refused():
    make_areas([draft(COMMUNITIES[0], "竹桥社区")])
    actions.close_area(COMMUNITIES[0], on=TODAY, by="王工", at=AT)
    assert take(draft(GRIDS[0], "一")).refused


def test_areas_cannot_hold_from_tomorrow_on():
    with pytest.raises(errors.DateAhead):
        take(draft(DISTRICT, "松门区"), on=TODAY + dt.timedelta(days=1))


def test_renaming_keeps_the_old_name():
    make_town()
    actions.rename_area(STREET, name="青溪新街道", by="王工", at=AT)
    entry = queries.changes_of(STREET)[0]
    assert area(STREET).name == "青溪新街道"
    assert (entry.what, entry.before, entry.at, entry.effective_on) == ("renamed", {"name": "青溪街道"}, AT, TODAY)


def test_redrawing_changes_bounds_and_keeps_the_old_boundary():
    make_town()
    redraw_area(GRIDS[0], boundary=shapely.to_wkb(square(0, 0, height=2)), by="王工", at=AT)
    assert area(GRIDS[0]).max_lat == square(0, 0, height=2).bounds[3]
    assert queries.changes_of(GRIDS[0])[0].before == {"boundary": shapely.to_wkb(square(0, 0)).hex()}


def test_an_area_drawn_for_the_first_time_had_no_boundary_before():
    make_areas([draft(DISTRICT, "松门区")])
    redraw_area(DISTRICT, boundary=shapely.to_wkb(square(0, 0)), by="王工", at=AT)
    assert queries.changes_of(DISTRICT)[0].before == {"boundary": ""}


def test_switches_and_traits_are_set_and_kept():
    make_town()
    actions.set_features(COMMUNITIES[0], features=["visits", "time-bank"], by="王工", at=AT)
    actions.describe_area(
        GRIDS[0],
        grade=Grade.C,
        kind=Kind.DEDICATED,
        estate_type=EstateType.SELF_MANAGED,
        change=actions.Change("王工", AT, TODAY),
    )
    assert area(COMMUNITIES[0]).features == ["time-bank", "visits"]
    assert (area(GRIDS[0]).grade, area(GRIDS[0]).kind, area(GRIDS[0]).estate_type) == ("C", "dedicated", "self_managed")
    assert queries.changes_of(GRIDS[0])[0].before == {"grade": "B", "kind": "basic", "estate_type": ""}


def test_an_area_with_parts_cannot_be_closed():
    make_town()
    with pytest.raises(errors.AreaHasParts, match="2"):
        actions.close_area(COMMUNITIES[0], on=TODAY, by="王工", at=AT)


def test_no_import_is_slipped_in_before_a_later_one():
    make_town()
    before, now = TODAY - dt.timedelta(days=20), TODAY - dt.timedelta(days=10)
    assert take(draft(GRIDS[0], "第1网格", square(0, 0, width=0.6)), on=now).changed
    slipped = [draft(GRIDS[0], "第1网格", square(0, 0, width=0.3)), draft(GRIDS[1], "第2网格", square(1, 0, width=0.3))]
    done = take(*slipped, on=before)
    assert (done.changed, [refusal.area_code for refusal in done.refused]) == ([GRIDS[1]], [GRIDS[0]])
    assert str(now) in done.refused[0].reason
    assert shapely.from_wkb(queries.boundary_on(GRIDS[0], TODAY)).equals(square(0, 0, width=0.6))
    assert shapely.from_wkb(queries.boundary_on(GRIDS[0], before)).equals(square(0, 0))


def test_what_is_the_same_may_be_imported_from_an_earlier_day_and_what_is_refused_comes_once():
    make_town()
    same, other = draft(GRIDS[0], "第1网格", square(0, 0)), draft(GRIDS[1], "另一个名字")
    take(draft(GRIDS[0], "第1网格", square(0, 0, width=0.6)), draft(GRIDS[1], "第2网格", square(1, 0, width=0.6)))
    take(same)
    done = take(same, other, other, on=SINCE)
    assert (done.unchanged, done.changed) == ([GRIDS[0]], [])
    assert [refusal.area_code for refusal in done.refused] == [GRIDS[1], GRIDS[1]]
    assert area(GRIDS[1]).name == "第2网格"


def test_an_area_is_not_closed_before_its_last_change_or_that_of_its_parts():
    make_town()
    yesterday = TODAY - dt.timedelta(days=1)
    redraw_area(GRIDS[0], boundary=shapely.to_wkb(square(0, 0, width=0.6)), by="王工", at=AT, on=yesterday)
    with pytest.raises(errors.ChangedLater, match=str(yesterday)):
        actions.close_area(GRIDS[0], on=SINCE, by="王工", at=AT)
    actions.close_area(GRIDS[0], on=yesterday, by="王工", at=AT)
    actions.close_area(GRIDS[1], on=TODAY, by="王工", at=AT)
    with pytest.raises(errors.ChangedLater, match=GRIDS[1]):
        actions.close_area(COMMUNITIES[0], on=yesterday, by="王工", at=AT)
    actions.close_area(COMMUNITIES[0], on=TODAY, by="王工", at=AT)
    assert area(COMMUNITIES[0]).valid_to == TODAY


def test_a_closed_area_takes_no_more_changes():
    make_town()
    actions.close_area(GRIDS[0], on=TODAY, by="王工", at=AT)
    assert area(GRIDS[0]).valid_to == TODAY
    with pytest.raises(errors.CodeClosed):
        actions.rename_area(GRIDS[0], name="又开", by="王工", at=AT)
    with pytest.raises(errors.CodeClosed):
        actions.close_area(GRIDS[0], on=TODAY, by="王工", at=AT)


def test_closing_before_the_first_day_is_refused_and_so_is_an_unknown_area():
    make_town()
    with pytest.raises(errors.ValidityBackwards):
        actions.close_area(GRIDS[0], on=SINCE - dt.timedelta(days=1), by="王工", at=AT)
    with pytest.raises(errors.AreaUnknown):
        actions.close_area("990199", on=TODAY, by="王工", at=AT)


@pytest.mark.usefixtures("listener")
def test_grids_that_moved_are_announced_with_their_bounds():
    make_town()
    actions.rename_area(GRIDS[0], name="别名", by="王工", at=AT)
    assert len(told()) == 1
    redraw_area(GRIDS[1], boundary=shapely.to_wkb(square(1, 0, height=2)), by="王工", at=AT)
    assert told()[1] == {"prefixes": [GRIDS[1]], "bounds": list(square(1, 0, height=2).bounds), "on": "2026-03-02"}


@pytest.mark.usefixtures("listener")
def test_areas_without_boundary_move_nobody():
    take(draft(DISTRICT, "松门区"))
    assert told() == []
    actions.close_area(DISTRICT, on=TODAY, by="王工", at=AT)
    assert told() == [{"prefixes": [DISTRICT], "bounds": [], "on": "2026-03-02"}]


@pytest.mark.usefixtures("listener")
def test_very_many_areas_are_announced_by_the_areas_above_them(monkeypatch):
    monkeypatch.setattr("linli.places.actions.history._MOST_PREFIXES", 2)
    make_town()
    assert told()[0]["prefixes"] == [DISTRICT, STREET] or told()[0]["prefixes"] == [DISTRICT]


@pytest.mark.usefixtures("listener")
def test_areas_of_many_districts_are_announced_by_province(monkeypatch):
    monkeypatch.setattr("linli.places.actions.history._MOST_PREFIXES", 1)
    make_areas([draft(code, code, square(0, 0)) for code in ("990101", "990102")])
    assert told()[0]["prefixes"] == ["99"]


def test_the_database_itself_refuses_unknown_levels_and_backward_dates():
    for wrong in ({"level": "planet"}, {"grade": "Z"}, {"kind": "odd"}, {"valid_to": SINCE - dt.timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Area.objects.create(**{"code": "990109", "level": "district", "name": "一", "valid_from": SINCE, **wrong})


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_a_change_under_way_and_keeps_what_that_made_of_the_area():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its database in memory is one connection's")
    take(draft(DISTRICT, "松门县", square(0, 0)))

    def bring() -> None:
        try:
            take(draft(DISTRICT, "松门区", square(0, 0, width=2)))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.rename_area(DISTRICT, name="松门新区", by="李工", at=AT)
            brought = pool.submit(bring)
            while not _somebody_waits() and not brought.done():
                pass
        brought.result()
    assert [entry.before.get("name") for entry in AreaChange.objects.order_by("id")] == [None, "松门县", "松门新区"]
    assert area(DISTRICT).name == "松门区"


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where not granted")
        return bool(cursor.fetchone()[0])


def test_an_import_of_many_areas_takes_few_queries(django_assert_max_num_queries):
    drafts = [
        draft(f"990101001{number:03d}", f"第{number}社区", square(number % 20, number // 20)) for number in range(400)
    ]
    with django_assert_max_num_queries(20):
        take(*drafts)
    with django_assert_max_num_queries(8):
        take(*drafts)
    assert connection.vendor in ("sqlite", "postgresql")
    assert timezone.is_aware(AreaChange.objects.all()[0].at)
