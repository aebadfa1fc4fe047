"""Open a case that follows from others: a part split off a report, the root cause of repeats. Nobody gets a code for it."""

from linli.cases.actions.reporting import NewReport, new_number, opening_record, put_together
from linli.cases.facts import CaseReported
from linli.cases.models import Case, CaseRecord
from linli.core.facts import announce
from linli.core.statements import insert_row
from linli.staff.rules import SYSTEM, Command


def open_following(report: NewReport, *, command: Command, part_of: Case | None = None) -> Case:
    """Store the case with its first line of history; a part counts from the moment its whole was handed in, and by whom.

    Who may do this is decided by the step it follows from, not by the right to report. Call it inside the change's transaction.
    """
    since = part_of.reported_at if part_of else command.at
    case = put_together(report, command=Command(command.id, SYSTEM, since))
    case.reported_by = part_of.reported_by if part_of else None
    if part_of is not None and not report.kind_code:
        # Until somebody says what it is, it is as confidential as its whole.
        case.is_confidential = part_of.is_confidential
    while not insert_row(case, unless_taken="number"):  # some other case of the day has it
        case.number = new_number(command.at)
    insert_row(CaseRecord(**opening_record(case, command)))
    announce(CaseReported(case_id=str(case.pk), kind_code=case.kind_code))
    return case
