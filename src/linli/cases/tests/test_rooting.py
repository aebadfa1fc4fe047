"""Root-cause cases: one for a place at a time, proposed to a person first, and never about who reported."""

import datetime as dt
import inspect

import pytest
from django.db import connection

from linli.cases import actions, errors
from linli.cases.actions import rooting
from linli.cases.actions.rooting import follow_repeat, open_root_cause
from linli.cases.models import Case, CaseLink, Reporter
from linli.cases.queries import around, repeats
from linli.cases.queries.repeats import find_places, open_roots, same_place
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import repeats as repeat_rules
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_report, make_places
from linli.places.testing import SIDE, middle
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, COMMUNITY, DISTRICT, STREET_BESIDE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LON, LAT = middle(0, 0)


def happened(cast, day, *, ends=True, **report):
    """One report at the same spot, settled two hours later by the grid worker who came by."""
    make_places()
    at = MONDAY_9 + day * DAY
    values = {"kind_code": RUBBISH, "lon_cgcs2000": LON, "lat_cgcs2000": LAT, **report}
    case = actions.report_case(a_report(**values), command=a_command(at=at)).case
    if ends:
        _end(case, at + dt.timedelta(hours=2))
    case.refresh_from_db()
    return case


def _end(case, at):
    Case.objects.filter(pk=case.pk).update(state="closed", phase="closed", is_open=False, closed_at=at)


def often(cast, times, *, every=2, **report):
    return [happened(cast, day * every, **report) for day in range(times)]


def by(member, day=30):
    return a_command(member.actor, at=MONDAY_9 + day * DAY)


def test_what_happens_seldom_has_no_root_cause(cast):
    *_others, last = often(cast, 3)

    assert follow_repeat(last.pk, at=last.reported_at) is None
    with pytest.raises(errors.NoRepeat):
        open_root_cause(last.pk, command=by(cast.chen))


def test_from_the_first_count_on_it_is_proposed_and_a_person_opens_it(cast):
    cases = often(cast, 4)
    assert follow_repeat(cases[-1].pk, at=cases[-1].reported_at) is None
    (place,) = find_places(cast.chen.actor, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY)
    assert (place.times, place.reports, place.newest) == (4, 4, cases[-1].pk)

    root = open_root_cause(cases[-1].pk, command=by(cast.chen))

    assert (root.state, root.kind_code, root.is_open) == ("reported", "event.root-cause", True)
    assert root.proposed_unit == CLEANING
    assert set(CaseLink.objects.filter(to_case=root).values_list("from_case_id", flat=True)) == {c.pk for c in cases}
    assert find_places(cast.chen.actor, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY) == []


def test_its_owner_stays_the_one_of_what_repeats_when_it_is_filed_and_sent(cast):
    cases = often(cast, 4)
    root = open_root_cause(cases[-1].pk, command=by(cast.chen))
    filed = actions.file_case(root.pk, command=by(cast.chen), kind_code=root.kind_code)
    assert filed.proposed_unit == CLEANING

    assert actions.dispatch_case(root.pk, command=by(cast.wei)).unit_code == CLEANING


def test_a_place_is_seen_from_its_middle_whichever_report_comes_last(cast):
    metre = 1 / 95_600
    for day, east in enumerate((0, 10, 20, 35, 50)):
        last = happened(cast, day * 2, lon_cgcs2000=LON + east * metre)
    (place,) = find_places(cast.chen.actor, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY)
    root = open_root_cause(last.pk, command=by(cast.chen))

    assert place.times == 5
    assert CaseLink.objects.filter(to_case=root).count() == 5


def test_from_the_second_count_on_it_opens_by_itself_once_and_waits_for_supervision(cast):
    cases = often(cast, 8)
    root = follow_repeat(cases[-1].pk, at=cases[-1].reported_at)
    again = follow_repeat(cases[-1].pk, at=cases[-1].reported_at)

    assert root.state == "reported"
    assert again.pk == root.pk
    assert Case.objects.filter(kind_code="event.root-cause").count() == 1
    assert CaseLink.objects.count() == 8
    filed = actions.file_case(root.pk, command=by(cast.chen), kind_code=root.kind_code)
    assert filed.state == "filed"


