"""The small forms of the case page, one for each step; what they hold is decided on by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions.checking import OUTCOMES
from linli.cases.errors import EvidenceMissing, PairApart, PairSame, PairTooEarly
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.naming import PURPOSE_NAMES
from linli.cases.rules import MOST_TEXT, Lane
from linli.cases.web.fields import KindField, OpenChoiceField, PhotosField, QuickSelect, reasons
from linli.cases.wording import OUTCOME_NAMES, SCORE_NAMES, lane_name
from linli.core.errors import LinliError
from linli.staff.web.command_forms import CommandForm

_FOUND_WITH_PHOTOS = (EvidenceMissing, PairApart, PairSame, PairTooEarly)


def words(
    label: Any, *, rows: int = 3, required: bool = True, **more: Any
) -> forms.CharField:  # Any: Django's own shapes
    """Make a field for some lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=MOST_TEXT, widget=widget, **more)


def lanes_to_file() -> list[tuple[str, Any]]:  # Any: texts in the reader's language
    """List the lanes a case may be filed into, first the one its kind usually runs in."""
    lanes = [code for code in catalogue().workflows if code != Lane.ON_SPOT]
    return [("", _("按事项类别的办理流程")), *((code, lane_name(code)) for code in lanes)]


def conditions_to_file() -> list[tuple[str, Any]]:  # Any: texts in the reader's language
    """List the conditions under which a kind may have other limits, first none."""
    return [("", _("按一般情况")), *((code, str(one.name)) for code, one in catalogue().conditions.items())]


class StepForm(CommandForm):
    """A step's form: sent twice, it is applied once."""

    photos_kept = False

    def refuse(self, error: LinliError) -> None:
        """Show a refusal where it belongs; photos that came before it was found stay with the case."""
        self.photos_kept = isinstance(error, _FOUND_WITH_PHOTOS)
        super().refuse(error)

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:  # Any: Django's choices nest
        """List what a field of the form may be chosen from here."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 told to the type checker
        field.choices = choices

    def typed(self) -> list[tuple[str, str]]:
        """List what was typed, for somebody whose step came too late."""
        texts = [
            (str(field.label), str(field.value() or "")) for field in self if isinstance(field.field, forms.CharField)
        ]
        return [(label, text) for label, text in texts if text]


class PlainForm(StepForm):
    """A step that needs no word."""


class FilingForm(StepForm):
    """File: the kind, unless the report came with one, the lane, and a condition that changes the limits."""

    kind = KindField(required=False)
    lane = forms.ChoiceField(label=gettext_lazy("办理流程"), choices=lanes_to_file, widget=QuickSelect, required=False)
    condition = forms.ChoiceField(
        label=gettext_lazy("时限条件"), choices=conditions_to_file, widget=QuickSelect, required=False,
        help_text=gettext_lazy("有些类别在某种情况下时限不同，例如主干道上的垃圾。"),
    )  # fmt: skip


class RatingAnswerForm(StepForm):
    """Answer a low rating: what was done about it."""

    answer = words(gettext_lazy("答复"))


class KindForm(StepForm):
    """Another kind."""

    kind = KindField()


class RefusalForm(StepForm):
    """Decline: a reason of the catalogue, what else is to be said, and the case it repeats."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("理由"), widget=QuickSelect, required=False, choices=lambda: reasons("decline")
    )
    reason = words(gettext_lazy("给反映人的说明"), required=False, help_text=gettext_lazy("反映人凭查询码能看到。"))
    duplicate_number = forms.CharField(label=gettext_lazy("重复于案卷编号"), required=False, max_length=20)

    def said(self) -> str:
        """Give the reason as the person who reported will read it."""
        chosen = catalogue().decline_reasons.get(self.cleaned_data["reason_code"])
        return "\n".join(part for part in (str(chosen.tell) if chosen else "", self.cleaned_data["reason"]) if part)


