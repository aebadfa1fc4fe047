"""A report with a written address and no point is located when the address leaves no doubt, and only then."""

import pytest
from django.urls import reverse

from linli.cases.actions import NewReport, report_case
from linli.cases.models import Case
from linli.cases.testing import a_command, make_places
from linli.core.ids import new_id
from linli.places import actions as places
from linli.places.queries import find_building, match_address
from linli.places.queries.aliases import aliases_within
from linli.places.rules import BuildingDraft, CompoundDraft
from linli.places.testing import store_buildings
from linli.staff.testing import GRID, GRID_BESIDE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def homes(cast):
    """Two houses of one compound in the first grid, one house on a road in the second."""
    make_places()
    places.put_compounds([CompoundDraft("C1", "竹桥新村", GRID)])
    store_buildings(
        [
            BuildingDraft("B1", "竹桥新村1号楼", 111.281, 30.701, area_code=GRID, compound_code="C1"),
            BuildingDraft("B2", "竹桥新村2号楼", 111.2812, 30.7012, area_code=GRID, compound_code="C1"),
            BuildingDraft("B3", "粮站", 111.285, 30.702, area_code=GRID_BESIDE, street_name="幸福路", plate_no="8号"),
        ]
    )


@pytest.fixture
def report(cast):
    """Report as the acceptor, with an address or an area."""

    def handed_in(**said):
        new = NewReport(text="井盖破了，晚上危险", channel="phone", **said)
        return report_case(new, command=a_command(cast.chen.actor)).case

    return handed_in


def test_an_address_that_is_sure_gives_grid_and_point(report):
    case = report(address="幸福路8号门口")
    assert (case.area_code, case.is_located) == (GRID_BESIDE, True)
    assert (case.lon_cgcs2000, case.lat_cgcs2000) == (111.285, 30.702)


def test_a_dwelling_locates_at_its_building_and_keeps_the_words(report):
    case = report(address="竹桥新村2栋1单元301")
    assert (case.area_code, case.lon_cgcs2000, case.address) == (GRID, 111.2812, "竹桥新村2栋1单元301")


@pytest.mark.parametrize(
    "address", ["幸福路", "竹侨新村1号楼", "中山路99号", ""], ids=["road", "misspelt", "elsewhere", "none"]
)
def test_an_address_in_doubt_locates_nothing(report, address):
    case = report(address=address)
    assert (case.is_located, case.lon_cgcs2000) == (False, None)


def test_the_area_somebody_chose_stands_above_an_address_elsewhere(report):
    case = report(address="幸福路8号", area_code=GRID)
    assert (case.area_code, case.is_located, case.lon_cgcs2000) == (GRID, True, None)


def test_an_address_within_the_chosen_community_is_finer(report):
    assert report(address="幸福路8号", area_code=GRID[:12]).area_code == GRID_BESIDE


def test_a_point_stands_above_the_address(report):
    case = report(address="幸福路8号", lon_cgcs2000=111.2811, lat_cgcs2000=30.7011)
    assert case.lon_cgcs2000 == 111.2811


def test_a_choice_at_the_desk_is_learnt(cast):
    building = find_building("B2")
    client = cast.chen.sign_in()
    said = {
        "command_id": str(new_id()), "channel": "phone", "text": "楼道灯坏了", "address": "供销社楼二楼",
        "lon": "111.2812", "lat": "30.7012", "place": f"building:{building.pk}",
    }  # fmt: skip
    assert client.post(reverse("cases:intake"), said).status_code == 302
    assert Case.objects.get().lon_cgcs2000 == 111.2812
    assert [(alias.text, alias.target) for alias in aliases_within(("",))] == [("供销社楼", str(building.pk))]
    assert match_address("供销社楼").building_id == building.pk


@pytest.mark.parametrize("place", ["building:", "person:1", "compound:C9", "nonsense"])
def test_a_choice_that_is_none_loses_no_report(cast, place):
    said = {
        "command_id": str(new_id()),
        "channel": "phone",
        "text": "楼道灯坏了",
        "address": "供销社楼",
        "place": place,
    }
    assert cast.chen.sign_in().post(reverse("cases:intake"), said).status_code == 302
    assert Case.objects.count() == 1
    assert not aliases_within(("",)).exists()


def test_residents_get_suggestions_of_places_and_never_of_dwellings(client):
    text = client.get(reverse("places:address_suggest_public"), {"address": "竹桥新村1号楼1单元101"}).content.decode()
    assert "竹桥新村1号楼" in text
    assert "户室" not in text
