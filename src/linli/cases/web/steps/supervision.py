"""What the supervision centre does with a case: file, decline, correct, check, close, call back, open again, void."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions, errors
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.visible import case_visible_to, case_with_number
from linli.cases.rules import StepName, may_see
from linli.cases.rules.clocks import RATING
from linli.cases.web import step_forms as forms
from linli.cases.web.desk_suggesting import suggestion_for
from linli.cases.web.steps.sent_photos import send_photos
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _file(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    """File under the kind chosen; whoever may not read the case files it under the kind it came with."""
    values, case = form.cleaned_data, case_visible_to(command.by, case_id)
    if not values["kind"] and may_see(case.standing, command.by):
        raise errors.KindMissing(field="kind")
    guess = suggestion_for(case)
    suggested = (guess.kind_code or "", guess.confidence)
    return actions.file_case(
        case_id, command=command, kind_code=values["kind"], lane=values["lane"], condition=values["condition"],
        suggested=suggested,
    )  # fmt: skip


def _refuse(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    number = form.cleaned_data["duplicate_number"].strip()
    first = case_with_number(command.by, number).pk if number else None
    said = cast("forms.RefusalForm", form).said()
    return actions.decline_case(case_id, command=command, reason=said, duplicate_of=first)


def _check(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    send_photos(case_id, command, values["check"], purpose="check")
    if values["verdict"] == "pass":
        return actions.pass_check(case_id, command=command, note=values["reason"])
    return actions.fail_check(case_id, command=command, reason=values["reason"])


def _close(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.close_case(case_id, command=command, outcome=values["outcome"], note=values["note"])


def _visit_back(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.visit_back(case_id, command=command, score=values["score"], text=values["text"])


def _answer_rating(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    return actions.answer_rating(case_id, command=command, text=form.cleaned_data["answer"])


def _nothing_low(detail: CaseDetail) -> bool:
    return "done" in detail.case.clocks.get(RATING, {"done": ""})


SPECS = (
    StepSpec(
        "filing", frozenset({StepName.FILE}), forms.FilingForm, _file,
        pgettext_lazy("step", "立案"), pgettext_lazy("step", "立案"), gettext_lazy("已立案。"), "file-plus",
    ),
    StepSpec(
        "refusal", frozenset({StepName.DECLINE}), forms.RefusalForm, _refuse,
        pgettext_lazy("step", "不予立案"), pgettext_lazy("step", "不予立案"), gettext_lazy("已决定不予立案，理由已记入案卷。"),
        "ban", "danger", gettext_lazy("确定不予立案吗？反映人会看到理由。"),
    ),
    StepSpec(
        "check", frozenset({StepName.PASS_CHECK, StepName.FAIL_CHECK}), forms.CheckForm, _check,
        pgettext_lazy("step", "核查"), gettext_lazy("提交核查结论"), gettext_lazy("核查结论已记入案卷。"), "clipboard-check",
    ),
    StepSpec(
        "closure", frozenset({StepName.CLOSE}), forms.ClosureForm, _close,
        pgettext_lazy("step", "结案"), pgettext_lazy("step", "结案"), gettext_lazy("已结案。"), "circle-check", "success",
    ),
    StepSpec(
        "visit-back", frozenset({StepName.VISIT_BACK}), forms.VisitBackForm, _visit_back,
        pgettext_lazy("step", "回访"), gettext_lazy("记录回访"), gettext_lazy("回访已记入案卷。"), "phone-call",
    ),
    StepSpec(
        "rating-answer", frozenset({StepName.ANSWER_RATING}), forms.RatingAnswerForm, _answer_rating,
        gettext_lazy("回应差评"), gettext_lazy("提交答复"), gettext_lazy("已保存。"), "message-reply", idle=_nothing_low,
    ),
    StepSpec(
        "reopening", frozenset({StepName.REOPEN}), forms.ReasonForm,
        lambda case_id, command, form: actions.reopen_case(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "重新办理"), pgettext_lazy("step", "重新办理"), gettext_lazy("案卷已重新打开，等待派遣。"), "refresh",
    ),
    StepSpec(
        "kind", frozenset({StepName.CORRECT_KIND}), forms.KindForm,
        lambda case_id, command, form: actions.correct_kind(case_id, command=command, kind_code=form.cleaned_data["kind"]),
        pgettext_lazy("step", "更正类别"), pgettext_lazy("step", "更正类别"), gettext_lazy("类别已更正。"), "tags", aside=True,
    ),
    StepSpec(
        "voiding", frozenset({StepName.VOID}), forms.ReasonForm,
        lambda case_id, command, form: actions.void_case(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "作废"), gettext_lazy("作废案卷"), gettext_lazy("案卷已作废。"), "trash", "danger",
        gettext_lazy("确定作废这件案卷吗？作废后不能恢复。"), aside=True,
    ),
)  # fmt: skip
