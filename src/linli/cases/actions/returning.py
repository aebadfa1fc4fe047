"""Return: the unit gives the order back, once and with a reason; a dispute over who is responsible goes to be ruled."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.handing_off import end_hand_off
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.catalogue import ReturnReason
from linli.cases.facts import CaseReturned
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue, kind_of, step_of
from linli.cases.queries.owners import owner_of
from linli.cases.queries.returned import units_that_returned
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.staff.rules import Command

DISPUTED = "disputed"


@transaction.atomic
def return_task(case_id: UUID, *, command: Command, reason: str = "", reason_code: str = "") -> Case:
    """Give the order back, once; where the reason disputes who is responsible, command rules before it is sent on.

    A reason of the catalogue may say enough by itself ("not on the community's list"); without one a sentence is asked for.
    After a ruling nothing is returned any more (Weifang hotline rule, art. 22).
    """
    if (first := begin(command, StepName.RETURN, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.RETURN, command)
    chosen = _reason(reason_code)
    said = _said(chosen, reason)
    if case.rulings.exists():
        raise errors.RuledAlready
    returned_by = units_that_returned(case)
    rules.check_return(returned_by, case.unit_code)
    unit_code = case.unit_code
    end_hand_off(case, at=command.at)
    case.tasks.filter(is_lead=True, ended_at=None).update(state="returned", ended_at=command.at, note=said)
    onward = _onward(case, chosen, leaving_out=returned_by | {unit_code})
    record(case, StepName.RETURN, command, note=said, **changes.returned(case), **onward)
    announce(CaseReturned(case_id=str(case.pk), unit_code=unit_code))
    return case


def _reason(code: str) -> ReturnReason | None:
    if not code:
        return None
    chosen = catalogue().return_reasons.get(code)
    if chosen is None:
        raise errors.ReturnReasonUnknown(field="reason_code", reason=code)
    return chosen


def _said(chosen: ReturnReason | None, reason: str) -> str:
    if chosen is None or chosen.note_required:
        reason = rules.check_reason(reason)
    return "：".join(part for part in (str(chosen.name) if chosen else "", reason.strip()[: rules.MOST_TEXT]) if part)


def _onward(case: Case, chosen: ReturnReason | None, *, leaving_out: frozenset[str]) -> changes.Changes:
    """Say where the case goes: to a ruling when the reason disputes the owner; and who is proposed next."""
    kind = kind_of(case)
    owner = owner_of(case, kind, leaving_out=leaving_out) if kind else None
    found: changes.Changes = {"proposed_unit": owner.unit_code if owner else ""}
    if chosen and chosen.disputes_owner and DISPUTED in step_of(case, StepName.RETURN).leads_to:
        found["phase"] = DISPUTED
    return found
