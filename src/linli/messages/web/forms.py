"""What a person chooses for being told, and what narrows the delivery log."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.secrets import mask_phone
from linli.messages.channels.senders import is_set_up
from linli.messages.errors import PhoneInvalid
from linli.messages.queries.deliveries import Filters
from linli.messages.queries.reach import Choice, usual_quiet
from linli.messages.rules import PERSONAL, TROUBLED, Channel, DeliveryState, QuietHours, Wish, mobile_number
from linli.messages.wording import CHANNEL_NAMES, STATE_NAMES, WISH_NAMES

FAILED = "troubled"
_DAY = {"type": "date"}
_CONNECTED, _NOT_CONNECTED = _("本系统已接通。"), _("本系统还没有接通这种方式。")
_TIME = {"type": "time"}


class ChoiceForm(forms.Form):
    """Channels, a mobile number, quiet hours."""

    phone = forms.CharField(
        label=_("手机号码"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    phone_removed = forms.BooleanField(label=_("删除已登记的号码"), required=False)
    quiet_from = forms.TimeField(label=_("免打扰从"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    quiet_to = forms.TimeField(label=_("免打扰到"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))

    def __init__(self, given: QueryDict | None, *, choice: Choice) -> None:
        initial = {channel.value: choice.wishes[channel].value for channel in PERSONAL}
        initial |= {"quiet_from": f"{choice.quiet.start:%H:%M}", "quiet_to": f"{choice.quiet.end:%H:%M}"}
        super().__init__(given, initial=initial)
        for channel in PERSONAL:
            self.fields[channel.value] = forms.ChoiceField(
                label=str(CHANNEL_NAMES[channel]), choices=[(wish.value, WISH_NAMES[wish]) for wish in Wish]
            )
            self.fields[channel.value].help_text = _CONNECTED if is_set_up(channel) else _NOT_CONNECTED
        self.fields["quiet_to"].help_text = _("这段时间里只发紧急的；两个时间相同就是没有免打扰。")
        if choice.phone_sealed:
            self.fields["phone"].help_text = _("已登记 %(phone)s；不改请留空。") % {"phone": mask_phone(choice.phone)}
        else:
            del self.fields["phone_removed"]

    def clean_phone(self) -> str:
        """Refuse what is no mobile number, beside its field."""
        try:
            return mobile_number(self.cleaned_data["phone"])
        except PhoneInvalid as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None

    @property
    def wishes(self) -> dict[Channel, Wish]:
        """What is wanted over each channel."""
        return {channel: Wish(self.cleaned_data[channel.value]) for channel in PERSONAL}

    @property
    def quiet(self) -> QuietHours | None:
        """The hours chosen; None when they are the usual ones, so that they follow a change of those."""
        chosen = QuietHours(self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"])
        return None if chosen == usual_quiet() else chosen

    @property
    def number(self) -> str | None:
        """The number to keep: None leaves the present one, "" takes it out."""
        if self.cleaned_data.get("phone"):
            return str(self.cleaned_data["phone"])
        return "" if self.cleaned_data.get("phone_removed") else None


class LogForm(forms.Form):
    """Channel, state and days of the delivery log."""

    channel = forms.ChoiceField(
        label=_("方式"),
        required=False,
        choices=[("", _("全部方式")), *((one.value, CHANNEL_NAMES[one]) for one in Channel)],
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部状态")),
            (FAILED, _("失败和已放弃")),
            *((one.value, STATE_NAMES[one]) for one in DeliveryState),
        ],
    )
    number = forms.CharField(label=_("案卷编号"), required=False, max_length=20)
    since = forms.DateField(label=pgettext_lazy("date", "从"), required=False, widget=forms.DateInput(attrs=_DAY))
    until = forms.DateField(label=pgettext_lazy("date", "到"), required=False, widget=forms.DateInput(attrs=_DAY))

    def filters(self) -> Filters:
        """Give what was filled in rightly; a wrong value narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        state = values.get("state", "")
        states = tuple(sorted(one.value for one in TROUBLED)) if state == FAILED else (state,) if state else ()
        until = values.get("until")
        return Filters(
            channel=values.get("channel", ""),
            states=states,
            since=_midnight(values.get("since")),
            number=values.get("number", "").strip(),
            until=_midnight(until + dt.timedelta(days=1)) if until and until < dt.date.max else None,
        )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone()) if day else None
