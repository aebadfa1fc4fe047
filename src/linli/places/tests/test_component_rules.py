"""Codes and layouts of components, without the database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places import errors, rules
from linli.places.rules import CodeLayout, ComponentDraft

LAYOUT = CodeLayout()
COVER = ComponentDraft("3205080101000001", "上水井盖", 120.6, 31.3)


def changed(**values):
    return ComponentDraft(**{**{name: getattr(COVER, name) for name in rules.DRAFT_FIELDS}, **values})


def test_a_layout_is_read_and_cuts_the_class_out_of_a_code():
    assert rules.read_layout("6+2+2+6").class_of("3205080101000001") == "0101"
    assert rules.read_layout("6+2+3+5").class_of("3205080108000001") == "01080"


@pytest.mark.parametrize("text", ["", "6+2+2", "6+2+2+7", "7+2+2+5", "6+0+4+6", "6+2+2+x", "６+2+2+6", "6+2+2+6+0"])
def test_a_layout_that_makes_no_sixteen_digits_is_refused(text):
    with pytest.raises(errors.ComponentLayoutWrong):
        rules.read_layout(text)


@given(st.sampled_from(["6+2+2+6", "6+2+3+5", "9+2+2+3"]), st.text("0123456789", min_size=16, max_size=16))
def test_the_parts_of_a_code_make_the_code(text, code):
    layout = rules.read_layout(text)
    class_code = layout.class_of(code)
    assert code == code[: layout.division] + class_code + code[-layout.serial :]
    rules.check_class_code(class_code, layout=layout)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"code": "320508"}, errors.ComponentCodeWrong),
        ({"code": "32050801010000０1"}, errors.ComponentCodeWrong),
        ({"name": "  "}, errors.ComponentNameMissing),
        ({"lat_cgcs2000": 3462345.1}, errors.NotDegrees),
        ({"lon_cgcs2000": float("nan")}, errors.NotDegrees),
        ({"position_class": "D"}, errors.PositionClassWrong),
        ({"recorded_on": dt.date(2026, 1, 2), "changed_on": dt.date(2026, 1, 1)}, errors.ComponentDatesBackwards),
    ],
)
def test_what_cannot_be_a_component_is_refused(wrong, refusal):
    rules.check_component(COVER, layout=LAYOUT)
    with pytest.raises(refusal):
        rules.check_component(changed(**wrong), layout=LAYOUT)


@pytest.mark.parametrize("given_code", ["1", "01011", "01a1", ""])
def test_half_a_class_is_no_class(given_code):
    with pytest.raises(errors.ComponentClassWrong):
        rules.check_class_code(given_code, layout=LAYOUT)


def test_who_maintains_is_asked_before_who_owns_and_who_is_in_charge():
    asked = rules.responsible_units(charge_unit="a", owner_unit="b", care_unit="c")
    assert asked == (("care", "c"), ("owner", "b"), ("charge", "a"))
    assert rules.responsible_units(charge_unit="a", owner_unit="", care_unit="") == (("charge", "a"),)
    assert rules.responsible_units(charge_unit="", owner_unit="", care_unit="") == ()
