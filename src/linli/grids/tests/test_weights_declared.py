"""The declared weights of work and the usual settings of a drawing."""

from linli.grids.catalogue import declared, examine, load_declared
from linli.grids.rules import Band


def own(tmp_path, text):
    folder = tmp_path / "grids"
    folder.mkdir()
    (folder / "weights.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_weights_weigh_weekly_visits_most():
    weights = declared().weights
    assert weights.by_care["A"] > weights.by_care["B"] > weights.ordinary > weights.vacant > 0


def test_care_classes_stand_heaviest_first():
    order = declared().care_order
    assert order[0] == ("elders-alone", "A")
    assert {letter for _visits, letter in order} == {"A", "B"}


def test_a_drawing_starts_from_the_declared_settings():
    settings = declared().drawing.settings
    assert (settings.target, settings.band) == (400, Band(300, 500))


def test_a_city_lays_its_own_weights_over_the_shipped_ones(tmp_path):
    text = '[work]\nordinary = 1.0\nvacant = 0.0\nper_hectare = 4.0\nsource = "own"\n'
    found = load_declared(overlay=own(tmp_path, text))
    assert (found.weights.per_hectare, found.weights.vacant) == (4.0, 0.0)
    assert found.weights.by_care["A"] == 3.0


def test_a_care_class_nobody_declared_is_named_with_its_line(tmp_path):
    name = 'name = { zh-hans = "甲", zh-hant = "甲", en = "A" }'
    text = f'[[care]]\ncode = "D"\n{name}\nweight = 2\ncare = ["petitioners"]\nsource = "own"\n'
    _count, problems = examine(own(tmp_path, text))
    assert [one.line for one in problems] == [5]


def test_a_target_outside_its_band_is_named(tmp_path):
    text = '[drawing]\ntarget = 700\nband = [300, 500]\nsource = "own"\n'
    _count, problems = examine(own(tmp_path, text))
    assert len(problems) == 1
