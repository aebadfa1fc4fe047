"""What is allowed in this room: pure functions on plain values, without Django, I/O or a clock."""

from linli.visits.rules.periods import Due, Every, Period, Standing, missing_visits, period_on, periods_between
from linli.visits.rules.states import (
    FIELD_DAYS,
    LONGEST_NAME,
    MOST_MATTERS,
    MOST_TEXT,
    OPEN,
    ReceiptHow,
    StepName,
    VisitState,
    check_made_at,
    check_making,
    check_open,
    check_plan_day,
    check_text,
)

__all__ = [
    "FIELD_DAYS",
    "LONGEST_NAME",
    "MOST_MATTERS",
    "MOST_TEXT",
    "OPEN",
    "Due",
    "Every",
    "Period",
    "ReceiptHow",
    "Standing",
    "StepName",
    "VisitState",
    "check_made_at",
    "check_making",
    "check_open",
    "check_plan_day",
    "check_text",
    "missing_visits",
    "period_on",
    "periods_between",
]
