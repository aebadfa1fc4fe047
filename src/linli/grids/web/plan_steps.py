"""The steps of a plan as forms on its page: stop its drawing, hand in, approve, give back, adopt, withdraw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.grids.actions import plans as actions
from linli.grids.actions.adopting import adopt
from linli.grids.actions.recording import check_four_eyes, may_step
from linli.grids.errors import OwnPlan
from linli.grids.models import Plan
from linli.grids.queries.plans import is_stopping
from linli.grids.rules import PlanState, PlanStep, possible_steps, read_successors
from linli.grids.web.forms import AdoptionForm, ApprovalForm, PlainForm, ReturnForm
from linli.grids.wording import STOP_TOLD
from linli.staff.rules import Actor, Command
from linli.staff.web.command_forms import CommandForm

type Act = Callable[[UUID, Command, CommandForm], object]


@dataclass(frozen=True)
class Step:
    """One step: its address, how it looks, its form and its action."""

    noun: str
    name: PlanStep
    title: Promise
    icon: str
    tone: str
    form: type[CommandForm]
    act: Act
    done: Promise
    asks: Promise | str = ""  # asked before it is done


def _approve(plan_id: UUID, command: Command, form: CommandForm) -> object:
    said = form.cleaned_data
    return actions.approve(plan_id, command=command, adopt_on=said["adopt_on"], note=said["note"])


def _return(plan_id: UUID, command: Command, form: CommandForm) -> object:
    return actions.return_(plan_id, note=form.cleaned_data["note"], command=command)


def _adopt(plan_id: UUID, command: Command, form: CommandForm) -> object:
    said = form.cleaned_data
    successors = read_successors(said["successors"].splitlines())  # as the form showed it: emptied, nothing is wished
    return adopt(plan_id, on=said["on"], command=command, successors=successors)


def _said_before(step: PlanStep, plan: Plan) -> dict[str, object]:
    """Give what is known of a step already: where posts are to go, of an adoption that waits for its day."""
    if step is not PlanStep.ADOPT:
        return {}
    return {"successors": "\n".join(f"{old}={new}" for old, new in plan.progress.get("successors", {}).items())}


_STEPS = (
    Step("stop", PlanStep.STOP, _("停下，取目前最好的方案"), "hand-stop", "primary", PlainForm, lambda key, command, _form: actions.stop(key, command=command), STOP_TOLD),
    Step("submission", PlanStep.SUBMIT, _("提交审批"), "send", "primary", PlainForm, lambda key, command, _form: actions.submit(key, command=command), _("已提交，等待区县审批。")),
    Step("approval", PlanStep.APPROVE, _("批准"), "circle-check", "primary", ApprovalForm, _approve, _("已批准。")),
    Step("return", PlanStep.RETURN, _("退回修改"), "arrow-back-up", "secondary", ReturnForm, _return, _("已退回。")),
    Step("adoption", PlanStep.ADOPT, _("启用"), "check", "primary", AdoptionForm, _adopt, _("已记下。启用之日起，楼栋、住户和未结案卷会归到新的网格。"), _("启用这个方案吗？启用后不能撤回，只能再划一个方案。")),
    Step("withdrawal", PlanStep.WITHDRAW, _("作废"), "trash", "danger", PlainForm, lambda key, command, _form: actions.withdraw(key, command=command), _("已作废，现有网格不变。"), _("作废这个方案吗？")),
)  # fmt: skip
STEPS: Mapping[str, Step] = {one.noun: one for one in _STEPS}


@dataclass(frozen=True)
class Panel:
    """A step with its form."""

    spec: Step
    form: CommandForm
    is_open: bool
    barred: str = ""  # why this person leaves the step to another one


def panels_of(plan: Plan, actor: Actor, rejected: tuple[str, CommandForm] | None = None) -> list[Panel]:
    """List the steps this person may take where the plan stands."""
    open_steps = possible_steps(PlanState(plan.state))
    return [
        Panel(
            spec,
            rejected[1]
            if rejected and rejected[0] == spec.noun
            else spec.form.fresh(spec.noun, **_said_before(spec.name, plan)),
            bool(rejected and rejected[0] == spec.noun),
            _barred(spec.name, plan, actor),
        )
        for spec in _STEPS
        if spec.name in open_steps
        and not (spec.name is PlanStep.STOP and is_stopping(plan))
        and may_step(actor, spec.name, plan.area_code)
    ]


def _barred(step: PlanStep, plan: Plan, actor: Actor) -> str:
    """Say who has to approve instead of somebody who had a hand in the plan."""
    try:
        if step is PlanStep.APPROVE:
            check_four_eyes(actor, plan)
    except OwnPlan as refusal:
        return str(refusal)
    return ""
