"""The grids of a plan that its scorecard counts apart, by name: too large for one building, or in several pieces."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.grids.models import PlanPart
from linli.grids.queries.plans import planned_grids
from linli.grids.rules import PlannedGrid
from linli.grids.rules.scores import BASIC
from linli.places import queries as places

_MOST_NAMED = 8
_ODD: tuple[tuple[Callable[[PlannedGrid], bool], Promise | str], ...] = (
    (
        lambda one: one.is_oversize,
        gettext_lazy("%(count)s 个网格各有一栋楼单独就超过一格，楼不能再分，不计入均衡：%(names)s"),
    ),
    (
        lambda one: one.is_bridged,
        gettext_lazy(
            "%(count)s 个网格分成几块：有地块被水域、铁路、专属网格或社区边界隔开，户数不到半格，并入了附近的网格：%(names)s"
        ),
    ),
    (
        lambda one: one.kind == BASIC and one.pieces > 1 and not one.is_bridged,
        gettext_lazy("%(count)s 个网格不连成一片，请修改：%(names)s"),
    ),
)


def odd_grids(parts: Iterable[PlanPart]) -> list[str]:
    """Name the grids that a scorecard counts apart, and say why they are so; those of most households first."""
    grids = chain.from_iterable(map(planned_grids, parts))
    ordered = sorted(grids, key=lambda one: (-one.households, one.code))
    told = []
    for is_odd, text in _ODD:
        if odd := [one for one in ordered if is_odd(one)]:
            told.append(str(text) % {"count": len(odd), "names": _named(odd)})
    return told


def _named(grids: Sequence[PlannedGrid]) -> str:
    """Name some grids, by the building too where it is what matters."""
    shown = grids[:_MOST_NAMED]
    buildings = places.buildings_by_code({one.building for one in shown if one.building})
    said = []
    for one in shown:
        building = buildings[one.building].name if one.building in buildings else ""
        facts = {"name": one.name, "code": one.code, "building": building, "households": f"{one.households:,.0f}"}
        text = (
            _("%(building)s（%(name)s %(code)s，%(households)s 户）")
            if building
            else _("%(name)s（%(code)s，%(households)s 户）")
        )
        said.append(text % facts)
    names = "、".join(said)
    return names if len(grids) <= _MOST_NAMED else _("%(names)s等") % {"names": names}
