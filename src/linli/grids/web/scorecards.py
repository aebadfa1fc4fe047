"""Scorecards as tables: each measure of a plan beside today's grids, and what a step changed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from linli.grids.models import PlanPart
from linli.grids.queries.plans import planned_grids

Score = Mapping[str, float | None]
_SAME = 1e-9


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return f"{value:.1%}"


def _metres(value: float) -> str:
    return f"{value:,.0f} m"


def _plain(value: float) -> str:
    return f"{value:.2f}"


@dataclass(frozen=True)
class Measure:
    """One line of a scorecard: how it is written, and which way is better (1 up, -1 down, 0 neither)."""

    key: str
    label: object
    write: Callable[[float], str]
    better: int
    hint: object = ""
    is_rare: bool = False  # left out where there is none, neither planned nor today


MEASURES = (
    Measure("grids", _("网格数"), _count, 0),
    Measure(
        "oversize",
        _("一栋楼就超过一格的网格"),
        _count,
        0,
        _("楼不能再分，只能自成一格；以下户数范围和工作量偏差都不计这些网格。"),
        is_rare=True,
    ),
    Measure("share_in_band", _("户数在范围内的网格"), _percent, 1),
    Measure(
        "worst_deviation",
        _("工作量最大偏差"),
        _percent,
        -1,
        _("与本社区基础网格平均工作量相比；工作量按户数、照护负担、巡查面积和部件计。"),
    ),
    Measure("mean_deviation", _("工作量平均偏差"), _percent, -1),
    Measure("share_within_tolerance", _("偏差在容许范围内的网格"), _percent, 1),
    Measure("broken", _("不连成一片的网格"), _count, -1),
    Measure(
        "bridged",
        _("分成几块、无法连片的网格"),
        _count,
        0,
        _("被水域、铁路、专属网格或社区边界隔开、户数不到半格的地块，并入了附近的网格。"),
        is_rare=True,
    ),
    Measure("compounds_cut", _("被切开的小区"), _count, -1, _("本可保持完整的小区。")),
    Measure("street_share", _("沿街道的边界"), _percent, 1, _("社区内网格之间的边界有多少沿着街道走。")),
    Measure("inside_m", _("穿过小区或院落的边界"), _metres, -1),
    Measure("compactness", _("形状紧凑度"), _plain, 1, _("圆为 1，越细长越小。")),
    Measure("walk_m", _("从网格中央到住户的平均距离"), _metres, -1),
    Measure("moved_households", _("换了网格的户数"), _count, -1, _("与今天的网格相比。")),
)


@dataclass(frozen=True)
class Line:
    """A measure with its values written out; `trend` says better, worse or '' against what it is compared with."""

    label: object
    hint: object
    present: str
    plan: str
    trend: str
    step: str  # what the last step changed, '' for nothing
    step_trend: str


def lines(plan: Score, present: Score | None, *, before: Score | None = None) -> list[Line]:
    """Write a scorecard out, beside today's grids and, if there was one, against the step before."""
    found = []
    for one in MEASURES:
        value = plan.get(one.key)
        today = (present or {}).get(one.key)
        if value is None or (one.is_rare and not value and not today):
            continue
        was = (before or {}).get(one.key)
        step = "" if was is None or abs(value - was) < _SAME or one.write(value) == one.write(was) else one.write(was)
        found.append(
            Line(
                one.label,
                one.hint,
                "–" if today is None else one.write(today),
                one.write(value),
                _trend(one, value, today),
                step,
                _trend(one, value, was) if step else "",
            )
        )
    return found


def _trend(measure: Measure, value: float, other: float | None) -> str:
    if other is None or not measure.better or measure.write(value) == measure.write(other):
        return ""
    return "better" if (value - other) * measure.better > 0 else "worse"


def grid_rows(part: PlanPart) -> list[dict[str, object]]:
    """Write the grids of a community out: households and workload rounded, the deviation with its sign."""
    return [
        {
            **asdict(one),
            "households": round(one.households),
            "workload": round(one.workload),
            "deviation_said": signed(one.deviation),
        }
        for one in planned_grids(part)
    ]


def signed(share: float) -> str:
    """Write a deviation in percent with its sign."""
    return f"{share:+.1%}".replace("-", "−")
