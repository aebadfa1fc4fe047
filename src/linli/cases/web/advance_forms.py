"""The forms of steps that a workflow declares: made from the fields a step asks for, in the reader's language."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions.advancing import advance_case
from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration, WorkflowDeclaration
from linli.cases.models import Case
from linli.cases.queries.kinds import workflow_declared
from linli.cases.rules import TO, Answer, StepName
from linli.cases.rules.workflows import MOST_ANSWER
from linli.cases.web.fields import DAYS, MOMENTS, QuickSelect
from linli.cases.web.step_forms import StepForm
from linli.cases.web.steps import StepSpec
from linli.staff.rules import Command

MOST_RADIOS = 6
NOUN = "steps/"
_MOMENT = "%Y-%m-%dT%H:%M"


def declared_steps(case: Case) -> dict[str, StepSpec]:
    """Give what the case page needs of each declared step of a case's workflow, those that lead onward first."""
    workflow = workflow_declared(case.lane, case.workflow_version)
    found = [_spec(step, workflow) for step in workflow.step if step.effect is StepName.ADVANCE]
    return {spec.noun.removeprefix(NOUN): spec for spec in sorted(found, key=lambda spec: spec.aside)}


def _spec(step: StepDeclaration, workflow: WorkflowDeclaration) -> StepSpec:
    title = str(step.name or step.code)

    def act(case_id: UUID, command: Command, form: StepForm) -> object:
        return advance_case(case_id, step=step.code, command=command, answers=given(form, step))

    return StepSpec(
        f"{NOUN}{step.code}", frozenset(), form_for(step, workflow), act, title, title,
        gettext_lazy("已办理，内容已记入案卷。"), "arrow-right", aside=not step.to,
    )  # fmt: skip


def named_by(case: Case, spec: StepSpec) -> StepSpec:
    """Call a step as the case's workflow calls it, where it has a name of its own for it."""
    workflow = workflow_declared(case.lane, case.workflow_version)
    steps = [workflow.step_named(name.value) for name in spec.steps]
    names = [str(step.name) for step in steps if step and step.name]
    return replace(spec, title=names[0], button=names[0]) if len(steps) == 1 and names else spec


def form_for(step: StepDeclaration, workflow: WorkflowDeclaration) -> type[StepForm]:
    """Make the form of a declared step."""
    fields = {field.code: _field(field, workflow) for field in step.fields}
    order = [field.code for field in step.fields]
    return cast("type[StepForm]", type("AdvanceForm", (StepForm,), {**fields, "field_order": order}))


def given(form: StepForm, step: StepDeclaration) -> dict[str, object]:
    """Read a valid form's answers by the fields' codes."""
    return {field.code: form.cleaned_data.get(field.code) for field in step.fields}


def _field(field: FieldDeclaration, workflow: WorkflowDeclaration) -> forms.Field:
    told: dict[str, Any] = {  # Any: keyword arguments of Django's own fields
        "label": str(field.name),
        "required": field.required,
        "help_text": str(field.hint) if field.hint else "",
    }
    if field.takes is Answer.CHOICE:
        return _choice(field, workflow, told)
    return _MADE[field.takes](told)


def _choice(field: FieldDeclaration, workflow: WorkflowDeclaration, told: dict[str, Any]) -> forms.Field:
    choices = [(choice.code, choice_name(field, choice.code, workflow)) for choice in field.choices]
    if len(choices) <= MOST_RADIOS and field.required:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], widget=QuickSelect, **told)


def choice_name(field: FieldDeclaration, code: str, workflow: WorkflowDeclaration) -> str:
    """Name a value that may be chosen; a phase to go to is named as the phase where nothing else was declared."""
    found = next((choice for choice in field.choices if choice.code == code), None)
    phase = workflow.phase_named(code) if field.code == TO else None
    return str(found.name if found else phase.name if phase else code)


def _text(told: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}), **told)


def _date(told: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), validators=DAYS, **told)


def _time(told: dict[str, Any]) -> forms.Field:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(widget=widget, input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"], validators=MOMENTS, **told)


def _number(told: dict[str, Any]) -> forms.Field:
    return forms.DecimalField(max_digits=14, decimal_places=4, widget=forms.NumberInput(attrs={"step": "any"}), **told)


def _yes_or_no(told: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect, **told)


_MADE: dict[Answer, Callable[[dict[str, Any]], forms.Field]] = {
    Answer.TEXT: _text, Answer.DATE: _date, Answer.TIME: _time, Answer.NUMBER: _number, Answer.YES_NO: _yes_or_no,
}  # fmt: skip
