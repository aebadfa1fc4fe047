"""The declared sizes, grades and terms: what ships is sound, a city's own stand over them, slips are named."""

import pytest

from linli.core.declared_folder import SHIPPED
from linli.grids.catalogue import SizeDeclaration, examine, load_declared
from linli.grids.errors import DeclarationsBroken
from linli.grids.rules.sizes import Measure, SizeOf


def own(tmp_path, text):
    (tmp_path / "grids").mkdir()
    (tmp_path / "grids" / "own.toml").write_text(text, encoding="utf-8")
    return tmp_path


def problems(tmp_path, text):
    return " ".join(map(str, examine(own(tmp_path, text))[1]))


def test_what_ships_is_sound():
    count, found = examine(SHIPPED)
    assert (count > 10, found) == (True, [])


def test_the_usual_grid_has_300_to_500_households_and_one_worker():
    declared = load_declared()
    size = declared.sizes["grid-households"].rule
    assert (size.of, size.measure, size.low, size.high) == (SizeOf.GRID, Measure.HOUSEHOLDS, 300, 500)
    assert (declared.staffing.rule.workers_per_grid, declared.staffing.rule.span_high) == (1, 3)
    assert [one.code for one in declared.grade_rules] == ["A", "B", "C"]


def test_checks_that_are_not_used_are_left_out(tmp_path):
    used = {one.code for one in load_declared().size_rules}
    assert "grid-500-people" not in used
    text = (SHIPPED / "grids" / "sizes.toml").read_text(encoding="utf-8")
    begin = text.index('[[size]]\ncode = "grid-500-people"')
    entry = text[begin : text.index("[[size]]", begin + 1)].replace("use = false\n", "")
    changed = load_declared(overlay=own(tmp_path, entry))
    assert "grid-500-people" in {one.code for one in changed.size_rules}


@pytest.mark.parametrize(
    ("ends", "said"),
    [("", "下限（low）或上限（high）"), ("low = 5\nhigh = 4\n", "下限不能大于上限")],
    ids=["none", "crossed"],
)
def test_a_size_needs_ends_in_order(tmp_path, ends, said):
    text = (
        '[[size]]\ncode = "x"\nname = { zh-hans = "甲", zh-hant = "甲", en = "x" }\nof = "grid"\nmeasure = "people"\n'
    )
    assert said in problems(tmp_path, f'{text}{ends}source = "own"\n')


def test_a_supervisor_has_a_post_that_exists(tmp_path):
    text = (SHIPPED / "grids" / "sizes.toml").read_text(encoding="utf-8")
    begin = text.index("[staffing]\nworkers")
    entry = text[begin : text.index("# [[grade]]")].replace('"leader"', '"emperor"')
    assert "没有岗位“emperor”" in problems(tmp_path, entry)


def test_a_span_has_its_ends_in_order(tmp_path):
    text = (SHIPPED / "grids" / "sizes.toml").read_text(encoding="utf-8")
    begin = text.index("[staffing]\nworkers")
    entry = text[begin : text.index("# [[grade]]")].replace("span_low = 2", "span_low = 4")
    assert "下限不能大于上限" in problems(tmp_path, entry)


def test_nothing_is_used_while_anything_is_wrong(tmp_path):
    with pytest.raises(DeclarationsBroken):
        load_declared(overlay=own(tmp_path, "[[size]]\n"))


def test_a_size_counts_no_class_of_people():
    """Safeguards: what is counted is households, people, workload and ground, nothing about who they are."""
    measures = SizeDeclaration.model_json_schema()["$defs"]["Measure"]["enum"]
    assert sorted(measures) == ["area-km2", "households", "people", "workload"]
