"""The forms of joint work: calling in, answering a part, rating each other, meetings, action items, orders."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.joint import OrderRow
from linli.cases.rules import clocks, joint
from linli.cases.web.fields import DAYS, MOMENTS, OpenChoiceField, PhotosField, QuickSelect
from linli.cases.web.step_forms import StepForm, words
from linli.cases.wording import SCORE_NAMES
from linli.core.installation import installation
from linli.staff import queries as staff
from linli.staff.queries import UnitRow

SHOWN = 40
LIMITS = (
    ("", gettext_lazy("按事项类别的处置时限")),
    ("2 hours", gettext_lazy("2 小时")),
    ("4 working hours", gettext_lazy("4 个工作小时")),
    ("1 working days", gettext_lazy("1 个工作日")),
    ("3 working days", gettext_lazy("3 个工作日")),
    ("5 working days", gettext_lazy("5 个工作日")),
)


class MomentField(forms.DateTimeField):
    """A day and an hour, in the browser's own field."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_validators = MOMENTS


class DayField(forms.DateField):
    """A day, in the browser's own field."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = DAYS


class UnitsField(forms.MultipleChoiceField):
    """Some units, ticked in a list; the action checks what came in."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  # Any: Django's own shape
        """Leave it to the action to know the unit."""
        return True


class CallForm(StepForm):
    """Call units in: who, to do what, by when to come and in which limit."""

    units = UnitsField(label=gettext_lazy("协办单位"), required=False)
    asks = words(gettext_lazy("请他们做什么"), rows=2, required=False)
    arrive_by = MomentField(
        label=gettext_lazy("到场时间"),
        required=False,
        help_text=gettext_lazy("吹哨报到时填写：要求协办单位几时前到场。不需要到场可留空。"),
    )
    limit = forms.ChoiceField(label=gettext_lazy("协办时限"), choices=LIMITS, required=False)


class PartAnswerForm(StepForm):
    """Answer one's part: what was done, with photos."""

    result = words(gettext_lazy("本单位做了什么"))
    photos = PhotosField(label=gettext_lazy("处置后照片"), required=False, keeps_notes=True)


class PartnerForm(StepForm):
    """Rate a unit one's own worked with."""

    of_unit = OpenChoiceField(label=gettext_lazy("协作单位"), widget=QuickSelect)
    score = forms.TypedChoiceField(
        label=gettext_lazy("协作评价"),
        coerce=int,
        choices=sorted(SCORE_NAMES.items(), reverse=True),
        widget=forms.RadioSelect,
    )
    text = words(
        gettext_lazy("评价说明"), rows=2, required=False, help_text=gettext_lazy("只有双方单位和指挥中心能看到。")
    )


class MeetingForm(StepForm):
    """Keep the minutes of a meeting."""

    held_at = MomentField(label=gettext_lazy("会商时间"))
    place = forms.CharField(label=gettext_lazy("会商地点"), max_length=120, required=False)
    present = words(gettext_lazy("参加单位和人员"), rows=2, required=False)
    minutes = words(gettext_lazy("会商纪要"), rows=4, required=False)


class PlanForm(StepForm):
    """Agree on an action item."""

    text = words(gettext_lazy("议定做什么"), rows=2, required=False)
    unit = OpenChoiceField(label=gettext_lazy("责任单位"), widget=QuickSelect)
    due_on = DayField(label=gettext_lazy("完成日期"))
    meeting = OpenChoiceField(label=gettext_lazy("出自哪次会商"), widget=QuickSelect, required=False)


class FinishForm(StepForm):
    """Finish an action item."""

    item = OpenChoiceField(label=gettext_lazy("议定事项"), widget=QuickSelect)
    result = words(gettext_lazy("完成情况"), rows=2, required=False)


class OrderForm(StepForm):
    """Give a supervision order."""

    unit = OpenChoiceField(label=gettext_lazy("督办对象"), widget=QuickSelect)
    text = words(gettext_lazy("督办要求"), rows=2, required=False)
    due_at = MomentField(label=gettext_lazy("答复期限"))


