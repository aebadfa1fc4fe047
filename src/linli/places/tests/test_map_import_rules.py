"""What may be brought as a map, for which ground, and which step follows which."""

import datetime as dt

import pytest

from linli.core.errors import NotAllowed
from linli.places import rules
from linli.places.errors import map_imports as errors
from linli.places.importing.map_uploads import MAP_ENDINGS
from linli.places.rules import LONGEST_WAIT, MOST_MAP_FILES, MOST_MAP_MB, MapState
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("area", [STREET, *COMMUNITIES])
def test_a_map_is_for_ones_own_ground_down_to_a_community(area):
    rules.check_map_ground(area, scope=(STREET,))
    rules.check_map_ground(area, scope=("",))


@pytest.mark.parametrize(
    ("area", "scope"),
    [(DISTRICT, (STREET,)), ("990102", (DISTRICT,)), (GRIDS[0], (STREET,)), (STREET, ()), ("", ("",))],
)
def test_a_map_for_other_ground_is_refused(area, scope):
    with pytest.raises(NotAllowed):
        rules.check_map_ground(area, scope=scope)


@pytest.mark.parametrize("name", ["a.osm.pbf", "A.GEOJSON", "b.json.gz", "c.osm"])
def test_maps_are_known_by_their_endings(name):
    rules.check_map_files([(name, 1)], endings=MAP_ENDINGS)


@pytest.mark.parametrize(
    ("files", "refusal"),
    [
        ([], errors.MapFilesMissing),
        ([("roads.shp", 1)], errors.MapFileKindUnknown),
        ([("roads.zip", 1)], errors.MapFileKindUnknown),
        ([("roads.geojson", 0)], errors.MapFileEmpty),
        ([("a.json", 1), ("A.json", 2)], errors.MapFileTwice),
        ([(f"{number}.json", 1) for number in range(MOST_MAP_FILES + 1)], errors.MapFilesTooMany),
        ([("a.json", MOST_MAP_MB * 500_000), ("b.json", MOST_MAP_MB * 500_001)], errors.MapFilesTooLarge),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(files, refusal):
    with pytest.raises(refusal):
        rules.check_map_files(files, endings=MAP_ENDINGS)


def test_an_import_follows_only_from_a_check():
    for state in MapState:
        if state is MapState.CHECKED:
            rules.check_map_step(state, MapState.RUNNING)
        else:
            with pytest.raises(errors.WrongMapState):
                rules.check_map_step(state, MapState.RUNNING)


@pytest.mark.parametrize("state", [MapState.CHECKING, MapState.RUNNING, MapState.DONE])
def test_what_is_under_way_or_done_is_neither_checked_nor_dropped(state):
    with pytest.raises(errors.WrongMapState):
        rules.check_map_step(state, MapState.CHECKING)
    with pytest.raises(errors.WrongMapState):
        rules.check_map_dropping(state)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [(STREET, COMMUNITIES[0], True), (COMMUNITIES[0], STREET, True), (STREET, STREET, True), (*COMMUNITIES, False)],
)
def test_one_area_in_the_other_is_the_same_ground(one, other, is_same):
    assert rules.is_same_ground(one, other) is is_same


def test_what_lives_or_waits_for_a_short_time_has_not_died():
    assert not rules.has_died(AT + 2 * LONGEST_WAIT, begun_at=AT, has_sign=True, is_alive=True)
    assert not rules.has_died(AT + LONGEST_WAIT, begun_at=AT, has_sign=False, is_alive=False)


def test_what_gave_a_sign_and_lives_no_more_has_died_and_so_has_what_never_began():
    assert rules.has_died(AT, begun_at=AT, has_sign=True, is_alive=False)
    assert rules.has_died(AT + 2 * LONGEST_WAIT, begun_at=AT, has_sign=False, is_alive=False)
