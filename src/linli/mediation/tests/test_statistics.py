"""The month by types: Huangshi's printed table comes out; the ledger counts and names nobody."""

import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from django.urls import reverse
from openpyxl import load_workbook

from linli.cases.testing import MONDAY_9, make_places
from linli.core.errors import NotAllowed
from linli.mediation import errors
from linli.mediation.cli import mediation as commands
from linli.mediation.queries.statistics import Every, LedgerLine, ledger, month_named, month_statistics
from linli.mediation.rules import Phase, published
from linli.mediation.testing import make_committee, make_mediation, make_month
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, COMMUNITY_ELSEWHERE, DISTRICT, GRID, Cast

pytestmark = pytest.mark.django_db
# A city's month as it was printed: Huangshi, August 2016, 869 accepted, 842 settled, 96.9 %.
HUANGSHI = {
    "family": 160, "neighbour": 278, "house-site": 67, "contract": 44, "business": 31, "damages": 76, "land-forest": 18,
    "relocation": 28, "pollution": 4, "labour": 13, "consumer": 7, "medical": 55, "traffic": 33, "property-service": 1,
    "other": 54,
}  # fmt: skip
UNSETTLED = {"family": 6, "neighbour": 5, "contract": 4, "damages": 5, "relocation": 3, "medical": 4}


@pytest.fixture
def huangshi(cast: Cast):
    make_places()
    counts = {f"dispute.{name}": (count, count - UNSETTLED.get(name, 0), 0) for name, count in HUANGSHI.items()}
    make_month(counts, month=dt.date(2016, 8, 1), committee=make_committee())


def test_the_printed_month_comes_out(huangshi):
    table = month_statistics(SYSTEM, area_code=DISTRICT, month="2016-08")
    assert {row.type: row.accepted for row in table.rows} == HUANGSHI
    assert (table.accepted, table.settled) == (869, 842)
    assert f"{table.settled_rate:.1%}" == "96.9%"


def test_other_months_and_places_are_not_in_it(huangshi):
    for month in ("2016-07", "2016-09"):
        assert month_statistics(SYSTEM, area_code=DISTRICT, month=month).accepted == 0
    assert month_statistics(SYSTEM, area_code=COMMUNITY_ELSEWHERE, month="2016-08").accepted == 0
    assert month_statistics(SYSTEM, area_code=COMMUNITY, month="2016-08").accepted == 869


def test_the_published_month_hides_the_small_types(huangshi):
    public = published(month_statistics(SYSTEM, area_code=DISTRICT, month="2016-08"))
    hidden = {row.type for row in public.rows if row.accepted is None}
    assert hidden == {"pollution", "consumer", "property-service"}
    assert (public.accepted, public.settled) == (869, 842)


def test_the_command_line_prints_the_month(huangshi):
    told = CliRunner().invoke(commands, ["statistics", "--month", "2016-08", "--area", DISTRICT, "--json"])
    found = json.loads(told.output)
    assert (found["accepted"], found["settled"], found["settled_rate"]) == (869, 842, 0.9689)
    shown = CliRunner().invoke(commands, ["statistics", "--month", "2016-08", "--area", DISTRICT])
    assert "96.9%" in shown.output
    public = CliRunner().invoke(commands, ["statistics", "--month", "2016-08", "--published", "--json"])
    assert [row["accepted"] for row in json.loads(public.output)["rows"]].count(None) == 3


