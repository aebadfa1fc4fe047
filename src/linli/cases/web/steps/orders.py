"""What superiors order: supervision orders, and reminders."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.rules import StepName
from linli.cases.web import joint_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _order(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    order = actions.NewOrder(values["text"], values["unit"], values["due_at"])
    return actions.give_order(case_id, command=command, order=order)


def _answer(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.answer_order(case_id, command=command, order_id=UUID(values["order"]), answer=values["answer"])


SPECS = (
    StepSpec(
        "order-answer", frozenset({StepName.ANSWER_ORDER}), own.OrderAnswerForm, _answer,
        pgettext_lazy("step", "答复督办"), gettext_lazy("提交答复"), gettext_lazy("督办已答复。"), "message-2-check",
        fit=own.offer_orders,
    ),
    StepSpec(
        "order", frozenset({StepName.ORDER}), own.OrderForm, _order,
        pgettext_lazy("step", "督办"), gettext_lazy("下达督办"), gettext_lazy("督办已下达。"), "alert-triangle", "danger",
        aside=True, fit=own.offer_units_to_order,
    ),
)  # fmt: skip
