"""How good a plan is, on the command line: its scorecard beside today's grids, and the choices of a redraw."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from linli.grids.models import PlanPart
from linli.grids.web.curve import kept_hint
from linli.grids.web.odd_grids import odd_grids
from linli.grids.web.scorecards import lines
from linli.grids.wording import WAY_NAMES, tolerance_name

type Scores = Mapping[str, Any]  # Any: as the drawing kept them


def print_scores(console: Console, scores: Scores, parts: Iterable[PlanPart] = ()) -> None:
    """Print the scorecard, the grids it counts apart, and the curve from moving nobody to drawing afresh where there is one."""
    table = Table(_("评分"), _("方案"), _("现状"))
    for line in lines(scores.get("plan") or {}, scores.get("present") or None):
        table.add_row(str(line.label), line.plan, line.present)
    console.print(table)
    for told in odd_grids(parts):
        console.print(escape(told), style="yellow", soft_wrap=True)
    if curve := scores.get("curve"):
        _print_curve(console, curve)


def _print_curve(console: Console, curve: list[Scores]) -> None:
    choices = Table(_("做法"), _("容许偏差"), _("换网格的户数"), _("最大偏差"), _("均衡的网格"))
    told_plan = _("本方案")
    for one in curve:
        name = str(WAY_NAMES[one["way"]])
        choices.add_row(
            f"{name}\n{told_plan}" if one.get("is_plan") else name,
            "" if one["tolerance"] is None else tolerance_name(one["tolerance"]),
            f"{one['moved_households']:,.0f}", f"{one['worst_deviation']:.1%}", f"{one['share_within']:.1%}",
        )  # fmt: skip
    console.print(choices)
    for hint in filter(None, map(kept_hint, curve)):
        told = _("%(name)s也有住户换网格：%(why)s") % {"name": WAY_NAMES["kept"], "why": hint}
        console.print(told, style="yellow", soft_wrap=True)
