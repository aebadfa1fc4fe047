"""The course of a mediation: phases, steps, who may read and who may act (People's Mediation Law; safeguards, rule 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.mediation import errors
from linli.staff.rules import Actor, Permission


class Phase(StrEnum):
    """Where a mediation stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    CONSENTED = "consented"
    CHOSEN = "chosen"
    SITTING = "sitting"
    AGREED = "agreed"
    PERFORMING = "performing"
    CLOSED = "closed"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    REFERRED = "referred"


class StepName(StrEnum):
    """Everything that can be done with a mediation; each leaves one record."""

    APPLY = "apply"
    ACCEPT = "accept"
    DECLINE = "decline"
    ADD_PARTY = "add-party"
    IDENTIFY = "identify"
    CONSENT = "consent"
    PROPOSE = "propose-mediator"
    ANSWER = "answer-choice"
    STEP_BACK = "step-back"
    SIT = "sit"
    INVESTIGATE = "investigate"
    ATTACH = "attach"
    LENGTHEN = "lengthen"
    AGREE = "agree"
    CHECK_ACT = "check-act"
    VISIT_BACK = "visit-back"
    COURT = "court"
    REFER = "refer"
    WITHDRAW = "withdraw"
    FAIL = "fail"
    ARCHIVE = "archive"
    REMARK = "remark"
    RELOCATE = "relocate"


_P, _S = Phase, StepName
RUNNING = frozenset({_P.APPLIED, _P.ACCEPTED, _P.CONSENTED, _P.CHOSEN, _P.SITTING})
AGREED_PHASES = frozenset({_P.AGREED, _P.PERFORMING, _P.CLOSED})
WITHOUT_AGREEMENT = frozenset({_P.DECLINED, _P.REFUSED, _P.WITHDRAWN, _P.FAILED, _P.REFERRED})
ENDED = WITHOUT_AGREEMENT | {_P.CLOSED}

# Art. 26: when mediation ends without agreement, the parties are told of arbitration, administrative and court ways.
OTHER_WAYS = ("arbitration", "administrative", "court")


@dataclass(frozen=True)
class Step:
    """One step: where it starts and where it leads; None where it stays or what was said decides."""

    name: StepName
    starts: frozenset[Phase]
    leads_to: Phase | None = None


_AFTER_ACCEPTING = RUNNING - {_P.APPLIED}
_KEPT_UP = frozenset(Phase) - {_P.DECLINED}
STEPS: dict[StepName, Step] = {
    step.name: step
    for step in (
        Step(_S.ACCEPT, frozenset({_P.APPLIED}), _P.ACCEPTED),
        Step(_S.CONSENT, frozenset({_P.ACCEPTED})),
        Step(_S.PROPOSE, frozenset({_P.CONSENTED, _P.CHOSEN, _P.SITTING})),
        Step(_S.ANSWER, frozenset({_P.CONSENTED, _P.CHOSEN, _P.SITTING})),
        Step(_S.SIT, frozenset({_P.CHOSEN, _P.SITTING}), _P.SITTING),
        Step(_S.AGREE, frozenset({_P.SITTING}), _P.AGREED),
        Step(_S.CHECK_ACT, frozenset({_P.AGREED, _P.PERFORMING}), _P.PERFORMING),
        Step(_S.VISIT_BACK, AGREED_PHASES),
        Step(_S.COURT, AGREED_PHASES),
        Step(_S.ARCHIVE, frozenset({_P.AGREED, _P.PERFORMING}) | WITHOUT_AGREEMENT),
        Step(_S.ADD_PARTY, frozenset({_P.APPLIED, _P.ACCEPTED})),
        Step(_S.IDENTIFY, _KEPT_UP),
        Step(_S.STEP_BACK, frozenset({_P.CONSENTED, _P.CHOSEN, _P.SITTING})),
        Step(_S.INVESTIGATE, _AFTER_ACCEPTING),
        Step(_S.ATTACH, _KEPT_UP),
        Step(_S.LENGTHEN, _AFTER_ACCEPTING),
        Step(_S.REMARK, frozenset(Phase)),
        Step(_S.REFER, RUNNING, _P.REFERRED),
        Step(_S.FAIL, frozenset({_P.CHOSEN, _P.SITTING}), _P.FAILED),
        Step(_S.WITHDRAW, RUNNING, _P.WITHDRAWN),
        Step(_S.DECLINE, frozenset({_P.APPLIED}), _P.DECLINED),
    )
}

SUPERVISING = (
    Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.CASES_EXPORT, Permission.CASES_CONFIDENTIAL,
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What deciding about a step needs to know of a mediation."""

    phase: Phase
    area_code: str
    unit_code: str
    mediators: frozenset[UUID] = frozenset()
    keeper: UUID | None = None
    has_mediator: bool = False
    is_archived: bool = False


def may_read(mediation: Standing, actor: Actor) -> bool:
    """Say whether this actor may read the content: its mediators and its keeper; the committee's own until one is chosen."""
    if actor.is_system:
        return True
    if actor.account_id is None or not actor.may_anywhere(Permission.CASES_CONFIDENTIAL):
        return False
    if actor.account_id in mediation.mediators or actor.account_id == mediation.keeper:
        return True
    in_committee = mediation.unit_code in actor.unit_codes
    return not mediation.has_mediator and in_committee and actor.may(Permission.CASES_CONFIDENTIAL, mediation.area_code)


def may_know(mediation: Standing, actor: Actor) -> bool:
    """Say whether this actor may know that a mediation is there: supervisors see state and dates, never content."""
    return may_read(mediation, actor) or any(actor.may(one, mediation.area_code) for one in SUPERVISING)


def check_step(name: StepName, mediation: Standing, actor: Actor) -> Step:
    """Refuse a step that this actor may not take now; return it otherwise."""
    step = STEPS[name]
    if not may_read(mediation, actor):
        raise errors.MediationStepNotAllowed
    if mediation.is_archived and name is not StepName.REMARK:
        raise errors.DossierArchived
    if mediation.phase not in step.starts:
        raise errors.PhaseWrong
    return step


def allowed_steps(mediation: Standing, actor: Actor) -> tuple[StepName, ...]:
    """List the steps this actor may take now, in the order of the course."""
    if not may_read(mediation, actor):
        return ()
    return tuple(
        step.name
        for step in STEPS.values()
        if mediation.phase in step.starts and (not mediation.is_archived or step.name is StepName.REMARK)
    )


def consent_phase(answers: Iterable[str]) -> Phase:
    """Say where the parties' answers lead: one refusal ends it (art. 17), all must agree before it goes on."""
    said = list(answers)
    if "no" in said:
        return Phase.REFUSED
    return Phase.CONSENTED if said and all(answer == "yes" for answer in said) else Phase.ACCEPTED
