"""Buildings and what stands in them follow a redrawn map, and in which grid they were on a day stays known."""

import datetime as dt
import itertools
from random import Random

import pytest
from django.utils import timezone

from linli.core import facts
from linli.core.models import StoredFact
from linli.places import actions, queries
from linli.places.actions import Change
from linli.places.facts import AreasChanged, DwellingsRelocated
from linli.places.listeners import move_dwellings
from linli.places.models import AddressAlias, AreaChange, Building, Compound, Dwelling, Street
from linli.places.queries import GridMove
from linli.places.rules import AliasKind, AliasSource, BuildingDraft, CompoundDraft
from linli.places.testing import (
    COMMUNITIES,
    GRIDS,
    SINCE,
    draft,
    make_areas,
    make_building,
    make_dwelling,
    make_flats,
    make_town,
    middle,
    square,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
YESTERDAY = TODAY - dt.timedelta(days=1)
NEW = f"{COMMUNITIES[0]}003"
CHANGE = Change("system", AT, TODAY)


def adopt(*, on=TODAY, at=AT):
    """Redraw the first grid to its western half; the rest of the community goes to a new one, the second closes."""
    drafts = [draft(GRIDS[0], "第1网格", square(0, 0, width=0.5)), draft(NEW, "第3网格", square(0.5, 0, width=1.5))]
    return actions.adopt_grids(drafts, [GRIDS[1]], on=on, by="王工", at=at)


def relocate(prefixes=(*GRIDS[:2], NEW)):
    return actions.relocate_dwellings(prefixes, change=CHANGE)


def put_at(house, column):
    """Put a building in again as a newer map has it, in the middle of another square."""
    lon, lat = middle(column, 0)
    actions.put_buildings([BuildingDraft(house.code, house.name, lon, lat)], by="王工", at=AT)


def grid_on(house, day):
    """Say in which grid the home in a building was on a day."""
    home = Dwelling.objects.get(building=house)
    return queries.grids_of_dwellings_on([home.pk], day)[home.pk]


@pytest.fixture
def house():
    """A building in the first grid's eastern half, with one dwelling."""
    make_town()
    made = make_building("B1", column=0.2)
    make_dwelling(building="B1")
    return made


@pytest.fixture
def listening():
    """Have facts of this room stored, and forgotten afterwards."""
    facts.listen({AreasChanged: [move_dwellings], DwellingsRelocated: [lambda _fact: None]})
    yield
    facts.listen({})


def test_a_building_and_its_dwellings_go_to_the_new_grid(house):
    assert house.area_code == GRIDS[0]
    adopt()
    assert relocate() == 1
    assert Building.objects.get().area_code == NEW
    assert Dwelling.objects.get().area_code == NEW


def test_in_which_grid_a_building_was_stays_known(house):
    adopt()
    relocate()
    assert grid_on(house, YESTERDAY) == GRIDS[0]
    assert grid_on(house, TODAY) == NEW
    assert queries.moves_of_building(house.pk) == (GridMove(TODAY, GRIDS[0], NEW),)


def test_two_moves_are_both_known(house):
    adopt(on=YESTERDAY)
    actions.relocate_dwellings([*GRIDS[:2], NEW], change=Change("system", AT, YESTERDAY))
    back = [draft(GRIDS[0], "第1网格", square(0, 0)), draft(NEW, "第3网格", square(1, 0))]
    actions.adopt_grids(back, [], on=TODAY, by="王工", at=AT)
    relocate()
    days = [TODAY - dt.timedelta(days=2), YESTERDAY, TODAY]
    assert [grid_on(house, day) for day in days] == [GRIDS[0], NEW, GRIDS[0]]
    assert queries.moves_of_building(house.pk) == (GridMove(TODAY, NEW, GRIDS[0]), GridMove(YESTERDAY, GRIDS[0], NEW))


def test_what_did_not_move_has_no_past(house):
    neighbour = make_building("B2", column=2)
    make_dwelling(area_code=neighbour.area_code, building="B2")
    adopt()
    relocate()
    assert grid_on(neighbour, YESTERDAY) == GRIDS[2]
    assert queries.moves_of_building(neighbour.pk) == ()
    assert queries.moves_of_building(Dwelling.objects.first().pk) == ()
    assert queries.grids_of_dwellings_on([house.pk], TODAY) == {}


def test_a_second_time_moves_nothing_and_keeps_nothing(house):
    adopt()
    relocate()
    kept = AreaChange.objects.count()
    assert relocate() == 0
    assert AreaChange.objects.count() == kept


def test_a_building_in_no_grid_any_more_is_the_communities(house):
    make_areas([draft(f"{COMMUNITIES[0]}009", "临时网格", square(0, 3))])
    far = make_building("B3", column=0, row=3)
    actions.close_area(f"{COMMUNITIES[0]}009", on=TODAY, by="王工", at=AT)
    relocate([f"{COMMUNITIES[0]}009"])
    assert Building.objects.get(pk=far.pk).area_code == COMMUNITIES[0]


def test_a_building_that_lay_in_no_grid_is_taken_in_by_a_new_one(house):
    far = make_building("B3", column=0, row=3, area_code=COMMUNITIES[0])
    make_areas([draft(NEW, "新网格", square(0, 3))])
    assert relocate([NEW]) == 1
    assert Building.objects.get(pk=far.pk).area_code == NEW


def test_a_building_that_stood_in_no_area_at_all_is_taken_in_by_a_new_one(house):
    far = make_building("B3", column=0, row=3)
    make_dwelling(area_code=far.area_code, building="B3")
    assert far.area_code == ""
    make_areas([draft(NEW, "新网格", square(0, 3))])
    assert relocate([NEW]) == 1
    assert Building.objects.get(pk=far.pk).area_code == NEW
    assert Dwelling.objects.get(building=far).area_code == NEW
    assert queries.moves_of_building(far.pk) == ()


def test_the_change_of_the_map_is_followed_and_told_upward(house, listening):
    adopt(on=timezone.localdate(), at=timezone.now())
    facts.tell_facts()
    assert Building.objects.get().area_code == NEW
    told = StoredFact.objects.filter(name=DwellingsRelocated.name).latest("id").payload
    assert told == {"prefixes": sorted([*GRIDS[:2], NEW]), "on": str(timezone.localdate())}


def test_where_nothing_moved_and_nothing_closed_nothing_is_told(house, listening):
    relocate()
    assert not StoredFact.objects.filter(name=DwellingsRelocated.name).exists()


def test_a_fact_of_before_days_were_kept_holds_today(house):
    adopt()
    move_dwellings({"prefixes": [*GRIDS[:2], NEW]})
    assert grid_on(house, timezone.localdate() - dt.timedelta(days=1)) == GRIDS[0]


def test_compounds_aliases_and_streets_leave_a_closed_grid(house):
    make_flats("C1", "竹桥小区", area_code=GRIDS[1])
    Compound.objects.update(area_code=GRIDS[1])
    Building.objects.filter(code__startswith="C1").update(lon_cgcs2000=house.lon_cgcs2000 + 0.004)
    flat, block = Dwelling.objects.filter(building__code="C1-1").first(), Building.objects.get(code="C1-1")
    named = {AliasKind.COMPOUND: "C1", AliasKind.BUILDING: str(block.pk), AliasKind.DWELLING: str(flat.pk)}
    for kind, target in named.items():
        AddressAlias.objects.create(
            area_code=GRIDS[1], text=f"老{kind}", key=f"老{kind}", kind=kind.value, target=target,
            source=AliasSource.DESK.value, by_name="王工", at=AT,
        )  # fmt: skip
    Street.objects.create(area_code=GRIDS[1], name="竹桥巷", line=b"")
    adopt()
    relocate()
    assert Compound.objects.get().area_code == NEW
    assert set(AddressAlias.objects.values_list("area_code", flat=True)) == {NEW}
    assert Street.objects.get().area_code == COMMUNITIES[0]


@pytest.mark.parametrize(
    ("kept", "columns", "now"),
    [
        (GRIDS[0], [0.2], NEW),  # its only building went to the new grid, and the old one goes on
        (GRIDS[0], [-0.2, 0.2], COMMUNITIES[0]),
        (COMMUNITIES[0], [0.2], COMMUNITIES[0]),
        (COMMUNITIES[0], [2, 3], COMMUNITIES[1]),
        (COMMUNITIES[0], [0, 3], COMMUNITIES[0]),
        (GRIDS[0], [], GRIDS[0]),
        (GRIDS[1], [], NEW),
    ],
)
def test_a_compound_goes_where_all_its_buildings_are(kept, columns, now):
    make_town()
    actions.put_compounds([CompoundDraft("C1", "桂园", kept)])
    for number, column in enumerate(columns):
        make_building(f"B{number}", column=column)
    Building.objects.update(compound="C1")
    adopt()
    relocate()
    assert Compound.objects.get().area_code == now
    assert relocate() == 0


def test_the_successor_of_a_closed_grid_has_most_of_its_ground():
    make_town()
    narrow = [draft(GRIDS[0], "第1网格", square(0, 0, width=1.2)), draft(NEW, "第3网格", square(1.2, 0, width=0.8))]
    actions.adopt_grids(narrow, [GRIDS[1]], on=TODAY, by="王工", at=AT)
    assert queries.successors([COMMUNITIES[0]]) == {GRIDS[1]: NEW}
    assert queries.successors([COMMUNITIES[1]]) == {}


def test_a_closed_grid_without_ground_is_followed_by_its_community():
    make_areas([draft(COMMUNITIES[0], "竹桥社区"), draft(GRIDS[0], "第1网格")])
    actions.close_area(GRIDS[0], on=TODAY, by="王工", at=AT)
    assert queries.successors([GRIDS[0]]) == {GRIDS[0]: COMMUNITIES[0]}


def merge_communities():
    """Have the second community take the first one over, with two grids anew, as the manual says."""
    own = f"{COMMUNITIES[1]}003", f"{COMMUNITIES[1]}004"
    make_areas([draft(COMMUNITIES[1], "柳塘社区", square(0, 0, width=4))], on=TODAY)
    make_areas([draft(code, code, square(place, 0)) for place, code in enumerate(own)], on=TODAY)
    for code in (*GRIDS[:2], COMMUNITIES[0]):
        actions.close_area(code, on=TODAY, by="王工", at=AT)
    return own


def test_a_community_that_went_into_another_is_followed_with_its_grids():
    make_town()
    first, second = merge_communities()
    followed = {GRIDS[0]: first, GRIDS[1]: second, COMMUNITIES[0]: COMMUNITIES[1]}
    assert queries.successors([COMMUNITIES[0]]) == followed
    assert queries.successors([GRIDS[0]]) == {GRIDS[0]: first, COMMUNITIES[0]: COMMUNITIES[1]}


def test_nothing_stays_in_a_community_that_went_into_another(house):
    actions.put_compounds([CompoundDraft("C1", "竹桥新村", COMMUNITIES[0])])
    for area_code in (GRIDS[0], COMMUNITIES[0]):
        Street.objects.create(area_code=area_code, name=area_code, line=b"")
    first, _second = merge_communities()
    relocate([COMMUNITIES[0]])
    assert Dwelling.objects.get().area_code == first
    assert Compound.objects.get().area_code == COMMUNITIES[1]
    assert set(Street.objects.values_list("area_code", flat=True)) == {COMMUNITIES[1]}
    assert relocate([COMMUNITIES[0]]) == 0


def test_a_community_that_was_never_drawn_has_the_ground_of_its_grids():
    make_areas([draft(code, code) for code in COMMUNITIES])
    make_areas([draft(GRIDS[0], "第1网格", square(0, 0)), draft(GRIDS[2], "第3网格", square(0, 0, width=2))])
    for code in (GRIDS[0], COMMUNITIES[0]):
        actions.close_area(code, on=TODAY, by="王工", at=AT)
    assert queries.successors([COMMUNITIES[0]]) == {GRIDS[0]: GRIDS[2], COMMUNITIES[0]: COMMUNITIES[1]}


def test_a_grid_whose_ground_goes_to_a_community_without_grids_is_followed_by_it():
    make_town()
    drafts = [
        draft(COMMUNITIES[0], "竹桥社区", square(0, 0)),
        draft(COMMUNITIES[1], "柳塘社区", square(1, 0, width=3)),
    ]
    make_areas(drafts, on=TODAY)
    actions.close_area(GRIDS[1], on=TODAY, by="王工", at=AT)
    assert queries.successors([GRIDS[1]]) == {GRIDS[1]: COMMUNITIES[1]}


def test_a_neighbour_that_only_hangs_over_the_border_is_no_successor():
    make_town()
    make_areas([draft(GRIDS[2], "第3网格", square(1.96, 0, width=1.04))], on=TODAY)
    actions.close_area(GRIDS[1], on=TODAY, by="王工", at=AT)
    assert queries.successors([GRIDS[1]]) == {GRIDS[1]: COMMUNITIES[0]}


def test_a_community_whose_ground_is_in_no_other_has_no_successor():
    make_areas([draft(code, code, square(place * 2, 0)) for place, code in enumerate(COMMUNITIES)])
    actions.close_area(COMMUNITIES[0], on=TODAY, by="王工", at=AT)
    assert queries.successors([COMMUNITIES[0]]) == {}
    assert queries.successors([COMMUNITIES[1]]) == {}


def test_a_building_that_a_newer_map_puts_into_another_grid_takes_all_along(house, listening):
    put_at(house, 1.2)
    assert (Building.objects.get().area_code, Dwelling.objects.get().area_code) == (GRIDS[1], GRIDS[1])
    assert queries.moves_of_building(house.pk) == (GridMove(TODAY, GRIDS[0], GRIDS[1]),)
    assert grid_on(house, YESTERDAY) == GRIDS[0]
    told = StoredFact.objects.filter(name=DwellingsRelocated.name).get().payload
    assert told == {"prefixes": list(GRIDS[:2]), "on": str(TODAY)}


def test_a_building_put_in_again_where_it_was_tells_nothing(house, listening):
    kept = AreaChange.objects.count()
    put_at(house, 0.3)
    assert AreaChange.objects.count() == kept
    assert not StoredFact.objects.filter(name=DwellingsRelocated.name).exists()


def test_a_building_whose_new_point_lies_nowhere_stays_with_its_community(house):
    put_at(house, 9)
    assert Building.objects.get().area_code == Dwelling.objects.get().area_code == COMMUNITIES[0]


@pytest.mark.parametrize("redrawn", [GRIDS[0], GRIDS[1]])
def test_dwellings_that_were_left_behind_follow_their_building(house, listening, redrawn):
    lon = house.lon_cgcs2000 + 0.004
    Building.objects.update(area_code=GRIDS[1], lon_cgcs2000=lon)  # as before buildings took their dwellings along
    assert relocate([redrawn]) == 1
    assert Dwelling.objects.get().area_code == GRIDS[1]
    assert grid_on(house, YESTERDAY) == GRIDS[0]
    told = StoredFact.objects.filter(name=DwellingsRelocated.name).get().payload
    assert told["prefixes"] == list(GRIDS[:2])
    assert relocate([redrawn]) == 0


def test_moving_many_takes_few_queries(django_assert_max_num_queries):
    make_town()
    for number in range(30):
        make_building(f"B{number}", column=0.2)
    adopt()
    with django_assert_max_num_queries(25):
        assert relocate() == 30


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_however_often_grids_are_redrawn_every_day_keeps_its_own(seed):
    chance, days = Random(seed), [TODAY - dt.timedelta(days=10 * back) for back in range(6, 0, -1)]
    make_town()
    houses = [make_building(f"B{number}", column=chance.uniform(-0.4, 1.4)) for number in range(8)]
    for one in houses:
        make_dwelling(area_code=one.area_code, building=one.code)
    grids, taken = list(GRIDS[:2]), 2
    for day in days:
        cuts = sorted(chance.sample(range(1, 20), chance.randint(1, 3)))
        borders = [0.0, *(cut / 10 for cut in cuts), 2.0]
        kept = chance.sample(grids, min(len(grids) - 1, len(cuts)))
        codes = kept + [f"{COMMUNITIES[0]}{taken + new:03d}" for new in range(1, len(cuts) + 2 - len(kept))]
        taken += len(cuts) + 1 - len(kept)
        shapes = [square(west, 0, width=east - west) for west, east in itertools.pairwise(borders)]
        drafts = [draft(code, code, shape) for code, shape in zip(codes, shapes, strict=True)]
        actions.adopt_grids(drafts, set(grids) - set(codes), on=day, by="王工", at=AT)
        queries.forget()
        actions.relocate_dwellings([COMMUNITIES[0]], change=Change("system", AT, day))
        grids = codes
    for house in houses:
        for day in [SINCE, *days, *(day - dt.timedelta(days=1) for day in days), TODAY]:
            lay_in = queries.locate_on(house.lon_cgcs2000, house.lat_cgcs2000, on=day)
            assert grid_on(house, day) == lay_in
