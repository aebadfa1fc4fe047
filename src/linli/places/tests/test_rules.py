"""Codes, levels, names and validity of areas."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places import errors, rules
from linli.places.rules import AreaDraft, Level

CODES = st.sampled_from(list(rules.DIGITS.values())).flatmap(
    lambda digits: st.text("0123456789", min_size=digits, max_size=digits)
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("33", Level.PROVINCE),
        ("3302", Level.CITY),
        ("330203", Level.DISTRICT),
        ("330203001", Level.STREET),
        ("330203001001", Level.COMMUNITY),
        ("330203001001001", Level.GRID),
    ],
)
def test_the_length_of_a_code_tells_its_level(code, level):
    assert rules.level_of(code) is level


@pytest.mark.parametrize("code", ["", "3", "33020", "33O203", "3302030010010012", "３３０２０３", "²²"])
def test_other_texts_are_no_codes(code):
    with pytest.raises(errors.AreaCodeInvalid):
        rules.level_of(code)


@given(CODES)
def test_a_parents_code_begins_its_parts_code(code):
    parent = rules.parent_code_of(code)
    assert code.startswith(parent)
    assert rules.codes_above(code)[-1:] == ((parent,) if parent else ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (" 330203 ", "330203"),
        ("330203000000", "330203"),
        ("330203001000", "330203001"),
        ("330200000000", "3302"),
        ("330000000000", "33"),
        ("330203001001", "330203001001"),
        ("330203001010", "330203001010"),
        ("330203.0", "330203"),
        ("abc", "abc"),
    ],
)
def test_codes_are_read_as_tables_write_them(written, code):
    assert rules.plain_code(written) == code


@given(CODES)
def test_a_code_read_plainly_keeps_its_beginning_and_is_read_the_same_again(code):
    plain = rules.plain_code(code)
    assert plain
    assert code.startswith(plain)
    assert code[len(plain) :].strip("0") == ""
    assert rules.plain_code(plain) == plain


def test_a_draft_must_fit_its_level_and_have_a_fair_name():
    rules.check_draft(AreaDraft("330203", "海曙区", Level.DISTRICT))
    with pytest.raises(errors.LevelMismatch):
        rules.check_draft(AreaDraft("330203", "海曙区", Level.STREET))
    with pytest.raises(errors.NameMissing):
        rules.check_draft(AreaDraft("330203", " ", Level.DISTRICT))
    with pytest.raises(errors.NameTooLong):
        rules.check_draft(AreaDraft("330203", "海" * 81, Level.DISTRICT))


def test_a_closed_code_is_refused():
    rules.check_code_open("330203", valid_to=None)
    with pytest.raises(errors.CodeClosed):
        rules.check_code_open("330203", valid_to=dt.date(2024, 1, 1))


def test_a_grid_needs_its_community_and_a_street_needs_nobody():
    grid = AreaDraft("330203001001001", "一", Level.GRID)
    rules.check_parent(grid, open_codes={"330203001001"})
    rules.check_parent(AreaDraft("330203001", "一", Level.STREET), open_codes=())
    with pytest.raises(errors.ParentMissing):
        rules.check_parent(grid, open_codes=())


def test_closing_needs_no_open_parts_and_a_day_not_before_the_first():
    first = dt.date(2020, 1, 1)
    rules.check_closing("一", valid_from=first, valid_to=first, open_parts=0)
    with pytest.raises(errors.AreaHasParts):
        rules.check_closing("一", valid_from=first, valid_to=first, open_parts=2)
    with pytest.raises(errors.ValidityBackwards):
        rules.check_closing("一", valid_from=first, valid_to=dt.date(2019, 12, 31), open_parts=0)


def test_a_change_cannot_hold_from_tomorrow_on():
    today = dt.date(2026, 3, 1)
    rules.check_day(today, today=today)
    with pytest.raises(errors.DateAhead):
        rules.check_day(dt.date(2026, 3, 2), today=today)


def test_switches_have_plain_names_and_an_order():
    assert rules.check_switches(["visits", "time-bank", "visits"]) == ("time-bank", "visits")
    with pytest.raises(errors.FeatureSwitchUnknown):
        rules.check_switches(["Visits!"])


def test_on_the_day_of_closing_an_area_is_gone():
    first, last = dt.date(2020, 1, 1), dt.date(2024, 1, 1)
    assert rules.is_valid_on(first, valid_from=first, valid_to=last)
    assert not rules.is_valid_on(last, valid_from=first, valid_to=last)
    assert not rules.is_valid_on(dt.date(2019, 1, 1), valid_from=first, valid_to=None)


@pytest.mark.parametrize(
    ("parent", "level", "code"),
    [
        ("98", Level.CITY, "9801"),
        ("9800", Level.DISTRICT, "980001"),
        ("3302", Level.DISTRICT, "330290"),
        ("330203", Level.STREET, "330203900"),
        ("330203001", Level.COMMUNITY, "330203001900"),
        ("330203001001", Level.GRID, "330203001001001"),
    ],
)
def test_lent_codes_come_from_numbers_nobody_uses(parent, level, code):
    assert rules.provisional_code(parent, level=level, parent_name="", taken=()) == code
    next_code = rules.provisional_code(parent, level=level, parent_name="", taken={code})
    assert int(next_code) == int(code) + 1
    assert level is Level.GRID or rules.is_provisional(code)


def test_lent_codes_run_out_with_a_sentence():
    taken = {f"330203{number}" for number in range(900, 1000)}
    with pytest.raises(errors.NoCodeLeft):
        rules.provisional_code("330203", level=Level.STREET, parent_name="海曙区", taken=taken)


@pytest.mark.parametrize("code", ["330203", "330203001", "330203001001", "330203001001001", "429004", "4290"])
def test_official_codes_are_not_taken_for_lent_ones(code):
    assert not rules.is_provisional(code)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("澄浪社区", "澄浪社区居委会", True),
        ("澄浪社区", "澄浪社区居民委员会", True),
        ("南门街道", "南门街道办事处", True),
        ("社区", "社区", True),
        ("澄浪社区", "柳锦社区", False),
        ("新\ufffd街道", "新碶街道", True),
        ("新\ufffd\ufffd街道", "新碶街道", True),
        ("新\ufffd街道", "旧碶街道", False),
    ],
)
def test_names_are_compared_without_what_tables_add(name, other, same):
    assert rules.is_same_name(name, other) is same
