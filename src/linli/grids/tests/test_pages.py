"""The desk's pages of plans: who sees them, a drawing started, a step taken, the map editor and its panel."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from linli.core.ids import new_id
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import grid_of_unit
from linli.grids.rules import PlanKind, PlanState
from linli.grids.testing import make_ground, make_plan
from linli.grids.tests.squares import squares, stored_part
from linli.grids.web.urls import urlpatterns
from linli.staff.testing import COMMUNITY, DISTRICT

HALVES = [0, 0, 0, 1, 1, 1] * 4
HTMX = {"HX-Request": "true"}


@pytest.fixture(name="part")
def part_fixture(cast) -> PlanPart:
    return stored_part(squares(6, 4, compounds={0: (14, 15, 20, 21)}), 6, HALVES)


def page(member, name: str, *args, **query):
    return member.sign_in().get(reverse(f"grids:{name}", args=args), query)


def send(member, part: PlanPart, what: str, *, htmx: bool = True, **values):
    said = {"what": what, "version": part.version, "command_id": str(new_id()), **values}
    address = reverse("grids:edits", args=[part.plan_id, part.community_code])
    return member.sign_in().post(address, said, headers=HTMX if htmx else {})


ADDRESSES = [
    "/desk/grids/"
    + str(pattern.pattern)
    .replace("<uuid:plan_id>", "01a20000-0000-7000-8000-000000000001")
    .replace("<slug:noun>", "approval")
    .replace("<str:community_code>", COMMUNITY)
    for pattern in urlpatterns
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_zhao_gets_nothing(cast, part, address):
    for address_of_his in (address, address.replace("01a20000-0000-7000-8000-000000000001", str(part.plan_id))):
        for method in ("get", "post"):
            assert getattr(cast.zhao.sign_in(), method)(address_of_his).status_code in {403, 404, 405}
            assert getattr(Client(), method)(address_of_his).status_code in {302, 405}


def test_a_plan_of_another_district_is_not_there(cast, part):
    Plan.objects.update(area_code="990102")
    assert page(cast.wei, "plan", part.plan_id).status_code == 404
    assert page(cast.wei, "editor", part.plan_id, COMMUNITY).status_code == 404
    assert send(cast.wei, part, "split", grid=0).status_code == 404


def test_the_list_shows_plans_and_where_they_stand(cast, part):
    text = page(cast.jiang, "plans").content.decode()
    assert str(part.plan_id) in text
    assert "草案" in text


def test_an_empty_list_leads_to_a_first_drawing(cast):
    text = page(cast.jiang, "plans").content.decode()
    assert reverse("grids:new") in text


def test_a_drawing_is_started_from_the_page(cast):
    make_ground()
    shown = page(cast.wu, "new", area=DISTRICT)
    assert shown.status_code == 200
    said = {
        "command_id": str(new_id()), "area": DISTRICT, "kind": "draw", "target": "240", "band": "180-300",
        "preset": "default", "whole_up_to": "0", "tolerance": "0.1", "seed": "3",
        "apart": f"{COMMUNITY}-000 {COMMUNITY}-154",
    }  # fmt: skip
    answer = cast.wu.sign_in().post(reverse("grids:new"), said)
    plan = Plan.objects.get()
    assert answer["Location"] == reverse("grids:plan", args=[plan.pk])
    assert (plan.settings["target"], plan.settings["seed"], plan.state) == (240, 3, "draft")  # tests run tasks at once
    assert plan.settings["apart"] == [[f"{COMMUNITY}-000", f"{COMMUNITY}-154"]]
    Plan.objects.update(state=PlanState.DRAWING.value)
    assert "正在划分" in page(cast.wu, "plan", plan.pk).content.decode()
    assert "every 2s" in page(cast.wu, "progress", plan.pk).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"band": "500-300"}, "户数范围不对"),
        ({"target": "900"}, "落在给定的户数范围之内"),
        ({"area": "990102"}, "选择"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_the_form(cast, wrong, said):
    make_ground()
    values = {
        "command_id": str(new_id()), "area": DISTRICT, "kind": "draw", "target": "400", "band": "300-500",
        "preset": "default", "whole_up_to": "0", "tolerance": "0.1", "seed": "1", **wrong,
    }  # fmt: skip
    answer = cast.wu.sign_in().post(reverse("grids:new"), values)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Plan.objects.exists()


def test_the_target_offered_is_what_the_area_has_today(cast):
    make_ground()
    text = page(cast.wu, "new", area=COMMUNITY).content.decode()
    assert 'name="target"' in text


def test_a_finished_drawing_brings_the_page_anew(cast, part):
    assert page(cast.jiang, "progress", part.plan_id)["HX-Refresh"] == "true"


def test_a_failed_drawing_says_why(cast, part):
    Plan.objects.update(state=PlanState.FAILED.value, progress={"failed": "没有边界"})
    assert "没有边界" in page(cast.jiang, "plan", part.plan_id).content.decode()


def test_the_page_of_a_plan_shows_scores_communities_and_steps(cast, part):
    text = page(cast.jiang, "plan", part.plan_id).content.decode()
    for said in ("工作量最大偏差", "沿街道的边界", "提交审批", reverse("grids:editor", args=[part.plan_id, COMMUNITY])):
        assert said in text


def test_a_plan_goes_its_way_and_nobody_approves_their_own(cast):
    make_ground()
    plan = make_plan(cast)
    steps = lambda member, noun, **said: member.sign_in().post(  # noqa: E731
        reverse("grids:step", args=[plan.pk, noun]), {"command_id": str(new_id()), **said}
    )
    assert steps(cast.wu, "submission").status_code == 302
    assert steps(cast.wu, "approval", adopt_on="").status_code in {400, 403, 409}
    assert steps(cast.wei, "return", note="").status_code == 400
    assert steps(cast.wei, "return", note="竹桥社区再匀一匀").status_code == 302
    assert "竹桥社区再匀一匀" in page(cast.wu, "plan", plan.pk).content.decode()
    assert steps(cast.wu, "submission").status_code == 302
    assert steps(cast.wei, "approval", adopt_on="", note="可以").status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED


def test_what_changes_for_whom_is_told_in_counts(cast):
    make_ground()
    plan = make_plan(cast)
    text = page(cast.wu, "impact", plan.pk).content.decode()
    assert "换网格的户数" in text
    assert "新增" in text


def test_a_redraw_offers_its_curve(cast):
    make_ground()
    plan = make_plan(cast, kind=PlanKind.REDRAW)
    Plan.objects.filter(pk=plan.pk).update(
        scores={
            **plan.scores,
            "curve": [
                {"way": "kept", "tolerance": None, "moved_households": 0, "worst_deviation": 0.3, "share_within": 0.5},
                {
                    "way": "repaired",
                    "tolerance": 0.2,
                    "moved_households": 9,
                    "worst_deviation": 0.2,
                    "share_within": 0.7,
                },
                {
                    "way": "repaired",
                    "tolerance": 0.1,
                    "moved_households": 40,
                    "worst_deviation": 0.1,
                    "share_within": 1,
                },
            ],
        }
    )
    text = page(cast.wu, "plan", plan.pk).content.decode()
    assert "curve-figures" in text
    assert "tolerance=0.2" in text
    assert "tolerance=0.1" not in text  # this plan's own


def test_a_redraw_marks_the_choice_it_is_and_says_why_kept_grids_move_people(cast):
    make_ground()
    plan = make_plan(cast, kind=PlanKind.REDRAW)
    judged = {"tolerance": None, "worst_deviation": 0.3, "share_within": 0.5}
    curve = [
        {**judged, "way": "kept", "moved_households": 26, "is_plan": False},
        {**judged, "way": "repaired", "tolerance": 0.1, "moved_households": 40, "is_plan": False},
        {**judged, "way": "afresh", "moved_households": 30, "is_plan": True},
    ]
    Plan.objects.filter(pk=plan.pk).update(scores={**plan.scores, "curve": curve})
    text = page(cast.wu, "plan", plan.pk).content.decode()
    assert text.count("本方案") == 1
    assert "本方案" in text.split("从头划分")[-1]
    assert "并入了相邻的网格" in text


def test_the_plan_is_taken_along_as_geojson(cast, part):
    answer = page(cast.jiang, "geojson", part.plan_id, download=1)
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/geo+json"
    assert "attachment" in answer["Content-Disposition"]
    assert [one["properties"]["households"] for one in found["features"]] == [240, 240]


def test_the_editor_brings_ground_lists_and_state(cast, part):
    text = page(cast.jiang, "editor", part.plan_id, COMMUNITY).content.decode()
    assert 'data-tool="move-block"' in text
    state = json.loads(text.split('id="editor-state" type="application/json">')[1].split("</script>")[0])
    assert state["grid"] == HALVES
    ground = page(cast.jiang, "ground", part.plan_id, COMMUNITY).json()
    assert len(ground["units"]["features"]) == 24
    assert ground["units"]["features"][14]["properties"]["compound"] == "小区1"
    assert sum(one["properties"]["joins"] for one in ground["contacts"]["features"]) == 38


def test_the_ground_tells_no_workload_of_a_unit(cast, part):
    said = page(cast.jiang, "ground", part.plan_id, COMMUNITY).json()["units"]["features"][0]["properties"]
    assert set(said) == {"unit", "block", "group", "households", "compound", "fixed"}


def test_a_step_brings_the_panel_with_the_new_state_and_figures(cast, part):
    answer = send(cast.jiang, part, "move-block", units="2", to="1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "已完成：移动街区" in text
    assert "这一步之前" in text
    part.refresh_from_db()
    assert grid_of_unit(part)[[2, 8]].tolist() == [1, 1]
    assert "撤销“移动街区”" in text


def test_a_refused_step_is_a_sentence_in_the_panel(cast, part):
    answer = send(cast.jiang, part, "move-units", units="0", to="1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' in text
    assert "断成 2 块" in text
    part.refresh_from_db()
    assert part.version == 0


def test_a_step_on_an_old_version_shows_how_it_is_now(cast, part):
    send(cast.wei, part, "move-units", units="2", to="1")
    text = send(cast.jiang, part, "split", grid="0").content.decode()
    assert "刚被别人改过" in text
    assert '"version": 1' in text


def test_steps_without_script_lead_back_to_the_page(cast, part):
    answer = send(cast.jiang, part, "move-units", htmx=False, units=["2"], to="1")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("grids:editor", args=[part.plan_id, COMMUNITY])
    assert send(cast.jiang, part, "split", htmx=False, grid="0").status_code == 409


@pytest.mark.parametrize("what", ["", "nonsense", "undo"])
def test_a_step_that_is_none_is_refused(cast, part, what):
    answer = send(cast.jiang, part, what, htmx=False)
    assert answer.status_code == 400
    part.refresh_from_db()
    assert part.version == 0


def test_an_unreadable_line_is_refused(cast, part):
    assert "至少有两个点" in send(cast.jiang, part, "line", grid="0", other="1", line="{nonsense").content.decode()


def test_undo_is_a_step_too(cast, part):
    send(cast.jiang, part, "move-block", units="2", to="1")
    part.refresh_from_db()
    text = send(cast.jiang, part, "undo", tool="split").content.decode()
    assert "已完成：撤销" in text
    part.refresh_from_db()
    assert grid_of_unit(part).tolist() == HALVES


def test_a_plan_handed_in_is_read_not_edited(cast, part):
    Plan.objects.update(state=PlanState.SUBMITTED.value)
    text = page(cast.wei, "editor", part.plan_id, COMMUNITY).content.decode()
    assert "data-tool" not in text
    assert "目前的状态" in send(cast.wei, part, "split", grid="0").content.decode()


def test_what_is_secondary_folds_and_no_warning_is_folded_away(cast, part):
    Plan.objects.filter(pk=part.plan_id).update(progress={"stopped": True})
    text = page(cast.wei, "plan", part.plan_id).content.decode()
    folds = re.findall(r'<details class="fold" data-fold="phone" open>.*?</details>', text, re.DOTALL)
    headings = [re.search(r'<summary class="card-header"><h2 [^>]*id="([a-z-]+)"', one)[1] for one in folds]
    assert headings == ["parts-heading", "asked-heading", "history-heading"]
    assert "划分提前停下" in text
    assert not any("划分提前停下" in one for one in folds)
