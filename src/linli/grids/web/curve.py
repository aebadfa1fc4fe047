"""The trade-off of a redraw as a curve to choose from: how many households move for how level the work becomes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.grids.rules import MOST_TOLERANCE
from linli.grids.wording import tolerance_name

type Point = Mapping[str, Any]  # Any: as the drawing kept it

KEPT, REPAIRED, AFRESH = "kept", "repaired", "afresh"


def curve_rows(curve: Sequence[Point], tolerance: float) -> list[dict[str, object]]:
    """Write each point out; `is_this` marks the one the plan was drawn with."""
    return [
        {
            "tolerance": f"{one['tolerance'] or 0:g}",
            "name": name_of(one),
            "moved": round(one["moved_households"]),
            "worst": f"{one['worst_deviation']:.1%}",
            "within": f"{one['share_within']:.0%}",
            "is_this": one.get("is_plan", one["way"] == REPAIRED and abs((one["tolerance"] or 0) - tolerance) < 1e-6),
            "hint": kept_hint(one),
            "can_choose": one["way"] == REPAIRED and 0 < (one["tolerance"] or 0) <= MOST_TOLERANCE,
        }
        for one in curve
    ]


def curve_chart(curve: Sequence[Point]) -> dict[str, object]:
    """Give the curve's figures for the chart."""
    ordered = sorted(curve, key=lambda one: one["moved_households"])
    return {
        "kind": "tradeoff",
        "title": _("换网格的户数与工作量最大偏差"),
        "x_name": _("换网格的户数"),
        "y_name": _("最大偏差 %"),
        "points": [
            {
                "x": round(one["moved_households"]),
                "y": round(one["worst_deviation"] * 100, 1),
                "name": name_of(one),
                "short": _short_of(one),
            }
            for one in ordered
        ],
    }


def name_of(point: Point) -> str:
    """Call a point by what it aims at."""
    if point["way"] == KEPT:
        return _("保持不变")
    if point["way"] == AFRESH:
        return _("从头划分")
    return _("容许偏差 ±%(percent)s%%") % {"percent": f"{(point['tolerance'] or 0) * 100:g}"}


def kept_hint(point: Point) -> str:
    """Say why households change grid though today's grids are kept; '' where none do."""
    if point["way"] != KEPT or not round(point["moved_households"]):
        return ""
    return _("今天被专属网格隔开或不连成一片的零散地块，并入了相邻的网格。")


def _short_of(point: Point) -> str:
    """Call a point so shortly that it stands beside others."""
    if point["way"] != REPAIRED:
        return name_of(point)
    return tolerance_name(point["tolerance"] or 0)
