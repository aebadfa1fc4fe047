"""Forms of the log's pages: what the log is narrowed to, and why readings were in order."""

import datetime as dt
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.register.actions.explaining import MOST_REASON
from linli.register.catalogue import declared
from linli.register.queries.audit import LogFilters
from linli.register.queries.naming_log import ACT_NAMES

_SPAN = (MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31)))


def _day() -> forms.DateInput:
    """A day as a browser's own field takes it, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LogForm(forms.Form):
    """What the log is narrowed to; what cannot be read narrows nothing."""

    by = forms.CharField(label=_("人员"), max_length=40, required=False)
    act = forms.ChoiceField(label=_("操作"), required=False, choices=[("", _("全部")), *ACT_NAMES.items()])
    purpose = forms.ChoiceField(label=_("目的"), required=False)
    resident = forms.UUIDField(label=_("居民编号"), required=False)
    since = forms.DateField(label=_("从"), required=False, widget=_day())
    until = forms.DateField(label=_("到"), required=False, widget=_day())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        choices = [("", _("全部")), *((code, str(one.name)) for code, one in declared().purposes.items())]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def filters(self) -> LogFilters:
        """Read what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        resident: UUID | None = said.get("resident")
        return LogFilters(
            since=said.get("since"), until=said.get("until"), act=said.get("act", ""), by=said.get("by", "").strip(),
            purpose=said.get("purpose", ""), resident_id=resident,
        )  # fmt: skip


class PeriodForm(forms.Form):
    """From one day to another."""

    since = forms.DateField(label=_("从"), required=False, widget=_day(), validators=_SPAN)
    until = forms.DateField(label=_("到"), required=False, widget=_day(), validators=_SPAN)


class ExplanationForm(forms.Form):
    """Why readings that stand out were in order."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    reader = forms.CharField(widget=forms.HiddenInput, max_length=40)
    sign = forms.CharField(widget=forms.HiddenInput, max_length=20)
    since = forms.DateField(widget=forms.HiddenInput)
    until = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("情况说明"), max_length=MOST_REASON)
