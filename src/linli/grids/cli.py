"""`linli areas draw | redraw | stop | plans | plan | submit | approve | return | withdraw | adopt`: plans of grids from start to end."""

import datetime as dt
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.core.terminal import OutFile, only_our_words, whole
from linli.grids import errors
from linli.grids.actions import plans as steps
from linli.grids.actions.adopting import adopt
from linli.grids.catalogue import declared
from linli.grids.cli_impact import impact_facts, print_impact
from linli.grids.cli_scores import print_scores
from linli.grids.models import Plan
from linli.grids.queries.impact import impact_of
from linli.grids.queries.plan_facts import part_facts, plan_facts
from linli.grids.queries.plans import (
    parts_of,
    plan_features,
    plan_for,
    plan_geojson,
    planned_grids,
    plans_visible_to,
)
from linli.grids.rules import (
    DrawSettings,
    PlanKind,
    PlanState,
    Preset,
    read_band,
    read_codes,
    read_groups,
    read_pairs,
    read_successors,
)
from linli.grids.web.scorecards import signed
from linli.grids.wording import GRID_KINDS, KIND_NAMES, STATE_NAMES, STOPPED_EARLY, stop_told, unmet_sentences
from linli.places import queries as places
from linli.places.cli import areas
from linli.staff.queries import account_named, actor_of
from linli.staff.rules import SYSTEM, Command

if TYPE_CHECKING:
    from linli.grids.actions.drawing import DrawnPlan

_MOST_SHOWN = 40
_MOST_NAMES = 8
_FILE = OutFile()
_DAY = click.DateTime(["%Y-%m-%d"])
_JSON = click.option("--json", "as_json", is_flag=True, help=gettext_lazy("输出 JSON"))
_AS = click.option("--as", "username", default="", help=gettext_lazy("以这个帐号的权限办理；不写则为系统"))
_PLAN = click.argument("plan_id", metavar="ID", type=click.UUID)
type Options = Mapping[str, Any]  # Any: what click read

_DRAWING = (
    click.option("--area", "area_code", required=True, metavar="CODE", help=gettext_lazy("区域代码：区县、街道或社区")),
    click.option("--target", type=click.IntRange(1), help=gettext_lazy("每格目标户数")),
    click.option("--band", metavar="LOW-HIGH", help=gettext_lazy("每格户数范围，如 300-500")),
    click.option("--seed", type=int, default=1, show_default=True, help=gettext_lazy("种子：同一种子划出同一方案")),
    click.option("--preset", type=click.Choice([one.value for one in Preset]), default=Preset.DEFAULT.value,
                 show_default=True, help=gettext_lazy("tight：工作量尽量均衡，边界会曲折些")),
    click.option("--whole", type=click.FloatRange(0, 3), help=gettext_lazy("不超过目标几倍的小区保持完整；0 为可以切开")),
    click.option("--tolerance", type=click.FloatRange(0.001, 0.5), help=gettext_lazy("工作量偏差在多少以内算均衡，如 0.1")),
    click.option("--time-limit", type=click.FloatRange(0.1, 86400), metavar="SECONDS", help=gettext_lazy("最多用多少秒，到时取最好的结果")),
    click.option("--households", type=click.IntRange(1), help=gettext_lazy("没有楼栋和户室的社区，每个按多少户推算")),
    click.option("--keep", multiple=True, metavar="CODE", help=gettext_lazy("保持不变的网格，可写多个")),
    click.option("--together", multiple=True, metavar="A,B", help=gettext_lazy("放在同一网格的楼栋或小区，可写多组")),
    click.option("--apart", multiple=True, metavar="A,B", help=gettext_lazy("不放在同一网格的两处楼栋或小区，可写多对")),
    click.option("--picture", type=_FILE, help=gettext_lazy("把方案画成 PNG 图片")),
    click.option("-o", "--out", type=_FILE, help=gettext_lazy("把方案写成 GeoJSON 文件")),
    click.option("--no-store", is_flag=True, help=gettext_lazy("只划分，不存为方案")),
    _AS,
    _JSON,
)  # fmt: skip


def _with_drawing_options[F: Callable[..., None]](command: F) -> F:
    for option in reversed(_DRAWING):
        command = option(command)
    return command


@areas.command("draw", help=gettext_lazy("从头划分网格：工作量均衡、边界沿街道、小区保持完整；存为方案草案。"))
@_with_drawing_options
def draw_command(**options: Any) -> None:  # Any: what click read
    """Draw the grids of an area afresh."""
    _draw(PlanKind.DRAW, options)


