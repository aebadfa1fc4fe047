"""The frame of every step of a plan: claim the command, find the plan, check who may, write the line in the log."""

from dataclasses import replace
from uuid import UUID

from linli.core import audit, commands
from linli.core.audit import Act
from linli.grids import errors
from linli.grids.models import Plan
from linli.grids.queries.plans import makers_of, plan_for
from linli.grids.rules import DISTRICT_DIGITS, PlanState, PlanStep, check_other_person, next_state
from linli.staff.rules import Actor, Command, Permission

# Who takes which step: whoever draws stops, hands in and withdraws; whoever answers for the whole district decides, and
# may free the ground of a drawing that others began.
_DECIDING = frozenset({PlanStep.APPROVE, PlanStep.RETURN, PlanStep.ADOPT})
_ENDING = frozenset({PlanStep.STOP, PlanStep.WITHDRAW})


def claim(command: Command, name: str, *, answer: str) -> str | None:
    """Claim the command: None the first time, the first answer on a repeat."""
    return commands.begin(command.id, name=f"grids.{name}", by=command.by.key, at=command.at, answer=answer)


def begin(command: Command, name: str, *, answer: str) -> bool:
    """Claim the command: False the first time, True on a repeat of the same step of the same plan."""
    first = claim(command, name, answer=answer)
    if first and first != answer:
        raise commands.CommandIdReused
    return first is not None


def find_for_step(plan_id: UUID, step: PlanStep, command: Command) -> tuple[Plan, PlanState]:
    """Lock a plan, check that the person may take the step, and say to which state it leads."""
    plan_for(command.by, plan_id)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if not may_step(command.by, step, plan.area_code):
        raise errors.PlanNotAllowed
    return plan, next_state(PlanState(plan.state), step)


def may_step(by: Actor, step: PlanStep, area_code: str) -> bool:
    """Say whether somebody's posts allow a step for an area, wherever the plan stands."""
    if step in _DECIDING:
        return may_decide(by, area_code)
    return by.may(Permission.GRIDS_DRAW, area_code) or (step in _ENDING and may_decide(by, area_code))


def may_decide(by: Actor, area_code: str) -> bool:
    """Say whether somebody decides on plans of an area: a post that covers a whole district or more."""
    covering = (prefix for prefix in by.prefixes(Permission.GRIDS_APPROVE) if len(prefix) <= DISTRICT_DIGITS)
    return any(area_code.startswith(prefix) for prefix in covering)


def check_four_eyes(by: Actor, plan: Plan) -> None:
    """Refuse that somebody approves a plan they had a hand in, or by a post they only hold in place of who had."""
    makers = makers_of(plan)
    check_other_person(by.key[:40], made_by=makers)
    names = {name for name in makers.values() if name}
    own = replace(by, posts=tuple(post for post in by.posts if post.for_name not in names))
    if not may_decide(own, plan.area_code):
        raise errors.OwnPlan


def note(plan: Plan, act: str, command: Command, **detail: object) -> None:
    """Write a line into the chained log: what was done to which plan, counts alone."""
    by = command.by
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, command.at, area_code=plan.area_code, subject_kind="grid-plan",
            subject_id=str(plan.pk), detail={"act": act, **detail},
        )
    )  # fmt: skip
