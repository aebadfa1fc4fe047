"""What the unit or the worker on the spot does with a case: settle, accept, answer, return."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.rules import StepName
from linli.cases.web import step_forms as forms
from linli.cases.web.joint_forms import offer_reason_not_to_wait
from linli.cases.web.steps.sent_photos import send_photos
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _return(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.return_task(case_id, command=command, reason=values["reason"], reason_code=values["reason_code"])


def _answer(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    for purpose in ("before", "after"):
        send_photos(case_id, command, values[purpose], purpose=purpose)
    return actions.respond(case_id, command=command, result=values["result"], despite=values["despite"])


def _settle(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    for purpose in ("before", "after"):
        send_photos(case_id, command, values[purpose], purpose=purpose)
    return actions.settle_on_spot(case_id, command=command, result=values["result"], kind_code=values["kind"])


SPECS = (
    StepSpec(
        "settlement", frozenset({StepName.SETTLE}), forms.SettlementForm, _settle,
        pgettext_lazy("step", "当场处置"), gettext_lazy("处置完毕，结案"), gettext_lazy("已当场处置并结案。"), "circle-check", "success",
    ),
    StepSpec(
        "acceptance", frozenset({StepName.ACCEPT}), forms.PlainForm,
        lambda case_id, command, _form: actions.accept_task(case_id, command=command),
        pgettext_lazy("step", "接单"), gettext_lazy("接单办理"), gettext_lazy("已接单。"), "user-check",
    ),
    StepSpec(
        "answer", frozenset({StepName.RESPOND}), forms.AnswerForm, _answer,
        pgettext_lazy("step", "反馈结果"), gettext_lazy("提交结果"), gettext_lazy("结果已反馈，等待核查。"), "message-circle",
        fit=offer_reason_not_to_wait,
    ),
    StepSpec(
        "return", frozenset({StepName.RETURN}), forms.ReturnForm, _return,
        pgettext_lazy("step", "退单"), pgettext_lazy("step", "退单"), gettext_lazy("已退单，交派遣员重新派遣。"), "arrow-back-up", "danger",
    ),
)  # fmt: skip
