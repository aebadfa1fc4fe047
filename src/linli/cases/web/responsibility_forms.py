"""Forms about who is responsible: to a person at once, the ruling between units, the hand-over to a colleague."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries.detail import CaseDetail
from linli.cases.web.fields import OpenChoiceField, QuickSelect
from linli.cases.web.step_forms import DispatchForm, StepForm, words
from linli.core.installation import installation
from linli.places import queries as places
from linli.places.rules import DIGITS, Level
from linli.staff import queries as staff
from linli.staff.queries import Colleague

_RULED_FOR = (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
Choices = list[tuple[str, str]]


class DirectDispatchForm(DispatchForm):
    """Dispatch to the unit and, where it is known who does it, to that person."""

    handler = OpenChoiceField(
        label=gettext_lazy("直接派给"),
        widget=QuickSelect,
        required=False,
        help_text=gettext_lazy("只列建议单位的人员；派给别的单位时由单位安排。"),
    )
    field_order = ("unit", "handler", "note")


class RulingForm(StepForm):
    """Rule which unit is responsible, why, and where this holds from now on."""

    unit = OpenChoiceField(label=gettext_lazy("裁定的责任单位"), widget=QuickSelect)
    area = OpenChoiceField(
        label=gettext_lazy("适用区域"),
        widget=QuickSelect,
        help_text=gettext_lazy("这个区域以后的同类案卷按裁定建议派遣。"),
    )
    reason = words(gettext_lazy("裁定理由"))


class DelegationForm(StepForm):
    """Hand one's task to a colleague."""

    handler = OpenChoiceField(label=gettext_lazy("转交给"), widget=QuickSelect)
    note = words(gettext_lazy("说明"), rows=2, required=False)


def offer_people(form: StepForm, detail: CaseDetail) -> None:
    """Offer the people of the unit proposed, who is away marked as such."""
    unit = detail.owner.unit_code if detail.owner else ""
    form.offer("handler", [("", _("由单位自行安排")), *_people([unit])])


def offer_ruling(form: StepForm, detail: CaseDetail) -> None:
    """Offer the units of the tenant, and the areas around the case."""
    area_code = detail.case.area_code
    found = staff.units_under(installation().root_code or area_code[: DIGITS[Level.DISTRICT]])
    form.offer("unit", [("", _("请选择责任单位")), *((unit.code, unit.name) for unit in found)])
    codes = [area_code[: DIGITS[level]] for level in _RULED_FOR if len(area_code) >= DIGITS[level]]
    form.offer("area", [(code, places.area_name(code)) for code in codes])


def offer_colleagues(form: StepForm, detail: CaseDetail) -> None:
    """Offer the people of the units that work on the case."""
    form.offer("handler", [("", _("请选择同事")), *_people([detail.case.unit_code, *detail.case.co_units])])


def _people(units: Iterable[str]) -> Choices:
    found = {one.person.account_id: one for unit in units if unit for one in staff.colleagues(unit)}
    return [(str(account_id), _named(one)) for account_id, one in found.items()]


def _named(one: Colleague) -> str:
    if not one.is_away:
        return one.person.name
    if one.stand_in_id is None:
        return _("%(name)s（今天不在）") % {"name": one.person.name}
    return _("%(name)s（今天不在，有人代办）") % {"name": one.person.name}