@areas.command("redraw", help=gettext_lazy("在现有网格上调整：只动失衡的网格和周边，换格的户数最少；存为方案草案。"))
@_with_drawing_options
def redraw_command(**options: Any) -> None:  # Any: what click read
    """Change the present grids as little as balance needs."""
    _draw(PlanKind.REDRAW, options)


@areas.command("plans", help=gettext_lazy("列出划分方案。"))
@click.option("--area", "area_code", default="", metavar="CODE", help=gettext_lazy("只列这个区域之下的"))
@_AS
@_JSON
def plans_command(*, area_code: str, username: str, as_json: bool) -> None:
    """List the plans."""
    rows = [one for one in plans_visible_to(_actor(username)) if one.area_code.startswith(area_code)]
    if as_json:
        click.echo(json.dumps([plan_facts(one) for one in rows], ensure_ascii=False, indent=1, default=str))
        return
    named = Column(f"{_('区域')}\n{_('编号')}", no_wrap=True)  # the number whole: the next command wants it
    table = Table(named, f"{_('方式')}\n{_('状态')}", _("网格"), f"{_('划分人')}\n{_('划分时间')}", show_lines=True)
    for one in rows:
        count = (one.scores.get("plan") or {}).get("grids", "")
        table.add_row(
            f"{escape(places.area_name(one.area_code))} {one.area_code}\n{one.pk}",
            f"{KIND_NAMES[one.kind]}\n{STATE_NAMES[one.state]}", str(count),
            f"{escape(one.drawn_by_name)}\n{to_the_minute(one.drawn_at)}",
        )  # fmt: skip
    Console().print(table)


