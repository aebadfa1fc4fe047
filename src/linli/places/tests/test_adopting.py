"""A new division of grids takes effect at once or not at all, and the past keeps its own."""

import datetime as dt

import pytest
import shapely

from linli.core import facts
from linli.core.models import StoredFact
from linli.places import actions, errors, queries
from linli.places.facts import AreasChanged
from linli.places.models import Area, AreaChange
from linli.places.queries.boundaries import boundaries_within
from linli.places.rules import Level
from linli.places.testing import COMMUNITIES, GRIDS, SINCE, area, draft, make_areas, make_town, middle, square

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
YESTERDAY = TODAY - dt.timedelta(days=1)
NEW = f"{COMMUNITIES[0]}003"
WEST_HALF, EAST_HALF = square(0, 0, width=0.5), square(0.5, 0, width=1.5)


def adopt(drafts, closings=(), *, on=TODAY):
    return actions.adopt_grids(drafts, closings, on=on, by="王工", at=AT)


def divide_anew(**options):
    """Cut the first community in two other places: its first grid is redrawn, its second gives way to a new one."""
    return adopt([draft(GRIDS[0], "第1网格", WEST_HALF), draft(NEW, "第3网格", EAST_HALF)], [GRIDS[1]], **options)


@pytest.fixture
def told():
    """Listen to changes of areas, and give what was told."""
    facts.listen({AreasChanged: [lambda _fact: None]})
    yield lambda: [fact.payload for fact in StoredFact.objects.filter(name=AreasChanged.name).order_by("id")]
    facts.listen({})


def test_grids_are_redrawn_added_and_closed_at_once(told):
    make_town()
    before = len(told())
    done = divide_anew()
    assert (done.added, done.changed, done.closed, done.unchanged) == ((NEW,), (GRIDS[0],), (GRIDS[1],), ())
    assert (area(NEW).parent_code, area(NEW).valid_from) == (COMMUNITIES[0], TODAY)
    assert area(GRIDS[1]).valid_to == TODAY
    assert [fact["prefixes"] for fact in told()[before:]] == [sorted([*GRIDS[:2], NEW])]


def test_the_day_before_has_the_grids_of_the_day_before():
    make_town()
    divide_anew()
    lon, lat = middle(0.4, 0)  # in the first grid's east, which the new one takes over
    assert queries.locate_on(lon, lat, on=YESTERDAY) == GRIDS[0]
    assert queries.locate_on(lon, lat, on=TODAY) == NEW == queries.locate(lon, lat)


def test_the_same_adoption_again_changes_nothing(told):
    make_town()
    divide_anew()
    entries, facts_told = AreaChange.objects.count(), len(told())
    again = divide_anew()
    assert again.unchanged == (GRIDS[0], NEW)
    assert (AreaChange.objects.count(), len(told())) == (entries, facts_told)


def test_renaming_alone_moves_nobody(told):
    make_town()
    before = len(told())
    assert adopt([draft(GRIDS[0], "桥东网格")]).changed == (GRIDS[0],)
    assert len(told()) == before


def test_ground_that_would_be_bare_refuses_the_whole_adoption():
    make_town()
    with pytest.raises(errors.GroundUncovered, match="竹桥社区"):
        adopt([draft(GRIDS[0], "第1网格", WEST_HALF)])
    with pytest.raises(errors.GroundUncovered):
        adopt([], [GRIDS[1]])
    assert shapely.from_wkb(bytes(area(GRIDS[0]).boundary)).equals(square(0, 0))
    assert area(GRIDS[1]).valid_to is None


def test_ground_beyond_the_community_s_own_border_is_nobody_s_to_lose():
    make_town()
    take = [
        draft(COMMUNITIES[0], "竹桥社区", square(0, 0, width=2)),
        draft(GRIDS[1], "第2网格", square(1, 0, width=1.4)),
    ]
    actions.import_areas(take, by="王工", at=AT)  # drawn by hand on a printed map, over the border
    done = divide_anew()
    assert (done.added, done.closed) == ((NEW,), (GRIDS[1],))


def test_grids_upon_one_another_are_refused():
    make_town()
    with pytest.raises(errors.GridsOverlap, match="竹桥社区"):
        adopt([draft(GRIDS[0], "第1网格", square(0, 0, width=1.5))])


def test_only_grids_are_adopted_and_none_is_kept_and_closed():
    make_town()
    with pytest.raises(errors.NotAGrid):
        adopt([], [COMMUNITIES[0]])
    with pytest.raises(errors.GridKeptAndClosed):
        adopt([draft(GRIDS[0], "第1网格", square(0, 0))], [GRIDS[0]])
    with pytest.raises(errors.AreaUnknown):
        adopt([], [NEW])


def test_a_grid_of_no_community_and_a_closed_code_are_refused():
    make_town()
    with pytest.raises(errors.ParentMissing):
        adopt([draft("990101001009001", "第1网格", square(0, 5))])
    divide_anew()
    with pytest.raises(errors.CodeClosed):
        adopt([draft(GRIDS[1], "第2网格", EAST_HALF)], [NEW])


def test_no_adoption_is_slipped_in_before_a_later_one_or_before_it_is_time():
    make_town()
    divide_anew()
    with pytest.raises(errors.ChangedLater):
        adopt([draft(GRIDS[0], "第1网格", square(0, 0))], on=SINCE)
    with pytest.raises(errors.DateAhead):
        divide_anew(on=TODAY + dt.timedelta(days=1))


def test_a_community_gets_its_first_grids():
    make_areas([draft(COMMUNITIES[0], "竹桥社区", square(0, 0, width=2))])
    done = adopt([draft(GRIDS[1], "第2网格", square(1, 0)), draft(GRIDS[0], "第1网格", square(0, 0))])
    assert done.added == GRIDS[:2]
    assert queries.locate(*middle(1, 0)) == GRIDS[1]


def test_the_grids_of_a_whole_city_are_closed_and_read_at_once():
    communities = [f"4205{number:06d}01" for number in range(1_200)]  # more than one condition of a query can hold
    grids = [f"{code}001" for code in communities]
    Area.objects.bulk_create(
        Area(code=code, level=Level.GRID, name="第1网格", parent_code=code[:12], valid_from=SINCE) for code in grids
    )
    assert [one.code for one in boundaries_within(communities)] == grids
    assert adopt([], grids).closed == tuple(grids)
