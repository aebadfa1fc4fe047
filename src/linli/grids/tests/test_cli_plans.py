"""`linli areas draw` and what becomes of a plan on the command line: exit codes, JSON, GeoJSON, pictures, Ctrl-C."""

import json
import os
import signal
from contextlib import nullcontext

import pytest
import shapely
from click.testing import CliRunner
from rich.console import Console

from linli.grids import cli
from linli.grids.cli_scores import print_scores
from linli.grids.drawing import seeds
from linli.grids.models import Plan
from linli.grids.rules import PlanState
from linli.grids.testing import make_ground, make_plan
from linli.places.cli import areas
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, STREET, set_area

pytestmark = pytest.mark.django_db
USUAL = ("--area", DISTRICT, "--target", "240", "--band", "180-300", "--whole", "0")


@pytest.fixture(autouse=True)
def _ground(db):
    make_ground()


def run(*arguments):
    return CliRunner().invoke(areas, [str(argument) for argument in arguments], catch_exceptions=False)


def test_drawing_writes_a_valid_coverage_and_keeps_a_draft(tmp_path):
    out = tmp_path / "plan.geojson"
    result = run("draw", *USUAL, "-o", out)
    assert result.exit_code == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert len(features) == 8
    assert shapely.coverage_is_valid([shapely.geometry.shape(one["geometry"]) for one in features])
    assert all(len(one["properties"]["code"]) == 15 for one in features)
    assert Plan.objects.get().state == PlanState.DRAFT
    assert "网格数" in result.output


def test_drawing_prints_json_when_asked():
    result = run("draw", *USUAL, "--json")
    told = json.loads(result.stdout)
    assert told["scores"]["plan"]["grids"] == 8
    assert told["settings"]["band"] == {"low": 180, "high": 300}
    assert {one["community"] for one in told["communities"]} == set(COMMUNITIES)
    assert Plan.objects.get().pk.hex == told["plan"].replace("-", "")


def test_drawing_without_storing_leaves_no_plan(tmp_path):
    picture = tmp_path / "plan.png"
    result = run("draw", *USUAL, "--no-store", "--picture", picture)
    assert result.exit_code == 0
    assert not Plan.objects.exists()
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_redraw_shows_the_choices_between_moving_few_and_being_level():
    result = run("redraw", *USUAL)
    assert result.exit_code == 0
    assert "网格保持现状" in result.output
    assert "从头划分，再与现有网格对应" in result.output
    assert result.output.count("本方案") == 1


def test_a_redraw_says_why_households_move_where_grids_are_kept(capsys):
    point = {"way": "kept", "tolerance": None, "worst_deviation": 0.3, "share_within": 0.5}
    console = Console(width=200)
    print_scores(console, {"curve": [{**point, "moved_households": 26.0}]})
    assert "网格保持现状也有住户换网格" in capsys.readouterr().out
    print_scores(console, {"curve": [{**point, "moved_households": 0.0}]})
    assert "也有住户换网格" not in capsys.readouterr().out


