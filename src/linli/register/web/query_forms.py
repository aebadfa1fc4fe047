"""The forms of the query page: the question, one more condition, saving, taking out."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.register.asking.attributes import ASKED, ATTRIBUTES, Attribute, Kind
from linli.register.asking.building import asked_of
from linli.register.asking.language import compared, value_of
from linli.register.asking.tree import Enrolled, Known, Member, Node, Op
from linli.register.catalogue import declared
from linli.register.queries.organisations import acts_for
from linli.register.queries.purposes import Use, purposes_for
from linli.register.web.list_choosing import areas_to_choose
from linli.staff.rules import Actor, Permission

_SIGNS = {
    "=": gettext_lazy("是（=）"), "!=": gettext_lazy("不是（≠）"), ">=": gettext_lazy("不小于（≥）"),
    "<=": gettext_lazy("不大于（≤）"), ">": gettext_lazy("大于（>）"), "<": gettext_lazy("小于（<）"),
}  # fmt: skip
_UNKNOWN, _KNOWN = "unknown", "known"
_WHO = (
    ("", gettext_lazy("本人")),
    ("any", gettext_lazy("同户有人")),
    ("all", gettext_lazy("同户每个人")),
    ("count", gettext_lazy("同户至少几人")),
)


class QuestionForm(forms.Form):
    """A typed question with its purpose and area."""

    text = forms.CharField(
        label=gettext_lazy("条件"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("可以直接写，也可以在下面逐条添加；例如：年龄 >= 60 且 独居"),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=gettext_lazy("目的"))
    area = forms.ChoiceField(label=gettext_lazy("范围"), required=False)

    def fit(self, actor: Actor) -> None:
        """Offer the open purposes that may be asked for, and the areas of the scope."""
        own = bool(acts_for(actor))
        may = actor.may_anywhere(Permission.PEOPLE_QUERY)
        purposes = [one for one in purposes_for(Use.ASKING) if (own if one.code == "membership" else may)]
        _offer(self, "purpose", [(one.code, str(one.name)) for one in purposes])
        areas = areas_to_choose(actor.prefixes(Permission.PEOPLE_QUERY))
        _offer(self, "area", [("", _("全部工作范围")), *areas])


class ConditionForm(forms.Form):
    """One more condition: which attribute first, then how it is compared with what."""

    attribute = forms.ChoiceField(label=gettext_lazy("属性"))
    who = forms.ChoiceField(label=gettext_lazy("谁"), choices=_WHO, required=False)
    number = forms.IntegerField(label=gettext_lazy("几人"), min_value=1, max_value=20, required=False)
    sign = forms.ChoiceField(label=gettext_lazy("怎样"), required=False)
    value = forms.CharField(label=gettext_lazy("值"), required=False)
    word = forms.ChoiceField(
        label=gettext_lazy("与已有条件"), choices=(("and", gettext_lazy("且")), ("or", gettext_lazy("或"))), required=False
    )  # fmt: skip
    at = forms.CharField(required=False, widget=forms.HiddenInput)

    def fit(self, actor: Actor, attribute: str) -> None:
        """Fit the fields to the chosen attribute."""
        _offer(self, "attribute", [(one.name, str(one.words)) for one in ASKED])
        chosen = ATTRIBUTES.get(attribute, ATTRIBUTES["age"])
        _offer(self, "sign", _signs(chosen))
        self.fields["value"] = _value_field(chosen, actor)
        if chosen.kind is Kind.TEXT or chosen.name == "member":
            self.fields["who"].widget = forms.HiddenInput()

    def condition(self) -> Node:
        """Make the condition that was put together."""
        told = self.cleaned_data
        attribute = ATTRIBUTES[told["attribute"]]
        found = _condition(attribute, told["sign"], told["value"])
        return asked_of(told["who"], found, told["number"] or 1) if attribute.kind is not Kind.TEXT else found


class SaveForm(forms.Form):
    """A name to keep a question under."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)


def _condition(attribute: Attribute, sign: str, value: str) -> Node:
    if attribute.name == "enrolled":
        return Enrolled(value)
    if attribute.name == "member":
        return Member(value)
    if sign in {_KNOWN, _UNKNOWN}:
        return Known(attribute.name, sign == _KNOWN)
    if attribute.kind is Kind.FLAG:
        return compared(attribute, Op.EQ, value == "true")
    return compared(attribute, Op(sign or "="), value_of(attribute, _typed(attribute, value)))


def _typed(attribute: Attribute, value: str) -> str | int | dt.date:
    try:
        if attribute.kind is Kind.NUMBER:
            return int(value)
        return dt.date.fromisoformat(value) if attribute.kind is Kind.DATE else value
    except ValueError:
        return value


def _signs(attribute: Attribute) -> list[tuple[str, Any]]:  # Any: texts in the reader's language
    if attribute.kind in {Kind.FLAG, Kind.TEXT}:
        return [("=", _SIGNS["="])]
    ordered = (">=", "<=", ">", "<", "=", "!=")
    wanted = ordered if attribute.kind in {Kind.NUMBER, Kind.DATE} else ("=", "!=")
    unknown = [(_KNOWN, _("已知")), (_UNKNOWN, _("未知"))] if attribute.may_be_unknown else []
    return [*((sign, _SIGNS[sign]) for sign in wanted), *unknown]


def _value_field(attribute: Attribute, actor: Actor) -> forms.Field:
    label = _("值")
    match attribute.kind:
        case Kind.NUMBER:
            return forms.IntegerField(label=label, min_value=0, max_value=150, required=False)
        case Kind.DATE:
            return forms.CharField(label=label, widget=forms.DateInput(attrs={"type": "date"}), required=False)
        case Kind.FLAG:
            return forms.ChoiceField(label=label, choices=(("true", _("是")), ("false", _("否"))))
        case Kind.AREA:
            return forms.ChoiceField(label=label, choices=areas_to_choose(actor.prefixes(Permission.PEOPLE_QUERY)))
        case Kind.CHOICE:
            choices = [(code, str(text)) for code, text in attribute.values.items()]
            return forms.ChoiceField(label=label, choices=choices, required=False)
        case _:
            return forms.ChoiceField(label=label, choices=_programmes_or_organisations(attribute, actor))


def _programmes_or_organisations(attribute: Attribute, actor: Actor) -> list[tuple[str, str]]:
    if attribute.name == "enrolled":
        return [(code, str(one.name)) for code, one in declared().programmes.items()]
    return [(one.name, one.name) for one in acts_for(actor) if one.has_members]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:  # Any: as above
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
