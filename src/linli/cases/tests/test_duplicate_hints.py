"""Which earlier cases a report is likely the duplicate of, asked of the store."""

import datetime as dt
import json

import pytest

from linli.cases.actions.learning import learn_duplicates
from linli.cases.models import Case
from linli.cases.queries import duplicate_shares
from linli.cases.queries.duplicates import likely_duplicates
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, make_case
from linli.places.testing import SIDE, middle

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LON, LAT = middle(0, 0)
BANNER = "event.illegal-banner"


@pytest.fixture(autouse=True)
def _nothing_learnt(settings, tmp_path):
    settings.LINLI_DATA = tmp_path
    duplicate_shares.forget()
    yield
    duplicate_shares.forget()


def report(cast, day=0, *, east_m=0.0, state=State.REPORTED, **values):
    placed = {"lon_cgcs2000": LON + east_m / 95_600, "lat_cgcs2000": LAT}
    return make_case(cast, state=state, at=MONDAY_9 + day * DAY, **{**placed, **values})


def hinted(cast, case):
    return [likely.number for likely in likely_duplicates(cast.chen.actor, case)]


def test_a_report_that_waits_is_hinted_at_even_after_two_months(cast):
    old, new = report(cast), report(cast, 60)

    assert hinted(cast, new) == [old.number]


def test_one_that_was_closed_long_before_is_no_duplicate_but_came_back(cast):
    report(cast, state=State.CLOSED)
    new = report(cast, 20)

    assert hinted(cast, new) == []


def test_at_one_address_another_matter_in_other_words_is_not_hinted_at(cast):
    report(cast, text="三号楼门口违规悬挂横幅，影响市容", kind_code=BANNER, address="竹桥新村3号楼")
    new = report(cast, 1, text="三号楼门口堆了垃圾，影响通行", address="竹桥新村3号楼")

    assert hinted(cast, new) == []


def test_the_same_words_under_another_kind_are_hinted_at(cast):
    words = "三号楼门口堆了垃圾，还拉着横幅，没有人管"
    old = report(cast, text=words, kind_code=BANNER)
    new = report(cast, 1, text=words)

    assert hinted(cast, new) == [old.number]


def test_without_a_point_the_same_address_says_that_it_is_near(cast):
    old = make_case(cast, address="解放路 12 号")
    new = make_case(cast, address="解放路12号", at=MONDAY_9 + DAY)
    (found,) = likely_duplicates(cast.chen.actor, new)

    assert found.number == old.number
    assert "同一地址" in found.why


def test_across_the_border_of_a_community_it_is_as_near(cast):
    border_m = 1.5 * SIDE * 95_600
    old, new = report(cast, east_m=border_m - 5), report(cast, 1, east_m=border_m + 5)

    assert old.area_code[:12] != new.area_code[:12]
    assert hinted(cast, new) == [old.number]


def test_shares_are_learnt_only_where_people_mark_duplicates():
    few = {"lamp": (3, 100), "rubbish": (0, 500)}
    many = {"lamp": (60, 100), "rubbish": (0, 500)}

    assert duplicate_shares.smoothed(few) == {}
    found = duplicate_shares.smoothed(many)
    assert found["rubbish"] < 0.01 < 0.4 < found["lamp"]


def test_a_kind_that_never_was_reported_twice_is_hinted_at_only_when_all_else_agrees(cast):
    old, new = report(cast), report(cast, 1, east_m=30)
    assert hinted(cast, new) == [old.number]
    _learnt({"event.exposed-rubbish": 0.0})

    assert hinted(cast, new) == []


def test_learning_counts_what_was_marked_and_a_broken_file_counts_for_nothing(cast):
    case = report(cast)
    Case.objects.bulk_create(
        Case(
            number=f"D{n}", kind_code=case.kind_code, area_code=case.area_code, text="垃圾", channel="portal",
            reported_at=MONDAY_9, state="declined", is_open=False, outcome="duplicate",
        )
        for n in range(60)
    )  # fmt: skip
    assert learn_duplicates() == 1
    assert duplicate_shares.shares()[case.kind_code] > 0.7

    duplicate_shares.shares_path().write_text("[1", encoding="utf-8")
    duplicate_shares.forget()
    assert duplicate_shares.shares() == {}


def test_hints_take_one_query(cast, django_assert_num_queries):
    report(cast)
    new = report(cast, 1)
    likely_duplicates(cast.chen.actor, new)
    with django_assert_num_queries(1):
        likely_duplicates(cast.chen.actor, new)


def _learnt(found):
    path = duplicate_shares.shares_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found), encoding="utf-8")
    duplicate_shares.forget()
