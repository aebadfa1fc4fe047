"""Other names of places: kept by people, learnt from choices, found when addresses are matched, taken away."""

import pytest
from django.utils import timezone

from linli.places import actions
from linli.places.actions import AliasDraft
from linli.places.errors import AliasLength, AliasOfNothing, AliasUnknown
from linli.places.models import AddressAlias, Building
from linli.places.queries import Found, match_address
from linli.places.rules import LEARNT_AFTER, AliasKind, AliasSource, BuildingDraft, CompoundDraft
from linli.places.testing import COMMUNITIES, GRIDS, make_dwelling, make_town, middle, store_buildings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town():
    """A compound of two houses."""
    make_town()
    actions.put_compounds([CompoundDraft("C1", "竹桥新村", GRIDS[0])])
    lon, lat = middle(0, 0)
    store_buildings(
        [
            BuildingDraft(f"B{number}", f"竹桥新村{number}号楼", lon, lat, compound_code="C1", plate_no=f"{number}号", street_name="幸福路")
            for number in (1, 2)
        ]
    )  # fmt: skip


def keep(text="纺织厂宿舍", *, kind=AliasKind.COMPOUND, target="C1", source=AliasSource.DESK, prefixes=("",)):
    return actions.keep_alias(AliasDraft(text, kind, target, source), prefixes=prefixes, by="林小满", at=timezone.now())


def test_a_compound_is_found_by_its_other_name_with_the_building_behind_it():
    keep()
    match = match_address("纺织厂宿舍2号楼")
    assert (match.best.found, match.best.code) == (Found.BUILDING, "B2")
    assert match.is_sure
    assert match_address("纺织厂宿舍").best.code == "C1"


def test_a_building_is_found_by_its_other_name_however_it_is_spaced():
    building = Building.objects.get(code="B2")
    keep("老年活动室 那栋", kind=AliasKind.BUILDING, target=str(building.pk))
    assert match_address("老年活动室那栋").building_id == building.pk


def test_behind_the_other_name_of_a_building_its_dwelling_is_found():
    dwelling_id = make_dwelling(building="B2", unit_no="301")
    keep("供销社楼", kind=AliasKind.BUILDING, target=str(Building.objects.get(code="B2").pk))
    assert match_address("供销社楼301室").dwelling_id == dwelling_id


def test_a_dwelling_is_found_by_its_other_name():
    dwelling_id = make_dwelling(building="B1")
    keep("王记裁缝铺", kind=AliasKind.DWELLING, target=str(dwelling_id))
    assert match_address("王记裁缝铺").dwelling_id == dwelling_id


def test_a_name_taken_away_is_found_no_more():
    alias = keep()
    actions.drop_alias(alias.pk, prefixes=(COMMUNITIES[0],))
    assert match_address("纺织厂宿舍").best is None


def test_a_name_of_another_place_cannot_be_taken_away():
    alias = keep()
    with pytest.raises(AliasUnknown):
        actions.drop_alias(alias.pk, prefixes=(COMMUNITIES[1],))
    assert AddressAlias.objects.exists()


def test_the_same_name_is_kept_once_and_counted():
    keep()
    assert keep(" 纺织厂宿舍 ").times == 2
    assert AddressAlias.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "target"), [(AliasKind.COMPOUND, "C9"), (AliasKind.BUILDING, "no id"), (AliasKind.DWELLING, str(0))]
)
def test_what_is_not_there_has_no_other_name(kind, target):
    with pytest.raises(AliasOfNothing):
        keep(kind=kind, target=target)


def test_a_place_outside_the_scope_has_no_other_name():
    with pytest.raises(AliasOfNothing):
        keep(prefixes=(COMMUNITIES[1],))


@pytest.mark.parametrize("text", ["", " ", "厂", "很" * 201], ids=["empty", "blank", "one", "long"])
def test_a_name_must_say_something(text):
    with pytest.raises(AliasLength):
        keep(text)


def test_a_choice_at_intake_is_learnt_and_counts_fully_only_when_it_comes_again():
    building = str(Building.objects.get(code="B2").pk)
    for _time in range(LEARNT_AFTER):
        assert not match_address("供销社楼3单元501").is_sure
        actions.learn_alias(
            "供销社楼3单元501", kind=AliasKind.BUILDING, target=building, prefixes=("",), by="魏立新", at=timezone.now()
        )
    assert str(match_address("供销社楼").building_id) == building
    assert match_address("供销社楼").is_sure
    assert AddressAlias.objects.get().text == "供销社楼"


def test_nothing_is_learnt_where_the_address_leads_there_anyway():
    building = str(Building.objects.get(code="B2").pk)
    learnt = actions.learn_alias(
        "竹桥新村2号楼", kind=AliasKind.BUILDING, target=building, prefixes=("",), by="魏立新", at=timezone.now()
    )
    assert learnt is None
    assert not AddressAlias.objects.exists()


def test_what_a_person_registers_outranks_a_choice():
    keep(source=AliasSource.INTAKE)
    assert not match_address("纺织厂宿舍").is_sure
    keep(source=AliasSource.DESK)
    assert match_address("纺织厂宿舍").is_sure
