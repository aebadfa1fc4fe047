"""What an answer may be, how states follow from decisions, which address a form may have."""

import pytest

from linli.forms import errors
from linli.forms.rules import Question, SubmissionState, check_code, fits, is_same, point_of, state_of

CHOICES = (("a", {}), ("b", {}))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", "-12", "1.5"),
        ("decimal", "1.5e3", "one"),
        ("date", "2026-11-22", "22.11.2026"),
        ("time", "08:30:00.000+08:00", "half past"),
        ("dateTime", "2026-11-22T08:30:00+08:00", "yesterday"),
        ("geopoint", "30.1 120.2 0 5", "30.1"),
        ("select", "a", "c"),
        ("selects", "a b", "a c"),
    ],
)
def test_an_answer_is_of_its_questions_kind(kind, good, bad):
    one = Question("/d/q", "q", kind, choices=CHOICES if kind.startswith("select") else ())
    assert fits(one, good)
    assert fits(one, "")
    assert not fits(one, bad)


@pytest.mark.parametrize(
    ("attribute", "good", "bad"),
    [
        ("resident.name", "何秀兰", " "),
        ("resident.sex", "female", "女"),
        ("resident.born_on", "1958-04-05", "1958"),
        ("resident.phone", "139******88", "12"),
    ],
)
def test_an_answer_for_the_register_is_one_it_could_hold(attribute, good, bad):
    one = Question("/d/q", "q", "text", attribute=attribute)
    assert fits(one, good)
    assert not fits(one, bad)


def test_a_point_is_read_as_longitude_and_latitude():
    assert point_of("30.5 120.25 0 0") == (120.25, 30.5)
    assert point_of("30.5 220 0 0") is None
    assert point_of("north of here") is None


def test_what_the_phone_was_shown_masked_is_the_same():
    assert is_same("何**", "何秀兰", masked="何**")
    assert is_same("", "何秀兰")
    assert not is_same("何秀英", "何秀兰", masked="何**")


@pytest.mark.parametrize(
    ("decided", "state"),
    [
        ([], SubmissionState.RECEIVED),
        (["taken", "waiting"], SubmissionState.IN_REVIEW),
        (["kept", "conflict"], SubmissionState.IN_REVIEW),
        (["taken", "kept", "replaced"], SubmissionState.TAKEN),
    ],
    ids=["nothing", "waiting", "conflict", "decided"],
)
def test_a_filled_form_stands_as_its_values_do(decided, state):
    assert state_of(decided) is state


@pytest.mark.parametrize("code", ["", "a b", "a/b", "../x", "x" * 65])
def test_a_form_id_is_an_address(code):
    with pytest.raises(errors.FormCodeWrong):
        check_code(code)