class ReturnForm(StepForm):
    """Return an order: a reason of the catalogue and, where it asks for one, a note."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("退单理由"), widget=QuickSelect, required=False, choices=lambda: reasons("return")
    )
    reason = words(gettext_lazy("说明"), required=False)

    def clean_reason(self) -> str:
        """Ask for the note that the reason needs."""
        chosen = catalogue().return_reasons.get(self.cleaned_data.get("reason_code", ""))
        note = str(self.cleaned_data["reason"]).strip()
        if chosen and chosen.note_required and not note:
            raise forms.ValidationError(_("选了这个理由，请写明具体情况。"), code="note")
        return note

    def said(self) -> str:
        """Give the reason and the note as one text."""
        chosen = catalogue().return_reasons.get(self.cleaned_data["reason_code"])
        return "：".join(part for part in (str(chosen.name) if chosen else "", self.cleaned_data["reason"]) if part)


class DispatchForm(StepForm):
    """Dispatch: the duty's unit, or another one."""

    unit = OpenChoiceField(label=gettext_lazy("责任单位"), widget=QuickSelect, required=False)
    note = words(gettext_lazy("派遣意见"), rows=2, required=False)


class AnswerForm(StepForm):
    """Answer: what was done, with the photos the kind asks for."""

    result = words(gettext_lazy("处置结果"))
    before = PhotosField(label=gettext_lazy("处置前照片"), required=False, keeps_notes=True)
    after = PhotosField(label=gettext_lazy("处置后照片"), required=False, keeps_notes=True)
    despite = words(
        gettext_lazy("不等协办单位反馈的理由"),
        rows=2,
        required=False,
        help_text=gettext_lazy("协办单位还没有全部反馈。"),
    )
    field_order = ("result", "despite", "before", "after")


class SettlementForm(StepForm):
    """Settle on the spot: the kind, what was done, photos."""

    kind_on_spot = True

    kind = KindField(on_spot=True)
    result = words(gettext_lazy("处置结果"))
    before = PhotosField(label=gettext_lazy("处置前照片"), required=False, keeps_notes=True)
    after = PhotosField(label=gettext_lazy("处置后照片"), required=False, keeps_notes=True)


class CheckForm(StepForm):
    """Check back whether the place shows what the unit answered."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("核查结论"),
        choices=[("pass", gettext_lazy("通过：现场已处置到位")), ("fail", gettext_lazy("不通过：退回单位返工"))],
        widget=forms.RadioSelect,
    )
    reason = words(gettext_lazy("核查意见"), required=False, help_text=gettext_lazy("不通过时必须写明理由。"))
    check = PhotosField(label=gettext_lazy("核查照片"), required=False)


class VisitBackForm(StepForm):
    """Call back: what whoever reported thinks, in five levels."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("反映人的评价"),
        coerce=int,
        choices=sorted(SCORE_NAMES.items(), reverse=True),
        widget=forms.RadioSelect,
    )
    text = words(gettext_lazy("反映人的意见"), required=False)


class ClosureForm(StepForm):
    """Close: with which outcome."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("结案结论"),
        choices=[(code, OUTCOME_NAMES[code]) for code in OUTCOMES],
        widget=forms.RadioSelect,
        initial="solved",
    )
    note = words(
        gettext_lazy("结案说明"),
        rows=2,
        required=False,
        help_text=gettext_lazy("反映人凭查询码能看到。暂时无法解决时必须说明。"),
    )


class ReasonForm(StepForm):
    """A step that needs its reason."""

    reason = words(gettext_lazy("理由"), required=False)


class NoteForm(StepForm):
    """A note in the history."""

    text = words(gettext_lazy("备注内容"), rows=2, required=False)


class PhotosForm(StepForm):
    """Photos alone."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("照片说明"), choices=list(PURPOSE_NAMES.items()), widget=QuickSelect, initial="report"
    )
    photos = PhotosField(label=gettext_lazy("照片"), keeps_notes=True)


class ContactForm(StepForm):
    """Read a reporter's contact: what for."""

    purpose = forms.CharField(
        label=gettext_lazy("查看目的"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("例如：联系反映人核实地点。查看会被记录，反映人能看到是谁、为什么查看。"),
    )
