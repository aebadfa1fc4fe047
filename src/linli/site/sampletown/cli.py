"""`linli demo`: make the sample town when there is none, print its accounts, serve."""

import datetime as dt
from collections.abc import Callable

import click
from click.core import ParameterSource
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from linli.cases.tasks import learn_kinds
from linli.site import environment, preparing, serving
from linli.site.sampletown.field_day import let_fill_and_visit
from linli.site.sampletown.making import TownReport, check_may_make, clear, is_made, let_mediate, make_town
from linli.site.sampletown.past_cases import MORNING
from linli.site.sampletown.size import CASES, RESIDENTS, TownSize
from linli.staff import queries as staff
from linli.staff.rules import DEMO_PASSWORD

_PARTS = {
    "areas": gettext_lazy("区域和街道"),
    "houses": gettext_lazy("楼栋和户室"),
    "people": gettext_lazy("居民家庭"),
    "cases": gettext_lazy("案卷"),
}
SMALLEST = 60


@click.command(help=gettext_lazy("建立示范小镇（全部虚构）并启动；已有小镇时直接启动，保留数据。"))
@click.option(
    "--residents",
    type=click.IntRange(SMALLEST, 20_000_000),
    default=RESIDENTS,
    show_default=True,
    help=gettext_lazy("居民人数"),
)
@click.option(
    "--cases", type=click.IntRange(0, 50_000_000), default=CASES, show_default=True, help=gettext_lazy("以往案卷数")
)
@click.option("--seed", type=int, default=1, show_default=True, help=gettext_lazy("种子：同一种子造出同一座小镇"))
@click.option("--port", type=int, default=environment.PORT.value(), show_default=True, help=gettext_lazy("监听端口"))
@click.option("--no-serve", is_flag=True, help=gettext_lazy("只建立，不启动网站"))
@click.option("--reset", is_flag=True, help=gettext_lazy("清空示范数据，重新建立"))
def demo(*, residents: int, cases: int, seed: int, port: int, no_serve: bool, reset: bool) -> None:
    """Make the sample town when it is not there yet, and serve it."""
    preparing.prepare()
    console = Console()
    if reset or not is_made():
        check_may_make()
        _start_afresh()
        _tell(console, _make(console, TownSize(residents, cases), seed))
        learn_kinds.enqueue()  # by the background worker, while the town is already served
    elif _asked_for_another():
        console.print(_("这里已有示范小镇，数据保留不变；要按新的选项重建，请加 --reset。"))
    _accounts(console)
    if not no_serve:
        console.print(_("打开 http://127.0.0.1:%(port)s/ ，按 Ctrl+C 停止。") % {"port": port})
        serving.serve(port=port)


def _asked_for_another() -> bool:
    context = click.get_current_context()
    given = (context.get_parameter_source(name) for name in ("residents", "cases", "seed"))
    return any(source is ParameterSource.COMMANDLINE for source in given)


def town_day(now: dt.datetime) -> dt.date:
    """Give the day on which the town's clock stands: today, or yesterday before its hour has come."""
    since_midnight = dt.timedelta(hours=MORNING.hour, minutes=MORNING.minute)
    return timezone.localdate(now - since_midnight)


def _start_afresh() -> None:
    """Clear what an interrupted making left, or what --reset takes away, and load the catalogue anew."""
    clear()
    preparing.prepare()


def _make(console: Console, size: TownSize, seed: int) -> TownReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        today = town_day(timezone.now())
        made = make_town(size, seed=seed, today=today, progress=_shown(bars))
        let_mediate(today=today)
        let_fill_and_visit(today=today)
        return made


def _shown(bars: Progress) -> Callable[[str, int, int], None]:
    lines = {part: bars.add_task(str(label), total=None) for part, label in _PARTS.items()}
    return lambda part, done, total: bars.update(lines[part], completed=done, total=total)


def _tell(console: Console, made: TownReport) -> None:
    text = _(
        "示范小镇已建成：%(areas)s 个区域，%(buildings)s 栋楼，%(dwellings)s 个户室，%(households)s 户 %(residents)s 人，"
        "%(units)s 个单位，%(staff)s 个账号，%(cases)s 件案卷。示范数据，纯属虚构。"
    )
    console.print(text % {name: f"{value:,}" for name, value in vars(made).items() if name != "digest"})


def _accounts(console: Console) -> None:
    table = Table(title=_("演示账号（密码都是 %(password)s，只在演示环境有效）") % {"password": DEMO_PASSWORD})
    for heading in (_("登录名"), _("姓名"), _("岗位")):
        table.add_column(heading)
    accounts = staff.demo_accounts()
    roles = staff.roles_of(account.pk for account in accounts)
    for account in accounts:
        held = "、".join(str(staff.ROLE_NAMES[role]) for role in roles.get(account.pk, []))
        table.add_row(account.username, account.name, held)
    console.print(table)