class OrderAnswerForm(StepForm):
    """Answer a supervision order."""

    order = OpenChoiceField(label=gettext_lazy("督办"), widget=QuickSelect)
    answer = words(gettext_lazy("答复"), required=False)


def offer_units_to_call(form: StepForm, detail: CaseDetail) -> None:
    """List the units that may be called in: not the leading one, nor those at work already; the near ones first."""
    case = detail.case
    busy = {case.unit_code, *case.co_units}
    found = [unit for unit in _near_first(case.area_code) if unit.code not in busy]
    form.offer("units", [(unit.code, unit.name) for unit in found])


def offer_units(form: StepForm, detail: CaseDetail) -> None:
    """List units for an action item: those at work first."""
    case, meetings = detail.case, detail.joint.meetings
    at_work = [code for code in (case.unit_code, *case.co_units) if code]
    units = sorted(_near_first(case.area_code), key=lambda unit: unit.code not in at_work)
    form.offer("unit", [(unit.code, unit.name) for unit in units])
    named = [(str(one.id), f"{timezone.localtime(one.held_at):%Y-%m-%d} {one.minutes[:SHOWN]}") for one in meetings]
    form.offer("meeting", [("", _("不出自会商")), *named])


def offer_units_to_order(form: StepForm, detail: CaseDetail) -> None:
    """List whom an order can go to: those with a part in the case, and the centres of its place."""
    case = detail.case
    parts = {case.unit_code, *case.co_units}
    found = [
        unit for unit in _near_first(case.area_code)
        if unit.code in parts or (unit.kind in {"supervision", "command"} and case.area_code.startswith(unit.area_code))
    ]  # fmt: skip
    found.sort(key=lambda unit: unit.code != case.unit_code)
    form.offer("unit", [(unit.code, unit.name) for unit in found])


def offer_orders(form: StepForm, detail: CaseDetail) -> None:
    """List the orders that wait for this person's answer."""
    form.offer("order", [(str(one.id), _order_said(one)) for one in detail.joint.to_answer])


def offer_items(form: StepForm, detail: CaseDetail) -> None:
    """List the action items this person may finish."""
    form.offer("item", [(str(one.id), f"{one.due_on:%m-%d} {one.text[:SHOWN]}") for one in detail.joint.to_finish])


def offer_partners(form: StepForm, detail: CaseDetail) -> None:
    """List the units to be rated."""
    units = ((code, staff.known_unit(code)) for code in detail.joint.to_rate)
    form.offer("of_unit", [(code, unit.name if unit else code) for code, unit in units])


def offer_reason_not_to_wait(form: StepForm, detail: CaseDetail) -> None:
    """Ask the leading unit why it does not wait only while somebody called in is still at work."""
    if not detail.case.co_units:
        del form.fields["despite"]


def has_no_part_waiting(detail: CaseDetail) -> bool:
    """Say whether no call to one's own unit waits to be accepted."""
    return not any(not task.is_lead and task.state == joint.WAITING for task in detail.joint.parts)


def has_no_part_in_hand(detail: CaseDetail) -> bool:
    """Say whether one's own unit is not at work beside the leading one."""
    return not any(not task.is_lead and task.state == joint.ACCEPTED for task in detail.joint.parts)


def need_not_come(detail: CaseDetail) -> bool:
    """Say whether nobody waits for one's own unit to come to the place."""
    awaited = "done" not in detail.case.clocks.get(clocks.ARRIVAL, {"done": ""})
    return not any(
        task.arrived_at is None and (task.arrive_by is not None or (task.is_lead and awaited))
        for task in detail.joint.parts
    )


def _near_first(area_code: str) -> list[UnitRow]:
    """List the units of the installation: those of the smallest area around the place first."""
    found = staff.known_units(installation().root_code or area_code[:6])
    return sorted(found, key=lambda unit: (not area_code.startswith(unit.area_code), -len(unit.area_code)))


def _order_said(order: OrderRow) -> str:
    due: dt.datetime = timezone.localtime(order.due_at)
    return f"{due:%m-%d %H:%M} {order.text[:SHOWN]}"
