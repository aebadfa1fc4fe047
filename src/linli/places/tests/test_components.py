"""Components are located at write, found near a point by index, keep their history, and follow a redrawn map."""

import pytest
from django.db import connection
from django.utils import timezone

from linli.places import actions, queries
from linli.places.listeners import move_components
from linli.places.models import Component, ComponentChange
from linli.places.queries import ComponentFilter
from linli.places.rules import ComponentDraft, ComponentState
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    STREET,
    draft,
    make_areas,
    make_component,
    make_town,
    middle,
    square,
)  # fmt: skip

pytestmark = pytest.mark.django_db
COVER, SECOND, LAMP = "9901010101000001", "9901010101000002", "9901010118000001"


def test_a_component_is_located_to_its_grid_at_write():
    make_town()
    found = make_component(COVER, column=1, care_unit="990101-water")
    assert (found.area_code, found.class_code, found.state) == (GRIDS[1], "0101", "intact")
    facts = queries.component_with_code(COVER)
    assert facts.responsible == (("care", "990101-water"),)
    assert queries.component_with_code("9901010101999999") is None


def test_outside_every_area_it_belongs_to_the_division_of_its_code():
    make_town()
    assert make_component(COVER, column=40).area_code == DISTRICT


def test_storing_the_same_again_changes_nothing_and_a_change_keeps_how_it_was():
    make_town()
    make_component(COVER, care_unit="a")
    same = ComponentDraft(COVER, "上水井盖", *middle(0, 0), care_unit="a")
    assert actions.put_components([same], by="王工", at=timezone.now()) == actions.Counted(0, 0, 1)
    other = ComponentDraft(COVER, "上水井盖", *middle(0, 0), ComponentState.LOST, care_unit="b")
    assert actions.put_components([other], by="王工", at=timezone.now()) == actions.Counted(0, 1, 0)
    kept = ComponentChange.objects.get()
    assert (kept.by_name, kept.before) == ("王工", {"state": "intact", "care_unit": "a"})
    assert queries.changes_of_component(COVER) == (kept,)


def test_the_nearest_of_a_class_comes_first_and_the_abandoned_is_left_out():
    make_town()
    make_component(COVER)
    make_component(SECOND, column=0.02, state=ComponentState.LOST)
    make_component("9901010101000003", column=0.001, state=ComponentState.ABANDONED)
    make_component(LAMP, name="路灯")
    lon, lat = middle(0.015, 0)
    near = queries.components_near(lon, lat, class_code="0101")
    assert [one.component.code for one in near] == [SECOND, COVER]
    assert 0 < near[0].distance_m < near[1].distance_m < 10
    assert {one.component.code for one in queries.components_near(lon, lat)} == {SECOND, COVER, LAMP}
    assert queries.components_near(lon, lat, class_code="0101", within_m=1) == ()


def test_the_nearest_is_one_query_and_none_for_a_class_that_is_not_registered(django_assert_num_queries):
    make_town()
    make_component(COVER)
    queries.component_classes()
    with django_assert_num_queries(1):
        assert queries.nearest_component(*middle(0, 0), class_code="0101").component.code == COVER
    with django_assert_num_queries(0):
        assert queries.nearest_component(*middle(0, 0), class_code="0118") is None


def test_the_nearest_is_found_by_index_not_by_reading_all():
    make_town()
    make_component(COVER)
    with connection.cursor() as cursor:
        sql = "explain query plan select code from places_component where class_code = '0101' and lat_cgcs2000 between 1 and 2"
        if connection.vendor != "sqlite":
            pytest.skip("the plan's words are SQLite's")
        cursor.execute(sql)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "places_component_near" in plan
    assert "SCAN" not in plan


def test_a_redrawn_grid_takes_its_components_along():
    make_town()
    make_component(COVER, column=1.2)
    make_component(SECOND, column=0)
    assert Component.objects.get(pk=COVER).area_code == GRIDS[1]
    make_areas([draft(GRIDS[0], "第1网格", square(0, 0, width=2)), draft(GRIDS[1], "第2网格", square(1, 5))])
    fact = {"prefixes": [COMMUNITIES[0]], "bounds": []}
    move_components(fact)
    move_components(fact)
    assert Component.objects.get(pk=COVER).area_code == GRIDS[0]
    assert Component.objects.get(pk=SECOND).area_code == GRIDS[0]


def test_a_new_grid_takes_in_what_lay_in_none():
    make_town()
    make_component(COVER, row=3)
    assert Component.objects.get(pk=COVER).area_code == DISTRICT
    make_areas([draft(GRIDS[0], "第1网格", square(0, 3))])
    move_components({"prefixes": [GRIDS[0]], "bounds": []})
    assert Component.objects.get(pk=COVER).area_code == GRIDS[0]


def test_a_list_is_narrowed_by_area_class_state_unit_and_words():
    make_town()
    make_component(COVER, care_unit="a", address="松溪路18号前")
    make_component(LAMP, column=3, name="路灯", state=ComponentState.DAMAGED)

    def codes(**asked):
        return [row.pk for row in queries.listed_components(ComponentFilter((STREET,), **asked))]

    assert codes() == [COVER, LAMP]
    assert codes(class_code="0118") == codes(state="damaged") == codes(search="路灯") == [LAMP]
    assert codes(unit_code="a") == codes(search="松溪") == codes(search=COVER) == [COVER]
    assert not list(queries.listed_components(ComponentFilter(())))
    assert queries.count_by_state([STREET]) == {"intact": 1, "damaged": 1}


def test_the_map_has_a_layer_of_components(client):
    make_town()
    make_component(COVER)
    text = client.get(f"/map/layers/components.geojson?under={COMMUNITIES[0]}").content.decode()
    assert COVER in text
    assert "Point" in text
    assert COVER not in client.get(f"/map/layers/components.geojson?under={COMMUNITIES[1]}").content.decode()


def test_a_component_is_edited_in_the_back_office_through_the_action(cast):
    make_town()
    make_component(COVER)
    lon, lat = middle(0, 0)
    new = {"name": "上水井盖", "lon_cgcs2000": lon, "lat_cgcs2000": lat, "state": "lost", "care_unit": "990101-water"}
    client = cast.root.sign_in()
    assert client.post(f"/admin/places/component/{COVER}/change/", new).status_code == 302
    assert Component.objects.get(pk=COVER).state == "lost"
    assert ComponentChange.objects.get().before == {"state": "intact", "care_unit": ""}
    refused = client.post("/admin/places/component/add/", new | {"code": "12"}).content.decode()
    assert "16 位数字" in refused
    assert cast.wei.sign_in().get("/admin/places/component/").status_code == 302
