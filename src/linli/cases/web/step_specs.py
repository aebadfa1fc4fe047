"""What each step of the case page is called, which form it has and which action it calls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions, errors
from linli.cases.actions.attaching import Photo, read_photo
from linli.cases.actions.recording import Command
from linli.cases.queries.visible import case_visible_to, case_with_number
from linli.cases.rules import StepName, may_see
from linli.cases.web import step_forms as forms
from linli.cases.web.desk_suggesting import suggestion_for
from linli.cases.wording import Word

Act = Callable[[UUID, Command, forms.StepForm], object]


@dataclass(frozen=True)
class StepSpec:
    """One address of the case page to which a form is sent."""

    noun: str
    steps: frozenset[StepName]
    form: type[forms.StepForm]
    act: Act
    title: Word
    button: Word
    done: Word
    icon: str
    tone: str = "primary"
    confirm: Word = ""


def send_photos(case_id: UUID, command: Command, files: Iterable[UploadedFile[Any]], *, purpose: str) -> None:
    """Attach the photos of a form."""
    attach_photos(case_id, command, read_photos(files), purpose=purpose)


def read_photos(files: Iterable[UploadedFile[Any]]) -> list[Photo]:
    """Read the photos of a form before anything is stored."""
    return [read_photo(file, name=file.name or "") for file in files]


def attach_photos(case_id: UUID, command: Command, photos: Iterable[Photo], *, purpose: str) -> None:
    """Attach photos under command ids made from their content: sent again, each is still attached once."""
    for photo in photos:
        own = Command(uuid5(command.id, f"{case_id}:{purpose}:{photo.sha256}"), command.by, command.at)
        actions.attach_photo(case_id, command=own, file=photo, name="", purpose=purpose)


def _file(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    """File under the kind chosen; whoever may not read the case files it under the kind it came with."""
    values, case = form.cleaned_data, case_visible_to(command.by, case_id)
    if not values["kind"] and may_see(case.standing, command.by):
        raise errors.KindMissing(field="kind")
    guess = suggestion_for(case)
    suggested = (guess.kind_code or "", guess.confidence)
    return actions.file_case(
        case_id, command=command, kind_code=values["kind"], lane=values["lane"], suggested=suggested
    )


def _refuse(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    number = form.cleaned_data["duplicate_number"].strip()
    first = case_with_number(command.by, number).pk if number else None
    said = cast("forms.RefusalForm", form).said()
    return actions.decline_case(case_id, command=command, reason=said, duplicate_of=first)


def _dispatch(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.dispatch_case(case_id, command=command, unit_code=values["unit"], note=values["note"])


def _return(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    return actions.return_task(case_id, command=command, reason=cast("forms.ReturnForm", form).said())


def _answer(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    for purpose in ("before", "after"):
        send_photos(case_id, command, values[purpose], purpose=purpose)
    return actions.respond(case_id, command=command, result=values["result"])


def _settle(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    for purpose in ("before", "after"):
        send_photos(case_id, command, values[purpose], purpose=purpose)
    return actions.settle_on_spot(case_id, command=command, result=values["result"], kind_code=values["kind"])


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


def _photos(case_id: UUID, command: Command, form: forms.StepForm) -> None:
    values = form.cleaned_data
    send_photos(case_id, command, values["photos"], purpose=values["purpose"])


_N = StepName
_SPECS = (
    StepSpec(
        "filing", frozenset({_N.FILE}), forms.FilingForm, _file,
        pgettext_lazy("step", "立案"), pgettext_lazy("step", "立案"), gettext_lazy("已立案。"), "file-plus",
    ),
    StepSpec(
        "refusal", frozenset({_N.DECLINE}), forms.RefusalForm, _refuse,
        pgettext_lazy("step", "不予立案"), pgettext_lazy("step", "不予立案"), gettext_lazy("已决定不予立案，理由已记入案卷。"),
        "ban", "danger", gettext_lazy("确定不予立案吗？反映人会看到理由。"),
    ),
    StepSpec(
        "settlement", frozenset({_N.SETTLE}), forms.SettlementForm, _settle,
        pgettext_lazy("step", "当场处置"), gettext_lazy("处置完毕，结案"), gettext_lazy("已当场处置并结案。"), "circle-check", "success",
    ),
    StepSpec(
        "dispatch", frozenset({_N.DISPATCH}), forms.DispatchForm, _dispatch,
        pgettext_lazy("step", "派遣"), pgettext_lazy("step", "派遣"), gettext_lazy("已派遣，单位时限开始计算。"), "send",
    ),
    StepSpec(
        "acceptance", frozenset({_N.ACCEPT}), forms.PlainForm,
        lambda case_id, command, _form: actions.accept_task(case_id, command=command),
        pgettext_lazy("step", "接单"), gettext_lazy("接单办理"), gettext_lazy("已接单。"), "user-check",
    ),
    StepSpec(
        "answer", frozenset({_N.RESPOND}), forms.AnswerForm, _answer,
        pgettext_lazy("step", "反馈结果"), gettext_lazy("提交结果"), gettext_lazy("结果已反馈，等待核查。"), "message-circle",
    ),
    StepSpec(
        "return", frozenset({_N.RETURN}), forms.ReturnForm, _return,
        pgettext_lazy("step", "退单"), pgettext_lazy("step", "退单"), gettext_lazy("已退单，交派遣员重新派遣。"), "arrow-back-up", "danger",
    ),
    StepSpec(
        "check", frozenset({_N.PASS_CHECK, _N.FAIL_CHECK}), forms.CheckForm, _check,
        pgettext_lazy("step", "核查"), gettext_lazy("提交核查结论"), gettext_lazy("核查结论已记入案卷。"), "clipboard-check",
    ),
    StepSpec(
        "closure", frozenset({_N.CLOSE}), forms.ClosureForm, _close,
        pgettext_lazy("step", "结案"), pgettext_lazy("step", "结案"), gettext_lazy("已结案。"), "circle-check", "success",
    ),
    StepSpec(
        "visit-back", frozenset({_N.VISIT_BACK}), forms.VisitBackForm, _visit_back,
        pgettext_lazy("step", "回访"), gettext_lazy("记录回访"), gettext_lazy("回访已记入案卷。"), "phone-call",
    ),
    StepSpec(
        "reopening", frozenset({_N.REOPEN}), forms.ReasonForm,
        lambda case_id, command, form: actions.reopen_case(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "重新办理"), pgettext_lazy("step", "重新办理"), gettext_lazy("案卷已重新打开，等待派遣。"), "refresh",
    ),
    StepSpec(
        "kind", frozenset({_N.CORRECT_KIND}), forms.KindForm,
        lambda case_id, command, form: actions.correct_kind(case_id, command=command, kind_code=form.cleaned_data["kind"]),
        pgettext_lazy("step", "更正类别"), pgettext_lazy("step", "更正类别"), gettext_lazy("类别已更正。"), "tags",
    ),
    StepSpec(
        "photos", frozenset({_N.ATTACH}), forms.PhotosForm, _photos,
        pgettext_lazy("step", "添加照片"), gettext_lazy("上传照片"), gettext_lazy("照片已加入案卷。"), "photo-plus",
    ),
    StepSpec(
        "notes", frozenset({_N.NOTE}), forms.NoteForm,
        lambda case_id, command, form: actions.add_note(case_id, command=command, text=form.cleaned_data["text"]),
        pgettext_lazy("step", "添加备注"), gettext_lazy("保存备注"), gettext_lazy("备注已记入案卷。"), "pencil",
    ),
    StepSpec(
        "voiding", frozenset({_N.VOID}), forms.ReasonForm,
        lambda case_id, command, form: actions.void_case(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "作废"), gettext_lazy("作废案卷"), gettext_lazy("案卷已作废。"), "trash", "danger",
        gettext_lazy("确定作废这件案卷吗？作废后不能恢复。"),
    ),
)  # fmt: skip
SPECS: dict[str, StepSpec] = {spec.noun: spec for spec in _SPECS}
