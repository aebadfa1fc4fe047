"""What units that are called in do beside the leading one, and what is agreed in the room of a joint case."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.rules import StepName
from linli.cases.web import joint_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.sent_photos import send_photos
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _call(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    call = actions.Call(tuple(values["units"]), values["asks"], values["arrive_by"], values["limit"])
    return actions.join_case(case_id, command=command, call=call)


def _answer(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    send_photos(case_id, command, values["photos"], purpose="after")
    return actions.co_answer(case_id, command=command, result=values["result"])


def _score(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.score_partner(
        case_id, command=command, of_unit=values["of_unit"], score=values["score"], text=values["text"]
    )


def _meet(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    held = actions.Minutes(values["held_at"], values["minutes"], values["place"], values["present"])
    return actions.hold_meeting(case_id, command=command, held=held)


def _plan(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    meeting = UUID(values["meeting"]) if values["meeting"] else None
    plan = actions.Plan(values["text"], values["unit"], values["due_on"], meeting)
    return actions.plan_action(case_id, command=command, plan=plan)


def _finish(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    return actions.finish_action(case_id, command=command, item_id=UUID(values["item"]), result=values["result"])


SPECS = (
    StepSpec(
        "part-acceptance", frozenset({StepName.CO_ACCEPT}), forms.PlainForm,
        lambda case_id, command, _form: actions.co_accept(case_id, command=command),
        pgettext_lazy("step", "协办接单"), gettext_lazy("接受协办"), gettext_lazy("已接受协办。"), "user-check",
        idle=own.has_no_part_waiting,
    ),
    StepSpec(
        "arrival", frozenset({StepName.ARRIVE}), forms.PlainForm,
        lambda case_id, command, _form: actions.arrive(case_id, command=command),
        pgettext_lazy("step", "登记到场"), gettext_lazy("我们已到场"), gettext_lazy("已登记到场。"), "map-pin-check",
        idle=own.need_not_come,
    ),
    StepSpec(
        "part-answer", frozenset({StepName.CO_ANSWER}), own.PartAnswerForm, _answer,
        pgettext_lazy("step", "协办反馈"), gettext_lazy("提交协办结果"), gettext_lazy("协办结果已反馈。"), "message-circle",
        idle=own.has_no_part_in_hand,
    ),
    StepSpec(
        "part-return", frozenset({StepName.CO_RETURN}), forms.ReasonForm,
        lambda case_id, command, form: actions.co_return(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "协办退单"), pgettext_lazy("step", "协办退单"), gettext_lazy("已退回协办任务。"), "arrow-back-up", "danger",
    ),
    StepSpec(
        "partner-rating", frozenset({StepName.SCORE_PARTNER}), own.PartnerForm, _score,
        pgettext_lazy("step", "协作互评"), gettext_lazy("提交互评"), gettext_lazy("互评已保存。"), "star",
        aside=True, fit=own.offer_partners,
    ),
    StepSpec(
        "call", frozenset({StepName.JOIN}), own.CallForm, _call,
        pgettext_lazy("step", "召集协办"), gettext_lazy("召集这些单位"), gettext_lazy("已召集协办单位，各单位时限开始计算。"), "users-plus",
        aside=True, fit=own.offer_units_to_call,
    ),
    StepSpec(
        "action-done", frozenset({StepName.FINISH_ACTION}), own.FinishForm, _finish,
        pgettext_lazy("step", "办结议定事项"), gettext_lazy("办结这一项"), gettext_lazy("议定事项已办结。"), "checkbox",
        aside=True, fit=own.offer_items,
    ),
    StepSpec(
        "meeting", frozenset({StepName.MEET}), own.MeetingForm, _meet,
        pgettext_lazy("step", "记会商纪要"), gettext_lazy("保存纪要"), gettext_lazy("会商纪要已记入案卷。"), "notes",
        aside=True,
    ),
    StepSpec(
        "action", frozenset({StepName.PLAN_ACTION}), own.PlanForm, _plan,
        pgettext_lazy("step", "议定事项"), gettext_lazy("议定这一项"), gettext_lazy("议定事项已记入案卷。"), "list-check",
        aside=True, fit=own.offer_units,
    ),
)  # fmt: skip
