"""The clock of a phone put right, and two changes of one field: the examples that the phone runs, too."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.secrets import mask_name, mask_phone
from linli.fieldsync.rules.clock import OLDEST, corrected, is_late
from linli.fieldsync.rules.merging import Value, Verdict, tidy, verdict

_VECTORS = Path(__file__).parents[4] / "tests" / "vectors"
CLOCK = json.loads((_VECTORS / "clock.json").read_text())
MERGE = json.loads((_VECTORS / "merge.json").read_text())
_SHOWN = {"phone": mask_phone, "name": mask_name, "born_on": lambda text: text[:4]}
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
_moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1)).map(lambda at: at.replace(tzinfo=dt.UTC))
_texts = st.sampled_from(["", "a", "b", "c"])


def _moment(text):
    return dt.datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("one", CLOCK, ids=lambda one: one["why"])
def test_a_time_is_put_right_as_the_examples_say(one):
    found = corrected(
        _moment(one["at"]), sent_at=_moment(one["sent_at"]), now=_moment(one["now"]), last=_moment(one["last"])
    )
    assert found == _moment(one["stored"])


@given(_moments, _moments)
def test_no_time_is_later_than_now_or_older_than_thirty_days(at, sent_at):
    assert NOW - OLDEST <= corrected(at, sent_at=sent_at, now=NOW) <= NOW


@pytest.mark.parametrize("at", [dt.datetime.min, dt.datetime.max], ids=["first", "last"])
@pytest.mark.parametrize(
    "sent_at", [dt.datetime.min, NOW.replace(tzinfo=None), dt.datetime.max], ids=["first", "now", "last"]
)
def test_a_year_that_no_clock_shows_is_put_right_too(at, sent_at):
    found = corrected(at.replace(tzinfo=dt.UTC), sent_at=sent_at.replace(tzinfo=dt.UTC), now=NOW)
    assert NOW - OLDEST <= found <= NOW


@given(_moments, _moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=900)))
def test_the_order_of_two_changes_stays(first, sent_at, later):
    assert corrected(first, sent_at=sent_at, now=NOW) <= corrected(first + later, sent_at=sent_at, now=NOW)


@pytest.mark.parametrize(("ago_s", "told"), [(0, False), (300, False), (301, True), (90_000, True)])
def test_a_time_that_came_more_than_five_minutes_late_is_told(ago_s, told):
    assert is_late(NOW - dt.timedelta(seconds=ago_s), now=NOW) is told


@pytest.mark.parametrize("one", MERGE, ids=lambda one: one["why"])
def test_a_field_is_merged_as_the_examples_say(one):
    assert verdict(one["base"], one["mine"], Value(one["clear"], one["theirs"])) == one["outcome"]


@pytest.mark.parametrize("one", MERGE, ids=lambda one: one["why"])
def test_the_examples_show_values_as_lists_do(one):
    shown = one["clear"] and _SHOWN.get(one["field"], str)(one["clear"])
    assert one["theirs"] in {shown, one["clear"]}


@given(_texts, _texts, _texts)
def test_nothing_is_overwritten_that_the_phone_has_not_seen(base, mine, theirs):
    found = verdict(base, mine, Value(theirs, theirs))
    assert (found is Verdict.TAKE) == (base == theirs != mine)
    assert found is not Verdict.CONFLICT or len({base, mine, theirs}) == 3


@given(_texts, _texts, _texts)
def test_two_phones_end_alike_in_any_order_or_one_is_told(base, mine, theirs):
    """Either order gives the same value, unless somebody is asked to settle it."""

    def apply(first, second):
        stands, asked = base, False
        for value in (first, second):
            found = verdict(base, value, Value(stands, stands))
            stands, asked = (value if found is Verdict.TAKE else stands), asked or found is Verdict.CONFLICT
        return stands, asked

    one, other = apply(mine, theirs), apply(theirs, mine)
    assert one == other or (one[1] and other[1])


def test_nothing_and_blanks_are_the_same():
    assert (tidy(None), tidy("  "), tidy(" 张 "), tidy(dt.date(1950, 3, 1))) == ("", "", "张", "1950-03-01")
