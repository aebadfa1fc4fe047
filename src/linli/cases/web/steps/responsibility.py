"""Who is responsible: command rules between units, a unit hands its task to a colleague."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions, errors
from linli.cases.rules import StepName
from linli.cases.web import responsibility_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def person_chosen(form: forms.StepForm) -> UUID | None:
    """Read the person chosen in a form; None when nobody is."""
    said = form.cleaned_data.get("handler", "")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise errors.HandlerMissing(field="handler") from None


def _rule(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    ruling = actions.NewRuling(values["unit"], values["reason"], values["area"])
    return actions.rule_case(case_id, command=command, ruling=ruling)


def _delegate(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    person = person_chosen(form)
    if person is None:
        raise errors.HandlerMissing(field="handler")
    return actions.delegate_task(case_id, command=command, handler_id=person, note=form.cleaned_data["note"])


SPECS = (
    StepSpec(
        "ruling", frozenset({StepName.RULE}), own.RulingForm, _rule,
        pgettext_lazy("step", "裁定责任单位"), gettext_lazy("裁定并派遣"), gettext_lazy("已裁定并派遣，以后同类案卷按此建议。"), "gavel",
        fit=own.offer_ruling,
    ),
    StepSpec(
        "delegation", frozenset({StepName.DELEGATE}), own.DelegationForm, _delegate,
        pgettext_lazy("step", "转交同事"), gettext_lazy("转交"), gettext_lazy("已转交同事。"), "user-share",
        aside=True, fit=own.offer_colleagues,
    ),
)  # fmt: skip
