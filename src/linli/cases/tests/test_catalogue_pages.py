"""The declared content at the desk and as a picture: who may look, what is told, and that the picture is whole."""

import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils.translation import override

from linli.cases.catalogue.drawing import Link, Node, Picture, write_svg
from linli.cases.catalogue.drawing.layout import lay_out
from linli.cases.catalogue.drawing.lettering import width_of, wrapped
from linli.cases.cli_catalogue import catalogue as command
from linli.cases.picturing import picture_of
from linli.cases.queries.kinds import catalogue
from linli.cases.tests.desk import text_of
from linli.staff.testing import Cast

SVG = "{http://www.w3.org/2000/svg}"
HOUSE = catalogue()


def words_of(svg: str) -> str:
    return "\n".join("".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("code", HOUSE.workflows)
def test_a_picture_has_every_phase_and_every_way(code: str):
    workflow = HOUSE.workflows[code]
    drawn = words_of(write_svg(picture_of(workflow)))
    assert [phase.code for phase in workflow.phase if str(phase.name) not in drawn] == []
    assert [step.code for step in workflow.step if step.to and step.name and str(step.name) not in drawn] == []


@pytest.mark.parametrize("code", HOUSE.workflows)
def test_no_box_of_a_picture_lies_on_another_and_all_lie_on_the_paper(code: str):
    layout = lay_out(picture_of(HOUSE.workflows[code]))
    for above, below in zip(layout.boxes, layout.boxes[1:], strict=False):
        assert above.y + above.height + above.gap <= below.y + 0.01
    assert all(0 < layout.track_x(bus) < layout.box_x for bus in layout.buses)
    assert max(box.y + box.height for box in layout.boxes) < layout.notes_y < layout.height


@pytest.mark.parametrize("code", HOUSE.workflows)
def test_two_ways_that_share_a_track_do_not_meet(code: str):
    layout = lay_out(picture_of(HOUSE.workflows[code]))
    for one in layout.buses:
        for other in layout.buses:
            if one is not other and one.track == other.track:
                (top, bottom), (high, low) = one.rows, other.rows
                assert bottom < high or low < top


def test_a_picture_calls_nobody_and_tells_what_it_shows():
    svg = write_svg(picture_of(HOUSE.workflows["hazard-rectification"]))
    root = ET.fromstring(svg)
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert (root.find(f"{SVG}title").text, root.get("role")) == ("隐患整改", "img")
    assert "待复查 → 复查合格" in root.find(f"{SVG}desc").text
    assert "prefers-color-scheme:dark" in svg


def test_words_cannot_break_out_of_the_picture():
    evil = "<script>&\"'"
    nodes = (Node("a", evil, 1, evil, (evil,)), Node("b", evil, 7, evil, is_end=True))
    svg = write_svg(Picture(evil, evil, nodes, (Link("a", "b", evil, evil),), (evil,)))
    assert "<script" not in svg
    assert evil in ET.fromstring(svg).find(f"{SVG}title").text


def test_a_kinds_picture_has_its_own_limits():
    kind = HOUSE.kinds["hazard.fire-door"]
    drawn = words_of(write_svg(picture_of(HOUSE.workflows["hazard-rectification"], kind)))
    assert "处理时限：A1个工作日/B2个工作日/C3个工作日" in drawn.replace("\n", "").replace(" ", "")


def test_a_step_that_may_lead_two_ways_says_where_each_leads():
    links = picture_of(HOUSE.workflows["dispatch"]).links
    assert {link.name for link in links if link.start == "dispatched" and "退单" in link.name} == {
        "退单 → 已立案",
        "退单 → 待裁定责任",
    }


def test_lines_are_broken_where_they_fit():
    lines = wrapped("处理时限 three working days 以内", width=60, size=10)
    assert "".join(lines).replace(" ", "") == "处理时限threeworkingdays以内"
    assert all(width_of(line, 10) <= 60 for line in lines)


# --- the command


def test_the_command_draws_a_workflow_and_a_kind(tmp_path):
    for code in ("whistle", "hazard.gas"):
        file = tmp_path / f"{code}.svg"
        outcome = CliRunner().invoke(command, ["draw", code, "-o", str(file)])
        assert outcome.exit_code == 0, outcome.output
        assert ET.fromstring(file.read_text(encoding="utf-8")).tag == f"{SVG}svg"
    assert CliRunner().invoke(command, ["draw", "whistle"]).stdout.startswith("<svg ")


def test_the_command_refuses_a_code_nobody_declared():
    outcome = CliRunner().invoke(command, ["draw", "nothing-of-the-kind"])
    assert outcome.exit_code == 1
    assert "nothing-of-the-kind" in outcome.stderr


# --- the desk


@pytest.mark.django_db
def test_staff_see_kinds_and_workflows_and_each_with_its_tables(cast: Cast):
    client = cast.sun.sign_in()
    assert "隐患整改" in text_of(client.get("/desk/catalogue/"))
    page = text_of(client.get("/desk/catalogue/hazard-rectification/"))
    for said in ("下达整改通知", "隐患等级：一般隐患、重大隐患", "责任单位", "picture.svg"):
        assert said in page
    kind = text_of(client.get("/desk/catalogue/hazard.fire-door/?lane=dispatch"))
    assert "防火门和安全出口" in kind
    assert 'aria-current="page">派遣办理' in kind


@pytest.mark.django_db
@pytest.mark.parametrize("code", [*HOUSE.workflows, "service.data-access", "request.letter"])
def test_every_page_and_picture_opens_in_every_language(cast: Cast, code: str):
    client = cast.feng.sign_in()
    for language in ("zh-hans", "zh-hant", "en"):
        with override(language):
            answer = client.get(f"/desk/catalogue/{code}/picture.svg", headers={"accept-language": language})
            assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
            assert client.get(f"/desk/catalogue/{code}/", headers={"accept-language": language}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "whistle/", "whistle/picture.svg"])
def test_strangers_see_nothing_of_it(cast: Cast, path: str):
    assert cast.zhao.sign_in().get(f"/desk/catalogue/{path}").status_code == 403
    assert Client().get(f"/desk/catalogue/{path}").status_code == 302


@pytest.mark.django_db
def test_a_code_nobody_declared_is_not_found(cast: Cast):
    assert cast.chen.sign_in().get("/desk/catalogue/shared/").status_code == 404
