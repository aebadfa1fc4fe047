"""Learning kinds from texts: suggestions, "don't know", corrections, and the file a model lies in."""

import csv
import gzip
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from linli.cases.tests.invented_reports import invented_reports
from linli.cases.triage import learning
from linli.cases.triage.answers import Source
from linli.cases.triage.evaluation import evaluate
from linli.cases.triage.learning import TooLittleToLearn, fair_share, train
from linli.cases.triage.model import Model
from linli.cases.triage.storing import ModelUnreadable

SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).parents[5] / "shared"))
MESSAGES = SHARED / "data/citizen-messages-cn/labelled_fulltext.csv.gz"


@pytest.fixture(scope="module")
def model():
    return train(*invented_reports())


def test_a_learnt_kind_is_suggested_with_its_reason(model):
    suggestion = model.suggest("我家楼下的路灯坏了，晚上很黑")

    assert suggestion.kind_code == "lamp"
    assert suggestion.source is Source.LEARNED
    assert suggestion.confidence > 0.5
    assert "路灯" in suggestion.reason
    assert all(word in "我家楼下的路灯坏了，晚上很黑" for word in suggestion.reason)


def test_the_others_follow_by_confidence_and_leave_out_the_suggested_kind(model):
    suggestion = model.suggest("井盖松动，半夜很吵")

    confidences = [suggestion.confidence, *(other.confidence for other in suggestion.others)]
    assert confidences == sorted(confidences, reverse=True)
    assert suggestion.kind_code not in [other.kind_code for other in suggestion.others]
    assert sum(confidences) <= 1.0001


@pytest.mark.parametrize("text", ["", "   ", "〈手机号〉", "zzzz qqqq", "🙂🙂", "\ud800", "https://example.org/lamp"])
def test_a_text_without_anything_known_gives_dont_know(model, text):
    suggestion = model.suggest(text)

    assert suggestion.kind_code is None
    assert suggestion.confidence == 0.0


def test_below_the_threshold_the_guess_is_withheld_but_kept_among_the_others(model):
    strict = model.with_threshold(1.01)

    suggestion = strict.suggest("路灯不亮")

    assert suggestion.kind_code is None
    assert suggestion.best_guess == "lamp"
    assert suggestion.reason == ()


def test_the_same_rows_give_the_same_model(model):
    again = train(*invented_reports())

    assert np.array_equal(again.linear.coefficients, model.linear.coefficients)
    assert again.suggest("垃圾没人清运") == model.suggest("垃圾没人清运")


def test_a_correction_weighs_more_than_the_rows_it_corrects():
    texts, kinds = invented_reports()
    told = ["儿童滑梯坏了"] * 6
    once = train(texts + told, kinds + ["cover"] * 4 + ["lamp"] * 2)
    corrected = train(texts + told, kinds + ["cover"] * 4 + ["lamp"] * 2, weights=[1.0] * (len(texts) + 4) + [20.0] * 2)

    assert once.suggest("儿童滑梯坏了").best_guess == "cover"
    assert corrected.suggest("儿童滑梯坏了").best_guess == "lamp"


def test_kinds_with_too_few_texts_are_pooled_and_never_suggested():
    texts, kinds = invented_reports()
    rare = [f"流浪猫{place}受伤" for place in "甲乙丙丁"] + [f"树枝压住电线{place}" for place in "甲乙丙丁"]
    model = train(texts + rare, kinds + ["cat"] * 4 + ["branch"] * 4)

    suggestion = model.suggest("流浪猫戊受伤")

    assert not model.knows("cat")
    assert suggestion.kind_code is None
    assert "" not in [other.kind_code for other in suggestion.others]


def test_one_kind_alone_is_too_little_to_learn():
    with pytest.raises(TooLittleToLearn):
        train(["路灯不亮"] * 10, ["lamp"] * 10)


def test_texts_and_kinds_of_different_number_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        train(["路灯不亮"], [])


def test_a_fair_share_keeps_small_kinds_whole_and_cuts_the_largest():
    assert fair_share([10, 20, 1000], 100) == 70
    assert fair_share([10, 20, 30], 100) == 30


def test_of_too_many_rows_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(learning, "MOST_ROWS", 40)
    texts, kinds = invented_reports()

    model = train(texts, kinds)

    assert sum(model.texts.values()) == 40
    assert set(model.texts.values()) == {8}


def test_a_model_read_from_its_file_suggests_the_same(model, tmp_path):
    model.save(tmp_path / "deep" / "model.triage")
    read = Model.load(tmp_path / "deep" / "model.triage")

    assert read.suggest("车停在消防通道") == model.suggest("车停在消防通道")
    assert read.texts == model.texts
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["model.triage"]


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-3], lambda b: b.replace(b"TRIAGE 1", b"TRIAGE 9"), lambda b: b"", lambda b: b"pickle" + b]
)
def test_a_damaged_or_foreign_file_is_refused(model, tmp_path, damage):
    path = tmp_path / "model.triage"
    model.save(path)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(ModelUnreadable):
        Model.load(path)


def test_suggesting_needs_neither_scikit_learn_nor_jieba(model, tmp_path):
    model.save(tmp_path / "model.triage")
    code = (
        "import sys; from pathlib import Path; from linli.cases.triage.model import Model;"
        "print(Model.load(Path(sys.argv[1])).suggest('路灯不亮').kind_code, {'sklearn', 'scipy', 'jieba'} & set(sys.modules))"
    )
    source = str(Path(learning.__file__).parents[3])
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "model.triage")],
        env={**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == "lamp set()"


def test_an_evaluation_counts_hits_silence_and_each_kind_the_same(model):
    evaluation = evaluate(model, ["路灯不亮", "井盖丢了", "路灯又坏了", ""], ["lamp", "cover", "noise", "noise"])

    assert evaluation.accuracy == 0.5
    assert evaluation.macro_f1 == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert evaluation.coverage == 0.75
    assert evaluation.answered_accuracy == pytest.approx(2 / 3)
    assert (evaluation.withheld, evaluation.withheld_rightly) == (1, 1.0)


@pytest.mark.skipif(not MESSAGES.exists(), reason=f"the shared messages are not at {MESSAGES} (set LINLI_SHARED)")
def test_real_messages_are_learnt_well_from_part_of_them():
    with gzip.open(MESSAGES, "rt", encoding="utf-8") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    learnt, held = rows[::2], rows[1::10]

    evaluation = evaluate(train(*zip(*learnt, strict=True)), *zip(*held, strict=True))

    assert evaluation.accuracy > 0.85
    assert evaluation.answered_accuracy >= evaluation.accuracy
