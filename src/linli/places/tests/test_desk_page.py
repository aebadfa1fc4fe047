"""The desk's page of areas: within one's scope, and nothing for strangers."""

import pytest
from django.utils import timezone

from linli.places import actions
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET, make_building, make_town

pytestmark = pytest.mark.django_db

PAGE = "/desk/areas/"


def test_zhao_gets_nothing(cast):
    make_town()
    answer = cast.zhao.sign_in().get(PAGE)
    assert answer.status_code == 403
    assert "青溪" not in answer.content.decode()


def test_somebody_not_signed_in_is_sent_to_sign_in(client):
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_a_dispatcher_sees_the_tree_the_map_and_the_figures(cast):
    make_town()
    make_building()
    text = cast.wei.sign_in().get(PAGE).content.decode()
    assert all(name in text for name in ("松门区", "青溪街道"))
    assert "竹桥社区" not in text
    assert f"/map/layers/{{name}}.geojson?under={DISTRICT}" in text


def test_a_community_shows_its_grids_and_its_history(cast):
    make_town()
    actions.rename_area(COMMUNITIES[0], name="竹桥新社区", by="王工", at=timezone.now())
    actions.set_features(COMMUNITIES[0], features=["time-bank"], by="王工", at=timezone.now())
    text = cast.wei.sign_in().get(PAGE, {"code": COMMUNITIES[0]}).content.decode()
    assert all(word in text for word in ("第1网格", "第2网格", "竹桥新社区", "竹桥社区", "王工", "time-bank"))
    assert "第3网格" not in text


def test_a_grid_page_shows_its_traits(cast):
    make_town()
    text = cast.wei.sign_in().get(PAGE, {"code": GRIDS[0]}).content.decode()
    assert "基础网格" in text


def test_a_street_leader_sees_no_district_figures(cast):
    make_town()
    client = cast.feng.sign_in()
    assert client.get(PAGE, {"code": STREET}).status_code == 200
    assert client.get(PAGE, {"code": DISTRICT}).status_code == 404


def test_a_grid_worker_sees_the_own_grid_only(cast):
    make_town()
    client = cast.lin.sign_in()
    assert "第1网格" in client.get(PAGE).content.decode()
    assert client.get(PAGE, {"code": GRIDS[1]}).status_code == 404
    assert client.get(PAGE, {"code": "99010100100100199"}).status_code == 404


def test_without_areas_the_page_says_how_to_bring_them_in(cast):
    assert "linli areas import" in cast.wei.sign_in().get(PAGE).content.decode()


def test_a_whole_installation_begins_at_its_top(cast):
    make_town()
    assert "松门区" in cast.root.sign_in().get(PAGE).content.decode()


def test_the_page_takes_few_queries(cast, django_assert_max_num_queries):
    make_town()
    client = cast.wei.sign_in()
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
