"""What stops or lengthens a unit's clock: asking for a pause or an extension, granting, refusing, going on; and reminders."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.actions import pausing
from linli.cases.rules import StepName
from linli.cases.web import relief_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _wish(form: forms.StepForm) -> pausing.Wish:
    values = form.cleaned_data
    photo = UUID(values["photo"]) if values["photo"] else None
    return pausing.Wish(values["reason"], values["words"], values.get("until"), values.get("by", ""), photo)


def _decide(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    if values["verdict"] == "grant":
        return pausing.grant_relief(case_id, command=command, note=values["reason"])
    return pausing.refuse_relief(case_id, command=command, reason=values["reason"])


SPECS = (
    StepSpec(
        "relief", frozenset({StepName.GRANT, StepName.REFUSE}), own.DecisionForm, _decide,
        pgettext_lazy("step", "审批延期或暂停"), gettext_lazy("提交审批意见"), gettext_lazy("审批意见已记入案卷。"), "gavel",
        idle=own.nothing_asked,
    ),
    StepSpec(
        "pause", frozenset({StepName.ASK_PAUSE}), own.PauseForm,
        lambda case_id, command, form: pausing.ask_pause(case_id, command=command, wish=_wish(form)),
        pgettext_lazy("step", "申请暂停计时"), gettext_lazy("提交申请"), gettext_lazy("申请已提交，等待审批。"), "player-pause",
        aside=True, fit=own.offer_pauses, idle=own.may_not_ask,
    ),
    StepSpec(
        "extension", frozenset({StepName.ASK_EXTENSION}), own.ExtensionForm,
        lambda case_id, command, form: pausing.ask_extension(case_id, command=command, wish=_wish(form)),
        pgettext_lazy("step", "申请延期"), gettext_lazy("提交申请"), gettext_lazy("申请已提交，等待审批。"), "calendar-plus",
        aside=True, fit=own.offer_extensions, idle=own.may_not_ask,
    ),
    StepSpec(
        "resumption", frozenset({StepName.RESUME}), forms.PlainForm,
        lambda case_id, command, _form: pausing.resume_clocks(case_id, command=command),
        pgettext_lazy("step", "恢复计时"), gettext_lazy("恢复计时"), gettext_lazy("时限已恢复计时。"), "player-play",
        aside=True, idle=own.nothing_paused,
    ),
    StepSpec(
        "reminder", frozenset({StepName.URGE}), own.RemindForm,
        lambda case_id, command, form: pausing.urge_case(case_id, command=command, note=form.cleaned_data["note"]),
        pgettext_lazy("step", "催办"), gettext_lazy("发出催办"), gettext_lazy("已催办。"), "bell-ringing",
        aside=True, idle=own.nobody_to_remind,
    ),
)  # fmt: skip