def test_what_happens_once_looks_for_no_root_cause(cast, django_assert_num_queries):
    [case] = often(cast, 1)
    follow_repeat(case.pk, at=case.reported_at)  # the grids near it are kept now
    with django_assert_num_queries(4):  # the savepoint's two, the case, what happened near it
        assert follow_repeat(case.pk, at=case.reported_at) is None


def test_a_new_repeat_is_linked_to_the_open_root_cause_which_says_how_often(cast):
    cases = often(cast, 4)
    root = open_root_cause(cases[-1].pk, command=by(cast.chen, 8))
    new = happened(cast, 10, ends=False)
    follow_repeat(new.pk, at=new.reported_at)
    follow_repeat(new.pk, at=new.reported_at)
    root.refresh_from_db()

    assert CaseLink.objects.filter(to_case=root).count() == 5
    assert new.number in root.records.last().note
    assert "5" in root.records.last().note
    assert root.records.filter(name="link").count() == 2
    assert open_roots(cast.chen.actor, area_code=DISTRICT)[0].reports == 5


def test_opening_it_twice_gives_the_one_that_is_open(cast):
    cases = often(cast, 5)
    first = open_root_cause(cases[-1].pk, command=by(cast.chen))
    second = open_root_cause(cases[-2].pk, command=by(cast.wu))

    assert first.pk == second.pk


def test_the_histories_explain_every_row(cast):
    make_places()
    cases = [
        actions.report_case(
            a_report(kind_code=RUBBISH, lon_cgcs2000=LON, lat_cgcs2000=LAT),
            command=a_command(at=MONDAY_9 + day * DAY),
        ).case
        for day in range(5)
    ]
    for case in cases[:4]:
        actions.settle_on_spot(case.pk, command=a_command(SYSTEM, at=case.reported_at + DAY / 2), result="已清运干净")
    root = open_root_cause(cases[-1].pk, command=by(cast.chen))

    assert root.version == 2
    assert [difference for _number, found in replay_cases() for difference in found] == []


def test_a_root_cause_that_a_person_declined_does_not_open_by_itself_again(cast):
    cases = often(cast, 8)
    root = follow_repeat(cases[-1].pk, at=cases[-1].reported_at)
    actions.decline_case(root.pk, command=by(cast.chen, 17), reason="已有改造工程，月底完工")
    new = happened(cast, 18)

    assert follow_repeat(new.pk, at=new.reported_at) is None
    assert Case.objects.filter(kind_code="event.root-cause").count() == 1


def test_after_a_root_cause_was_closed_the_next_one_is_another(cast):
    cases = often(cast, 8)
    root = follow_repeat(cases[-1].pk, at=cases[-1].reported_at)
    _end(root, MONDAY_9 + 20 * DAY)
    new = happened(cast, 25)
    second = follow_repeat(new.pk, at=new.reported_at)

    assert second.pk != root.pk
    assert CaseLink.objects.filter(to_case=second).count() == 9


def test_what_was_merged_declined_or_is_confidential_is_not_counted(cast):
    cases = often(cast, 6)
    Case.objects.filter(pk=cases[0].pk).update(state="declined", duplicate_of=cases[1].pk)
    Case.objects.filter(pk=cases[2].pk).update(is_confidential=True)
    Case.objects.filter(pk=cases[3].pk).update(state="voided")

    with pytest.raises(errors.NoRepeat):
        open_root_cause(cases[-1].pk, command=by(cast.chen))
    assert find_places(SYSTEM, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY) == []


def test_a_confidential_report_is_never_followed_nor_offered(cast):
    cases = often(cast, 8)
    Case.objects.filter(pk=cases[-1].pk).update(is_confidential=True)
    cases[-1].refresh_from_db()

    assert follow_repeat(cases[-1].pk, at=cases[-1].reported_at) is None
    assert same_place(SYSTEM, cases[-1]) is None


