"""Components of the sample town: along the streets, in its grids, with units that the town has."""

from collections import Counter

import shapely

from linli.cases.queries.kinds import catalogue
from linli.places.rules import CodeLayout, check_component
from linli.site.sampletown import staffing
from linli.site.sampletown.blocks import shape_of
from linli.site.sampletown.chance import dice
from linli.site.sampletown.components import SPACING_M, components
from linli.site.sampletown.tests.test_drawing import Drawn


def made():
    return list(components(Drawn().net, thrown=dice(1, "components")))


def test_every_component_could_be_imported_and_has_a_code_of_its_own():
    drafts = made()
    for draft in drafts:
        check_component(draft, layout=CodeLayout())
    assert len({draft.code for draft in drafts}) == len(drafts) > 300


def test_the_same_seed_puts_them_up_the_same():
    assert made() == made()


def test_each_class_is_there_and_its_unit_holds_the_duty_of_its_kind():
    units = {draft.code[6:10]: draft.care_unit for draft in made()}
    assert set(units) == set(SPACING_M)
    for kind in catalogue().kinds.values():
        if kind.component_class in units:
            assert kind.duty in staffing.DEPARTMENTS[units[kind.component_class]][1].split()


def test_most_are_intact_and_some_are_not():
    states = Counter(draft.state.value for draft in made())
    assert states["intact"] > 20 * states["damaged"] > 0
    assert states["lost"] > 0


def test_they_stand_along_the_streets_inside_the_town():
    drawn = Drawn()
    town = shapely.buffer(shape_of(drawn.division.district, drawn.net), 1e-6)
    drafts = made()
    inside = shapely.contains_xy(town, [one.lon_cgcs2000 for one in drafts], [one.lat_cgcs2000 for one in drafts])
    assert inside.mean() > 0.995
