"""What strangers and insiders send to break the pages of grids: every oddity is refused with a sentence, never a fault."""

import io
import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.grids.models import Plan, PlanEdit, PlanPart
from linli.grids.rules import PlanState
from linli.grids.testing import make_ground
from linli.grids.tests.squares import squares, stored_part
from linli.grids.web.open_data import _packed
from linli.places.actions import rename_area
from linli.places.testing import GRIDS
from linli.staff.testing import COMMUNITY, DISTRICT

HALVES = [0, 0, 0, 1, 1, 1] * 4
LONG = "9" * 5000
BIG = "9" * 30
STEPS = ("submission", "approval", "return", "adoption", "withdrawal")


@pytest.fixture(name="part")
def part_fixture(cast) -> PlanPart:
    return stored_part(squares(6, 4), 6, HALVES)


def split_along(line: str) -> dict[str, str]:
    return {"what": "split", "grid": "0", "line": line}


def named(name: str) -> dict[str, str]:
    return {"what": "describe", "grid": "0", "name": name}


def moved(units: str, to: str = "1", what: str = "move-units") -> dict[str, str]:
    return {"what": what, "units": units, "to": to}


ODD_STEPS = {
    "a digit that is no number": moved("²"),
    "a number beyond reading": moved(LONG),
    "a number beyond storing": moved(BIG),
    "a block beyond storing": moved(BIG, what="move-block"),
    "a unit below nought": moved("2,-1"),
    "a unit that is not there": moved("99"),
    "more units than there can be": moved(",".join(map(str, range(20_000)))),
    "no number as grid": moved("2", "²"),
    "a grid beyond storing": moved("2", BIG),
    "a grid below nought": moved("2", "-1"),
    "broken json": split_along("{"),
    "json without end": split_along("[" * 100_000),
    "no number in a line": split_along("[[NaN, 1], [2, 3]]"),
    "infinity in a line": split_along("[[1e999, 1], [2, 3]]"),
    "a whole number beyond floats": split_along(f"[[{'9' * 400}, 1], [2, 3]]"),
    "a whole number beyond reading": split_along(f"[[{LONG}, 1], [2, 3]]"),
    "a line around the world": split_along("[[180, 90], [-180, -90]]"),
    "a line of one place": split_along("[[1, 1], [1, 1]]"),
    "a line of many points": split_along(json.dumps([[121.0, 30.0]] * 100_000)),
    "a line that is a text": split_along('"line"'),
    "a line that is nothing": split_along("null"),
    "a merge with itself": {"what": "merge", "grid": "0", "other": "0"},
    "a name of nothing": named("\x00"),
    "a name with a control character": named("甲\x07乙"),
    "a name that turns the text around": named("甲\u202e乙"),
    "a name nobody sees": named("\u200b"),
    "a long name": named("长" * 41),
    "no such step": {"what": "\x00"},
    "nothing to undo": {"what": "undo"},
    "an odd version": {"what": "split", "grid": "0", "version": "²"},
    "a version beyond reading": {"what": "split", "grid": "0", "version": LONG},
}


@pytest.mark.parametrize("odd", ODD_STEPS)
def test_an_odd_step_in_the_editor_is_refused_and_changes_nothing(cast, part, odd):
    said = {"version": part.version, "command_id": str(new_id()), **ODD_STEPS[odd]}
    address = reverse("grids:edits", args=[part.plan_id, COMMUNITY])
    answer = cast.jiang.sign_in().post(address, urlencode(said), content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 409}
    assert not PlanEdit.objects.exists()


def test_only_what_belongs_to_a_step_is_kept_of_it(cast, part):
    address = reverse("grids:edits", args=[part.plan_id, COMMUNITY])
    said = {"version": 0, "command_id": str(new_id()), "name": "长" * 10_000, **moved("2")}
    assert cast.jiang.sign_in().post(address, said).status_code == 302
    assert PlanEdit.objects.get().payload == {"units": [2], "to": 1}


