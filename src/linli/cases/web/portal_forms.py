"""Forms of the residents' portal: few questions, each with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.web.fields import PhotosField
from linli.cases.wording import SCORE_NAMES
from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.rules import Level

MOST_PHOTOS = 3


class ReportForm(forms.Form):
    """What a resident reports: only the text is needed."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = forms.CharField(
        label=_("发生了什么？"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如：幸福路 12 号门口的井盖破了，晚上容易绊倒人。"),
    )
    photos = PhotosField(
        most=MOST_PHOTOS,
        label=_("照片（可不传，最多 3 张）"),
        required=False,
        help_text=_("照片里的拍摄位置等信息会自动去掉。"),
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("在哪里？"), max_length=200, required=False, help_text=_("写地址，或者在下面的地图上点一下。")
    )
    community = forms.ChoiceField(label=_("所在社区"), required=False)
    name = forms.CharField(label=_("怎么称呼您（可不填）"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("联系电话（可不填）"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("只用于向您了解情况和回访；每次有人查看，您都能看到记录。"),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        communities = places.places_under("", level=Level.COMMUNITY)
        choices = [("", _("不清楚")), *((area.code, area.name) for area in communities)]
        self.fields["community"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class RatingForm(forms.Form):
    """Five levels (好差评) and a word."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    score = forms.TypedChoiceField(
        label=_("您满意吗？"),
        coerce=int,
        choices=sorted(SCORE_NAMES.items(), reverse=True),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("想说的话（可不填）"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MorePhotosForm(forms.Form):
    """Photos that are added later."""

    photos = PhotosField(most=MOST_PHOTOS)


class ReopenForm(forms.Form):
    """Why a closed report is not done."""

    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    reason = forms.CharField(label=_("哪里没有解决？"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class TrackForm(forms.Form):
    """The code of a report."""

    code = forms.CharField(label=_("查询码"), max_length=20, help_text=_("上报后给您的 12 位字母和数字。"))
