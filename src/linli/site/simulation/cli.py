"""`linli simulate`: let the demo town live for some days and print the figures of each."""

import datetime as dt
import json
from collections.abc import Callable

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from linli.cases.rules import OPEN
from linli.cases.wording import STATE_NAMES, STEP_LOOKS
from linli.core.listing import listed
from linli.core.moments import to_the_minute
from linli.site.simulation.habits import REPORTS_PER_1000
from linli.site.simulation.ledger import Tally
from linli.site.simulation.running import Outcome, Simulation

COLUMNS = {
    "received": gettext_lazy("收件"),
    "filed": gettext_lazy("立案"),
    "declined": gettext_lazy("不立"),
    "dispatched": gettext_lazy("派遣"),
    "closed": gettext_lazy("结案"),
    "in_time": gettext_lazy("按期"),
    "returned": gettext_lazy("退单"),
    "reworked": gettext_lazy("返工"),
    "reopened": gettext_lazy("重开"),
    "mean_hours": gettext_lazy("用时"),
    "rated": gettext_lazy("评价"),
    "satisfaction": gettext_lazy("满意"),
}
MOST_REFUSALS = 10


@click.command(
    short_help=_("让演示城区自己运转若干天。"),
    help=_(
        "让演示城区自己运转若干天：居民上报，网格员、受理、派遣、处置、核查人员按各自岗位办理，打印每天的数据。"
        "同一种子、同一些日子的结果总是一样；再运行一遍不会重复写入，日子往后则接着上次的时间继续。"
    ),
)
@click.option("--days", type=click.IntRange(1, 3660), default=30, show_default=True, help=_("模拟的天数"))
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help=_("随机种子"))
@click.option(
    "--from", "start", type=click.DateTime(formats=["%Y-%m-%d"]), help=_("从哪一天零点开始；默认使最后一天是昨天")
)
@click.option(
    "--pace",
    type=click.FloatRange(0, 1000, min_open=True),
    default=REPORTS_PER_1000,
    show_default=True,
    help=_("每千居民每天的上报件数"),
)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.pass_context
def simulate(
    context: click.Context,
    days: int,
    seed: int,
    start: dt.datetime | None,
    pace: float,
    as_json: bool,  # noqa: FBT001 click gives flags so
) -> None:
    """Let the town live and print the figures; exit code 1 when a case was lost."""
    first = start.date() if start else timezone.localdate() - dt.timedelta(days=days)
    simulation = Simulation(seed=seed, days=days, start=first, pace=pace)
    outcome = _run(simulation)
    if as_json:
        click.echo(json.dumps(as_dict(outcome), ensure_ascii=False))
    else:
        _show(outcome)
    if outcome.lost or outcome.hanging:
        context.exit(1)


def as_dict(outcome: Outcome) -> dict[str, object]:
    """Give an outcome for JSON."""
    ends = {
        "states": outcome.states,
        "lost": outcome.lost,
        "refused": len(outcome.refusals),
        "nobody": dict(outcome.nobody),
        "hanging": len(outcome.hanging),
    }
    return {
        "days": [{"day": str(day)} | tally.as_dict() for day, tally in outcome.days.items()],
        "total": outcome.total.as_dict() | ends,
    }


def _run(simulation: Simulation) -> Outcome:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("模拟"), total=len(simulation.days))
        first = simulation.days[0]
        return simulation.run(progress=_one_more(progress, task, first))


def _one_more(progress: Progress, task: TaskID, first: dt.date) -> Callable[[dt.date], None]:
    def lived(day: dt.date) -> None:
        if day >= first:
            progress.advance(task)

    return lived


def _show(outcome: Outcome) -> None:
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
        caption=_("“用时”是从上报到结案的平均小时数，“满意”是四、五级评价所占比例。"),
    )
    table.add_column(_("日期"), no_wrap=True)
    for name in COLUMNS.values():
        table.add_column(str(name), justify="right", no_wrap=True)
    for day, tally in outcome.days.items():
        table.add_row(f"{day:%m-%d}", *_cells(tally))
    table.add_section()
    table.add_row(_("合计"), *_cells(outcome.total))
    screen = Console()
    screen.print(table)
    for line in _closing_lines(outcome):
        screen.print(line, markup=False, highlight=False, soft_wrap=True)


def _closing_lines(outcome: Outcome) -> list[str]:
    """Say where every reported case stands, and what went another way than it should."""
    still_open = {state: number for state, number in outcome.states.items() if state in OPEN}
    open_said = listed(f"{STATE_NAMES[state]} {number}" for state, number in still_open.items()) or "0"
    said = {"reported": outcome.total.received, "found": sum(outcome.states.values()), "lost": outcome.lost}
    lines = [
        _("上报 %(reported)s 件，全部有下落 %(found)s 件，丢失 %(lost)s 件。") % said,
        _("未结：%(states)s") % {"states": open_said},
    ]
    lines += [
        _("没有岗位能办“%(step)s”，因而停下的案卷：%(number)s 件。")
        % {"step": STEP_LOOKS[step].title, "number": number}
        for step, number in sorted(outcome.nobody.items())
    ]
    lines.append(_("每天零点核对：无人负责或时限无故停走的案卷 %(number)s 件次。") % {"number": len(outcome.hanging)})
    lines += [
        f"  {timezone.localdate(one.at):%Y-%m-%d} {one.number}: {one.why}" for one in outcome.hanging[:MOST_REFUSALS]
    ]
    lines += [
        _("案卷 %(key)s 在 %(at)s 的一步被规则拒绝（%(code)s），不再继续。")
        % {"key": refusal.key, "at": to_the_minute(refusal.at), "code": refusal.code}
        for refusal in outcome.refusals[:MOST_REFUSALS]
    ]
    return lines


def _cells(tally: Tally) -> list[str]:
    values = tally.as_dict()
    return [_cell(name, values[name]) for name in COLUMNS]


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    return f"{value:.0%}" if name == "satisfaction" and isinstance(value, float) else str(value)