PUBLIC = (
    "/grids/%00/", "/grids/x/", "/grids/<script>/", f"/grids/{LONG[:400]}/", "/grids/?q=%00", "/grids/?q=" + "%E7%94%B2" * 900,
    "/grids/?lon=nan&lat=nan", "/grids/?lon=inf&lat=1", "/grids/?lon=180&lat=90", "/grids/?community=%00", "/grids/?q=(((((",
    "/grids/?q=%27%22%3E%3Cscript%3E", "/grids/?q=%FF", "/open/x",
)  # fmt: skip


def test_strangers_find_no_fault_in_the_public_pages(db):
    make_ground()
    for address in PUBLIC:
        answer = Client().get(address)
        assert answer.status_code in {200, 400, 404}, address
        assert "<script>/" not in answer.content.decode()
        assert '"><script>' not in answer.content.decode()


DESK = (
    "/desk/grids/?page=²", "/desk/grids/?page=-1", "/desk/grids/new/?area=%00", "/desk/grids/new/?area=99&target=²&band=x",
    "/desk/grids/new/?area=990101&kind=%00&tolerance=nan", "/desk/grids/poster.pdf", "/desk/grids/poster.pdf?area=%00",
    "/desk/grids/poster.pdf?area=990101", "/desk/grids/poster.pdf?area=<b>", "/desk/grids/staffing/?area=%00",
    "/desk/grids/staffing/?area=xx&page=²", "/desk/grids/staffing.xlsx?area=%00", "/desk/grids/grid/%00/",
    "/desk/facilities/?kind=%00&page=²&q=%00", "/desk/facilities/%00/", "/desk/facilities/export/?unit=%00",
)  # fmt: skip


def test_insiders_find_no_fault_in_the_pages_of_the_desk(cast):
    make_ground()
    client = cast.wei.sign_in()
    for address in DESK:
        answer = client.get(address)
        answer.getvalue()  # a streamed answer is read to its end
        assert answer.status_code in {200, 400, 404}, address


@pytest.mark.parametrize("state", list(PlanState))
def test_every_page_of_a_plan_is_there_wherever_it_stands(cast, part, state):
    Plan.objects.update(state=state.value, area_code=DISTRICT)
    client = cast.wei.sign_in()
    for name in ("plan", "progress", "geojson", "impact"):
        assert client.get(reverse(f"grids:{name}", args=[part.plan_id])).status_code == 200, name
    for name in ("editor", "ground"):
        assert client.get(reverse(f"grids:{name}", args=[part.plan_id, COMMUNITY])).status_code == 200, name


ODD_DECISIONS = (
    {},
    {"command_id": "x"},
    {"on": "1900-01-01", "adopt_on": "0001-01-01", "note": "\x00"},
    {"on": "9999-12-31", "adopt_on": "9999-12-31", "note": "x" * 5000},
)


@pytest.mark.parametrize("noun", STEPS)
def test_odd_decisions_are_no_fault_wherever_a_plan_stands(cast, part, noun):
    client, address = cast.wei.sign_in(), reverse("grids:step", args=[part.plan_id, noun])
    for state in PlanState:
        for odd in ODD_DECISIONS:
            Plan.objects.update(state=state.value, area_code=DISTRICT)
            assert client.post(address, {"command_id": str(new_id()), **odd}).status_code in {302, 400, 403, 409}


def test_a_drawing_asked_for_twice_is_drawn_once(cast):
    make_ground()
    said = {
        "command_id": str(new_id()), "area": COMMUNITY, "kind": "draw", "target": "240", "band": "180-300",
        "preset": "default", "whole_up_to": "0", "tolerance": "0.1", "seed": "3",
    }  # fmt: skip
    client = cast.wu.sign_in()
    first, second = (client.post(reverse("grids:new"), said) for _time in range(2))
    assert first["Location"] == second["Location"] == reverse("grids:plan", args=[Plan.objects.get().pk])
    other = client.post(reverse("grids:new"), said | {"area": DISTRICT})
    assert other.status_code == 400
    assert Plan.objects.count() == 1