def test_one_person_who_reports_often_from_many_places_makes_no_repeat(cast):
    places = [(LON + step * SIDE / 4, LAT) for step in range(8)]
    for day, (lon, lat) in enumerate(places):
        happened(cast, day, lon_cgcs2000=lon, lat_cgcs2000=lat, reporter_name="王芳", reporter_phone="13900000001")

    assert find_places(SYSTEM, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY) == []


def test_who_reported_makes_no_difference(cast):
    often(cast, 4, reporter_name="王芳", reporter_phone="13900000001")
    same = find_places(SYSTEM, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY)
    Reporter.objects.all().delete()
    Case.objects.update(reported_by=cast.lin.account.pk)

    assert find_places(SYSTEM, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY) == same


@pytest.mark.parametrize("module", [repeat_rules, around, repeats, rooting])
def test_counting_repeats_never_reads_a_reporter(module):
    source = inspect.getsource(module)

    for word in ("Reporter", "reported_by", "phone", "account_id", "tracking"):
        assert word not in source


def test_a_root_cause_names_the_building_not_the_flat(cast):
    cases = often(cast, 4, address="竹桥新村3号楼2单元501室", text="501 室门口又堆垃圾了")
    root = open_root_cause(cases[-1].pk, command=by(cast.chen))

    assert root.address == "竹桥新村3号楼"
    assert "501" not in root.text + root.title
    assert not Reporter.objects.filter(case=root).exists()


@pytest.mark.parametrize("who", ["zhao", "lin", "sun", "han", "feng"])
def test_only_supervision_opens_a_root_cause(cast, who):
    cases = often(cast, 4)

    with pytest.raises((errors.CaseNotFound, errors.StepNotAllowed)):
        open_root_cause(cases[-1].pk, command=by(getattr(cast, who)))


def test_a_stranger_is_shown_no_place(cast):
    cases = often(cast, 5)
    open_root_cause(cases[-1].pk, command=by(cast.chen))

    assert find_places(cast.zhao.actor, area_code=DISTRICT, at=MONDAY_9 + 30 * DAY) == []
    assert open_roots(cast.zhao.actor, area_code=DISTRICT) == []
    assert find_places(cast.chen.actor, area_code=STREET_BESIDE, at=MONDAY_9 + 30 * DAY) == []


def test_a_cases_page_is_told_how_often_it_happened_there_and_what_is_done(cast):
    cases = often(cast, 4)
    before = same_place(cast.chen.actor, cases[-1])
    root = open_root_cause(cases[-1].pk, command=by(cast.chen))
    after = same_place(cast.chen.actor, cases[-1])

    assert (before.times, before.days, before.verdict, before.root) == (4, 60, "propose", None)
    assert after.root == root.pk


def test_reports_across_a_border_of_communities_are_one_place(cast):
    border = LON + 1.5 * SIDE
    for day, east in enumerate((-0.0001, 0.0001, -0.0001, 0.0001)):
        last = happened(cast, day * 2, lon_cgcs2000=border + east)

    assert len({case.area_code[:12] for case in Case.objects.all()}) == 2
    assert open_root_cause(last.pk, command=by(cast.chen)).kind_code == "event.root-cause"


def test_looking_at_one_place_takes_few_queries(cast, django_assert_max_num_queries):
    cases = often(cast, 5)
    follow_repeat(cases[-1].pk, at=cases[-1].reported_at)
    with django_assert_max_num_queries(3):
        same_place(cast.chen.actor, cases[-1])
    with django_assert_max_num_queries(2):
        find_places(cast.chen.actor, area_code=COMMUNITY, at=MONDAY_9 + 30 * DAY)


def test_a_place_is_found_by_grid_and_day_not_by_a_scan(cast):
    case = often(cast, 1)[0]
    rule = around.rule_of(case.kind_code)
    held = around.counted_cases().filter(
        around.near(case, radius_m=rule.radius_m),
        kind_code__in=sorted(rule.kinds),
        reported_at__range=(case.reported_at - rule.window, case.reported_at),
    )
    plan = held.explain()
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of one page whole, whatever its indexes
        assert "case_area_reported (area_code=? AND reported_at>? AND reported_at<?)" in plan
    assert held.count() == 1
