"""Who may take which step of a case, and who may see it."""

from dataclasses import dataclass

from linli.cases import errors
from linli.cases.rules.course import Lane, Party, State, StepName
from linli.cases.rules.workflows import Step, Workflow
from linli.staff.rules import Actor, Permission

DISPUTES = "dispute."  # how the codes of disputes begin


@dataclass(frozen=True)
class Standing:
    """What deciding about a step needs to know of a case."""

    state: State
    area_code: str
    unit_code: str = ""
    handled_by: str = ""
    is_confidential: bool = False
    lane: str = Lane.DISPATCH
    phase: str = ""
    co_units: frozenset[str] = frozenset()
    check: str = ""
    kind_code: str = ""

    @property
    def is_dispute(self) -> bool:
        """Say whether this is a dispute, which the mediators of its area read."""
        return is_dispute(self.kind_code)

    @property
    def place(self) -> str:
        """The phase; where nothing else was declared it is called as its stage."""
        return self.phase or self.state.value


def is_dispute(kind_code: str) -> bool:
    """Say whether a kind is one of disputes, whatever course its case takes."""
    return kind_code.startswith(DISPUTES)


def check_step(step: Step, case: Standing, actor: Actor) -> None:
    """Refuse a step that this actor may not take now."""
    if not _may(step, case, actor):
        raise errors.StepNotAllowed
    if case.place not in step.starts or not _is_due(step, case):
        raise errors.WrongState
    if step.other_person and case.handled_by and case.handled_by == actor.key:
        raise errors.SamePerson


def may_take(step: Step, case: Standing, actor: Actor) -> bool:
    """Say whether this actor's posts allow a step, wherever the case stands."""
    return _may(step, case, actor)


def allowed_steps(workflow: Workflow, case: Standing, actor: Actor) -> tuple[str, ...]:
    """List the names of the steps this actor may take now, in the order of the course."""
    return tuple(
        step.name
        for step in workflow.steps.values()
        if case.place in step.starts
        and step.party not in {Party.REPORTER, Party.SYSTEM}
        and _is_due(step, case)
        and _may(step, case, actor)
        and not (step.other_person and case.handled_by == actor.key)
    )


def _is_due(step: Step, case: Standing) -> bool:
    """Closing an answer that nobody checked back is for those cases only of which the sample asks no check."""
    return not (step.does is StepName.CLOSE and case.state is State.RESPONDED and case.check != "waived")


def may_see(case: Standing, actor: Actor) -> bool:
    """Say whether this actor may open a case: by place, by the unit's task, confidential only for its handlers.

    Mediators are the handlers of the disputes of their area; no other confidential case is theirs.
    """
    by_unit = _has_task(case, actor) and actor.may_anywhere(Permission.CASES_HANDLE)
    if case.is_confidential:
        mediates = case.is_dispute and actor.may(Permission.CASES_CONFIDENTIAL, case.area_code)
        return actor.is_system or by_unit or mediates
    return by_unit or actor.may(Permission.CASES_VIEW, case.area_code)


KNOWING = (
    Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.CASES_CHECK, Permission.CASES_CLOSE,
    Permission.CASES_VOID,
)  # fmt: skip


def may_know(case: Standing, actor: Actor) -> bool:
    """Say whether this actor may know that a case is there.

    Of a confidential one, whoever files, sends, checks or closes in its area knows state and dates only (safeguards, rule 10).
    """
    return may_see(case, actor) or any(actor.may(permission, case.area_code) for permission in KNOWING)


_CHOOSES_KIND = frozenset({StepName.CORRECT_KIND, StepName.SETTLE})


def check_kind_chosen(case: Standing, actor: Actor, *, is_other: bool) -> None:
    """Refuse another kind from whoever may not read the case: under an open kind it would open itself to all."""
    if is_other and case.is_confidential and not may_see(case, actor):
        raise errors.StepNotAllowed


def _has_task(case: Standing, actor: Actor) -> bool:
    return case.unit_code in actor.unit_codes or not case.co_units.isdisjoint(actor.unit_codes)


def _may(step: Step, case: Standing, actor: Actor) -> bool:
    if actor.is_system:
        return True
    if not step.permissions or (step.does in _CHOOSES_KIND and case.is_confidential and not may_see(case, actor)):
        return False
    if step.roles and not any(actor.has_role(role) for role in step.roles):
        return False
    return any(_may_by(permission, step.party, case, actor) for permission in step.permissions)


def _may_by(permission: Permission, party: Party, case: Standing, actor: Actor) -> bool:
    """Handling is a unit's own business: it needs the task; whatever else a post allows, it allows in its area."""
    if permission is Permission.CASES_HANDLE:
        return actor.may_anywhere(permission) and _is_party(party, case, actor)
    if permission is Permission.CASES_VIEW:
        return may_see(case, actor)
    return actor.may(permission, case.area_code)


def _is_party(party: Party, case: Standing, actor: Actor) -> bool:
    if party is Party.UNIT:
        return case.unit_code in actor.unit_codes
    if party is Party.CO_UNIT:
        return not case.co_units.isdisjoint(actor.unit_codes)
    return _has_task(case, actor)
