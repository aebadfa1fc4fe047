"""What adopting a plan changes, on the command line: in a sentence or two, and as plain values."""

from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape

from linli.grids.models import Plan
from linli.grids.queries.impact import Impact
from linli.grids.wording import left_alone_told, not_adopted_told


def print_impact(console: Console, plan: Plan, impact: Impact) -> None:
    """Print how many grids and households change, which grids the plan leaves alone, and why it was not adopted on its day."""
    told = _("新增 %(added)s 个网格，停用 %(closed)s 个，保留 %(kept)s 个；%(moved)s 户、%(cases)s 件在办案卷换网格。")
    counts = {"added": len(impact.added), "closed": len(impact.closed), "kept": len(impact.kept)}
    console.print(told % {**counts, "moved": round(impact.moved_households), "cases": impact.moved_cases})
    for told in filter(None, (left_alone_told(impact.left_alone), not_adopted_told(plan))):
        console.print(escape(told), style="yellow", soft_wrap=True)


def impact_facts(impact: Impact) -> dict[str, object]:
    """Write what changes as plain values, households rounded to 1."""
    return {
        "added": impact.added,
        "closed": impact.closed,
        "kept": impact.kept,
        "left_alone": [one.code for one in impact.left_alone],
        "moved": {
            "households": round(impact.moved_households),
            "cases": impact.moved_cases,
            "visits": impact.moved_visits,
            "posts": len(impact.posts),
        },
    }