@areas.command("plan", help=gettext_lazy("显示一个方案：评分、各社区、网格和启用后的变动；-o 写成 GeoJSON。"))
@_PLAN
@click.option("-o", "--out", type=_FILE, help=gettext_lazy("把方案写成 GeoJSON 文件"))
@_AS
@_JSON
def plan_command(*, plan_id: UUID, out: Path | None, username: str, as_json: bool) -> None:
    """Show one plan."""
    plan = _refusing(lambda: plan_for(_actor(username), plan_id))
    if out:
        _write_geojson(out, plan_geojson(plan))
    impact = impact_of(plan, on=timezone.localdate())
    if as_json:
        facts = plan_facts(plan) | {
            "communities": [part_facts(part) for part in parts_of(plan)],
            **impact_facts(impact),
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
        return
    console = Console()
    console.print(f"{places.area_name(plan.area_code)} {plan.area_code} {STATE_NAMES[plan.state]} {plan.pk}")
    if plan.state == PlanState.FAILED:
        console.print(escape(str(plan.progress.get("failed", ""))))
        return
    print_scores(console, plan.scores, parts_of(plan))
    _print_grids(console, plan)
    print_impact(console, plan, impact)


@areas.command("stop", help=gettext_lazy("停下正在进行的划分（桌面上的，或别的命令行里的），留下目前最好的方案。"))
@_PLAN
@_AS
def stop_command(*, plan_id: UUID, username: str) -> None:
    """Stop a drawing wherever it runs; the best found so far becomes the draft."""
    plan = _refusing(lambda: steps.stop(plan_id, command=_command(username)))
    click.echo(stop_told(plan.sign_at))


@areas.command("submit", help=gettext_lazy("提交方案，等待审批。"))
@_PLAN
@_AS
def submit_command(*, plan_id: UUID, username: str) -> None:
    """Hand a plan in."""
    _step(lambda: steps.submit(plan_id, command=_command(username)))


@areas.command("approve", help=gettext_lazy("批准方案：由没有划分、修改、提交过它的人，岗位覆盖全区县。"))
@_PLAN
@click.option("--on", type=_DAY, help=gettext_lazy("到哪一天自动启用；不写则批准后再启用"))
@click.option("--note", default="", help=gettext_lazy("意见"))
@_AS
def approve_command(*, plan_id: UUID, on: dt.datetime | None, note: str, username: str) -> None:
    """Approve a plan."""
    day = on.date() if on else None
    _step(lambda: steps.approve(plan_id, adopt_on=day, note=note, command=_command(username)))


@areas.command("return", help=gettext_lazy("退回方案，写明原因。"))
@_PLAN
@click.option("--note", required=True, help=gettext_lazy("退回的原因"))
@_AS
def return_command(*, plan_id: UUID, note: str, username: str) -> None:
    """Give a plan back."""
    _step(lambda: steps.return_(plan_id, note=note, command=_command(username)))


@areas.command("withdraw", help=gettext_lazy("作废方案；网格保持不变。"))
@_PLAN
@_AS
def withdraw_command(*, plan_id: UUID, username: str) -> None:
    """Withdraw a plan."""
    _step(lambda: steps.withdraw(plan_id, command=_command(username)))


@areas.command("adopt", help=gettext_lazy("启用已批准的方案：重划、新增、停用网格，岗位随之转到接续的网格。"))
@_PLAN
@click.option("--on", type=_DAY, help=gettext_lazy("启用日期；不写为今天，以后的日期到时自动启用"))
@click.option("--successor", "pairs", multiple=True, metavar="OLD=NEW", help=gettext_lazy("停用网格的岗位转到哪个网格"))
@click.option("--no-successors", "clears", is_flag=True, help=gettext_lazy("先前写下的接续网格作罢，岗位不另转"))
@_AS
def adopt_command(*, plan_id: UUID, on: dt.datetime | None, pairs: Sequence[str], clears: bool, username: str) -> None:
    """Adopt an approved plan; what was said before about successors holds until something else is said."""
    day = on.date() if on else timezone.localdate()
    wished = _refusing(lambda: read_successors(pairs) if pairs or clears else None)
    _step(lambda: adopt(plan_id, on=day, successors=wished, command=_command(username)))


def _draw(kind: PlanKind, options: Options) -> None:
    actor = _actor(options["username"])
    console = Console(stderr=True)
    settings = _refusing(lambda: _settings(options))
    with only_our_words(), _drawing_bar(console) as told:
        drawn, plan = _refusing(lambda: _drawn(kind, settings, options, Command(new_id(), actor, timezone.now()), told))
    if options["out"]:
        _write_geojson(options["out"], {"type": "FeatureCollection", "features": list(plan_features(drawn.parts))})
    if options["picture"]:
        _write_picture(options["picture"], drawn)
    if options["as_json"]:
        click.echo(json.dumps(_drawn_json(drawn, plan), ensure_ascii=False, indent=1))
        return
    _print_drawn(Console(), drawn, plan)


def _drawn(
    kind: PlanKind, settings: DrawSettings, options: Options, command: Command, told: Callable[[str, int, int], bool]
) -> "tuple[DrawnPlan, Plan | None]":
    from linli.grids.actions.drawing import draw_up  # noqa: PLC0415 machine code, loaded by what draws alone
    from linli.grids.actions.running import run_drawing  # noqa: PLC0415 as above
    from linli.grids.queries.ground import ground_of  # noqa: PLC0415 as above

    area_code = options["area_code"]
    if options["no_store"]:
        return draw_up(ground_of(area_code, settings), kind, settings, told=told), None
    plan = steps.propose(area_code, kind, settings, command=command)
    if (drawn := run_drawing(plan.pk, told=told)) is None:
        raise errors.WrongPlanState
    return drawn, plan


def _settings(options: Options) -> DrawSettings:
    """Start from the declared settings; a target without a band leaves the usual band where it does not fit."""
    usual = declared().drawing.settings
    target = options["target"] or usual.target
    band = read_band(options["band"]) if options["band"] else usual.band
    if not options["band"] and band is not None and not band.holds(target):
        band = None
    return DrawSettings(
        target=target,
        band=band,
        seed=options["seed"],
        preset=Preset(options["preset"]),
        whole_up_to=usual.whole_up_to if options["whole"] is None else options["whole"],
        tolerance=options["tolerance"] or usual.tolerance,
        time_limit_s=options["time_limit"],
        assumed_households=options["households"] or usual.assumed_households,
        keep=tuple(code for text in options["keep"] for code in read_codes(text)),
        together=read_groups(options["together"]),
        apart=read_pairs(options["apart"]),
    )


@contextmanager
def _drawing_bar(console: Console) -> Iterator[Callable[[str, int, int], bool]]:
    """Show how far the drawing is; the first Ctrl-C asks for the best so far, the second one ends."""
    stopped: list[bool] = []

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.append(True)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        console.print(_("正在收尾，取目前最好的结果；再按一次 Ctrl-C 放弃。"))

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )
    before = signal.signal(signal.SIGINT, stop)
    try:
        with bar:
            line = bar.add_task(_("读取地图和登记"), total=None)

            def told(text: str, done: int, of: int) -> bool:
                bar.update(line, description=text, completed=done, total=of)
                return not stopped

            yield told
    finally:
        signal.signal(signal.SIGINT, before)


