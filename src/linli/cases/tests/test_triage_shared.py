"""Triage on the phone and on the server: the same examples (`tests/vectors/triage.json`), the same answers."""

import json
from pathlib import Path

import pytest

from linli.cases.triage.cold_start import index_keywords
from linli.cases.triage.duplicates import text_likeness

EXAMPLES = json.loads((Path(__file__).resolve().parents[4] / "tests" / "vectors" / "triage.json").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES["likeness"], ids=[one["why"] for one in EXAMPLES["likeness"]])
def test_texts_are_as_alike_as_on_the_phone(example):
    assert text_likeness(example["one"], [example["other"]])[0] == pytest.approx(example["alike"], abs=1e-4)


@pytest.mark.parametrize("example", EXAMPLES["suggested"], ids=[one["why"] for one in EXAMPLES["suggested"]])
def test_a_kind_is_suggested_as_on_the_phone(example):
    assert index_keywords(EXAMPLES["kinds"]).suggest(example["text"]).best_guess == example["kind"]
