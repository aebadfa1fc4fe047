"""The desk's sheet of one grid: figures, workers, what stands in it, how its boundary came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linli.core.errors import NotAllowed
from linli.grids.models import Plan
from linli.grids.queries.boards import Board, board_of
from linli.grids.queries.staffing import Staffing, may_check, staffing
from linli.grids.rules import PlanState
from linli.places import queries as places
from linli.places.queries.by_area import Former, boundaries_under, components_by_name, former_grids
from linli.places.rules import DIGITS, Level
from linli.staff.rules import Actor, Permission

if TYPE_CHECKING:
    from linli.places.models import AreaChange

_COMMUNITY = DIGITS[Level.COMMUNITY]
_LEAST_SHARE = 0.03  # of a former grid's ground: less is a border moved by a metre


@dataclass(frozen=True)
class GridSheet:
    """Everything the page of a grid shows."""

    board: Board
    staffing: Staffing | None  # None for readers who see no counts here
    components: Sequence[tuple[str, int]]
    changes: Sequence["AreaChange"]
    former: Sequence[tuple[Former, int]]  # with how many per cent of their ground lie in this grid
    plan: Plan | None


def grid_sheet(actor: Actor, code: str, *, origin: str = "") -> GridSheet:
    """Gather what the desk shows of a grid."""
    board = board_of(code, origin=origin)
    if not actor.may(Permission.AREAS_VIEW, code):
        raise NotAllowed
    return GridSheet(
        board=board, staffing=staffing(actor, code) if may_check(actor, code) else None,
        components=components_by_name(code), changes=places.changes_of(code), former=_former(code),
        plan=_plan_behind(code),
    )  # fmt: skip


def _former(code: str) -> list[tuple[Former, int]]:
    """List the closed grids whose ground this grid took over."""
    shape = boundaries_under([code]).get(code)
    if shape is None:
        return []
    shares = [
        (one, float(one.shape.intersection(shape).area / one.shape.area)) for one in former_grids(code[:_COMMUNITY])
    ]
    return [(one, round(share * 100)) for one, share in shares if share >= _LEAST_SHARE]


def _plan_behind(code: str) -> Plan | None:
    """Find the adopted plan that this grid came from: the newest one that drew its community with this grid in it."""
    parts = Plan.objects.filter(state=PlanState.ADOPTED, parts__community_code=code[:_COMMUNITY])
    for plan in parts.order_by("-adopt_on", "-adopted_at"):
        drawn = plan.parts.filter(community_code=code[:_COMMUNITY]).values_list("grids", flat=True).first() or []
        if any(one.get("code") == code for one in drawn):
            return plan
    return None
