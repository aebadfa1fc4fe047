"""The words of a case's course: where it can stand, in which lane, and everything that can be done with it.

Seven stages and two axes after GB/T 30428 (信息收集、案卷建立、任务派遣、任务处理、处理反馈、核查结案、综合评价):
supervision files, checks and closes; command dispatches.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    RESPONDED = "responded"
    CHECKED = "checked"
    CLOSED = "closed"
    DECLINED = "declined"
    VOIDED = "voided"


class Lane(StrEnum):
    """The lanes the code itself chooses; a lane is the code of the workflow a case runs in, and a catalogue has more."""

    ON_SPOT = "on-spot"
    DISPATCH = "dispatch"
    URGENT = "urgent"


class StepName(StrEnum):
    """Everything that can be done with a case; each leaves one record. A workflow declares who may do which where."""

    REPORT = "report"
    FILE = "file"
    DECLINE = "decline"
    CORRECT_KIND = "correct-kind"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    RESPOND = "respond"
    SETTLE = "settle"
    PASS_CHECK = "pass-check"  # noqa: S105 a step, no password
    FAIL_CHECK = "fail-check"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"
    NOTE = "note"
    ATTACH = "attach"
    ASK_HELP = "ask-help"
    CONFIRM = "confirm"
    RATE = "rate"
    VISIT_BACK = "visit-back"
    RELOCATE = "relocate"
    ADVANCE = "advance"
    JOIN = "join"
    CO_ACCEPT = "co-accept"
    CO_RETURN = "co-return"
    CO_ANSWER = "co-answer"
    ARRIVE = "arrive"
    SCORE_PARTNER = "score-partner"
    RULE = "rule"
    DELEGATE = "delegate"
    ASK_PAUSE = "ask-pause"
    ASK_EXTENSION = "ask-extension"
    GRANT = "grant"
    REFUSE = "refuse"
    RESUME = "resume"
    URGE = "urge"
    ORDER = "order"
    ANSWER_ORDER = "answer-order"
    MERGE = "merge"
    UNMERGE = "unmerge"
    LINK = "link"
    SPLIT = "split"
    MEET = "meet"
    PLAN_ACTION = "plan-action"
    FINISH_ACTION = "finish-action"
    HAND_OFF = "hand-off"
    OUTSIDE_STATUS = "outside-status"
    TAKE_BACK = "take-back"
    ANSWER_RATING = "answer-rating"
    WARN = "warn"
    ESCALATE = "escalate"
    REPLAN = "replan"


class Evidence(StrEnum):
    """Which photos a kind needs before an answer counts; none are asked for beyond this (国办函〔2026〕12号)."""

    NONE = "none"
    AFTER = "after"
    BEFORE_AND_AFTER = "before-and-after"


OPEN = frozenset({State.REPORTED, State.FILED, State.DISPATCHED, State.HANDLING, State.RESPONDED, State.CHECKED})
ENDED = frozenset(State) - OPEN

STAGE = {
    State.REPORTED: 1, State.FILED: 2, State.DISPATCHED: 3, State.HANDLING: 4,
    State.RESPONDED: 5, State.CHECKED: 6, State.CLOSED: 7, State.DECLINED: 0, State.VOIDED: 0,
}  # fmt: skip


class Party(StrEnum):
    """Who takes a step: a post in the area, the unit that leads, one called in, whoever reported, the system."""

    AREA = "area"
    UNIT = "unit"
    CO_UNIT = "co-unit"
    ANY_UNIT = "any-unit"
    REPORTER = "reporter"
    SYSTEM = "system"
