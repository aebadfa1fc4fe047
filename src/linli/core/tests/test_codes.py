"""Check characters: what people mistype is found, whatever the digit."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.codes import id_check_character, is_id_number, is_phone

VECTORS = Path(__file__).resolve().parents[4] / "tests" / "vectors"
GOOD = "11010519491231002X"  # the example of GB 11643 itself
digits = st.text("0123456789", min_size=17, max_size=17)


@given(first=digits)
def test_the_check_character_worked_out_is_the_one_accepted(first):
    whole = first + id_check_character(first)
    assert is_id_number(whole)
    assert is_id_number(whole.lower())


@given(first=digits, place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_one_digit_mistyped_is_found(first, place, digit):
    whole = first + id_check_character(first)
    other = whole[:place] + digit + whole[place + 1 :]
    assert is_id_number(other) == (other == whole)


@given(first=digits, place=st.integers(0, 15))
def test_two_neighbours_swapped_are_found(first, place):
    whole = first + id_check_character(first)
    other = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert is_id_number(other) == (other == whole)


@pytest.mark.parametrize(
    "text", ["", GOOD[:-1], GOOD + "0", "１" + GOOD[1:], GOOD[:-1] + "Y", "二" * 18, " " + GOOD[1:]]
)
def test_what_is_no_number_is_refused(text):
    assert is_id_number(GOOD)
    assert not is_id_number(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("13800000000", True),
        ("+8613800000000", True),
        ("021-55550000", True),
        ("12000000000", False),
        ("１３８００００００００", False),
    ],
)
def test_phones_are_told_from_other_numbers(text, good):
    assert is_phone(text) is good


@pytest.mark.parametrize(
    "example", json.loads((VECTORS / "phones.json").read_text("utf-8")), ids=lambda one: one["typed"]
)
def test_phones_are_told_as_on_the_phone(example):
    assert is_phone(example["typed"]) is example["is_phone"]
