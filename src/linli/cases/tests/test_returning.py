"""How many closed cases came back: counted, told on the command line, written to Excel."""

import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from linli.cases import actions
from linli.cases.cli_repeats import repeats
from linli.cases.exports.returns import write_returns
from linli.cases.models import Case
from linli.cases.queries.returning import Asked, ReturnsPeriodInvalid, report_returns
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_report, make_places
from linli.core.errors import NotAllowed
from linli.places.testing import middle
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, COMMUNITY, DISTRICT, GRID, STREET

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FIRST = MONDAY_9.date()
ASKED = Asked(DISTRICT, FIRST, FIRST + 60 * DAY)
LON, LAT = middle(0, 0)


def closed(day, *, unit=CLEANING, **report):
    make_places()
    at = MONDAY_9 + day * DAY
    values = {"kind_code": RUBBISH, "lon_cgcs2000": LON, "lat_cgcs2000": LAT, **report}
    case = actions.report_case(a_report(**values), command=a_command(at=at)).case
    ended = {"state": "closed", "phase": "closed", "is_open": False, "closed_at": at + DAY, "unit_code": unit}
    Case.objects.filter(pk=case.pk).update(**ended)
    return case


def test_what_was_reported_again_within_the_days_came_back(cast):
    closed(0), closed(10), closed(50)
    found = report_returns(SYSTEM, ASKED)

    assert (found.total.closed, found.total.back, found.total.share) == (3, 1, 0.3333)
    (place,) = found.places
    assert place.days == 9
    assert report_returns(SYSTEM, Asked(DISTRICT, FIRST, FIRST + 60 * DAY, within_days=8)).total.back == 0


def test_it_is_told_by_area_kind_and_unit(cast):
    closed(0), closed(5, unit=""), closed(6, kind_code="event.dirty-road")
    found = report_returns(SYSTEM, Asked(COMMUNITY, FIRST, FIRST + 60 * DAY))

    assert [(line.code, line.closed, line.back) for line in found.areas] == [(GRID, 3, 1)]
    assert [(line.code, line.back) for line in found.kinds] == [(RUBBISH, 1), ("event.dirty-road", 0)]
    assert [(line.name, line.back) for line in found.units] == [("松门区环卫所", 1), ("当场处置", 0)]


def test_what_came_back_next_door_counts_for_the_place_it_was_closed_in(cast):
    border = LON + 1.5 * (middle(1, 0)[0] - LON)
    closed(0, lon_cgcs2000=border - 0.0001)
    closed(5, lon_cgcs2000=border + 0.0001)

    assert report_returns(SYSTEM, Asked(COMMUNITY, FIRST, FIRST + 60 * DAY)).total.back == 1


def test_what_is_confidential_merged_or_declined_neither_counts_nor_comes_back(cast):
    first, second = closed(0), closed(5)
    Case.objects.filter(pk=second.pk).update(state="declined", duplicate_of=first.pk)
    assert report_returns(SYSTEM, ASKED).total.back == 0
    Case.objects.filter(pk=first.pk).update(is_confidential=True)

    assert report_returns(SYSTEM, ASKED).total.closed == 0


def test_only_who_sees_figures_of_the_area_is_told(cast):
    closed(0)

    assert report_returns(cast.han.actor, ASKED).total.closed == 1
    with pytest.raises(NotAllowed):
        report_returns(cast.zhao.actor, ASKED)
    with pytest.raises(NotAllowed):
        report_returns(cast.feng.actor, ASKED)
    assert report_returns(cast.feng.actor, Asked(STREET, FIRST, FIRST)).asked.area_code == STREET


@pytest.mark.parametrize(
    "asked",
    [
        Asked(DISTRICT, FIRST, FIRST - DAY),
        Asked(DISTRICT, FIRST, FIRST + 400 * DAY),
        Asked(DISTRICT, FIRST, FIRST, within_days=0),
        Asked(DISTRICT, FIRST, FIRST, within_days=400),
    ],
)
def test_periods_that_make_no_sense_are_refused(cast, asked):
    with pytest.raises(ReturnsPeriodInvalid):
        report_returns(SYSTEM, asked)


def test_an_area_takes_three_queries_and_the_names(cast, django_assert_max_num_queries):
    closed(0), closed(5)
    report_returns(SYSTEM, ASKED)
    with django_assert_max_num_queries(4):
        report_returns(SYSTEM, ASKED)


def test_the_workbook_has_a_sheet_for_each_grouping(cast):
    closed(0), closed(5)
    out = io.BytesIO()
    write_returns(report_returns(SYSTEM, ASKED), out)
    book = load_workbook(io.BytesIO(out.getvalue()))

    assert len(book.sheetnames) == 4
    assert [cell.value for cell in list(book.worksheets[0].rows)[-1]][2:] == [2, 1, 0.5]


def test_the_command_line_tells_the_same(cast, time_machine):
    time_machine.move_to(MONDAY_9 + 30 * DAY)
    for day in range(4):
        closed(day * 3)
    run = CliRunner()
    period = ["--from", str(FIRST), "--to", str(FIRST + 20 * DAY)]
    report = json.loads(run.invoke(repeats, ["report", "--area", DISTRICT, *period, "--json"]).output)
    found = json.loads(run.invoke(repeats, ["find", "--area", DISTRICT, "--json"]).output)

    assert (report["total"]["closed"], report["total"]["back"]) == (4, 3)
    assert [(place["times"], place["verdict"]) for place in found["places"]] == [(4, "propose")]
    assert json.loads(run.invoke(repeats, ["list", "--area", DISTRICT, "--json"]).output) == []
    assert run.invoke(repeats, ["report", "--area", DISTRICT, *period]).exit_code == 0


def test_find_opens_those_that_happened_far_too_often(cast, time_machine):
    time_machine.move_to(MONDAY_9 + 40 * DAY)
    for day in range(9):
        closed(day * 3)
    run = CliRunner()
    opened = json.loads(run.invoke(repeats, ["find", "--area", DISTRICT, "--open", "--json"]).output)["opened"]
    listed = json.loads(run.invoke(repeats, ["list", "--area", DISTRICT, "--json"]).output)

    assert [root["number"] for root in listed] == opened
    assert listed[0]["reports"] == 9
    assert run.invoke(repeats, ["list"]).exit_code == 0
