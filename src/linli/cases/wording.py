"""The words and looks of cases at the desk: states, tabs, steps of the history, stages, outcomes, due times."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.catalogue.timing import RungDeclaration
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.lists import Tab
from linli.cases.queries.naming import ATTACHED_NAMES
from linli.cases.rules import Lane, Receipt, State, StepName
from linli.core.calendar import Limit, TimeUnit
from linli.staff.rules import RESIDENT, SYSTEM

Word = str | Promise

STATE_NAMES: dict[str, Word] = {
    State.REPORTED.value: gettext_lazy("待受理"),
    State.FILED.value: gettext_lazy("已立案"),
    State.DISPATCHED.value: gettext_lazy("已派遣"),
    State.HANDLING.value: gettext_lazy("处理中"),
    State.RESPONDED.value: gettext_lazy("待核查"),
    State.CHECKED.value: gettext_lazy("已核查"),
    State.CLOSED.value: gettext_lazy("已结案"),
    State.DECLINED.value: gettext_lazy("不予立案"),
    State.VOIDED.value: gettext_lazy("已作废"),
}
TAB_NAMES: dict[Tab, Word] = {
    Tab.MINE: gettext_lazy("待我办理"),
    Tab.UNIT: gettext_lazy("本单位"),
    Tab.OVERDUE: gettext_lazy("已超时"),
    Tab.UNASSIGNED: gettext_lazy("未派遣"),
    Tab.OPEN: gettext_lazy("在办"),
    Tab.NO_GRID: gettext_lazy("无网格"),
    Tab.ALL: gettext_lazy("全部"),
    Tab.FILE: gettext_lazy("待立案"),
    Tab.CHECK: gettext_lazy("待核查"),
    Tab.CLOSE: gettext_lazy("待结案"),
    Tab.LOW_RATING: gettext_lazy("差评待回应"),
    Tab.CALL_BACK: gettext_lazy("待回访"),
    Tab.DISPATCH: gettext_lazy("待派遣"),
    Tab.RULING: gettext_lazy("待裁定"),
    Tab.RELIEF: gettext_lazy("延期和暂停待批"),
    Tab.CAME_BACK: gettext_lazy("外部系统退回"),
    Tab.WAITING: gettext_lazy("待接单"),
    Tab.IN_HAND: gettext_lazy("在手办理"),
    Tab.JOINED: gettext_lazy("协办"),
    Tab.REWORK: gettext_lazy("返工"),
    Tab.UNIT_LATE: gettext_lazy("本单位超时"),
    Tab.ORDERED: gettext_lazy("督办案卷"),
}
STAGE_NAMES: tuple[Word, ...] = (
    gettext_lazy("信息收集"),
    gettext_lazy("案卷建立"),
    gettext_lazy("任务派遣"),
    gettext_lazy("任务处理"),
    gettext_lazy("处理反馈"),
    gettext_lazy("核查结案"),
    gettext_lazy("综合评价"),
)
LANE_NAMES: dict[str, Word] = {
    Lane.DISPATCH.value: gettext_lazy("派遣办理"),
    Lane.URGENT.value: gettext_lazy("紧急办理"),
    Lane.ON_SPOT.value: gettext_lazy("当场处置"),
}
OUTCOME_NAMES: dict[str, Word] = {
    "solved": gettext_lazy("已解决"),
    "explained": gettext_lazy("已解释说明"),
    "not-fixable": gettext_lazy("暂时无法解决"),
    "declined": gettext_lazy("不予立案"),
    "duplicate": gettext_lazy("重复上报"),
    "voided": gettext_lazy("已作废"),
    "taken-over": gettext_lazy("原系统已办结"),
}
SCORE_NAMES: dict[int, Word] = {
    1: gettext_lazy("非常不满意"),
    2: gettext_lazy("不满意"),
    3: gettext_lazy("基本满意"),
    4: gettext_lazy("满意"),
    5: gettext_lazy("非常满意"),
}


@dataclass(frozen=True)
class StepLook:
    """How a line of the history looks."""

    title: Word
    icon: str
    colour: str


STEP_LOOKS: dict[str, StepLook] = {
    StepName.REPORT.value: StepLook(pgettext_lazy("history", "上报"), "message-report", "azure"),
    StepName.FILE.value: StepLook(pgettext_lazy("history", "立案"), "file-plus", "indigo"),
    StepName.DECLINE.value: StepLook(pgettext_lazy("history", "不予立案"), "ban", "gray"),
    StepName.CORRECT_KIND.value: StepLook(pgettext_lazy("history", "更正类别"), "tags", "indigo"),
    StepName.DISPATCH.value: StepLook(pgettext_lazy("history", "派遣"), "send", "blue"),
    StepName.ACCEPT.value: StepLook(pgettext_lazy("history", "接单"), "user-check", "yellow"),
    StepName.RETURN.value: StepLook(pgettext_lazy("history", "退单"), "arrow-back-up", "orange"),
    StepName.RESPOND.value: StepLook(pgettext_lazy("history", "反馈结果"), "message-circle", "purple"),
    StepName.SETTLE.value: StepLook(pgettext_lazy("history", "当场处置"), "circle-check", "green"),
    StepName.PASS_CHECK.value: StepLook(pgettext_lazy("history", "核查通过"), "clipboard-check", "teal"),
    StepName.FAIL_CHECK.value: StepLook(pgettext_lazy("history", "核查不通过，返工"), "rotate", "red"),
    StepName.CLOSE.value: StepLook(pgettext_lazy("history", "结案"), "circle-check", "green"),
    StepName.REOPEN.value: StepLook(pgettext_lazy("history", "重新办理"), "refresh", "orange"),
    StepName.VOID.value: StepLook(pgettext_lazy("history", "作废"), "trash", "gray"),
    StepName.NOTE.value: StepLook(pgettext_lazy("history", "备注"), "pencil", "gray"),
    StepName.ATTACH.value: StepLook(pgettext_lazy("history", "添加照片"), "photo", "gray"),
    StepName.ASK_HELP.value: StepLook(pgettext_lazy("history", "请求支援"), "help", "orange"),
    StepName.CONFIRM.value: StepLook(pgettext_lazy("history", "居民确认回执"), "clipboard-check", "teal"),
    StepName.RATE.value: StepLook(pgettext_lazy("history", "居民评价"), "star", "yellow"),
    StepName.VISIT_BACK.value: StepLook(pgettext_lazy("history", "回访"), "phone-call", "yellow"),
    StepName.RELOCATE.value: StepLook(pgettext_lazy("history", "网格调整"), "map-pin", "gray"),
    StepName.ADVANCE.value: StepLook(pgettext_lazy("history", "办理"), "arrow-right", "blue"),
    StepName.JOIN.value: StepLook(pgettext_lazy("history", "召集协办"), "users-plus", "blue"),
    StepName.CO_ACCEPT.value: StepLook(pgettext_lazy("history", "协办接单"), "user-check", "yellow"),
    StepName.CO_RETURN.value: StepLook(pgettext_lazy("history", "协办退单"), "arrow-back-up", "orange"),
    StepName.CO_ANSWER.value: StepLook(pgettext_lazy("history", "协办反馈"), "message-circle", "purple"),
    StepName.ARRIVE.value: StepLook(pgettext_lazy("history", "到场"), "map-pin-check", "teal"),
    StepName.SCORE_PARTNER.value: StepLook(pgettext_lazy("history", "协作互评"), "stars", "yellow"),
    StepName.RULE.value: StepLook(pgettext_lazy("history", "裁定责任单位"), "gavel", "indigo"),
    StepName.DELEGATE.value: StepLook(pgettext_lazy("history", "转交同事"), "user-share", "blue"),
    StepName.ASK_PAUSE.value: StepLook(pgettext_lazy("history", "申请暂停计时"), "player-pause", "orange"),
    StepName.ASK_EXTENSION.value: StepLook(pgettext_lazy("history", "申请延期"), "calendar-plus", "orange"),
    StepName.GRANT.value: StepLook(pgettext_lazy("history", "批准申请"), "check", "green"),
    StepName.REFUSE.value: StepLook(pgettext_lazy("history", "不批准申请"), "x", "red"),
    StepName.RESUME.value: StepLook(pgettext_lazy("history", "恢复计时"), "player-play", "teal"),
    StepName.URGE.value: StepLook(pgettext_lazy("history", "催办"), "bell-ringing", "orange"),
    StepName.ORDER.value: StepLook(pgettext_lazy("history", "督办"), "alert-triangle", "red"),
    StepName.ANSWER_ORDER.value: StepLook(pgettext_lazy("history", "督办答复"), "message-2-check", "teal"),
    StepName.MERGE.value: StepLook(pgettext_lazy("history", "并案"), "git-merge", "gray"),
    StepName.UNMERGE.value: StepLook(pgettext_lazy("history", "撤销并案"), "git-branch", "gray"),
    StepName.LINK.value: StepLook(pgettext_lazy("history", "关联案卷"), "link", "gray"),
    StepName.SPLIT.value: StepLook(pgettext_lazy("history", "分案"), "arrows-split-2", "gray"),
    StepName.MEET.value: StepLook(pgettext_lazy("history", "会商纪要"), "notes", "indigo"),
    StepName.PLAN_ACTION.value: StepLook(pgettext_lazy("history", "议定事项"), "list-check", "indigo"),
    StepName.FINISH_ACTION.value: StepLook(pgettext_lazy("history", "办结议定事项"), "checkbox", "green"),
    StepName.HAND_OFF.value: StepLook(pgettext_lazy("history", "转外部系统"), "external-link", "blue"),
    StepName.OUTSIDE_STATUS.value: StepLook(pgettext_lazy("history", "外部系统回报"), "cloud-download", "purple"),
    StepName.TAKE_BACK.value: StepLook(pgettext_lazy("history", "从外部系统收回"), "cloud-off", "orange"),
    StepName.ANSWER_RATING.value: StepLook(pgettext_lazy("history", "回应差评"), "message-reply", "teal"),
    StepName.WARN.value: StepLook(pgettext_lazy("history", "临期提醒"), "bell", "yellow"),
    StepName.ESCALATE.value: StepLook(pgettext_lazy("history", "超时上报"), "bell-up", "red"),
    StepName.REPLAN.value: StepLook(pgettext_lazy("history", "重算时限"), "calendar-cog", "gray"),
}
UNKNOWN_STEP = StepLook("", "info-circle", "gray")

SOON = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Due:
    """A due time said for people."""

    text: str
    is_late: bool
    is_soon: bool


def due_said(due_at: dt.datetime | None, *, at: dt.datetime) -> Due | None:
    """Say how long a due time is away, or how long it is past: 剩 6 小时, 超时 2 小时."""
    if due_at is None:
        return None
    late = due_at < at
    words = _("超时 %(span)s") if late else _("剩 %(span)s")
    return Due(words % {"span": span_said(abs(due_at - at))}, late, not late and due_at - at <= SOON)


def span_said(span: dt.timedelta) -> str:
    """Say a span of time in its largest fitting unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return _("%(count)s 分钟") % {"count": max(minutes, 1)}
    if minutes < 48 * 60:
        return _("%(count)s 小时") % {"count": minutes // 60}
    return _("%(count)s 天") % {"count": minutes // (24 * 60)}


def limit_said(limit: Limit) -> str:
    """Say a limit in its own unit: 4 个工作小时, 5 个工作日."""
    return amount_said(limit.amount, limit.unit)


def amount_said(amount: float, unit: TimeUnit) -> str:
    """Say an amount of time in a unit of limits."""
    words = {
        TimeUnit.HOURS: _("%(amount)s 小时"), TimeUnit.WORKING_HOURS: _("%(amount)s 个工作小时"),
        TimeUnit.WORKING_DAYS: _("%(amount)s 个工作日"),
    }  # fmt: skip
    return words[unit] % {"amount": f"{round(amount, 1):g}"}


def receipt_said(note: str) -> str:
    """Say how a resident confirmed a service, as its line of history keeps it."""
    how, _colon, name = note.partition(":")
    return _("%(name)s 点名确认") % {"name": name} if how == Receipt.NAME else _("凭回执码确认")


def by_said(name: str) -> str:
    """Name who left a line of history: the two who have no name of their own are told in words."""
    return {RESIDENT.name: _("居民"), SYSTEM.name: _("系统")}.get(name, name)


def note_said(name: str, note: str) -> str:
    """Say the note of a line in words where it is kept as a code: what a file shows, how a receipt was given, who was told."""
    if name == StepName.ATTACH:
        purpose = note.partition(":")[0]
        return str(ATTACHED_NAMES.get(purpose, purpose))
    if name in {StepName.WARN, StepName.ESCALATE}:
        return _rungs_said(note)
    return receipt_said(note) if name == StepName.CONFIRM else note


def _rungs_said(note: str) -> str:
    """Name the highest rung that each clock has reached; one that the catalogue no longer has is left out."""
    escalation = catalogue().escalation
    rungs = {rung.code: rung for rung in escalation.rung} if escalation else {}
    highest: dict[str, RungDeclaration] = {}
    for clock, _slash, code in (one.partition("/") for one in note.split()):
        rung = rungs.get(code)
        if rung is not None and (clock not in highest or highest[clock].level < rung.level):
            highest[clock] = rung
    return _("、").join(dict.fromkeys(str(rung.name) for rung in highest.values()))


def lane_name(code: str) -> Word:
    """Name a lane: in the desk's words, else as its workflow is called; a code of no lane is shown as it is."""
    workflow = catalogue().workflows.get(code)
    return LANE_NAMES.get(code) or (str(workflow.name) if workflow else code)


def count_said(count: int, *, most: int) -> str:
    """Say a bounded count: 999+ when there are more."""
    return f"{most}+" if count > most else str(count)
