"""Whoever begins to draw grids where no street is known is told so, and led to the import of a map if that is theirs to do."""

import pytest
import shapely
from django.urls import reverse

from linli.places import actions
from linli.places.rules import StreetLine
from linli.places.testing import COMMUNITIES, STREET, make_town, middle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town():
    make_town()


def page(member, area):
    return member.sign_in().get(reverse("grids:new"), {"area": area}).content.decode()


def lay_street(area):
    lane = shapely.LineString([middle(0, -0.3), middle(0, 0.3)])
    actions.put_map_streets([StreetLine("a", lane, "一巷", area_code=area)])


def test_a_registrar_is_led_to_the_import_of_a_map(cast):
    text = page(cast.jiang, STREET)
    assert "这里还没有道路" in text
    assert f'href="{reverse("places:map_imports")}?area={STREET}"' in text


def test_others_are_told_whom_to_ask(cast):
    text = page(cast.wei, STREET)
    assert "请街道的居民登记员或系统管理员先导入地图" in text
    assert reverse("places:map_imports") not in text


@pytest.mark.parametrize("area", [COMMUNITIES[0], STREET])
def test_a_street_of_the_area_or_through_it_is_a_street(cast, area):
    lay_street(area)
    assert "这里还没有道路" not in page(cast.jiang, COMMUNITIES[0])


def test_a_street_elsewhere_is_none(cast):
    lay_street(COMMUNITIES[1])
    assert "这里还没有道路" in page(cast.jiang, COMMUNITIES[0])
