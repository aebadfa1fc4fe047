"""Heads of buildings (楼栋长): named at the desk and from a file by whoever gives posts there, each row for itself."""

import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from linli.cases.testing import MONDAY_9, make_places
from linli.core.models import AuditEntry
from linli.grids.cli_heads import heads_command
from linli.grids.queries.building_heads import headed_buildings
from linli.places.testing import make_building
from linli.staff.actions import deactivate_account
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, GRID

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(cast):
    make_places()
    for code in ("B1", "B2", "B3"):
        make_building(code)


def heads() -> dict[str, str]:
    return {one.code: one.username for one in headed_buildings([GRID])}


def send(member, *, was=None, **typed):
    data = {f"head-{code}": value for code, value in typed.items()}
    data |= {f"was-{code}": value for code, value in (was or dict.fromkeys(typed, "")).items()}
    return member.sign_in().post(reverse("grid-desk:heads", args=[GRID]), data, follow=True)


def test_heads_are_named_shown_and_taken_away(cast):
    page = send(cast.root, B1="lin", B2="CHEN").content.decode()
    assert heads() == {"B1": "lin", "B2": "chen", "B3": ""}
    assert all(said in page for said in ("已保存 2 栋楼的楼栋长。", "林小满", "B1号楼"))
    send(cast.root, was={"B1": "lin"}, B1="")
    assert heads()["B1"] == ""
    lines = AuditEntry.objects.filter(subject_kind="building").order_by("id")
    assert [(line.subject_id, bool(line.detail["head"])) for line in lines] == [
        ("B1", True),
        ("B2", True),
        ("B1", False),
    ]


def test_a_row_that_is_refused_says_why_and_the_others_are_kept(cast):
    deactivate_account(cast.sun.account.pk, by=SYSTEM, at=MONDAY_9)
    answer = send(cast.root, B1="nobody", B2="lin", B3="sun")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert heads() == {"B1": "", "B2": "lin", "B3": ""}
    assert all(said in page for said in ("没有登录名为“nobody”的账号", "账号“sun”已停用", 'value="nobody"'))
    shown = {row.building.code: (row.building.head, row.typed) for row in answer.context["rows"]}
    assert shown == {"B1": ("", "nobody"), "B2": ("林小满", "lin"), "B3": ("", "sun")}


def test_beside_a_refused_row_the_page_shows_what_is_stored_and_can_be_sent_again(cast):
    send(cast.root, B3="chen")
    answer = send(cast.root, was={"B1": "", "B2": "", "B3": ""}, B1="nobody", B2="LIN", B3="")
    page = answer.content.decode()
    assert all(
        f'name="was-{code}" value="{was}"' in page for code, was in {"B1": "", "B2": "lin", "B3": "chen"}.items()
    )
    again = send(cast.root, was={"B1": "", "B2": "lin", "B3": "chen"}, B1="lin", B2="lin", B3="chen")
    assert (again.status_code, heads()) == (200, {"B1": "lin", "B2": "lin", "B3": "chen"})


def test_what_somebody_else_named_meanwhile_is_not_taken_back_by_an_older_page(cast):
    send(cast.root, B1="lin")
    send(cast.root, was={"B1": "", "B2": ""}, B1="", B2="chen")
    assert heads() == {"B1": "lin", "B2": "chen", "B3": ""}


def test_the_same_again_writes_nothing(cast):
    send(cast.root, B1="lin")
    lines = AuditEntry.objects.count()
    send(cast.root, B1="lin")
    assert (heads()["B1"], AuditEntry.objects.count()) == ("lin", lines)


def test_nobody_else_names_heads_and_a_building_elsewhere_is_none_of_the_page(cast):
    for member in (cast.wei, cast.lin, cast.zhao):
        assert send(member, B1="lin").status_code == 403
    make_building("B9", column=1)
    send(cast.root, B9="lin")
    assert not any(one.username for one in headed_buildings([COMMUNITY]))


def test_the_page_of_a_grid_leads_there_for_whoever_gives_posts(cast):
    address, there = reverse("grid-desk:grid", args=[GRID]), reverse("grid-desk:heads", args=[GRID])
    assert there in cast.root.sign_in().get(address).content.decode()
    assert there not in cast.wei.sign_in().get(address).content.decode()
    assert cast.root.sign_in().get(reverse("grid-desk:heads", args=["990101001001999"])).status_code == 404


def test_the_page_takes_few_queries(cast, django_assert_max_num_queries):
    client = cast.root.sign_in()
    client.get(reverse("grid-desk:heads", args=[GRID]))
    with django_assert_max_num_queries(9):
        client.get(reverse("grid-desk:heads", args=[GRID]))


def run(*arguments):
    return CliRunner().invoke(heads_command, [str(one) for one in arguments], catch_exceptions=False)


def test_a_file_names_heads_row_by_row(cast, tmp_path):
    file = tmp_path / "楼栋长.csv"
    file.write_text("楼栋编码,登录名\nB1,lin\nB7,lin\nB2,nobody\nB3,\n", encoding="utf-8")
    done = run(file, "--area", GRID, "--json")
    assert done.exit_code == 1
    assert {row["building"]: row["head"] for row in json.loads(done.stdout)} == {"B1": "林小满", "B2": "", "B3": ""}
    for said in ("第 3 行没有登记", "第 4 行没有登记", "新登记或改动 1 栋，没有登记 2 行"):
        assert said in done.stderr


def test_a_file_without_the_columns_names_them(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("楼栋,电话\nB1,1\n", encoding="utf-8")
    done = run(file)
    assert done.exit_code == 2
    assert "没有“楼栋编码”一列；文件里有：楼栋、电话" in done.stderr


def test_the_list_counts_who_has_a_head(cast):
    send(cast.root, B1="lin")
    said = run("--area", GRID).stdout
    assert "林小满" in said
    assert "共 3 栋，有楼栋长的 1 栋。" in said
