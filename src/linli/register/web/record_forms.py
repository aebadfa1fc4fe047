"""The small forms of a record's page, one for each change; what they hold is decided on by the actions."""

import datetime as dt
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from linli.register.catalogue import declared
from linli.register.queries.purposes import Use, purposes_for
from linli.register.rules import LONGEST_NAME, Relation
from linli.register.wording import BASIS_NAMES, RELATION_NAMES, SEX_NAMES
from linli.staff.web.command_forms import CommandForm

type Choices = list[tuple[str, Any]]  # Any: texts in the reader's language


def day(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:  # Any: Django's own shapes
    """Make a field for a day, today unless another is chosen."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def said(label: Any, *, most: int = 200, required: bool = True, **more: Any) -> forms.CharField:  # Any: as above
    """Make a field for a line of text."""
    return forms.CharField(label=label, max_length=most, required=required, **more)


def sources() -> Choices:
    """List who can have said something of a person."""
    return [(code, str(one.name)) for code, one in declared().sources.items()]


def relations() -> Choices:
    """List how somebody can be related."""
    return [(code, str(name)) for code, name in RELATION_NAMES.items()]


class RecordForm(CommandForm):
    """A change's form: sent twice, it is applied once; its day is today unless another is chosen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, noun: str, **initial: object) -> Self:
        """Make the empty form under a new command id, its day today."""
        return super().fresh(noun, on=timezone.localdate(), **initial)

    @property
    def seen(self) -> int | None:
        """The version of the record that the page showed: what was decided over another one is refused."""
        found: int | None = self.cleaned_data.get("version")
        return found

    def show(self, version: int) -> None:
        """Have the form stand for the record as the page shows it now."""
        self.fields["version"].initial = version
        if self.is_bound:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["version"] = str(version)
            self.data = data


class SourcedForm(RecordForm):
    """A change that somebody vouches for."""

    source = forms.ChoiceField(label=gettext_lazy("来源"), choices=sources, initial="counter")


class CorrectForm(SourcedForm):
    """Other values of a person; what is left empty stays as it is."""

    name = said(gettext_lazy("姓名"), most=LONGEST_NAME, required=False)
    sex = forms.ChoiceField(label=gettext_lazy("性别"), required=False, choices=[("", "–"), *SEX_NAMES.items()])
    born_on = day(gettext_lazy("出生日期"), required=False)
    id_number = said(gettext_lazy("身份证号"), most=18, required=False)
    phone = said(gettext_lazy("电话"), most=20, required=False)
    wrong = forms.ChoiceField(
        label=gettext_lazy("为什么改"),
        choices=[("wrong", gettext_lazy("原来登记有误")), ("changed", gettext_lazy("情况有变化"))],
        widget=forms.RadioSelect,
        initial="wrong",
    )
    on = day(gettext_lazy("从哪一天起（情况有变化时）"), required=False)
    reason = said(gettext_lazy("说明"), required=False)

    def values(self) -> dict[str, str | dt.date]:
        """Give the values that were filled in."""
        names = ("name", "sex", "born_on", "id_number", "phone")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class AddressForm(RecordForm):
    """A dwelling named by its address."""

    address = said(
        gettext_lazy("住址"), help_text=gettext_lazy("写到门牌或楼栋、单元、房号，例如“竹桥小区3号楼2单元501室”。")
    )


class MoveInForm(AddressForm):
    """Where somebody moves."""

    on = day(gettext_lazy("从哪一天起"))
    kind = forms.ChoiceField(
        label=gettext_lazy("怎样迁入"),
        choices=[
            ("lives", gettext_lazy("居住，户籍不动")),
            ("both", gettext_lazy("居住并落户")),
            ("registered", gettext_lazy("只落户，住在别处")),
        ],
        widget=forms.RadioSelect,
        initial="lives",
    )
    join = forms.BooleanField(label=gettext_lazy("加入那里已有的一户"), required=False, initial=True)
    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"), choices=relations, required=False)
    leaves = forms.BooleanField(label=gettext_lazy("同时离开现在的住处"), required=False, initial=True)


class MoveOutForm(RecordForm):
    """When and why somebody leaves."""

    on = day(gettext_lazy("从哪一天起"))
    reason = said(gettext_lazy("去向或原因"), required=False)
    keeps_registration = forms.BooleanField(label=gettext_lazy("户籍仍在这里"), required=False, initial=True)


class DeathForm(SourcedForm):
    """When somebody died, and who says so."""

    on = day(gettext_lazy("死亡日期"))


class MergeForm(RecordForm):
    """The other record of the same person."""

    other = forms.ChoiceField(label=gettext_lazy("重复的登记"), choices=[])
    reason = said(gettext_lazy("凭什么认定是同一人"))


class GuardianForm(RecordForm):
    """Who acts for a child, or for whom a court has named a guardian."""

    person = forms.ChoiceField(label=gettext_lazy("同户成员"), required=False, choices=[])
    name = said(gettext_lazy("不在登记内的监护人姓名"), most=LONGEST_NAME, required=False)
    phone = said(gettext_lazy("电话"), most=20, required=False)
    relation = forms.ChoiceField(label=gettext_lazy("关系"), choices=relations)
    basis = forms.ChoiceField(label=gettext_lazy("依据"), choices=list(BASIS_NAMES.items()))
    on = day(gettext_lazy("从哪一天起"))


class ContactForm(RecordForm):
    """Whom to call, as the resident wished."""

    name = said(gettext_lazy("姓名"), most=LONGEST_NAME)
    phone = said(gettext_lazy("电话"), most=20)
    relation = forms.ChoiceField(label=gettext_lazy("关系"), choices=relations)


REVEALABLE = (
    ("name", gettext_lazy("姓名")),
    ("born_on", gettext_lazy("出生日期")),
    ("id_number", gettext_lazy("身份证号")),
    ("phone", gettext_lazy("电话")),
    ("address", gettext_lazy("住址")),
)


def reading_purposes() -> Choices:
    """List what a clear value may be read for today."""
    return [(one.code, str(one.name)) for one in purposes_for(Use.READING)]


class RevealForm(RecordForm):
    """What is to be read clear, and what for."""

    purpose = forms.ChoiceField(label=gettext_lazy("目的"), choices=reading_purposes)
    fields_read = forms.MultipleChoiceField(
        label=gettext_lazy("要看的内容"), choices=REVEALABLE, widget=forms.CheckboxSelectMultiple
    )
    said = said(gettext_lazy("具体事由"))


class PersonForm(SourcedForm):
    """One more person of a household."""

    name = said(gettext_lazy("姓名"), most=LONGEST_NAME)
    sex = forms.ChoiceField(label=gettext_lazy("性别"), choices=list(SEX_NAMES.items()))
    born_on = day(gettext_lazy("出生日期"))
    id_number = said(gettext_lazy("身份证号"), most=18, required=False)
    phone = said(gettext_lazy("电话"), most=20, required=False)
    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"), choices=relations, required=False)
    registered = forms.BooleanField(label=gettext_lazy("户籍在此"), required=False, initial=True)


class BirthForm(RecordForm):
    """A child born into a household."""

    name = said(gettext_lazy("姓名"), most=LONGEST_NAME)
    sex = forms.ChoiceField(label=gettext_lazy("性别"), choices=list(SEX_NAMES.items()))
    on = day(gettext_lazy("出生日期"))
    id_number = said(gettext_lazy("身份证号"), most=18, required=False)


class NewHouseholdForm(PersonForm):
    """A household begins with its head; the others are entered on its page."""

    since = day(gettext_lazy("从哪一天起住在这里"))


class MemberForm(RecordForm):
    """One member of the household."""

    member = forms.ChoiceField(label=gettext_lazy("成员"), choices=[])


class RelationForm(MemberForm):
    """How a member is related to the head."""

    relation = forms.ChoiceField(
        label=gettext_lazy("与户主关系"), choices=lambda: [one for one in relations() if one[0] != Relation.HEAD.value]
    )


class SplitForm(RecordForm):
    """Who leaves to keep house apart, and where."""

    members = forms.MultipleChoiceField(
        label=gettext_lazy("分出去的成员"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    on = day(gettext_lazy("从哪一天起"))
    address = said(
        gettext_lazy("新的住址"), required=False, help_text=gettext_lazy("仍住在这里、只是分户的，不用填写。")
    )
