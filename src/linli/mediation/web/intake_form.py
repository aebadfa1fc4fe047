"""The form with which an application for mediation is taken down."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries.kinds import catalogue
from linli.cases.web.fields import OpenChoiceField, QuickSelect
from linli.cases.web.filters import area_choices
from linli.cases.web.step_forms import StepForm, words
from linli.core.ids import new_id
from linli.mediation import actions
from linli.mediation.queries.naming import PARTY_KIND_NAMES, SOURCE_NAMES
from linli.mediation.queries.register import committees
from linli.mediation.rules import PartyKind, Side
from linli.mediation.rules.words import Source
from linli.mediation.web.step_forms import line, one_of
from linli.staff.rules import Actor, Permission

_SIDES = (Side.APPLICANT, Side.RESPONDENT)
_SOURCES = {code: name for code, name in SOURCE_NAMES.items() if code != Source.BELOW}


def dispute_kinds() -> list[tuple[str, str]]:
    """List the kinds of dispute of the catalogue."""
    return [(kind.code, str(kind.name)) for kind in catalogue().kinds.values() if kind.group == "dispute"]


class ApplicationForm(StepForm):
    """Who has a dispute with whom, about what, where, and before which committee."""

    source = one_of(gettext_lazy("纠纷来源"), _SOURCES)
    referred_by = line(gettext_lazy("移送单位"), most=80, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("纠纷类型"), widget=QuickSelect, choices=lambda: [("", _("请选择类型")), *dispute_kinds()]
    )
    text = words(gettext_lazy("纠纷简要情况"), rows=5, required=False)
    wish = words(gettext_lazy("申请事项"), rows=2, required=False)
    committee = OpenChoiceField(label=gettext_lazy("调解委员会"), widget=QuickSelect)
    area = OpenChoiceField(label=gettext_lazy("网格"), widget=QuickSelect, required=False)
    address = line(gettext_lazy("地址"), most=200, required=False)
    is_public = forms.BooleanField(label=gettext_lazy("当事人要求公开调解"), required=False)

    def __init__(
        self, *args: Any, actor: Actor, has_case: bool = False, **kwargs: Any
    ) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        for side in _SIDES:
            self._add_side(side.value)
        prefixes = actor.prefixes(Permission.CASES_CONFIDENTIAL)
        own = [
            row
            for row in committees()
            if any(row.area_code.startswith(one) or one.startswith(row.area_code) for one in prefixes)
        ]
        self.offer("committee", [(row.code, row.name) for row in own])
        self.offer("area", [("", _("按调解委员会所在区域")), *area_choices(actor)])
        if has_case:
            for name in ("kind", "area", "address"):
                del self.fields[name]

    def _add_side(self, side: str) -> None:
        """Add the fields of one side."""
        self.fields[f"{side}_kind"] = one_of(gettext_lazy("个人或单位"), PARTY_KIND_NAMES)
        self.fields[f"{side}_name"] = line(gettext_lazy("姓名或名称"), most=80, required=False)
        self.fields[f"{side}_phone"] = line(gettext_lazy("联系电话"), most=20, required=False)
        self.fields[f"{side}_id_number"] = line(gettext_lazy("证件号码"), most=18, required=False)
        self.fields[f"{side}_address"] = line(gettext_lazy("地址"), most=200, required=False)
        self.fields[f"{side}_representative"] = line(gettext_lazy("委托代理人"), most=40, required=False)

    @classmethod
    def blank(cls, actor: Actor, *, has_case: bool = False, **initial: object) -> Self:
        """Make the empty form under a new command id."""
        return cls(auto_id="mediation_%s", initial={"command_id": new_id(), **initial}, actor=actor, has_case=has_case)

    def side(self, side: str) -> list[forms.BoundField]:
        """Give the fields of one side, for its part of the page."""
        return [self[name] for name in self.fields if name.startswith(f"{side}_")]

    @property
    def applicant(self) -> list[forms.BoundField]:
        """The fields of whoever applies."""
        return self.side("applicant")

    @property
    def respondent(self) -> list[forms.BoundField]:
        """The fields of the other side."""
        return self.side("respondent")

    def application(self, **more: Any) -> actions.Application:  # Any: the case it is about
        """Give what was taken down as an application."""
        values = self.cleaned_data
        return actions.Application(
            text=values["text"],
            wish=values["wish"],
            committee=values["committee"],
            parties=[self._entry(side) for side in _SIDES],
            kind_code=values.get("kind", ""),
            area_code=values.get("area", ""),
            address=values.get("address", ""),
            source=Source(values["source"]),
            referred_by=values["referred_by"],
            is_public=values["is_public"],
            **more,
        )

    def _entry(self, side: Side) -> actions.PartyEntry:
        names = ("name", "phone", "id_number", "address", "representative")
        told = {name: self.cleaned_data[f"{side.value}_{name}"] for name in names}
        return actions.PartyEntry(side=side, kind=PartyKind(self.cleaned_data[f"{side.value}_kind"]), **told)
