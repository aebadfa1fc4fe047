"""Open cases on the map: within one's scope, with what the map needs and no more."""

import json

import pytest
import time_machine

from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.cases.tests.desk import SOON_AFTER, text_of
from linli.staff.testing import GRID_ELSEWHERE, Cast, Member

pytestmark = pytest.mark.django_db
POINT = {"lon_cgcs2000": 121.55, "lat_cgcs2000": 29.87}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def points_of(member: Member, query: str = "") -> list[dict]:
    answer = member.sign_in().get(f"/desk/cases/map.geojson{query}")
    assert answer["Content-Type"] == "application/geo+json"
    return json.loads(answer.content)["features"]


def test_open_cases_are_points_with_state_and_link(cast: Cast):
    case = make_case(cast, **POINT)
    make_case(cast, state=State.CLOSED, **POINT)
    make_case(cast)  # has no point
    [feature] = points_of(cast.chen)
    assert feature["geometry"]["coordinates"] == [121.55, 29.87]
    assert feature["properties"] == {
        "number": case.number, "title": case.title, "kind_name": "暴露垃圾", "state": "reported", "state_label": "待受理",
        "overdue": True, "due": feature["properties"]["due"], "url": f"/desk/cases/{case.pk}/",
    }  # fmt: skip


def test_a_map_holds_at_most_its_number_of_points(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    for _number in range(3):
        make_case(cast, **POINT)
    monkeypatch.setattr("linli.cases.web.desk_map.MOST_POINTS", 2)
    assert len(points_of(cast.chen)) == 2


def test_filters_and_scope_hold_on_the_map_too(cast: Cast):
    make_case(cast, **POINT)
    assert points_of(cast.chen, "?state=filed") == []
    Case.objects.update(area_code=GRID_ELSEWHERE)
    assert points_of(cast.lin) == []
    assert points_of(cast.sun) == []


def test_a_confidential_point_tells_no_title(cast: Cast):
    case = make_case(cast, title="张家的事", **POINT)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    assert all("张家" not in json.dumps(one, ensure_ascii=False) for one in points_of(cast.chen))


def test_the_page_lists_the_same_cases_beside_the_map(cast: Cast):
    case = make_case(cast, text="<i>路灯</i>不亮", title="<i>路灯</i>不亮", **POINT)
    page = text_of(cast.chen.sign_in().get("/desk/cases/map/"))
    assert case.number in page
    assert "<i>路灯" not in page
    assert 'data-cases-url="/desk/cases/map.geojson?tab=open"' in page
