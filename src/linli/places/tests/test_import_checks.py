"""An import of areas says what looks wrong before it is believed: misplaced, out of scope, unknown words; a dry run stores nothing."""

import json

import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from linli.places.cli import areas
from linli.places.coordinates import cgcs2000_to_gcj02
from linli.places.models import Area, AreaChange
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, make_town, square

pytestmark = pytest.mark.django_db


def written(tmp_path, *things):
    """Write a file of shapes with their properties."""
    features = [
        {"type": "Feature", "properties": facts, "geometry": json.loads(shapely.to_geojson(shape))}
        for facts, shape in things
    ]
    path = tmp_path / "grids.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def imported(tmp_path):
    """Import grids by code and shape; give what was told and the exit code."""

    def take(*things, **options):
        path = written(tmp_path, *things)
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        done = CliRunner().invoke(areas, ["import", str(path), *words, "--json"], catch_exceptions=False)
        return (json.loads(done.stdout) if done.stdout else done.stderr), done.exit_code

    return take


def grid(code, shape, **facts):
    return {"网格编码": code, "名称": f"第{code[-3:]}网格", **facts}, shape


def in_gcj02(shape):
    return shapely.transform(shape, lambda points: np.column_stack(cgcs2000_to_gcj02(points[:, 0], points[:, 1])))


def test_a_grid_in_a_shifted_system_is_pointed_out_and_not_where_the_system_is_named(imported):
    make_town()
    shifted = grid(GRIDS[0], in_gcj02(square(0, 0)))
    told, code = imported(shifted)
    assert code == 0
    assert [(one["number"], one["name"], "--crs" in one["text"]) for one in told["notes"]] == [(1, "第001网格", True)]
    assert imported(shifted, crs="gcj02")[0]["notes"] == []


def test_a_grid_wholly_outside_its_community_is_pointed_out(imported):
    make_town()
    told, _code = imported(grid(GRIDS[0], square(0, 0)), grid(GRIDS[1], square(40, 0)))
    assert [one["number"] for one in told["notes"]] == [2]
    assert f"有 100% 在它的上级（{COMMUNITIES[0]}）之外" in told["notes"][0]["text"]


def test_a_border_that_differs_by_little_is_not_pointed_out(imported):
    make_town()
    assert imported(grid(GRIDS[0], square(-0.02, 0, width=1.02)))[0]["notes"] == []


def test_the_boundary_that_the_file_brings_comes_before_the_stored_one(imported):
    make_town()
    community = {"网格编码": COMMUNITIES[0], "名称": "竹桥社区"}
    told, _code = imported((community, square(20, 0, width=2)), grid(GRIDS[0], square(20, 0)))
    assert [one["number"] for one in told["notes"]] == [1]


def test_a_dry_run_counts_and_stores_nothing(imported, tmp_path):
    make_town()
    things = [grid(GRIDS[0], square(0, 0, width=0.5)), grid(f"{COMMUNITIES[0]}009", square(0.5, 0, width=0.5))]
    before = list(Area.objects.order_by("code").values_list("code", "boundary")), AreaChange.objects.count()
    done = CliRunner().invoke(areas, ["import", str(written(tmp_path, *things)), "--dry-run", "--json"])
    told = json.loads(done.stdout)
    assert (told["added"], told["changed"], told["dry_run"], done.exit_code) == (1, 1, True, 0)
    assert (list(Area.objects.order_by("code").values_list("code", "boundary")), AreaChange.objects.count()) == before
    shown = CliRunner().invoke(areas, ["import", str(tmp_path / "grids.geojson"), "--dry-run"])
    assert "没有写入" in shown.output


def test_what_does_not_lie_under_the_area_asked_for_is_counted(imported):
    make_town()
    wrong = "990110" + GRIDS[1][6:]
    told, code = imported(grid(GRIDS[0], square(0, 0)), grid(wrong, square(1, 0)), under=DISTRICT)
    assert (told["features"], told["elsewhere"], code) == (1, 1, 0)


def test_an_import_of_nothing_is_no_success(imported):
    make_town()
    told, code = imported(grid(GRIDS[0], square(0, 0)), under="990199")
    assert (code, "990199" in told, "--under" in told) == (1, True, True)
    told, code = imported(level="grid")
    assert (code, "grids.geojson" in told) == (1, True)


def test_words_that_nobody_knows_are_named_and_left_as_stored(imported):
    make_town()
    told, code = imported(
        grid(GRIDS[0], square(0, 0), 等级="D", 网格类型="特殊"),
        grid(GRIDS[1], square(1, 0), 等级="a级", 网格类型="专属"),
    )
    assert code == 0
    assert [(one["number"], word in one["text"]) for one, word in zip(told["notes"], "D特", strict=True)] == [
        (1, True),
        (1, True),
    ]
    assert list(Area.objects.filter(code__in=GRIDS[:2]).order_by("code").values_list("grade", "kind")) == [
        ("B", "basic"),
        ("A", "dedicated"),
    ]