EVIL = "=<img src=x onerror=alert(1)>\x07"


def test_a_name_that_would_run_runs_nowhere(cast):
    make_ground()
    rename_area(GRIDS[0], name=EVIL, by="测试", at=timezone.now())
    _packed.cache_clear()
    desk, public = cast.wei.sign_in(), Client()
    pages = [
        desk.get(f"/desk/grids/staffing/?area={COMMUNITY}"), desk.get(f"/desk/grids/grid/{GRIDS[0]}/"),
        public.get(f"/grids/{GRIDS[0]}/"), public.get(f"/grids/?community={COMMUNITY}"),
    ]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        assert "<img src=x" not in page.content.decode()
    assert desk.get(f"/desk/grids/poster.pdf?area={GRIDS[0]}").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(desk.get(f"/desk/grids/staffing.xlsx?area={COMMUNITY}").content))
    names = [row[1].value for row in book["网格"].iter_rows(min_row=2)]
    assert any(name.startswith("'=<img") for name in names)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "'=<img" in public.get("/open/grids.csv").content.decode()


def test_a_planned_name_that_would_run_runs_nowhere(cast, part):
    address = reverse("grids:edits", args=[part.plan_id, COMMUNITY])
    evil = "</script><img src=x onerror=alert(1)>"
    said = {"what": "describe", "grid": "0", "name": evil, "version": 0, "command_id": str(new_id())}
    client = cast.jiang.sign_in()
    assert client.post(address, said).status_code == 302
    for name, args in (("editor", [COMMUNITY]), ("plan", []), ("impact", [])):
        shown = client.get(reverse(f"grids:{name}", args=[part.plan_id, *args])).content.decode()
        assert evil not in shown
        assert "<img src=x" not in shown


def test_the_map_of_the_editor_knows_households_and_nothing_of_care(cast, part):
    told = cast.jiang.sign_in().get(reverse("grids:ground", args=[part.plan_id, COMMUNITY])).json()
    assert set(told) == {"units", "contacts", "edge", "present", "present_names"}
    facts = {name for one in told["units"]["features"] for name in one["properties"]}
    assert facts == {"unit", "block", "group", "households", "compound", "fixed"}


def test_pages_of_plans_take_as_many_queries_for_many_plans(cast, part, django_assert_max_num_queries):
    client = cast.wei.sign_in()
    Plan.objects.update(area_code=DISTRICT)
    for _number in range(12):
        Plan.objects.create(
            area_code=DISTRICT, state="draft", drawn_at=timezone.now(), drawn_by="x", drawn_by_name="甲"
        )
    client.get(reverse("grids:plans"))
    with django_assert_max_num_queries(12):
        client.get(reverse("grids:plans"))
    with django_assert_max_num_queries(16):
        client.get(reverse("grids:editor", args=[part.plan_id, COMMUNITY]))


def test_whoever_keeps_the_machine_draws_and_decides_nothing(cast, part):
    Plan.objects.update(area_code=DISTRICT)
    client = cast.root.sign_in()
    assert client.get(reverse("grids:plans")).status_code == 403
    assert client.get(reverse("grids:ground", args=[part.plan_id, COMMUNITY])).status_code == 403
    for noun in STEPS:
        address = reverse("grids:step", args=[part.plan_id, noun])
        assert client.post(address, {"command_id": str(new_id())}).status_code == 403


@pytest.mark.parametrize("state", [one for one in PlanState if one is not PlanState.DRAFT])
def test_only_a_draft_is_edited(cast, part, state):
    Plan.objects.update(state=state.value)
    said = {"version": 0, "command_id": str(new_id()), **moved("2")}
    assert cast.jiang.sign_in().post(reverse("grids:edits", args=[part.plan_id, COMMUNITY]), said).status_code == 400
    assert not PlanEdit.objects.exists()
