"""The staffing check on the desk, as a workbook and on the command line; the desk's page of a grid; who sees which counts."""

import io
import json

import pytest
from click.testing import CliRunner
from django.urls import reverse
from openpyxl import load_workbook

from linli.cases.testing import make_places
from linli.core.declared_folder import SHIPPED
from linli.core.errors import NotAllowed
from linli.grids import catalogue
from linli.grids.cli_staffing import staffing_command
from linli.grids.exports.staffing_texts import uncounted_said
from linli.grids.queries.staffing import staffing
from linli.grids.rules.staffing import Post, Span
from linli.places.testing import make_building, make_component
from linli.register.testing import make_household
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import (
    COMMUNITY,
    COMMUNITY_BESIDE,
    COMMUNITY_OFFICE,
    DISTRICT,
    GRID,
    GRID_BESIDE,
    GRID_NEXT_COMMUNITY,
    STREET,
    make_post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(cast):
    make_places()


@pytest.fixture(name="own")
def own_catalogue(tmp_path, settings):
    settings.LINLI_CATALOGUE = str(tmp_path)
    (tmp_path / "grids").mkdir()
    catalogue.forget()
    yield tmp_path / "grids" / "own.toml"
    catalogue.forget()


def page(member, url):
    return member.sign_in().get(url)


def test_vacant_grids_and_supervisors_are_found(cast):
    found = staffing(SYSTEM, COMMUNITY)
    assert [(one.counts.code, one.post) for one in found.grids] == [(GRID, Post.FILLED), (GRID_BESIDE, Post.VACANT)]
    assert (found.vacant, found.communities[0].supervisors, found.communities[0].span) == (1, ("郑和平",), Span.FITS)
    assert found.has_findings


def test_one_grid_is_checked_with_who_covers_it_from_the_community(cast):
    make_post(cast.zheng.account, Role.GRID_WORKER, area_code=COMMUNITY, unit_code=COMMUNITY_OFFICE)
    [line] = staffing(SYSTEM, GRID_BESIDE).grids
    assert (line.post, line.workers) == (Post.FROM_ABOVE, ("郑和平",))


def test_households_components_and_ground_are_counted(cast):
    make_household()
    make_component()
    [line] = staffing(SYSTEM, GRID).grids
    one = line.counts
    assert (one.households, one.people, one.components) == (1, 2, 1)
    assert one.area_m2 == pytest.approx(382.8 * 443.5, rel=0.01)
    assert one.workload == pytest.approx(1 + one.area_m2 / 10_000 + 0.05)


def test_who_does_not_keep_the_register_is_told_no_small_count(cast):
    make_household()
    url = reverse("grid-desk:staffing") + f"?area={COMMUNITY}"
    assert "&lt;10" in page(cast.wei, url).content.decode()
    assert "&lt;10" not in page(cast.jiang, url).content.decode()


def test_beside_a_hidden_count_the_workload_is_hidden_too(cast):
    make_household()
    url = reverse("grid-desk:staffing") + f"?area={COMMUNITY}"
    for member, is_told in ((cast.wei, False), (cast.jiang, True)):
        of_grid = next(row for row in page(member, url).context["rows"] if row.line.counts.code == GRID)
        assert (of_grid.workload != "–") == is_told
        answer = page(member, reverse("grid-desk:staffing_workbook") + f"?area={COMMUNITY}")
        book = load_workbook(io.BytesIO(answer.content))
        found = next(row for row in book["网格"].iter_rows(min_row=2, values_only=True) if row[0] == GRID)
        assert (found[9] is not None) == is_told
        shown = dict(page(member, reverse("grid-desk:grid", args=[GRID])).context["figures"])
        assert (shown["工作量"] != "–") == is_told


def test_a_community_without_any_household_in_the_register_is_not_counted_instead_of_off_size(cast):
    make_household()
    found = staffing(SYSTEM, STREET)
    assert found.uncounted == (COMMUNITY_BESIDE,)
    assert {one.counts.community_code: one.counts.is_counted for one in found.grids} == {
        COMMUNITY: True,
        COMMUNITY_BESIDE: False,
    }
    assert {one.counts.code for one in found.grids if one.misses} == {GRID, GRID_BESIDE}
    assert staffing(SYSTEM, GRID_BESIDE).grids[0].counts.is_counted  # its community is, though it has none itself


def test_the_page_says_that_households_are_not_known(cast):
    answer = page(cast.jiang, reverse("grid-desk:staffing") + f"?area={COMMUNITY}")
    content = answer.content.decode()
    assert "竹桥社区在登记里还没有住户：户数未知，那里的网格不核对规模。" in content
    assert {(row.households, row.people, row.workload, *row.said) for row in answer.context["rows"]} == {
        ("–", "–", "–", "户数未知")
    }
    assert {(row.households, row.workload) for row in answer.context["workers"]} == {("–", "–")}
    make_household()
    assert "户数未知" not in page(cast.jiang, reverse("grid-desk:staffing") + f"?area={COMMUNITY}").content.decode()


def test_the_command_and_the_workbook_say_that_households_are_not_known(cast, tmp_path):
    answer = CliRunner().invoke(staffing_command, ["--area", DISTRICT, "-o", str(tmp_path / "staffing.xlsx")])
    assert "规模不符 0" in answer.output
    assert "户数未知，那里的网格不核对规模。" in answer.output
    told = json.loads(CliRunner().invoke(staffing_command, ["--area", COMMUNITY, "--json"]).output)
    assert (told["uncounted"], told["off_size"]) == ([COMMUNITY], 0)
    assert (told["grids"][0]["households"], told["grids"][0]["workload"], told["workers"][0]["load"]) == (None,) * 3
    row = next(load_workbook(tmp_path / "staffing.xlsx")["网格"].iter_rows(min_row=2, values_only=True))
    assert (row[5], row[6], row[9], row[12]) == ("–", "–", None, "户数未知")


def test_many_communities_without_households_are_named_in_part():
    said = uncounted_said([f"99010100{number:04d}" for number in range(1, 12)])
    assert "等 11 个社区" in said


def test_a_grid_worker_sees_their_own_grid_alone(cast):
    assert staffing(cast.lin.actor, GRID).is_exact
    with pytest.raises(NotAllowed):
        staffing(cast.lin.actor, COMMUNITY)
    assert page(cast.lin, reverse("grid-desk:staffing")).status_code == 200


@pytest.mark.parametrize("name", ["grid-desk:staffing", "grid-desk:staffing_workbook", "grid-desk:poster"])
def test_zhao_gets_nothing(cast, name):
    assert page(cast.zhao, reverse(name) + f"?area={GRID}").status_code == 403
    assert page(cast.zhao, reverse("grid-desk:grid", args=[GRID])).status_code == 403


def test_the_page_names_what_does_not_fit(cast):
    content = page(cast.wei, reverse("grid-desk:staffing") + f"?area={DISTRICT}").content.decode()
    for said in ("空岗", "林小满", "没有督导人员", "每格户数"):
        assert said in content


def test_only_grids_with_findings_are_listed_when_asked(cast, own):
    own.write_text(
        '[[size]]\ncode = "grid-households"\nname = { zh-hans = "户", zh-hant = "戶", en = "h" }\nof = "grid"\n'
        'measure = "households"\nlow = 0\nsource = "own"\n'
        '[[size]]\ncode = "grid-people"\nname = { zh-hans = "人", zh-hant = "人", en = "p" }\nof = "grid"\n'
        'measure = "people"\nlow = 0\nsource = "own"\n',
        encoding="utf-8",
    )
    answer = page(cast.wei, reverse("grid-desk:staffing") + f"?area={COMMUNITY}&only=1")
    assert [row.line.counts.code for row in answer.context["rows"]] == [GRID_BESIDE]


def test_buildings_without_a_head_are_told_where_the_city_has_them(cast, own):
    text = (SHIPPED / "grids" / "sizes.toml").read_text(encoding="utf-8")
    begin = text.index("[staffing]\nworkers")
    entry = text[begin : text.index("# [[grade]]")]
    own.write_text(entry.replace("building_heads = false", "building_heads = true"), encoding="utf-8")
    make_building("B1")
    house = make_building("B2")
    house.leader_id = cast.lin.account.pk
    house.save(update_fields=["leader_id"])
    line = next(one for one in staffing(SYSTEM, COMMUNITY).grids if one.counts.code == GRID)
    assert (line.counts.buildings, line.counts.led_buildings, line.headless) == (2, 1, 1)
    content = page(cast.wei, reverse("grid-desk:staffing") + f"?area={COMMUNITY}").content.decode()
    assert "1 栋没有楼栋长" in content


def test_what_was_stated_is_held_against_what_is_counted(cast, own):
    own.write_text(
        f'[[statement]]\ncode = "report"\narea = "{STREET}"\ngrids = 59\nhouseholds = 7404\nhouseholds_per_grid = 25\n'
        'source = "年度报告"\n',
        encoding="utf-8",
    )
    content = page(cast.wei, reverse("grid-desk:staffing") + f"?area={DISTRICT}").content.decode()
    assert "每格户数写的是 25，按同一材料的总数应为 125.5" in content
    assert "网格数写的是 59，实数 4" in content


def test_the_workbook_has_a_sheet_for_each_part(cast):
    answer = page(cast.wei, reverse("grid-desk:staffing_workbook") + f"?area={COMMUNITY}")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["网格", "网格员", "督导", "上报数字核对"]
    rows = list(book["网格"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[10], row[11]) for row in rows] == [(GRID, "到岗", "林小满"), (GRID_BESIDE, "空岗", None)]


def test_the_command_says_by_its_exit_that_something_is_to_be_mended(cast):
    answer = CliRunner().invoke(staffing_command, ["--area", COMMUNITY, "--json"])
    told = json.loads(answer.output)
    assert (answer.exit_code, told["vacant"], told["grids"][0]["workers"]) == (1, 1, ["林小满"])
    assert "care" not in answer.output


def test_the_command_shows_tables(cast, tmp_path):
    answer = CliRunner().invoke(staffing_command, ["--area", COMMUNITY, "-o", str(tmp_path / "staffing.xlsx")])
    assert "空岗 1" in answer.output
    assert (tmp_path / "staffing.xlsx").stat().st_size > 1000


def test_the_number_of_queries_does_not_grow_with_the_grids(cast, django_assert_max_num_queries):
    for area in (GRID, DISTRICT):
        staffing(SYSTEM, area)
        with django_assert_max_num_queries(13):
            staffing(SYSTEM, area)


def test_the_page_of_a_grid_shows_figures_worker_components_and_history(cast):
    make_building()
    make_component()
    answer = page(cast.jiang, reverse("grid-desk:grid", args=[GRID]))
    content = answer.content.decode()
    for said in ("林小满", "上水井盖", "新增", GRID):
        assert said in content
    figures = dict(answer.context["figures"])
    assert (figures["户数"], figures["规模"]) == ("–", "户数未知")


def test_the_page_of_a_grid_that_is_not_there_is_not_found(cast):
    assert page(cast.wei, reverse("grid-desk:grid", args=["990101001001999"])).status_code == 404
    assert page(cast.wei, reverse("grid-desk:grid", args=[COMMUNITY])).status_code == 404


def test_who_only_sees_areas_is_shown_no_counts(cast):
    answer = page(cast.qian, reverse("grid-desk:grid", args=[GRID_NEXT_COMMUNITY]))
    assert answer.status_code == 200
    assert "户数" not in dict(answer.context["figures"])
