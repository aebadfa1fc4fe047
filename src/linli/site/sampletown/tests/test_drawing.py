"""The town's ground: areas tile exactly, houses stand in their grid, the same seed draws the same town."""

import hashlib

import pytest
import shapely

from linli.places.checking import Shape, find_problems
from linli.places.rules import level_of
from linli.site.sampletown.blocks import divide, lay_out, shape_of
from linli.site.sampletown.buildings import build
from linli.site.sampletown.chance import dice, ids, shared_out
from linli.site.sampletown.roads import road_pieces
from linli.site.sampletown.size import TownSize
from linli.site.sampletown.spots import spots
from linli.site.sampletown.streets import make_net


class Drawn:
    def __init__(self, residents=6_000, seed=1):
        self.size = TownSize(residents)
        columns, rows = self.size.blocks
        self.net = make_net(columns=columns, rows=rows, thrown=dice(seed, "streets"))
        self.blocks = lay_out(self.net, self.size, thrown=dice(seed, "blocks"))
        self.division = divide(self.net, self.blocks, self.size, thrown=dice(seed, "areas"))
        self.built = build(self.net, self.blocks, self.division, thrown=dice(seed, "houses"))

    def digest(self):
        texts = [repr(part) for part in self.division.all()] + [repr(house) for house in self.built.houses]
        return hashlib.sha256("".join(texts).encode()).hexdigest()


@pytest.fixture(scope="module")
def town():
    return Drawn()


def test_the_default_town_has_the_parts_it_should(town):
    division = town.division
    assert (len(division.streets), len(division.communities), len(division.grids)) == (2, 6, 40)
    assert sum(house.dwellings for house in town.built.houses) == town.size.dwellings
    assert {part.code[:6] for part in division.all()} == {"990101"}


def test_a_million_residents_make_a_city_of_about_a_thousand_grids():
    size = TownSize(1_000_000)
    assert (size.streets, size.communities, size.grids) == (12, 110, 1_112)


@pytest.mark.parametrize("residents", [60, 300, 6_000, 40_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_areas_tile_without_gap_or_overlap(residents, seed):
    town = Drawn(residents, seed)
    shapes = [
        Shape(part.code, part.name, level_of(part.code).value, shape_of(part, town.net)) for part in town.division.all()
    ]
    assert [problem.text for problem in find_problems(shapes)] == []
    assert len(town.division.grids) == town.size.grids


def test_every_house_and_every_spot_lies_in_its_grid(town):
    shapes = {part.code: shape_of(part, town.net) for part in town.division.grids}
    for spot in spots(town.net, town.division, town.built):
        assert shapes[spot.area_code].contains(shapely.Point(spot.lon, spot.lat))
    for house in town.built.houses:
        assert shapes[house.draft.area_code].contains(shapely.from_wkb(house.draft.footprint))


def test_codes_plates_and_flats_are_never_given_twice(town):
    houses = town.built.houses
    assert len({house.draft.code for house in houses}) == len(houses)
    assert len({compound.code for compound in town.built.compounds}) == len(town.built.compounds)
    for house in houses:
        flats = list(house.flats())
        assert len(set(flats)) == len(flats) == house.dwellings
        assert max((floor for _, floor, _ in flats), default=1) <= house.draft.floors


def test_the_town_lies_in_the_open_sea(town):
    west, south, east, north = shape_of(town.division.district, town.net).bounds
    assert 122.9 < west < east < 123.0
    assert 28.9 < south < north < 29.0


def test_streets_are_kept_in_pieces_of_one_grid(town):
    pieces = road_pieces(town.net, town.division)
    grids = {part.code for part in town.division.grids}
    assert {code for code, _, _ in pieces} <= grids
    whole = shapely.union_all([shapely.from_wkb(line) for _, _, line in pieces])
    assert whole.covers(shapely.LineString(town.net.nodes[0]))


def test_the_same_seed_draws_the_same_town_and_another_seed_another(town):
    assert Drawn().digest() == town.digest()
    assert Drawn(seed=2).digest() != town.digest()


def test_ids_repeat_for_a_seed_and_are_in_order():
    first, again = ids(7, "x"), ids(7, "x")
    made = [next(first) for _ in range(50)]
    assert made == [next(again) for _ in range(50)] == sorted(made)
    assert {(made_id.version, made_id.variant) for made_id in made} == {(7, "specified in RFC 4122")}


def test_what_is_shared_out_adds_up():
    assert sum(shared_out(1_000, [0.3, 0, 2.2, 5, 0.1])) == 1_000
    assert shared_out(5, [0, 0]) == [0, 0]
