"""The resident's receipt: a name tapped by the resident, or the code on the contact card of the home."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.core.codes import spoken_code, tidied_code
from linli.core.secrets import keyed_hash, mask_name
from linli.register.queries.whom import names_at_home
from linli.staff.rules import Command
from linli.visits import errors
from linli.visits.actions.recording import begin, check_known, find_for_step, record
from linli.visits.models import Visit
from linli.visits.rules import LONGEST_NAME, ReceiptHow, StepName, VisitState


@dataclass(frozen=True)
class Receipt:
    """How the resident confirmed: by name, or with the card's code."""

    how: str
    name: str = ""
    code: str = ""


@transaction.atomic
def confirm_receipt(visit_id: UUID, *, command: Command, receipt: Receipt) -> Visit:
    """Keep that the resident confirmed a visit that was made, once."""
    if begin(command, StepName.CONFIRM, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    visit = find_for_step(visit_id, StepName.CONFIRM, command)
    check_known(visit)
    if visit.state != VisitState.MADE.value:
        raise errors.ReceiptTooEarly
    if visit.receipt_how:
        raise errors.ReceiptGiven
    changes, said = receipt_changes(visit, receipt, command)
    record(visit, StepName.CONFIRM, command, said=said, changes=changes)
    return visit


def receipt_changes(visit: Visit, receipt: Receipt, command: Command) -> tuple[dict[str, object], dict[str, str]]:
    """Check a receipt; give the columns it changes, and its name to be sealed."""
    if receipt.how not in set(ReceiptHow):
        raise errors.ReceiptHowUnknown(field="receipt")
    known = _by_code(visit, receipt.code) if receipt.how == ReceiptHow.CODE else _by_name(visit, receipt.name)
    changes: dict[str, object] = {"receipt_how": receipt.how, "receipt_at": command.at, "receipt_known": known}
    return changes, {"receipt_name": receipt.name.strip()[:LONGEST_NAME]}


def card_code(dwelling_id: UUID) -> str:
    """Give the code that stands on the contact card of a dwelling: worked out from the installation's key, never stored."""
    return spoken_code(keyed_hash(f"visit card {dwelling_id}"))


def _by_code(visit: Visit, code: str) -> bool:
    if visit.dwelling_id is None or tidied_code(code) != card_code(visit.dwelling_id):
        raise errors.ReceiptCodeWrong(field="code")
    return True


def _by_name(visit: Visit, name: str) -> bool:
    """Take any name: a carer may be in. Say whether it is one of the household's, in full or as phones show it."""
    said = name.strip()
    if not said:
        raise errors.ReceiptNameMissing(field="name")
    if visit.household_id is None:
        return False
    names = names_at_home(visit.household_id)
    return said in names or said in {mask_name(one) for one in names}
