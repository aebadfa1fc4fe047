"""How the people of a simulated town behave: shares between 0 and 1, the same for everybody."""

from dataclasses import dataclass

REPORTS_PER_1000 = 2.8  # a day; Beijing's hotline at 61,500 calls for 21.9 million people


@dataclass(frozen=True)
class Habits:
    """How often each thing happens; what is left goes the ordinary way."""

    # What comes in
    patrol: float = 0.2
    settled_on_spot: float = 0.7
    second_report: float = 0.05
    vague: float = 0.05
    outside: float = 0.015
    kind_said: float = 0.55
    kind_said_wrong: float = 0.12
    pointed_at: float = 0.8
    with_photo: float = 0.55
    urgent: float = 0.6

    # Supervision
    filed_in_time: float = 0.95
    duplicate_seen: float = 0.8
    declined: float = 0.03
    vague_declined: float = 0.4
    filed_wrong: float = 0.03
    noted: float = 0.08
    voided: float = 0.006
    check_failed: float = 0.07
    checked_in_time: float = 0.94

    # Command and units
    dispatched_in_time: float = 0.96
    sent_wrong: float = 0.03
    wrong_returned: float = 0.85
    right_returned: float = 0.02
    answered_in_time: float = 0.87
    explained: float = 0.1
    not_fixable: float = 0.02
    declared_step: float = 0.6
    joined: float = 0.05
    join_returned: float = 0.1
    relief: float = 0.07
    relief_refused: float = 0.2
    ordered: float = 0.01
    disputed: float = 0.6

    # Residents afterwards
    rated: float = 0.4
    reopened_unhappy: float = 0.35
    reopened_otherwise: float = 0.012
    low_answered: float = 0.97
