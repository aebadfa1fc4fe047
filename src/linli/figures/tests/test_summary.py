"""The figures of a period: what counts as received, due, in time; who may read them."""

import datetime as dt

import pytest
from click.testing import CliRunner
from django.utils.translation import override
from rich.cells import cell_len

from linli.cases import actions
from linli.cases.queries.kinds import kind_name
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, make_case
from linli.core.errors import NotAllowed
from linli.figures.cli import figures as commands
from linli.figures.queries import PeriodInvalid, summary
from linli.figures.rules import mean, rate
from linli.staff.rules import SYSTEM
from linli.staff.testing import DISTRICT, Cast

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 16)


def figures(since=MONDAY, until=MONDAY, actor=SYSTEM):
    return summary(actor, area_code=DISTRICT, since=since, until=until).total


def test_a_city_s_printed_rates_come_out_with_due_as_divisor():
    """Tianmen, December 2016: 737 in time of 972 due was printed as 75.82 %."""
    assert rate(737, 972) == 0.7582
    assert rate(0, 0) is None


def test_means_are_joined_by_their_weights():
    assert mean([(2.0, 3), (10.0, 1)]) == 4.0
    assert mean([]) is None


def test_a_case_closed_in_time_counts_once_when_it_was_closed(cast: Cast):
    make_case(cast, state=State.CLOSED)
    found = figures()
    assert (found.received, found.filed, found.dispatched) == (1, 1, 1)
    assert (found.due, found.closed, found.in_time, found.on_time_rate) == (1, 1, 1, 1.0)
    assert figures(since=MONDAY + dt.timedelta(days=1), until=MONDAY + dt.timedelta(days=20)).due == 0


def test_a_case_past_its_deadline_is_due_and_not_in_time(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    found = figures(until=case.close_due_at.date())
    assert (found.due, found.closed, found.in_time, found.on_time_rate) == (1, 0, 0, 0.0)


def test_a_declined_report_is_received_but_never_due(cast: Cast):
    case = make_case(cast)
    actions.decline_case(case.pk, command=a_command(cast.chen.actor), reason="不属于受理范围")
    found = figures(until=MONDAY + dt.timedelta(days=60))
    assert (found.received, found.filed, found.due) == (1, 0, 0)


def test_satisfaction_is_the_share_of_good_ratings(cast: Cast):
    for score in (5, 2):
        case = make_case(cast, state=State.CLOSED)
        actions.rate_case(case.pk, command=a_command(), score=score)
    assert figures().satisfied_rate == 0.5


def test_only_whoever_may_view_figures_there_reads_them(cast: Cast):
    assert figures(actor=cast.han.actor).received == 0
    for stranger in (cast.zhao, cast.lin, cast.sun):
        with pytest.raises(NotAllowed):
            figures(actor=stranger.actor)


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast):
    with pytest.raises(PeriodInvalid):
        figures(until=MONDAY - dt.timedelta(days=1))


@pytest.mark.parametrize("asked", ["to=0001-01-01", "to=9999-12-31", "from=0001-01-01&to=0001-02-01"])
def test_days_that_cannot_be_counted_are_refused(cast: Cast, asked: str):
    answer = cast.han.sign_in().get(f"/desk/figures/?{asked}")
    assert answer.status_code == 400
    assert "起止日期不正确" in answer.content.decode()


def test_the_page_and_its_workbook_open_for_an_analyst_and_for_no_stranger(cast: Cast):
    make_case(cast, state=State.CLOSED, at=MONDAY_9)
    client = cast.han.sign_in()
    assert "数据概览" in client.get("/desk/figures/?from=2026-11-16&to=2026-11-16").content.decode()
    assert client.get("/desk/figures/summary.xlsx").content[:2] == b"PK"
    stranger = cast.zhao.sign_in()
    for url in ("/desk/figures/", "/desk/figures/summary.xlsx"):
        assert stranger.get(url).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_names_and_figures_can_be_read_in_a_terminal_of_eighty_places(cast: Cast, language: str):
    make_case(cast, state=State.CLOSED, at=MONDAY_9)
    with override(language):
        kind = kind_name(RUBBISH)
        shown = CliRunner(env={"COLUMNS": "80"}).invoke(
            commands, ["summary", "--from", "2026-11-16", "--to", "2026-11-16"]
        )
    assert shown.exit_code == 0, shown.output
    assert kind.split()[0] in shown.output
    assert "…" not in shown.output
    assert max(cell_len(line) for line in shown.output.splitlines()) <= 80