def test_a_target_without_a_band_leaves_the_usual_band_out_where_it_does_not_fit():
    told = json.loads(run("draw", "--area", DISTRICT, "--target", "120", "--json").stdout)
    assert told["settings"]["band"] is None


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--area", DISTRICT, "--band", "viele"), "300-500"),
        (("--area", DISTRICT, "--target", "100", "--band", "300-500"), "100"),
        (("--area", "990188"), "990188"),
        (("--area", GRIDS[0]), GRIDS[0][:12]),
        (("--area", DISTRICT, "--keep", "990101001001777"), "990101001001777"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(options, word):
    result = run("draw", *options)
    assert result.exit_code == 1
    assert word in result.stderr
    assert not Plan.objects.exists()


def test_a_wrong_option_is_wrong_use():
    assert run("draw", "--target", "400").exit_code == 2


@pytest.mark.parametrize("option", [("--tolerance", "0"), ("--whole", "-1"), ("--time-limit", "0"), ("--band", "0-0")])
def test_a_setting_of_nothing_is_not_taken_for_the_usual_one(option):
    assert run("draw", *USUAL, *option, "--no-store").exit_code in {1, 2}


@pytest.mark.parametrize("option", ["-o", "--picture"])
def test_a_folder_that_is_missing_is_said_before_anything_is_drawn(tmp_path, option):
    result = run("draw", *USUAL, option, tmp_path / "missing" / "plan")
    assert (result.exit_code, "missing" in result.stderr) == (2, True)
    assert not Plan.objects.exists()


def test_what_a_library_prints_does_not_spoil_the_json(monkeypatch, capfd):
    cut = seeds.pymetis.part_graph

    def noisy(*arguments, **options):
        os.write(1, b"***Cannot bisect a graph\n")
        return cut(*arguments, **options)

    monkeypatch.setattr(seeds.pymetis, "part_graph", noisy)
    assert run("draw", *USUAL, "--json").exit_code == 0
    assert "bisect" not in capfd.readouterr().out


def test_communities_left_out_or_assumed_are_named():
    set_area(COMMUNITIES[1], boundary=None)
    result = run("draw", *USUAL)
    assert result.exit_code == 0
    assert "柳塘社区" in result.output


def test_the_first_interrupt_asks_for_the_best_so_far():
    with cli._drawing_bar(cli.Console(stderr=True)) as told:
        assert told("划分网格", 1, 10)
        signal.raise_signal(signal.SIGINT)
        assert not told("划分网格", 2, 10)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_drawing_stopped_early_is_still_a_whole_plan(monkeypatch):
    monkeypatch.setattr(cli, "_drawing_bar", lambda _console: nullcontext(lambda *_step: False))
    result = run("draw", *USUAL, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["scores"]["plan"]["grids"], told["stopped"]) == (8, True)
    assert "划分提前停下" in run("draw", *USUAL).stdout.replace("\n", "")


def test_plans_are_listed_and_shown(cast, tmp_path):
    plan = make_plan(cast)
    assert str(plan.pk) in run("plans").output
    assert json.loads(run("plans", "--area", STREET, "--json").stdout) == []
    shown = run("plan", plan.pk, "-o", tmp_path / "plan.geojson")
    assert shown.exit_code == 0
    assert GRIDS[0] in shown.output
    told = json.loads(run("plan", plan.pk, "--json").stdout)
    assert len(told["added"]) == 4
    assert told["moved"]["households"] > 0
    assert len(json.loads((tmp_path / "plan.geojson").read_text(encoding="utf-8"))["features"]) == 8


def test_a_plan_goes_its_way_by_the_accounts_that_may(cast):
    plan = make_plan(cast)
    assert run("submit", plan.pk, "--as", "wu").exit_code == 0
    own = run("approve", plan.pk, "--as", "wu")
    assert (own.exit_code, "不能自己批准" in own.stderr) == (1, True)
    assert run("return", plan.pk, "--note", "再看看", "--as", "wei").exit_code == 0
    assert run("submit", plan.pk, "--as", "wu").exit_code == 0
    assert run("approve", plan.pk, "--as", "wei").exit_code == 0
    done = run("adopt", plan.pk, "--as", "wei")
    assert (done.exit_code, "已启用" in done.output) == (0, True)


def test_a_plan_is_withdrawn(cast):
    plan = make_plan(cast)
    assert "已作废" in run("withdraw", plan.pk, "--as", "wu").output


def test_a_stranger_is_told_that_there_is_no_plan(cast):
    plan = make_plan(cast)
    result = run("plan", plan.pk, "--as", "zhao")
    assert (result.exit_code, "没有找到" in result.stderr) == (1, True)


def test_a_successor_is_written_as_a_pair(cast):
    plan = make_plan(cast, state=PlanState.APPROVED)
    result = run("adopt", plan.pk, "--successor", GRIDS[0])
    assert (result.exit_code, "接续网格代码" in result.stderr) == (1, True)


def test_assumed_households_can_be_named():
    told = json.loads(run("draw", "--area", COMMUNITIES[0], "--households", "900", "--json").stdout)
    assert told["settings"]["assumed_households"] == 900
    assert told["assumed"] == []
