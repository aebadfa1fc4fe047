"""What each step changes in a case, said once: for a step that is taken now and for one taken over from the past."""

import datetime as dt
from uuid import UUID

from linli.cases.actions.clocks import due_of
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case, Task
from linli.cases.queries.kinds import workflow_for
from linli.cases.queries.owners import owner_of
from linli.cases.rules import Lane

Changes = dict[str, object]


def of_kind(case: Case, kind: KindDeclaration) -> Changes:
    """Choosing a kind sets its version and its owner here; its clocks follow."""
    owner = owner_of(case, kind)
    found = {
        "kind_code": kind.code,
        "kind_version": kind.version,
        "is_confidential": kind.confidential,
        "proposed_unit": owner.unit_code if owner else "",
    }
    component = owner.component_code if owner else ""
    return found | ({"component_code": component} if component != case.component_code else {})


def filed(case: Case, kind: KindDeclaration, *, lane: str, at: dt.datetime) -> Changes:
    """Filing gives the case its kind and the lane it runs in from now on."""
    return {**in_lane(lane), "filed_at": at, **of_kind(case, kind)}


def in_lane(lane: str) -> Changes:
    """A case runs in the version of a lane's workflow that is in force when it enters it."""
    return {"lane": str(lane), "workflow_version": workflow_for(lane).version}


def declined(*, reason: str, duplicate_of: UUID | None, at: dt.datetime) -> Changes:
    """Declining ends the case with the reason for an answer."""
    outcome = "duplicate" if duplicate_of else "declined"
    return {"result": reason, "outcome": outcome, "duplicate_of": duplicate_of, "closed_at": at}


def settled(case: Case, kind: KindDeclaration, *, result: str, by: str, at: dt.datetime) -> Changes:
    """Settling on the spot takes the case from its report to its end; its limit is the one for handling."""
    handling = due_of(kind, Stage.HANDLING, start=case.reported_at, area_code=case.area_code)
    return of_kind(case, kind) | in_lane(Lane.ON_SPOT) | {
        "result": result, "outcome": "solved", "handled_by": by, "filed_at": at,
        "responded_at": at, "closed_at": at, "closed_by": by, "handling_due_at": handling, "close_due_at": handling,
    }  # fmt: skip


def dispatched(case: Case, unit_code: str, *, at: dt.datetime) -> Changes:
    """Dispatch gives the unit its order; who had it first stays the one to ask until another accepts (首接负责)."""
    return {
        "unit_code": unit_code, "first_unit": case.first_unit or unit_code, "dispatched_at": at, "handled_by": "",
        "accepted_at": None, "responded_at": None,
    }  # fmt: skip


def order_for(case: Case, *, rule: str, at: dt.datetime) -> Task:
    """Write the order of the unit that a case has just been sent to."""
    return Task(
        case=case,
        unit_code=case.unit_code,
        state="waiting",
        rule=rule[:200],
        assigned_at=at,
        due_at=case.handling_due_at,
    )


def accepted(case: Case, *, by: str, at: dt.datetime) -> Changes:
    """Accepting says who works on it; the unit is now the one to ask."""
    return {"accepted_at": at, "handled_by": by, "first_unit": case.unit_code}


def returned(case: Case) -> Changes:
    """Returning takes the unit away; the command centre has it again."""
    return {"unit_code": "", "handled_by": "", "accepted_at": None, "returns": case.returns + 1}


def answered(*, result: str, by: str, at: dt.datetime) -> Changes:
    """Answering says what was done and by whom."""
    return {"result": result, "responded_at": at, "handled_by": by}


def failed(case: Case) -> Changes:
    """A failed check takes the answer back."""
    return {"reworks": case.reworks + 1, "responded_at": None, "check_back": ""}


def order_again(case: Case, *, reason: str, at: dt.datetime) -> Task:
    """Write the order of the unit whose answer did not stand, its clock running on."""
    return Task(
        case=case, unit_code=case.unit_code, state="accepted", assigned_at=at, accepted_at=at,
        due_at=case.handling_due_at, note=reason,
    )  # fmt: skip


def closed(*, outcome: str, by: str, at: dt.datetime) -> Changes:
    """Closing ends the case; who decided it is kept."""
    return {"closed_at": at, "outcome": outcome, "closed_by": by}


def reopened(case: Case) -> Changes:
    """Opening again proposes the unit that had it."""
    return {
        "reopens": case.reopens + 1, "closed_at": None, "outcome": "", "unit_code": "", "score": None, "check_back": "",
        "proposed_unit": case.unit_code or case.proposed_unit, "responded_at": None, "checked_at": None,
    }  # fmt: skip


def voided(*, reason: str, at: dt.datetime) -> Changes:
    """Voiding ends the case with the reason for an answer."""
    return {"result": reason, "outcome": "voided", "closed_at": at}
