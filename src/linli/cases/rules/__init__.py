"""What is allowed with cases: pure functions on plain values, without Django, I/O or a clock."""

from linli.cases.rules.course import (
    ENDED,
    OPEN,
    STAGE,
    Evidence,
    Lane,
    Party,
    State,
    StepName,
)
from linli.cases.rules.history import FOLDED, RecordFacts, merged, project
from linli.cases.rules.permitting import (
    KNOWING,
    Standing,
    allowed_steps,
    check_kind_chosen,
    check_step,
    may_know,
    may_see,
    may_take,
)
from linli.cases.rules.texts import (
    LEAST_TEXT,
    MOST_TEXT,
    REOPEN_DAYS,
    check_reason,
    check_reopen,
    check_result,
    check_return,
    check_score,
    check_text,
    missing_evidence,
)
from linli.cases.rules.workflows import NOTE, TO, Answer, Asked, Phase, Step, Workflow, check_answers

__all__ = [
    "ENDED", "FOLDED", "KNOWING", "LEAST_TEXT", "MOST_TEXT", "NOTE", "OPEN", "REOPEN_DAYS", "STAGE", "Answer", "Asked", "Evidence",
    "Lane", "Party", "Phase", "RecordFacts", "Standing", "State", "Step", "StepName", "TO", "Workflow", "allowed_steps",
    "check_answers", "check_kind_chosen", "check_reason", "check_reopen", "check_result", "check_return", "check_score",
    "check_step", "check_text", "may_know", "may_see", "may_take", "merged", "missing_evidence", "project",
]  # fmt: skip
