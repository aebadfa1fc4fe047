"""Workflows put into words for people: pictures, who may take each step, and what another catalogue would change.

Above the wording of cases and below their doors: the desk, the command line and the reference pages use the same words.
"""

from linli.cases.picturing.changes import as_plain, said_lines
from linli.cases.picturing.workflows import (
    LIMIT_WORDS,
    graded_said,
    phase_limit,
    phases_in_order,
    picture_of,
    step_name,
    who_may,
)

__all__ = [
    "LIMIT_WORDS", "as_plain", "graded_said", "phase_limit", "phases_in_order", "picture_of", "said_lines", "step_name", "who_may",
]  # fmt: skip
