"""What the command centre does with a case: dispatch."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.rules import StepName
from linli.cases.web import responsibility_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.responsibility import person_chosen
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _dispatch(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    to = actions.SentTo(handler_id=person_chosen(form))
    return actions.dispatch_case(case_id, command=command, unit_code=values["unit"], note=values["note"], to=to)


SPECS = (
    StepSpec(
        "dispatch", frozenset({StepName.DISPATCH}), own.DirectDispatchForm, _dispatch,
        pgettext_lazy("step", "派遣"), pgettext_lazy("step", "派遣"), gettext_lazy("已派遣，单位时限开始计算。"), "send",
        fit=own.offer_people,
    ),
)  # fmt: skip
