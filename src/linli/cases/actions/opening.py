"""Open a case that follows from others: a part split off a report, the root cause of repeats. Nobody gets a code for it."""

import datetime as dt

from linli.cases.actions.recording import Command
from linli.cases.actions.reporting import NewReport, new_number, opening_record, put_together
from linli.cases.facts import CaseReported
from linli.cases.models import Case, CaseRecord
from linli.core.facts import announce
from linli.core.statements import insert_row


def open_following(report: NewReport, *, command: Command, since: dt.datetime | None = None) -> Case:
    """Store the case with its first line of history; `since` when the report it follows from was handed in.

    The resident's clock runs from that moment; call it inside the change's transaction.
    """
    began = command if since is None else Command(command.id, command.by, since)
    case = put_together(report, command=began)
    while not insert_row(case, unless_taken="number"):  # some other case of the day has it
        case.number = new_number(command.at)
    insert_row(CaseRecord(**opening_record(case, command)))
    announce(CaseReported(case_id=str(case.pk), kind_code=case.kind_code))
    return case
