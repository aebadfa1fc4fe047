"""What the command centre does with a case: dispatch."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.actions.recording import Command
from linli.cases.rules import StepName
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec


def _dispatch(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.dispatch_case(case_id, command=command, unit_code=values["unit"], note=values["note"])


SPECS = (
    StepSpec(
        "dispatch", frozenset({StepName.DISPATCH}), forms.DispatchForm, _dispatch,
        pgettext_lazy("step", "派遣"), pgettext_lazy("step", "派遣"), gettext_lazy("已派遣，单位时限开始计算。"), "send",
    ),
)  # fmt: skip
