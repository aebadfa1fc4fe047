"""`linli clocks`: sweep, replan, show."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from linli.cases.actions.replanning import Replanned, replan_clocks
from linli.cases.actions.sweeping import Swept, sweep_clocks
from linli.cases.queries.clock_states import ClockState, Standing, clock_states
from linli.cases.queries.visible import case_with_number
from linli.core.moments import to_the_minute
from linli.staff.rules import SYSTEM

screen = Console()
_JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))


@click.group(help=_("时限：提醒与升级、按新日历重算、查看一件案卷的时限。"))
def clocks() -> None:
    """Gather the commands about clocks."""


@clocks.command(help=_("现在就巡查一遍：恢复到期的暂停，发出到点的提醒和升级。后台任务每分钟自动做一次。"))
@_JSON
def sweep(as_json: bool) -> None:  # noqa: FBT001 click
    """End pauses that have ended and tell what is reached; the background worker does so every minute."""
    with _progress(_("巡查时限"), quiet=as_json) as said:
        swept = sweep_clocks(timezone.now(), said=lambda found: said(found.looked))
    _tell(swept, as_json=as_json)


@clocks.command(help=_("按现行日历重算所有在办案卷的到期时间；有变化的逐件记录。后台任务每夜自动做一次。"))
@_JSON
def replan(as_json: bool) -> None:  # noqa: FBT001 click
    """Work out every running clock anew after the calendar changed; the background worker does so every night."""
    with _progress(_("重算时限"), quiet=as_json) as said:
        done = replan_clocks(timezone.now(), said=lambda found: said(found.looked))
    _tell(done, as_json=as_json)


@clocks.command(help=_("查看一件案卷的各个时限。"))
@click.argument("number")
@_JSON
def show(number: str, as_json: bool) -> None:  # noqa: FBT001 click
    """Show how the clocks of a case stand."""
    states = clock_states(case_with_number(SYSTEM, number), at=timezone.now())
    if as_json:
        click.echo(json.dumps([_plain(state) for state in states], ensure_ascii=False))
        return
    table = Table(_("时限"), _("状态"), _("限时"), _("到期"), _("已用"), _("延期"), _("暂停"), _("已提醒"))
    for state in states:
        table.add_row(*_cells(state))
    screen.print(table)


def _tell(found: Swept | Replanned, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found)))
        return
    told = _("看过 %(looked)s 件。") % {"looked": found.looked}
    if isinstance(found, Replanned):
        told += _("到期时间有变化的 %(changed)s 件。") % {"changed": found.changed}
    else:
        words = _("恢复计时 %(resumed)s 件，提醒 %(warned)s 件，升级 %(escalated)s 件，读不出的 %(unreadable)s 件。")
        told += words % dataclasses.asdict(found)
    screen.print(told, markup=False)


@contextmanager
def _progress(name: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    if quiet:
        yield lambda _count: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda count: bar.update(task, completed=count)


def _plain(state: ClockState) -> dict[str, object]:
    values = dataclasses.asdict(state)
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}


def _cells(state: ClockState) -> tuple[str, ...]:
    names = {
        Standing.RUNNING: _("计时中"), Standing.LATE: _("已超期"), Standing.PAUSED: _("暂停"),
        Standing.DONE: _("已完成"), Standing.DONE_LATE: _("超期完成"),
    }  # fmt: skip
    until = _("到 %(until)s（%(reason)s）") % {"until": _when(state.paused_until), "reason": state.reason}
    return (
        state.name,
        names[state.standing],
        state.limit,
        _when(state.due),
        f"{state.share:.0%}",
        "、".join(state.extended),
        until if state.paused_until else str(state.pauses or ""),
        "、".join(state.told),
    )


def _when(at: dt.datetime | None) -> str:
    return to_the_minute(at) if at else ""
