"""Handing a case to an outside system, and taking it back."""

from uuid import UUID

from django import forms as django_forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.outside import outside_systems
from linli.cases.rules import StepName
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _systems() -> list[tuple[str, str]]:
    return [(system.code, system.name) for system in outside_systems()]


class HandOffForm(forms.StepForm):
    """Hand off: to which system, with which words."""

    system = django_forms.ChoiceField(label=gettext_lazy("外部系统"), choices=_systems)
    note = forms.words(gettext_lazy("附言"), required=False)


def _hand_off(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.hand_off(case_id, command=command, system_code=values["system"], note=values["note"])


def _take_back(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    return actions.take_back(case_id, command=command, reason=form.cleaned_data["reason"])


def _no_systems(_detail: CaseDetail) -> bool:
    return not _systems()


def _not_handed(detail: CaseDetail) -> bool:
    return all(record.name != StepName.HAND_OFF for record in detail.records)


SPECS = (
    StepSpec(
        "hand-off", frozenset({StepName.HAND_OFF}), HandOffForm, _hand_off,
        pgettext_lazy("step", "转外部系统"), gettext_lazy("转出"), gettext_lazy("已转出；对方逾期不应会自动收回。"),
        "external-link", aside=True, idle=_no_systems,
    ),
    StepSpec(
        "recall", frozenset({StepName.TAKE_BACK}), forms.ReasonForm, _take_back,
        pgettext_lazy("step", "从外部系统收回"), gettext_lazy("收回"), gettext_lazy("已收回，由责任单位继续办理。"),
        "cloud-off", "warning", aside=True, idle=_not_handed,
    ),
)  # fmt: skip
