"""Forms of the pages of organisations and their members; what may be is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.places import queries as places
from linli.register.actions.memberships import LONGEST_ROLE, NewMember
from linli.register.catalogue import declared
from linli.register.models import Organisation
from linli.register.queries.organisations import OrganisationFilter
from linli.register.rules.consents import Channel
from linli.register.rules.organisations import LONGEST_ORGANISATION_NAME, NewOrganisation
from linli.register.web.purpose_words import CHANNELS
from linli.register.web.record_forms import RecordForm, day, said
from linli.staff.rules import Actor, Permission

type Choices = list[tuple[str, Any]]  # Any: texts in the reader's language
_GRID_DIGITS = 15


def kinds() -> Choices:
    """List the declared kinds of organisations."""
    return [(code, str(one.name)) for code, one in declared().organisations.items()]


def grids(actor: Actor) -> Choices:
    """List the grids in which this person writes."""
    areas = places.open_areas(actor.prefixes(Permission.PEOPLE_EDIT))
    own = sorted(area.code for area in areas if len(area.code) == _GRID_DIGITS)
    return [(code, " ".join(places.area_path(code)[-2:])) for code in own]


class OrganisationFilterForm(forms.Form):
    """Narrow the list of organisations."""

    q = forms.CharField(label=_("名称、代码、地址"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=lambda: [("", _("全部类型")), *kinds()])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在册")), ("members", _("设有成员名册")), ("closed", _("已注销"))]
    )  # fmt: skip

    def asked(self) -> OrganisationFilter:
        """Give what was asked for; what is not understood narrows nothing."""
        told = self.cleaned_data if self.is_valid() else {}
        state = told.get("state", "")
        return OrganisationFilter(told.get("q", ""), told.get("kind", ""), state == "closed", state == "members")


class OrganisationForm(RecordForm):
    """An organisation: entered, or corrected."""

    name = said(_("名称"), most=LONGEST_ORGANISATION_NAME)
    kind = forms.ChoiceField(label=_("类型"), choices=kinds)
    credit_code = said(
        _("统一社会信用代码"), most=18, required=False, help_text=_("18 位；没有的（如居民小组）不填。")
    )  # fmt: skip
    area_code = forms.ChoiceField(label=_("网格"))
    address = said(_("地址"), required=False)
    phone = said(_("单位电话"), most=20, required=False)
    since = day(_("成立或迁入日期"))
    dwelling_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def fit(self, actor: Actor) -> "OrganisationForm":
        """List the grids in which this person writes."""
        self.fields["area_code"] = forms.ChoiceField(label=_("网格"), choices=grids(actor))
        self.order_fields(["name", "kind", "credit_code", "area_code", "address", "phone", "since"])
        return self

    def new(self) -> NewOrganisation:
        """Give the organisation as it was described."""
        told = self.cleaned_data
        return NewOrganisation(
            told["name"], told["kind"], told["area_code"], told["since"], told["credit_code"].strip().upper(),
            told["dwelling_id"], told["address"], told["phone"].strip(),
        )  # fmt: skip

    @staticmethod
    def values(row: Organisation) -> dict[str, object]:
        """Give what stands, for a correction."""
        names = ("name", "kind", "credit_code", "area_code", "address", "phone", "since", "dwelling_id", "version")
        return {name: getattr(row, name) for name in names}


class ClosingForm(RecordForm):
    """An organisation ends."""

    on = day(_("注销日期"))
    reason = said(_("原因"), required=False)


class OfficerForm(RecordForm):
    """Let an account act for an organisation."""

    username = said(_("登录名"), most=60, help_text=_("负责人用自己的账号登录，只看得到本单位的成员。不能指定自己。"))


class MemberForm(RecordForm):
    """A member as an officer enters them."""

    name = said(_("姓名"), most=40)
    number = said(_("电话或身份证号"), most=20, help_text=_("用于核对是哪一位居民，不会另存。"))
    role = said(_("身份"), most=LONGEST_ROLE, required=False, help_text=_("例如：队员、理事。"))
    channel = forms.ChoiceField(
        label=_("本人怎样同意的"),
        choices=[(code.value, CHANNELS[code]) for code in (Channel.PAPER, Channel.COUNTER, Channel.DOORSTEP)],
        widget=forms.RadioSelect,
    )
    by_guardian = forms.BooleanField(label=_("不满十四周岁，由监护人同意"), required=False)
    read = forms.BooleanField(label=_("已向本人出示上面的告知书，本人自愿加入"))

    def new(self) -> NewMember:
        """Give the member as described."""
        told = self.cleaned_data
        return NewMember(told["name"], told["number"], Channel(told["channel"]), told["role"], told["by_guardian"])


class ExportForm(RecordForm):
    """Take a list out: what for."""

    reason = said(_("用途说明"), help_text=_("例如：换届会议通知。每一位成员都能看到是谁、为什么导出。"))
