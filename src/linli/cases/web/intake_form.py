"""The form with which somebody at the counter or on the phone takes a report down."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions import NewReport
from linli.cases.catalogue import Origin, Use
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import MOST_TEXT
from linli.cases.web.fields import KindField, OpenChoiceField, PhotosField, QuickSelect
from linli.cases.web.filters import area_choices
from linli.cases.web.step_forms import StepForm
from linli.core.ids import new_id
from linli.core.scope import shortest
from linli.staff.rules import Actor, Permission

GRID_DIGITS = 15
PATROL = "patrol"
_FIRST = ("counter", "phone")


class IntakeForm(StepForm):
    """Channel, text, kind, place, who reported, photos; only channel and text are always needed."""

    channel = forms.ChoiceField(label=gettext_lazy("来源渠道"), widget=QuickSelect, choices=lambda: intake_channels())
    text = forms.CharField(
        label=gettext_lazy("反映内容"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=gettext_lazy("什么地方、什么事、希望怎么办。不要写与此事无关的个人情况。"),
    )
    kind = KindField(required=False, help_text=gettext_lazy("不确定可以不选，由受理员确定。"))
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    address = forms.CharField(label=gettext_lazy("地址"), required=False, max_length=200)
    place = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-place-key": True}))
    area = OpenChoiceField(
        label=gettext_lazy("网格"),
        widget=QuickSelect,
        required=False,
        help_text=gettext_lazy("地图上没有点位时，按这里选的网格办理。"),
    )
    reporter_name = forms.CharField(label=gettext_lazy("反映人姓名"), required=False, max_length=40)
    reporter_phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("可以不留。加密保存，查看须说明目的。"),
    )
    photos = PhotosField(label=gettext_lazy("照片"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self.fields["reporter_name"].widget.attrs["autocomplete"] = "off"
        self.offer("area", [("", _("按地图或地址确定")), *area_choices(actor)])

    @classmethod
    def blank(cls, actor: Actor) -> Self:
        """Make the empty form under a new command id."""
        return cls(auto_id="intake_%s", initial={"command_id": new_id(), **_usual(actor)}, actor=actor)

    def report(self) -> NewReport:
        """Give what was taken down as a report."""
        values = self.cleaned_data
        return NewReport(
            text=values["text"],
            channel=values["channel"],
            lon_cgcs2000=values["lon"],
            lat_cgcs2000=values["lat"],
            area_code=values["area"],
            address=values["address"],
            kind_code=values["kind"],
            reporter_name=values["reporter_name"],
            reporter_phone=values["reporter_phone"],
            wants_code=_origin_of(values["channel"]) is not Origin.PATROL,  # one's own find has nobody to follow it
        )


def _origin_of(channel: str) -> Origin | None:
    known = catalogue().channels.get(channel)
    return known.origin if known else None


def _usual(actor: Actor) -> dict[str, str]:
    """Begin a grid worker's report with the grid and as a find of the patrol: that is what it mostly is."""
    grids = shortest(actor.prefixes(Permission.CASES_SETTLE))
    if len(grids) != 1 or len(grids[0]) != GRID_DIGITS:
        return {}
    known = {code for code, _name in intake_channels()}
    return {"area": grids[0]} | ({"channel": PATROL} if PATROL in known else {})


def intake_channels() -> list[tuple[str, str]]:
    """List the channels a person takes reports from, counter and phone first; what systems send is not among them."""
    found = {
        channel.code: str(channel.name)
        for channel in catalogue().channels.values()
        if Use.INTAKE in channel.uses and channel.origin is not Origin.SYSTEM
    }
    return sorted(found.items(), key=lambda one: _FIRST.index(one[0]) if one[0] in _FIRST else len(_FIRST))
