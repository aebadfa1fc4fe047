"""What each step changes in a case, said once: for a step that is taken now and for one taken over from the past."""

import datetime as dt
from uuid import UUID

from linli.cases.actions.clocks import due_of
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case, Task
from linli.cases.queries.kinds import kind_of
from linli.cases.queries.owners import owner_for
from linli.cases.rules import Lane

Changes = dict[str, object]


def of_kind(case: Case, kind: KindDeclaration, *, at: dt.datetime) -> Changes:
    """Choosing a kind sets its version, its owner here and its clocks."""
    owner = owner_for(kind, case.area_code)
    return {
        "kind_code": kind.code,
        "kind_version": kind.version,
        "is_confidential": kind.confidential,
        "proposed_unit": owner.unit_code if owner else "",
        "due_at": due_of(kind, Stage.DISPATCH, start=at, area_code=case.area_code),
        "resident_due_at": due_of(kind, Stage.RESIDENT, start=case.reported_at, area_code=case.area_code),
    }


def filed(case: Case, kind: KindDeclaration, *, lane: Lane, at: dt.datetime) -> Changes:
    """Filing gives the case its kind and lane."""
    return {"lane": lane.value, "filed_at": at, **of_kind(case, kind, at=at)}


def declined(*, reason: str, duplicate_of: UUID | None, at: dt.datetime) -> Changes:
    """Declining ends the case with the reason for an answer."""
    outcome = "duplicate" if duplicate_of else "declined"
    return {"result": reason, "outcome": outcome, "duplicate_of": duplicate_of, "closed_at": at, "due_at": None}


def settled(case: Case, kind: KindDeclaration, *, result: str, by: str, at: dt.datetime) -> Changes:
    """Settling on the spot takes the case from its report to its end; its limit is the one for handling."""
    handling = due_of(kind, Stage.HANDLING, start=case.reported_at, area_code=case.area_code)
    return of_kind(case, kind, at=at) | {
        "lane": Lane.ON_SPOT.value, "result": result, "outcome": "solved", "handled_by": by, "filed_at": at,
        "responded_at": at, "closed_at": at, "due_at": None, "handling_due_at": handling, "close_due_at": handling,
    }  # fmt: skip


def dispatched(case: Case, unit_code: str, *, rule: str, at: dt.datetime) -> tuple[Changes, Task]:
    """Dispatch gives the unit its order and starts its clock; when that has run out and then the check's, closing is due."""
    kind = kind_of(case)
    handling = due_of(kind, Stage.HANDLING, start=at, area_code=case.area_code)
    close = due_of(kind, Stage.CHECKING, start=handling, area_code=case.area_code) if handling else None
    order = Task(case=case, unit_code=unit_code, state="waiting", rule=rule[:200], assigned_at=at, due_at=handling)
    return {
        "unit_code": unit_code, "dispatched_at": at, "handling_due_at": handling, "due_at": handling,
        "close_due_at": close, "handled_by": "", "accepted_at": None, "responded_at": None,
    }, order  # fmt: skip


def accepted(*, by: str, at: dt.datetime) -> Changes:
    """Accepting says who works on it."""
    return {"accepted_at": at, "handled_by": by}


def returned(case: Case, *, at: dt.datetime) -> Changes:
    """Returning takes the unit away and starts the dispatcher's clock anew."""
    due = due_of(kind_of(case), Stage.DISPATCH, start=at, area_code=case.area_code)
    return {"unit_code": "", "handled_by": "", "accepted_at": None, "due_at": due, "returns": case.returns + 1}


def answered(case: Case, *, result: str, by: str, at: dt.datetime) -> Changes:
    """Answering says what was done and by whom, and starts the checker's clock."""
    due = due_of(kind_of(case), Stage.CHECKING, start=at, area_code=case.area_code)
    return {"result": result, "responded_at": at, "due_at": due, "handled_by": by}


def failed(case: Case, *, reason: str, at: dt.datetime) -> tuple[Changes, Task]:
    """A failed check gives the unit its order back, the clock running on."""
    order = Task(
        case=case, unit_code=case.unit_code, state="accepted", assigned_at=at, accepted_at=at,
        due_at=case.handling_due_at, note=reason,
    )  # fmt: skip
    return {"reworks": case.reworks + 1, "responded_at": None, "due_at": case.handling_due_at}, order


def closed(*, outcome: str, at: dt.datetime) -> Changes:
    """Closing ends the case."""
    return {"closed_at": at, "outcome": outcome, "due_at": None}


def reopened(case: Case, *, at: dt.datetime) -> Changes:
    """Opening again proposes the unit that had it, and starts the dispatcher's clock."""
    due = due_of(kind_of(case), Stage.DISPATCH, start=at, area_code=case.area_code)
    return {
        "reopens": case.reopens + 1, "closed_at": None, "outcome": "", "unit_code": "", "due_at": due, "score": None,
        "proposed_unit": case.unit_code or case.proposed_unit, "responded_at": None, "checked_at": None,
    }  # fmt: skip


def voided(*, reason: str, at: dt.datetime) -> Changes:
    """Voiding ends the case with the reason for an answer."""
    return {"result": reason, "outcome": "voided", "closed_at": at, "due_at": None}
