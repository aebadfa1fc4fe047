"""The words people read for plans of grids: states, ways, edits, presets; and how a state looks."""

import datetime as dt
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.moments import to_the_minute
from linli.grids.models import Plan
from linli.grids.queries.plans import NOT_ADOPTED
from linli.grids.rules import DrawSettings, EditWhat, PlanKind, PlanState, Preset
from linli.grids.rules.plans import DOUBTED_FOR, LONGEST_SILENCE
from linli.places import queries as places
from linli.places.queries.boundaries import Boundary

STATE_NAMES: dict[str, Promise] = {
    PlanState.DRAWING: _("正在划分"),
    PlanState.FAILED: _("没有划成"),
    PlanState.DRAFT: _("草案"),
    PlanState.SUBMITTED: _("待审批"),
    PlanState.APPROVED: _("已批准，待启用"),
    PlanState.ADOPTED: pgettext_lazy("a plan", "已启用"),
    PlanState.WITHDRAWN: _("已作废"),
}
# Colours and icons of states that every page of the desk knows.
STATE_LOOKS: dict[str, str] = {
    PlanState.DRAWING: "reported",
    PlanState.FAILED: "no-grid",
    PlanState.DRAFT: "handling",
    PlanState.SUBMITTED: "responded",
    PlanState.APPROVED: "filed",
    PlanState.ADOPTED: "closed",
    PlanState.WITHDRAWN: "voided",
}
KIND_NAMES: dict[str, Promise] = {PlanKind.DRAW: _("重新划分"), PlanKind.REDRAW: _("在现有网格上调整")}
PRESET_NAMES: dict[str, Promise] = {
    Preset.DEFAULT: _("均衡与边界兼顾"),
    Preset.TIGHT: _("尽量均衡（边界会曲折些）"),
}
WAY_NAMES: dict[str, Promise] = {
    "kept": _("网格保持现状"),
    "repaired": _("只调整失衡的网格和周边"),
    "afresh": _("从头划分，再与现有网格对应"),
}
GRID_KINDS: dict[str, Promise] = {"basic": _("基础网格"), "dedicated": _("专属网格")}
UNDO = "undo"
EDIT_NAMES: dict[str, Promise] = {
    EditWhat.MOVE_BLOCK: _("移动街区"),
    EditWhat.MOVE_UNITS: _("移动单个地块"),
    EditWhat.SPLIT: _("拆分网格"),
    EditWhat.MERGE: _("合并网格"),
    EditWhat.LINE: _("沿线划界"),
    EditWhat.DESCRIBE: _("给网格改名"),
    UNDO: _("撤销"),
}
EDIT_ICONS: dict[str, str] = {
    EditWhat.MOVE_BLOCK: "arrows-exchange",
    EditWhat.MOVE_UNITS: "arrow-right",
    EditWhat.SPLIT: "arrows-split-2",
    EditWhat.MERGE: "git-merge",
    EditWhat.LINE: "route",
    EditWhat.DESCRIBE: "edit",
    UNDO: "arrow-back-up",
}
STOPPED_EARLY = _("划分提前停下（有人点了停下，或到了时间上限），方案是到那时最好的结果；再划一次可能更均衡。")
STOP_TOLD = _("已请求停下，停下后方案成为草案。")
_NOT_BEGUN = _("划分还没有开始，轮到它时马上停下。")
_LAST_SIGN = _("划分程序最近一次有动静：%(at)s。约 %(minutes)s 分钟没有动静，就算已经中断。")
# Background work looks every minute, and twice.
_MINUTES_TILL_GIVEN_UP = 1 + round((LONGEST_SILENCE + DOUBTED_FOR).total_seconds() / 60)
_NOT_ADOPTED = _("定于 %(on)s 启用，到时没有启用成：%(why)s")
_LEFT_ALONE = _("%(count)s 个现有网格没有边界，方案不改动它们，启用后仍在用；不再要的请在区域里停用：%(names)s")
_MORE = _("%(names)s等")
_MOST_NAMED = 8
_COMMUNITY_DIGITS = 12
_TORN = _("没能放在同一格：%(codes)s。它们不相邻或不在同一个社区，合起来太大，或者有的在保持不变的网格、专属网格里。")
_JOINED = _("没能分开：%(codes)s。它们在同一块地上，或者同在一个保持不变的网格、专属网格里。")


def tolerance_name(tolerance: float) -> str:
    """Write a tolerance as people say it: ±7.5%."""
    return f"±{tolerance * 100:g}%"


def last_sign(sign_at: dt.datetime | None) -> str:
    """Say when a drawing that is to stop last gave a sign of life: one that died with its process will not stop by itself."""
    if sign_at is None:
        return str(_NOT_BEGUN)
    return str(_LAST_SIGN) % {"at": to_the_minute(sign_at), "minutes": _MINUTES_TILL_GIVEN_UP}


def stop_told(sign_at: dt.datetime | None) -> str:
    """Say that a drawing was told to stop, and when it last gave a sign of life."""
    return f"{STOP_TOLD}{last_sign(sign_at)}"


def not_adopted_told(plan: Plan) -> str:
    """Say why an approved plan was not adopted on its day; '' where there is nothing to say."""
    said = plan.progress.get(NOT_ADOPTED)
    return str(_NOT_ADOPTED) % said if said and plan.state == PlanState.APPROVED else ""


def left_alone_told(grids: Sequence[Boundary]) -> str:
    """Say which grids of today a plan leaves as they are, since nobody drew their boundary; '' where there is none."""
    if not grids:
        return ""
    shown = "、".join(f"{places.area_name(one.code[:_COMMUNITY_DIGITS])} {one.name}" for one in grids[:_MOST_NAMED])
    names = shown if len(grids) <= _MOST_NAMED else _MORE % {"names": shown}
    return str(_LEFT_ALONE) % {"count": len(grids), "names": names}


def unmet_sentences(unmet: Sequence[Sequence[str]], settings: DrawSettings) -> list[str]:
    """Say which wishes a drawing could not meet, and why that may be."""
    together = {frozenset(group) for group in settings.together}
    return [
        (_TORN if frozenset(group) in together else _JOINED) % {"codes": "、".join(group)} for group in unmet
    ]  # fmt: skip
