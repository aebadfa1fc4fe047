"""Forms of the staff pages: people, posts, absences, units, duties. What may be is decided by the actions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.staff import queries
from linli.staff.actions import DutyTimes, NewAbsence, NewAccount, NewUnit
from linli.staff.rules import PostFacts, Role, away_for_named

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_UNIT_KINDS = (
    ("community", _("社区")),
    ("street", _("街道（乡镇）")),
    ("department", _("部门")),
    ("company", _("企业")),
    ("command", _("指挥中心")),
    ("supervision", _("监督中心")),
)


class SearchForm(forms.Form):
    """Narrow the list of people."""

    q = forms.CharField(label=_("姓名或登录名"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("岗位"), required=False)
    unit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("岗位"), required=False, choices=[("", _("全部岗位")), *roles()]
        )

    def searched(self) -> queries.Searched:
        """Give what was asked for; what is not understood narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return queries.Searched(said.get("q", ""), said.get("role", ""), said.get("unit", ""))


class AccountForm(forms.Form):
    """A new member of staff."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(label=_("登录名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    password = forms.CharField(label=_("初始密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def new(self) -> NewAccount:
        """Give the account as it was described."""
        said = self.cleaned_data
        return NewAccount(said["username"], said["name"], said["password"], said["email"])


class PasswordForOtherForm(forms.Form):
    """A new password for somebody who forgot theirs."""

    password = forms.CharField(label=_("新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


class CardForm(forms.Form):
    """What stands on a member of staff's contact card."""

    work_phone = forms.CharField(label=_("工作电话"), required=False, max_length=30)
    hours = forms.CharField(
        label=_("服务时间"), required=False, max_length=60, help_text=_("例如：周一至周五 8:30–17:30，晚上可以预约。")
    )


class PostForm(forms.Form):
    """A post: role, area, unit, line, days."""

    role = forms.ChoiceField(label=_("岗位"))
    area_code = forms.CharField(label=_("区域编码"), required=False, max_length=15, help_text=_("空：全部区域。"))
    unit = forms.ChoiceField(label=_("单位"), required=False)
    work_line = forms.CharField(label=_("条线"), required=False, max_length=40)
    valid_from = forms.DateField(label=_("起"), widget=_DATE)
    valid_to = forms.DateField(label=_("止"), required=False, widget=_DATE, help_text=_("空：长期。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("岗位"), choices=roles())
        units = [("", "—"), *((unit.code, unit.name) for unit in queries.units_under(""))]
        self.fields["unit"] = forms.ChoiceField(label=_("单位"), required=False, choices=units)

    def post(self) -> PostFacts:
        """Give the post as it was described."""
        said = self.cleaned_data
        return PostFacts(Role(said["role"]), said["area_code"], said["unit"], said["work_line"])


class AbsenceForm(forms.Form):
    """Some days away, and who stands in."""

    from_on = forms.DateField(label=_("起"), widget=_DATE)
    to_on = forms.DateField(label=_("止"), widget=_DATE)
    away_for = forms.ChoiceField(label=_("事由"))
    stand_in = forms.ChoiceField(label=_("代办人"), required=False, help_text=_("代办人在这几天有您的岗位。"))

    def __init__(self, *args: Any, account_id: UUID, units: Iterable[str], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        self.fields["away_for"] = forms.ChoiceField(label=_("事由"), choices=list(queries.AWAY_FOR_NAMES.items()))
        others = [(str(pk), name) for pk, name in queries.colleagues_of(units) if pk != account_id]
        stand_in = self.fields["stand_in"]
        self.fields["stand_in"] = forms.ChoiceField(
            label=stand_in.label, required=False, help_text=stand_in.help_text, choices=[("", _("没有人代办")), *others]
        )

    def new(self) -> NewAbsence:
        """Give the absence as it was described."""
        said = self.cleaned_data
        stand_in = UUID(said["stand_in"]) if said["stand_in"] else None
        return NewAbsence(said["from_on"], said["to_on"], away_for_named(said["away_for"]), stand_in)


class UnitForm(forms.Form):
    """A unit: entered, or brought up to date by its code."""

    code = forms.SlugField(label=_("单位编码"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=_UNIT_KINDS)
    area_code = forms.CharField(label=_("所在区域"), max_length=15)
    parent_code = forms.CharField(label=_("上级单位编码"), required=False, max_length=40)
    phone = forms.CharField(label=_("值班电话"), required=False, max_length=30)

    def new(self) -> NewUnit:
        """Give the unit as it was described."""
        return NewUnit(**self.cleaned_data)


class DutyForm(forms.Form):
    """Who answers for a duty under an area, always or in a shift."""

    duty = forms.SlugField(label=_("职责"), max_length=40)
    area_code = forms.CharField(label=_("区域编码"), required=False, max_length=15)
    unit = forms.ChoiceField(label=_("责任单位"))
    shift = forms.CharField(
        label=_("班次"),
        required=False,
        max_length=30,
        help_text=_("空：任何时候。例：off 18:00-08:00（休息日夜间）、working 08:30-17:30、67（周六、周日）。"),
    )
    valid_from = forms.DateField(label=_("起"), required=False, widget=_DATE)
    valid_to = forms.DateField(label=_("止"), required=False, widget=_DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        units = [(unit.code, unit.name) for unit in queries.units_under("")]
        self.fields["unit"] = forms.ChoiceField(label=_("责任单位"), choices=units)

    def times(self) -> DutyTimes:
        """Give when the unit has the duty."""
        said = self.cleaned_data
        return DutyTimes(said["shift"], said["valid_from"], said["valid_to"])


def roles() -> list[tuple[str, Any]]:  # Any: names in the reader's language
    """List the roles of staff."""
    return [(role.value, name) for role, name in queries.ROLE_NAMES.items() if role is not Role.RESIDENT]
