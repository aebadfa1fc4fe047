"""The desk's page of addresses, the suggestions at intake, the API: within one's scope, and nothing for strangers."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ninja.testing import TestClient
from openpyxl import load_workbook

from linli.core.errors import NotAllowed
from linli.places import actions
from linli.places.actions import AliasDraft
from linli.places.api import addresses_router
from linli.places.models import AddressAlias
from linli.places.rules import AliasKind, BuildingDraft, CompoundDraft
from linli.places.testing import COMMUNITIES, GRIDS, make_town, middle, store_buildings

pytestmark = pytest.mark.django_db

PAGE = "/desk/areas/addresses/"
SUGGEST = f"{PAGE}suggest"
BOOK = f"{PAGE}aliases.xlsx"


@pytest.fixture(autouse=True)
def town():
    """One compound with one house, and a name people have for it."""
    make_town()
    actions.put_compounds([CompoundDraft("C1", "竹桥新村", GRIDS[0])])
    store_buildings([BuildingDraft("B1", "竹桥新村1号楼", *middle(0, 0), compound_code="C1")])


@pytest.fixture
def alias():
    """Give another name of the compound."""
    draft = AliasDraft("=纺织厂宿舍", AliasKind.COMPOUND, "C1")
    return actions.keep_alias(draft, prefixes=("",), by="林小满", at=timezone.now())


@pytest.mark.parametrize("path", [PAGE, SUGGEST, BOOK])
def test_zhao_gets_nothing(cast, alias, path):
    answer = cast.zhao.sign_in().get(path, {"q": "竹桥新村1号楼"})
    assert answer.status_code == 403
    assert "竹桥" not in answer.content.decode()


@pytest.mark.parametrize(("path", "status"), [(PAGE, 302), (SUGGEST, 403), (BOOK, 403)])
def test_somebody_not_signed_in_gets_nothing(client, path, status):
    assert client.get(path, {"q": "竹桥新村1号楼"}).status_code == status


def test_an_address_is_shown_in_its_parts_with_what_it_means_on_the_map(cast):
    text = cast.wei.sign_in().get(PAGE, {"q": "竹桥新村1号楼2单元"}).content.decode()
    assert all(said in text for said in ("楼栋", "单元", "小区和楼号", "94%", "找到了"))
    assert 'data-point="111.282' in text


def test_an_address_nobody_knows_says_so(cast):
    text = cast.wei.sign_in().get(PAGE, {"q": "长安街1号"}).content.decode()
    assert "没有找到" in text
    assert "data-point" not in text


def test_what_is_typed_is_never_markup(cast):
    text = cast.wei.sign_in().get(PAGE, {"q": "<script>x</script>路1号"}).content.decode()
    assert "<script>x" not in text


def test_a_suggestion_carries_the_point_and_the_grid(cast):
    text = cast.wei.sign_in().get(SUGGEST, {"address": "竹桥新村1号楼"}).content.decode()
    assert f'data-place-area="{GRIDS[0]}"' in text
    assert 'data-place-lat="30.70' in text
    assert "data-place-sure" in text


def test_no_suggestion_is_made_for_nothing(cast):
    assert not cast.wei.sign_in().get(SUGGEST, {"q": " "}).content.strip()


def test_the_admin_keeps_and_removes_other_names(cast):
    client = cast.root.sign_in()
    client.post(f"{PAGE}aliases/", {"text": "纺织厂宿舍", "target": "compound:C1"})
    alias = AddressAlias.objects.get()
    assert alias.by_name == "管理员"
    assert "纺织厂宿舍" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}aliases/{alias.pk}/removal/")
    assert not AddressAlias.objects.exists()


@pytest.mark.parametrize("target", ["compound:C9", "person:1", ""])
def test_a_name_for_nothing_is_refused_in_words(cast, target):
    answer = cast.root.sign_in().post(f"{PAGE}aliases/", {"text": "纺织厂宿舍", "target": target}, follow=True)
    assert "没有找到别名所指" in answer.content.decode()
    assert not AddressAlias.objects.exists()


def test_who_may_not_edit_reference_data_changes_no_names(cast, alias):
    client = cast.wei.sign_in()
    assert client.post(f"{PAGE}aliases/", {"text": "厂宿舍", "target": "compound:C1"}).status_code == 403
    assert client.post(f"{PAGE}aliases/{alias.pk}/removal/").status_code == 403
    assert AddressAlias.objects.count() == 1


def test_the_sheet_lists_names_and_runs_no_formula(cast, alias):
    sheet = load_workbook(io.BytesIO(cast.wei.sign_in().get(BOOK).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:3] == ("'=纺织厂宿舍", "竹桥新村", "小区")


def test_the_list_asks_the_same_however_long_it_is(cast, alias):
    client = cast.wei.sign_in()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(10):
        draft = AliasDraft(f"别名{number}号", AliasKind.COMPOUND, "C1")
        actions.keep_alias(draft, prefixes=("",), by="林小满", at=timezone.now())
    client.get(PAGE)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


class Caller:
    """Somebody with a scope."""

    account_id = None

    def __init__(self, *scope):
        self.scope = scope

    def prefixes(self, _permission):
        return self.scope


def test_the_api_reads_and_matches_within_the_scope():
    api = TestClient(addresses_router)
    said = api.get("/addresses?text=竹桥新村1号楼", actor=Caller(COMMUNITIES[0])).json()
    assert [piece["part"] for piece in said["pieces"]] == ["poi", "houseno"]
    assert said["sure"]
    assert (said["candidates"][0]["code"], said["candidates"][0]["area"]) == ("B1", GRIDS[0])
    assert not api.get("/addresses?text=竹桥新村1号楼", actor=Caller(COMMUNITIES[1])).json()["candidates"]


@pytest.mark.parametrize("actor", [None, Caller()], ids=["nobody", "no scope"])
def test_the_api_refuses_who_may_see_no_areas(actor):
    with pytest.raises(NotAllowed):
        TestClient(addresses_router).get("/addresses?text=竹桥新村1号楼", actor=actor)