def _print_drawn(console: Console, drawn: "DrawnPlan", plan: Plan | None) -> None:
    print_scores(console, drawn.scores, drawn.parts)
    if left := drawn.ground.without_boundary:
        told = _("%(count)s 个社区没有边界，没有划分：%(names)s")
        console.print(told % {"count": len(left), "names": _listed(left)}, style="yellow", soft_wrap=True)
    if assumed := drawn.assumed:
        told = _("%(count)s 个社区没有楼栋和户室，每个按 %(households)s 户推算：%(names)s")
        households = drawn.settings.assumed_households
        said = {"count": len(assumed), "households": households, "names": _listed(assumed)}
        console.print(told % said, style="yellow", soft_wrap=True)
    for one in drawn.findings[:_MOST_SHOWN]:
        console.print(f"· {escape(str(one.sentence))}", soft_wrap=True)
    if drawn.was_stopped:
        console.print(str(STOPPED_EARLY), style="yellow", soft_wrap=True)
    for told in unmet_sentences(drawn.unmet, drawn.settings):
        console.print(told, style="yellow", soft_wrap=True)
    if plan is not None:
        console.print(_("已存为方案草案，编号：%(id)s") % {"id": plan.pk}, soft_wrap=True)


def _listed(codes: Sequence[str]) -> str:
    names = "、".join(map(places.area_name, codes[:_MOST_NAMES]))
    return names if len(codes) <= _MOST_NAMES else _("%(names)s等") % {"names": names}


def _print_grids(console: Console, plan: Plan) -> None:
    grids = [(part.community_code, grid) for part in parts_of(plan) for grid in planned_grids(part)]
    heads = (_("类型"), _("户数"), _("工作量"), _("偏差"))
    table = Table(whole(_("社区")), Column(_("代码"), no_wrap=True), whole(_("名称")), *heads)
    for community, grid in grids[:_MOST_SHOWN]:
        mark = "≈" if grid.is_estimated else ""
        table.add_row(
            escape(places.area_name(community)), grid.code, escape(grid.name), str(GRID_KINDS[grid.kind]),
            f"{mark}{grid.households:.0f}", f"{grid.workload:.0f}", signed(grid.deviation),
        )  # fmt: skip
    console.print(table)
    if len(grids) > _MOST_SHOWN:
        console.print(_("…另有 %(count)s 个网格，用 --json 或 -o 查看全部。") % {"count": len(grids) - _MOST_SHOWN})


def _drawn_json(drawn: "DrawnPlan", plan: Plan | None) -> dict[str, object]:
    from linli.grids.actions.running import finding_json  # noqa: PLC0415 loaded already by what has drawn

    return {
        "plan": str(plan.pk) if plan else None,
        "area": drawn.ground.area_code,
        "settings": drawn.settings.as_json(),
        "scores": drawn.scores,
        "communities": [part_facts(part) for part in drawn.parts],
        "without_boundary": list(drawn.ground.without_boundary),
        "assumed": list(drawn.assumed),
        "unmet": drawn.unmet,
        "findings": [finding_json(one) for one in drawn.findings],
        "seconds": drawn.seconds,
        "stopped": drawn.was_stopped,
    }


def _write_geojson(file: Path, collection: Mapping[str, object]) -> None:
    file.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _write_picture(file: Path, drawn: "DrawnPlan") -> None:
    from linli.grids.exports.picture import PictureOptions, picture_of  # noqa: PLC0415 only who asks for one

    title = places.area_name(drawn.ground.area_code)
    file.write_bytes(picture_of(drawn.units, drawn.grid, drawn.layers, drawn.settings, PictureOptions(title=title)))


def _step(take: Callable[[], Plan]) -> None:
    plan = _refusing(take)
    click.echo(f"{plan.pk} {STATE_NAMES[plan.state]}" + (f" {plan.adopt_on}" if plan.adopt_on else ""))


def _actor(username: str) -> Any:  # Any: Actor
    return _refusing(lambda: actor_of(account_named(username))) if username else SYSTEM


def _command(username: str) -> Command:
    return Command(new_id(), _actor(username), timezone.now())


def _refusing[T](take: Callable[[], T]) -> T:
    """Do something; a refusal is one sentence and exit code 1."""
    try:
        return take()
    except LinliError as refusal:
        _refuse(refusal)


def _refuse(refusal: LinliError) -> NoReturn:
    click.echo(str(refusal), err=True)
    sys.exit(1)
