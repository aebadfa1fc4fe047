"""The forms of visits: filters, a new visit, and what is done with one. What may be is decided by the actions."""

import datetime as dt
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.web.fields import KindField, QuickSelect
from linli.cases.web.step_forms import StepForm, words
from linli.core.ids import new_id
from linli.register.queries.purposes import Use, purposes_for
from linli.register.web.record_forms import day, said
from linli.staff.rules import Actor
from linli.visits.actions import Made, Matter, Receipt
from linli.visits.queries.lists import Filters, Tab
from linli.visits.rules import ReceiptHow
from linli.visits.web.choosing import areas_of, purposes_to_choose

MATTERS = 3
_MOMENT = "%Y-%m-%dT%H:%M"


class FilterForm(forms.Form):
    """What the list is narrowed by; what cannot be read narrows nothing."""

    tab = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(one.value, one.value) for one in Tab])
    area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("目的"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self.fields["area"] = forms.ChoiceField(
            label=_("区域"), required=False, choices=[("", _("全部区域")), *areas_of(actor)]
        )
        self.fields["purpose"] = forms.ChoiceField(
            label=_("目的"), required=False, choices=[("", _("全部目的")), *purposes_to_choose()]
        )

    def filters(self) -> Filters:
        """Read what is asked for."""
        self.is_valid()
        found = self.cleaned_data
        return Filters(Tab(found.get("tab") or Tab.DUE), found.get("area", ""), found.get("purpose", ""))


class ExportForm(forms.Form):
    """Why a list is taken out."""

    export_purpose = forms.ChoiceField(label=gettext_lazy("导出目的"))
    said = said(gettext_lazy("说明"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        purposes = [(one.code, str(one.name)) for one in purposes_for(Use.ASKING)]
        self.fields["export_purpose"] = forms.ChoiceField(label=_("导出目的"), choices=purposes)


class VisitForm(StepForm):
    """A new visit: what for, when, why, and for which programme."""

    purpose = forms.ChoiceField(label=gettext_lazy("走访目的"), widget=QuickSelect)
    on = day(gettext_lazy("哪一天去"))
    programme = forms.ChoiceField(label=gettext_lazy("服务项目"), required=False, widget=QuickSelect)
    why = words(gettext_lazy("为什么去、想了解什么"), rows=2, required=False)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self.offer("purpose", purposes_to_choose())
        if programmes:
            self.offer("programme", [("", _("不按项目")), *programmes])
        else:
            del self.fields["programme"]

    @classmethod
    def blank(cls, programmes: list[tuple[str, str]], **initial: object) -> Self:
        """Make the empty form under a new command id."""
        first = {"command_id": new_id(), "on": timezone.localdate(), **initial}
        return cls(auto_id="visit_%s", initial=first, programmes=programmes)


class ResultForm(StepForm):
    """What came of a visit: what was said and agreed, the matters, the next day, the receipt."""

    made_at = forms.DateTimeField(
        label=gettext_lazy("走访时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT],
    )
    talked = words(gettext_lazy("谈了什么"), rows=3, required=False)
    agreed = words(gettext_lazy("说好的事"), rows=2, required=False)
    next_on = day(gettext_lazy("下次走访"), required=False)
    receipt_name = said(
        gettext_lazy("居民确认：姓名"), most=40, required=False, help_text=gettext_lazy("由居民本人填写或点选。")
    )
    receipt_code = said(gettext_lazy("或联系卡上的代码"), most=12, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        for number in range(1, MATTERS + 1):
            label = _("事项 %(number)s") % {"number": number}
            self.fields[f"matter_{number}"] = words(label, rows=2, required=False)
            kind = KindField(required=False, label=_("事项 %(number)s的类别") % {"number": number})
            self.fields[f"kind_{number}"] = kind
        self.order_fields(
            ["made_at", "talked", "agreed", *(f"{name}_{one}" for one in range(1, MATTERS + 1) for name in ("matter", "kind"))]
        )  # fmt: skip

    @classmethod
    def fresh(cls, noun: str, **initial: object) -> Self:
        """Make the empty form, its time now."""
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        return super().fresh(noun, made_at=now, **initial)

    def made(self) -> Made:
        """Give what came of the visit."""
        found = self.cleaned_data
        numbers = [one for one in range(1, MATTERS + 1) if found[f"matter_{one}"].strip()]
        matters = tuple(Matter(new_id(), found[f"matter_{one}"], found[f"kind_{one}"]) for one in numbers)
        moment: dt.datetime = found["made_at"]
        return Made(moment, found["talked"], found["agreed"], found["next_on"], self._receipt(), matters)

    def _receipt(self) -> Receipt | None:
        return receipt_said(self.cleaned_data["receipt_name"], self.cleaned_data["receipt_code"])


class AbsenceForm(StepForm):
    """Nobody was in."""

    said = words(gettext_lazy("情况（例如邻居说去了哪里）"), rows=2, required=False)


class DayForm(StepForm):
    """Another day; `base_on` is the day the page showed."""

    on = day(gettext_lazy("改到哪一天"))
    base_on = forms.DateField(widget=forms.HiddenInput)


class CancellationForm(StepForm):
    """Call a visit off."""

    reason = words(gettext_lazy("为什么取消"), rows=2)


class ConfirmationForm(StepForm):
    """The resident confirms afterwards."""

    receipt_name = said(gettext_lazy("居民姓名"), most=40, required=False)
    receipt_code = said(gettext_lazy("或联系卡上的代码"), most=12, required=False)

    def receipt(self) -> Receipt:
        """Give how the resident confirmed."""
        found = self.cleaned_data
        return receipt_said(found["receipt_name"], found["receipt_code"]) or Receipt(ReceiptHow.NAME)


def receipt_said(name: str, code: str) -> Receipt | None:
    """Read a receipt: the code counts before the name."""
    if code.strip():
        return Receipt(ReceiptHow.CODE, name, code)
    return Receipt(ReceiptHow.NAME, name) if name.strip() else None
