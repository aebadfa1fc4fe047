"""The parser learns from tagged addresses: small invented ones here, a published set where it is at hand."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.places.addresses import Part, divisions, parse
from linli.places.addresses.conll import read_tagged, score, spans_of
from linli.places.addresses.crf import load, marginals
from linli.places.addresses.evaluation import score_of
from linli.places.addresses.features import features_of, words_of
from linli.places.addresses.training import Course, train
from linli.places.cli_addresses import addresses as commands
from linli.places.errors import TaggedLineWrong, TaggedTooFew
from linli.places.queries.address_models import model_path, trained_model

SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[5] / "shared"))
TAGGED = SHARED / "data" / "address-parsing-cn"
ROADS, NAMES = ("东风路", "竹桥街", "柳塘大道", "清波巷"), ("秋水台", "听涛居", "望山里", "紫竹轩")


def lesson(road, number, name):
    """Give one invented address, tagged: behind the plate stands a name no rule knows as a person's."""
    pieces = (("road", list(road)), ("roadno", [str(number), "号"]), ("person", list(name)))
    lines = [f"{word} {'B' if place == 0 else 'I'}-{tag}" for tag, words in pieces for place, word in enumerate(words)]
    return "\n".join(lines)


@pytest.fixture
def tagged(tmp_path):
    """Give a file of invented tagged addresses."""
    path = tmp_path / "tagged.txt"
    lessons = (lesson(road, number, name) for number in range(1, 9) for road in ROADS for name in NAMES)
    path.write_text("\n\n".join(lessons), encoding="utf-8")
    return path


def test_a_file_of_tagged_addresses_is_read(tagged):
    first = read_tagged(tagged)[0]
    assert first.text == "东风路1号秋水台"
    assert spans_of(first.tags) == [(0, 3, "road"), (3, 5, "roadno"), (5, 8, "person")]


@pytest.mark.parametrize("line", ["东", "东 X-road", "东 B-planet", " B-road"])
def test_a_line_that_is_no_word_and_tag_is_named(tmp_path, line):
    path = tmp_path / "bad.txt"
    path.write_text(f"东 B-road\n{line}\n", encoding="utf-8")
    with pytest.raises(TaggedLineWrong, match="2"):
        read_tagged(path)


def test_a_score_counts_places_and_kinds():
    found = score([([(0, 2, "road"), (2, 3, "roadno")], [(0, 2, "road"), (2, 4, "roadno")])])
    assert (found[""].tagged, found[""].found, found[""].right) == (2, 2, 1)
    assert (found["road"].f1, found["roadno"].f1) == (1.0, 0.0)


def test_what_is_tagged_is_learnt_beyond_the_rules(tagged):
    lessons = read_tagged(tagged)
    model = train(lessons, divisions(), Course(rounds=4))
    parsed = parse("柳塘大道77号听涛居", model=model, how_sure=True)
    assert [(piece.part, piece.text) for piece in parsed.pieces][-1] == (Part.PERSON, "听涛居")
    assert 0.5 < parsed.sure < 1.0
    assert score_of(lessons, model=model)[""].f1 > score_of(lessons)[""].f1


def test_chances_of_tags_sum_to_one(tagged):
    model = train(read_tagged(tagged), divisions(), Course(rounds=2))
    scores = model.scores(features_of(words_of("竹桥街5号紫竹轩"), divisions()))
    assert marginals(scores, model).sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_the_same_lessons_give_the_same_model(tagged):
    lessons = read_tagged(tagged)
    first, second = (train(lessons, divisions(), Course(rounds=1)) for _time in range(2))
    assert (first.weights == second.weights).all()


def test_the_command_trains_keeps_the_model_and_the_parser_uses_it(tagged, settings, tmp_path):
    settings.LINLI_DATA = tmp_path / "data"
    assert trained_model() is None
    answer = CliRunner().invoke(commands, ["train", str(tagged), "--rounds", "3"])
    assert answer.exit_code == 0, answer.output
    assert "F1" in answer.output
    assert trained_model().tags == load(model_path()).tags


def test_too_few_addresses_are_refused(tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    path = tmp_path / "few.txt"
    path.write_text(lesson("东风路", 1, "秋水台"), encoding="utf-8")
    answer = CliRunner().invoke(commands, ["train", str(path)])
    assert isinstance(answer.exception, TaggedTooFew)
    assert not model_path().exists()


@pytest.mark.skipif(not TAGGED.is_dir(), reason="the tagged addresses (../shared/data/address-parsing-cn) are not here")
def test_the_rules_find_most_pieces_of_published_addresses():
    found = score_of(read_tagged(TAGGED / "dev.txt"))
    assert found[""].f1 > 0.75
    assert min(found[name].f1 for name in ("prov", "city", "district", "floorno")) > 0.88
