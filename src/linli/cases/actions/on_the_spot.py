"""What happens between people on the spot: asking for help, and the resident's receipt for what was done."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.facts import HelpAsked
from linli.cases.models import Case
from linli.cases.queries.tracking import receipt_code
from linli.cases.rules import Receipt, StepName
from linli.core.codes import tidied_code
from linli.core.facts import announce
from linli.core.secrets import mask_name
from linli.staff.rules import Command


@transaction.atomic
def ask_help(case_id: UUID, *, command: Command, text: str) -> Case:
    """Ask for help with a case one cannot go on with alone; command and the unit's head are told."""
    if (first := begin(command, StepName.ASK_HELP, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ASK_HELP, command)
    record(case, StepName.ASK_HELP, command, note=rules.check_reason(text, field="text"))
    announce(HelpAsked(case_id=str(case.pk), unit_code=case.unit_code))
    return case


@transaction.atomic
def confirm_receipt(case_id: UUID, *, command: Command, how: str, name: str = "", code: str = "") -> Case:
    """Keep that a resident confirmed the service (居民服务回执): by tapping their name, or with the receipt code on their page.

    History keeps the name masked: whose name it was, its bearer knows.
    """
    if (first := begin(command, StepName.CONFIRM, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CONFIRM, command)
    receipt = rules.receipt_named(how)
    if receipt is Receipt.CODE:
        _check_code(case, code)
    said = mask_name(rules.check_receipt_name(name)) if receipt is Receipt.NAME else ""
    record(case, StepName.CONFIRM, command, note=f"{receipt.value}:{said}")
    return case


def _check_code(case: Case, code: str) -> None:
    """Hold a code against the case's own; the tracking code opens rating and reopening and is nobody else's business."""
    if tidied_code(code) != receipt_code(case.pk):
        raise errors.ReceiptCodeWrong(field="code")
