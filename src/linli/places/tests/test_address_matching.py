"""Written addresses find the dwelling, building, compound or area they mean, and say how sure that is."""

import pytest

from linli.places import actions
from linli.places.addresses import dwelling_text
from linli.places.models import Dwelling
from linli.places.queries.address_shapes import Found
from linli.places.queries.addresses import match_address, match_addresses
from linli.places.rules import BuildingDraft, CompoundDraft, DwellingDraft
from linli.places.testing import COMMUNITIES, GRIDS, make_town, middle, store_buildings

pytestmark = pytest.mark.django_db

LON, LAT = middle(0, 0)


@pytest.fixture(autouse=True)
def town():
    """Two compounds; the first has two walk-ups with two entrances, the second is across the community's border."""
    make_town()
    actions.put_compounds(
        [
            CompoundDraft("C1", "竹桥新村", GRIDS[0]),
            CompoundDraft("C2", "柳塘花园", GRIDS[2], lon_cgcs2000=LON, lat_cgcs2000=LAT),
        ]
    )
    ids = store_buildings(
        [
            house("B1", "竹桥新村1号楼", plate="12号"),
            house("B2", "竹桥新村2号楼", plate="14号"),
            house("B3", "柳塘花园1号楼", compound="C2", street="柳塘路", plate="8号", column=2),
        ]
    )
    for building in ("B1", "B2"):
        entrances = Dwelling._meta.get_field("entrance").related_model.objects.filter(building_id=ids[building])
        actions.put_dwellings(
            [
                DwellingDraft(ids[building], GRIDS[0], f"{floor}0{door}", floor, entrance.pk)
                for entrance in entrances
                for floor in (1, 2, 3)
                for door in (1, 2)
            ]
        )


def house(code, name, *, compound="C1", street="幸福路", plate="", column=0):
    lon, lat = middle(column, 0)
    return BuildingDraft(
        code, name, lon, lat, compound_code=compound, street_name=street, plate_no=plate, floors=6,
        entrances=("1单元", "2单元"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "竹桥新村1号楼2单元301室",
        "竹桥新村1栋2单元301",
        "竹桥新村一幢二单元301室",
        "竹桥新村1-2-301",
        "松门区青溪街道幸福路12号竹桥新村１号楼２单元３０１",
        "幸福路12号2单元301室",
        "竹桥新村01幢2单元301户",
    ],
)
def test_one_dwelling_is_found_however_it_is_written(text):
    match = match_address(text)
    assert match.best.found is Found.DWELLING
    dwelling = Dwelling.objects.select_related("building", "entrance").get(pk=match.dwelling_id)
    assert (dwelling.building.code, dwelling.entrance.name, dwelling.unit_no) == ("B1", "2单元", "301")
    assert match.is_sure


def test_every_dwelling_is_found_by_its_standard_text():
    rows = list(Dwelling.objects.select_related("building__compound", "entrance").order_by("building__code", "id"))
    texts = [
        dwelling_text(
            divisions="松门区青溪街道竹桥社区",
            place=row.building.compound.name,
            building=row.building.name.removeprefix(row.building.compound.name),
            entrance=row.entrance.name,
            unit_no=row.unit_no,
        )
        for row in rows
    ]
    found = match_addresses(texts)
    assert len(rows) == 24
    assert [match.dwelling_id for match in found] == [row.pk for row in rows]
    assert all(match.is_sure for match in found)


def test_a_missing_entrance_leaves_two_dwellings_and_asks():
    match = match_address("竹桥新村1号楼301室")
    assert match.is_ambiguous
    assert not match.is_sure
    assert {match.best.text, match.others[0].text} == {"竹桥新村1号楼1单元301", "竹桥新村1号楼2单元301"}


def test_a_plate_finds_its_building_with_its_point():
    match = match_address("幸福路14号")
    assert (match.best.found, match.best.code, match.area_code) == (Found.BUILDING, "B2", GRIDS[0])
    assert match.point == pytest.approx((LON, LAT))
    assert match.is_sure


def test_a_name_written_a_little_differently_is_found_less_surely():
    match = match_address("竹园新村2号楼")
    assert match.best.code == "B2"
    assert 0.3 < match.confidence < 0.85


@pytest.mark.parametrize("text", ["竹侨新村2号楼", "主桥新村2号楼", "竹桥心村2号楼"])
def test_a_name_that_sounds_the_same_is_found_and_asked_about(text):
    match = match_address(text)
    assert match.best.code == "B2"
    assert 0.6 < match.confidence < 0.85
    assert not match.is_sure


def test_a_compound_alone_gives_the_compound():
    match = match_address("柳塘花园")
    assert (match.best.found, match.best.code) == (Found.COMPOUND, "C2")


def test_an_unknown_number_is_no_building():
    match = match_address("竹桥新村9号楼")
    assert match.best.found is Found.COMPOUND
    assert not match.is_sure


def test_a_community_alone_gives_its_area():
    match = match_address("青溪街道柳塘社区")
    assert (match.best.found, match.area_code, match.point) == (Found.AREA, COMMUNITIES[1], None)


def test_another_district_makes_a_match_doubtful():
    assert match_address("柳塘社区竹桥新村1号楼").confidence < match_address("竹桥社区竹桥新村1号楼").confidence


def test_what_lies_outside_the_scope_is_not_found():
    assert match_address("柳塘花园1号楼", prefixes=(COMMUNITIES[0],)).best is None
    assert match_address("柳塘花园1号楼", prefixes=(COMMUNITIES[1],)).best.code == "B3"


def test_nothing_is_made_of_nothing():
    assert [match.best for match in match_addresses(["", "   ", "今天天气很好"])] == [None, None, None]


def test_many_are_matched_with_as_many_queries_as_one(django_assert_max_num_queries):
    match_address("竹桥新村1号楼")  # builds the index
    with django_assert_max_num_queries(2):
        found = match_addresses(
            [f"竹桥新村{number}号楼{entrance}单元201室" for number in (1, 2) for entrance in (1, 2)] * 50
        )
    assert len({match.dwelling_id for match in found}) == 4


def test_a_change_of_buildings_is_seen_at_once():
    assert match_address("幸福路20号").best.found is Found.ROAD
    store_buildings([house("B4", "竹桥新村3号楼", plate="20号")])
    assert match_address("幸福路20号").best.code == "B4"