def test_the_page_and_the_workbook_show_the_month(cast: Cast, huangshi):
    client = cast.han.sign_in()
    page = client.get(reverse("mediation:statistics"), {"month": "2016-08"}).content.decode()
    for said in ("869", "842", "96.9%", "278"):
        assert said in page
    public = client.get(reverse("mediation:statistics"), {"month": "2016-08", "public": "1"}).content.decode()
    assert '<td class="text-end">7</td>' in page
    assert '<td class="text-end">7</td>' not in public
    answer = client.get(reverse("mediation:workbook"), {"month": "2016-08"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[3][:3] == ("邻里纠纷", 278, 273)
    assert rows[-1][2] == "0.0%"


def test_nonsense_in_the_address_gives_the_present_month(cast: Cast):
    make_places()
    for month in ("2016-13", "x", "0000-01"):
        assert cast.han.sign_in().get(reverse("mediation:statistics"), {"month": month}).status_code == 200
    with pytest.raises(errors.MonthWrong):
        month_named("2016-13")


@pytest.mark.parametrize("month", ["2016-02", "2024-02", "2026-12"])
def test_a_month_ends_where_the_next_begins(month: str):
    first, after = month_named(month)
    assert (first.day, after.day) == (1, 1)
    assert (after - first).days in {28, 29, 31}


def test_a_month_s_page_takes_few_queries(cast: Cast, huangshi, django_assert_max_num_queries):
    client = cast.han.sign_in()
    client.get(reverse("mediation:statistics"), {"month": "2016-08"})
    with django_assert_max_num_queries(10):
        client.get(reverse("mediation:statistics"), {"month": "2016-08"})


def test_what_was_settled_on_the_same_day_is_told(cast: Cast):
    make_mediation(cast, phase=Phase.AGREED)
    make_mediation(cast, phase=Phase.SITTING)
    table = month_statistics(SYSTEM, area_code=DISTRICT, month="2026-11")
    assert (table.accepted, table.settled, table.same_day, table.same_day_rate) == (2, 1, 1, 0.5)


def test_the_ledger_counts_and_names_nobody(cast: Cast):
    make_mediation(cast, phase=Phase.CLOSED)
    make_mediation(cast, phase=Phase.SITTING)
    make_mediation(cast, at=MONDAY_9 + dt.timedelta(days=8))
    days = {"since": dt.date(2026, 11, 1), "until": dt.date(2026, 11, 30), "area_code": DISTRICT}
    weekly = ledger(SYSTEM, every=Every.WEEK, **days)
    assert weekly == [
        LedgerLine(dt.date(2026, 11, 16), 2, 1, 1, 0, 1),
        LedgerLine(dt.date(2026, 11, 23), 1, 0, 0, 0, 1),
    ]
    assert [line.since for line in ledger(SYSTEM, every=Every.DAY, **days)] == [
        dt.date(2026, 11, 16),
        dt.date(2026, 11, 24),
    ]
    assert sum(line.found for line in ledger(SYSTEM, every=Every.MONTH, **days)) == 3
    assert set(LedgerLine.__dataclass_fields__) == {"since", "found", "settled", "same_day", "referred", "running"}


def test_the_ledger_is_on_the_command_line(cast: Cast):
    make_mediation(cast, phase=Phase.AGREED)
    told = CliRunner().invoke(
        commands, ["ledger", "--month", "2026-11", "--area", DISTRICT, "--every", "day", "--json"]
    )
    assert json.loads(told.output)[0]["settled"] == 1
    assert "1" in CliRunner().invoke(commands, ["ledger", "--month", "2026-11", "--area", DISTRICT]).output


def test_the_windows_on_the_command_line_are_numbers_and_days(cast: Cast, time_machine):
    time_machine.move_to(MONDAY_9 + dt.timedelta(days=3))
    mediation = make_mediation(cast, phase=Phase.AGREED)
    told = CliRunner().invoke(commands, ["windows", "--json"])
    assert json.loads(told.output) == [{"case": mediation.case_number, "last_day": "2026-12-16"}]
    assert mediation.case_number in CliRunner().invoke(commands, ["windows"]).output


def test_the_command_line_reminds(cast: Cast, time_machine):
    time_machine.move_to(MONDAY_9 + dt.timedelta(days=29))
    make_mediation(cast, phase=Phase.AGREED)
    assert CliRunner().invoke(commands, ["remind"]).output == "已提醒 2 项。\n"
    assert CliRunner().invoke(commands, ["remind"]).output == "已提醒 0 项。\n"


def test_only_those_who_see_figures_or_mediate_count(cast: Cast):
    for member in (cast.zhao, cast.sun, cast.lin):
        with pytest.raises(NotAllowed):
            month_statistics(member.actor, area_code=GRID, month="2026-11")
    with pytest.raises(NotAllowed):
        ledger(cast.zheng.actor, area_code=DISTRICT, since=MONDAY_9.date(), until=MONDAY_9.date(), every=Every.DAY)
