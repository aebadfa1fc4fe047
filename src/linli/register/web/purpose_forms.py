"""Forms of the pages of purposes, consents, programmes and agreements; what may be is decided by the actions."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.places import queries as places
from linli.register.actions.consents import Asked
from linli.register.catalogue import PurposeDeclaration, declared
from linli.register.queries.agreements import READERS
from linli.register.queries.programmes import Which
from linli.register.rules.consents import Channel
from linli.register.rules.purposes import LEAST_ANSWER, MOST_ANSWER, Answer, NewAgreement
from linli.register.web.purpose_words import ATTRIBUTES, CHANNELS, WHICH, word
from linli.register.web.record_forms import RecordForm, day, said
from linli.staff.rules import Actor

type Choices = list[tuple[str, Any]]  # Any: texts in the reader's language


def _text(label: Any, **more: Any) -> forms.CharField:  # Any: Django's own shapes
    return forms.CharField(label=label, max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **more)


class AskedForm(RecordForm):
    """How somebody was asked, and for which purpose."""

    purpose = forms.ChoiceField(label=_("目的"))
    channel = forms.ChoiceField(
        label=_("怎样征求的"),
        choices=[(code.value, CHANNELS[code]) for code in (Channel.COUNTER, Channel.DOORSTEP, Channel.PAPER)],
        widget=forms.RadioSelect,
    )
    by_guardian = forms.BooleanField(label=_("由登记在册的监护人表示"), required=False)
    on_own_wish = forms.BooleanField(label=_("本人主动提出"), required=False)

    def fit(self, purposes: Sequence[PurposeDeclaration]) -> "AskedForm":
        """List the purposes that may be asked about."""
        offered = [(one.code, str(one.name)) for one in purposes]
        self.fields["purpose"] = forms.ChoiceField(label=_("目的"), choices=offered)
        self.order_fields(["purpose", "channel", "by_guardian", "on_own_wish", "read"])
        return self

    def asked(self) -> Asked:
        """Give how somebody was asked."""
        told = self.cleaned_data
        return Asked(Channel(told["channel"]), told["by_guardian"], told["on_own_wish"])


class ConsentForm(AskedForm):
    """A yes."""

    read = forms.BooleanField(label=_("已出示该目的现行的告知书，并且是自愿同意"))


class EnrolForm(RecordForm):
    """Take part in a programme."""

    programme = forms.ChoiceField(
        label=_("项目"), choices=lambda: [(code, str(one.name)) for code, one in declared().programmes.items()]
    )  # fmt: skip
    basis = said(_("依据"), required=False, help_text=_("以法律为依据的项目：文号或决定；空则写目的所列的法律。"))
    review_by = day(_("复核日期"), required=False, help_text=_("空：按项目的最长期限。"))


class ReasonForm(RecordForm):
    """A step that is given a reason."""

    reason = said(_("原因"))


class WhichForm(forms.Form):
    """Which enrolments are listed."""

    which = forms.ChoiceField(label=_("状态"), required=False, choices=[(code.value, WHICH[code]) for code in Which])

    def chosen(self) -> Which:
        """Give what was asked for; what is not understood is the list of who takes part."""
        self.is_valid()
        return Which(self.cleaned_data.get("which") or Which.OPEN)


class ExportForm(RecordForm):
    """Take a list out: what for."""

    which = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = said(_("用途说明"), help_text=_("名单上的每个人都能看到是谁、为什么导出。"))


class AssessmentForm(RecordForm):
    """Every question of the template, with yes or no and the reasons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        for code, one in declared().questions.items():
            self.fields[f"{code}-yes"] = forms.ChoiceField(
                label=str(one.name), choices=[("yes", _("是")), ("no", _("否，须整改"))], widget=forms.RadioSelect
            )
            self.fields[f"{code}-why"] = _text(_("理由"), min_length=LEAST_ANSWER, help_text=str(one.hint))

    def answers(self) -> dict[str, Answer]:
        """Give the answers by question."""
        told = self.cleaned_data
        return {code: Answer(told[f"{code}-yes"] == "yes", told[f"{code}-why"]) for code in declared().questions}

    def parts(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Group the questions by the parts of the law."""
        grouped: dict[str, list[tuple[forms.BoundField, forms.BoundField]]] = {}
        for code, one in declared().questions.items():
            grouped.setdefault(one.part, []).append((self[f"{code}-yes"], self[f"{code}-why"]))
        return list(grouped.items())


class SignForm(RecordForm):
    """Sign an assessment."""

    review_by = day(_("有效期至"), required=False, help_text=_("空：一年；最长三年。"))


class AgreementForm(RecordForm):
    """A sharing agreement of one purpose: its fields are those of the purpose."""

    code = said(_("协议编号"), most=40)
    receiver = said(_("接收方"), most=80)
    basis = said(_("依据"), help_text=_("法律、文件或决定；写明接收方的处理目的和方式。"))
    area_code = forms.ChoiceField(label=_("区域"))
    fields_agreed = forms.MultipleChoiceField(label=_("字段"), widget=forms.CheckboxSelectMultiple)
    since = day(_("起"))
    until = day(_("止"), help_text=_("最长三年。"))

    def fit(self, purpose: PurposeDeclaration, actor: Actor) -> "AgreementForm":
        """List the purpose's fields, and the areas of this person."""
        prefixes = [prefix for permission in READERS for prefix in actor.prefixes(permission)]
        areas = sorted(area.code for area in places.open_areas(prefixes) if len(area.code) <= _COMMUNITY_DIGITS)
        area = cast("forms.ChoiceField", self.fields["area_code"])
        area.choices = [(code, " ".join(places.area_path(code)) or code) for code in areas]
        agreed = cast("forms.MultipleChoiceField", self.fields["fields_agreed"])
        agreed.choices = [(name, word(ATTRIBUTES, name)) for name in purpose.attributes]
        return self

    def new(self, purpose_code: str) -> NewAgreement:
        """Give the agreement as it was described."""
        told = self.cleaned_data
        return NewAgreement(
            told["code"], told["receiver"], purpose_code, told["basis"], told["area_code"],
            tuple(told["fields_agreed"]), told["since"], told["until"],
        )  # fmt: skip


class HandoverForm(RecordForm):
    """Hand over who takes part in a programme of the agreement's purpose."""

    programme = forms.ChoiceField(label=_("名单：参加项目的人员"))

    def fit(self, purpose_code: str) -> "HandoverForm":
        """List the purpose's programmes."""
        field = cast("forms.ChoiceField", self.fields["programme"])
        field.choices = [
            (one.code, str(one.name)) for one in declared().programmes.values() if one.purpose == purpose_code
        ]
        return self


_COMMUNITY_DIGITS = 12
