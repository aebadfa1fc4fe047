"""The words of the staffing check, the same on page, in the workbook and on the command line."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.grids.rules.sizes import Disagreement, Miss, Statement
from linli.grids.rules.staffing import CommunityLine, GridLine, Post, Span, StaffingRule, WorkerLine
from linli.places import queries as places
from linli.register.rules.small_cells import SMALL, is_small
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import Role

_MOST_NAMES = 8
POST_NAMES: dict[Post, str | Promise] = {
    Post.FILLED: gettext_lazy("到岗"),
    Post.SEVERAL: gettext_lazy("一格多人"),
    Post.FROM_ABOVE: gettext_lazy("社区兼管"),
    Post.VACANT: gettext_lazy("空岗"),
}
SPAN_NAMES: dict[Span, str | Promise] = {
    Span.FITS: gettext_lazy("合适"),
    Span.WIDE: gettext_lazy("偏多"),
    Span.NARROW: gettext_lazy("偏少"),
    Span.NONE: gettext_lazy("没有督导人员"),
}
_STATED: dict[str, str | Promise] = {
    "grids": gettext_lazy("网格数"),
    "households": gettext_lazy("户数"),
    "people": gettext_lazy("人数"),
    "households-per-grid": gettext_lazy("每格户数"),
    "people-per-grid": gettext_lazy("每格人数"),
}


UNKNOWN = "–"


class Counted(Protocol):
    """A line of the check with counts of people: of a grid, or of what one worker has."""

    @property
    def households(self) -> int: ...
    @property
    def is_counted(self) -> bool: ...


def told(count: int, *, is_exact: bool, is_counted: bool = True) -> str:
    """Write a count of people or households; to those who do not keep the register none below ten."""
    if not is_counted:
        return UNKNOWN
    return f"<{SMALL}" if is_small(count) and not is_exact else str(count)


def load_told(load: float | None, line: Counted, *, is_exact: bool, digits: int = 0) -> float | None:
    """Round a workload; beside an unknown or hidden count of households it is hidden too: it would say how much care they need."""
    if load is None or not line.is_counted or (is_small(line.households) and not is_exact):
        return None
    return round(load, digits or None)


def uncounted_said(communities: Sequence[str]) -> str:
    """Say of which communities the register has no household yet, so that no size is held against their grids."""
    words = {"names": "、".join(map(places.area_name, communities[:_MOST_NAMES])), "count": len(communities)}
    if len(communities) > _MOST_NAMES:
        return _("%(names)s等 %(count)s 个社区在登记里还没有住户：户数未知，那里的网格不核对规模。") % words
    return _("%(names)s在登记里还没有住户：户数未知，那里的网格不核对规模。") % words


def sizes_said(misses: Iterable[Miss], *, is_exact: bool = True) -> list[str]:
    """Say which sizes are missed: by what is counted, and what the band is."""
    return [
        _("%(name)s %(value)s，应为 %(band)s")
        % {
            "name": miss.rule.name,
            "value": told(round(miss.value), is_exact=is_exact),
            "band": band(miss.low, miss.high),
        }
        for miss in misses
    ]


def grid_said(line: GridLine, *, is_exact: bool = True) -> list[str]:
    """Say what is to be looked at in a grid beside its workers: its size, buildings without a head."""
    found = [] if line.counts.is_counted or not line.counts.is_basic else [_("户数未知")]
    heads = [_("%(count)s 栋没有楼栋长") % {"count": line.headless}] if line.headless else []
    return found + sizes_said(line.misses, is_exact=is_exact) + heads


def band(low: float | None, high: float | None) -> str:
    """Write a band whose ends may be open."""
    if low is None:
        return _("不超过 %(high)s") % {"high": _number(high)}
    if high is None:
        return _("不少于 %(low)s") % {"low": _number(low)}
    return f"{_number(low)}–{_number(high)}"


def worker_said(line: WorkerLine, *, is_exact: bool = True) -> list[str]:
    """Say what is to be looked at in one worker's load."""
    found: list[str] = []
    if not line.grids:
        found.append(_("岗位所在的网格已停用"))
    if line.has_many:
        found.append(_("一人管 %(count)s 格") % {"count": len(line.grids)})
    if line.is_heavy:
        found.append(_("工作量为平均的 %(load)s 倍") % {"load": f"{line.load:.1f}"})
    return found + sizes_said(line.misses, is_exact=is_exact)


def roles_said(roles: Iterable[str]) -> str:
    """Name posts held beside that of the grid."""
    return "、".join(str(ROLE_NAMES[Role(role)]) for role in roles)


def span_said(line: CommunityLine, rule: StaffingRule) -> str:
    """Say how many grids a supervisor of a community has, and how many it should be."""
    if line.grids_each is None:
        return str(SPAN_NAMES[line.span])
    words = {"each": f"{line.grids_each:.1f}", "span": str(SPAN_NAMES[line.span])}
    if line.span is Span.FITS:
        return _("每人 %(each)s 格，%(span)s") % words
    return _("每人 %(each)s 格，%(span)s，应为 %(low)s–%(high)s 格") % (
        words | {"low": rule.span_low, "high": rule.span_high}
    )


def stated_said(found: Disagreement) -> str:
    """Say how a stated figure and what it should be differ."""
    words = {"what": str(_STATED[found.what]), "stated": _number(found.stated), "expected": _number(found.expected)}
    if found.is_counted:
        return _("%(what)s写的是 %(stated)s，实数 %(expected)s") % words
    return _("%(what)s写的是 %(stated)s，按同一材料的总数应为 %(expected)s") % words


def statement_name(statement: Statement) -> str:
    """Name a statement by where it stands and of what it speaks."""
    return f"{statement.source}（{statement.area_code}）"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
