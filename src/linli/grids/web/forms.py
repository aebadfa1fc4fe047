"""The forms of plans: what to draw, and what is decided on a plan. What may be is decided by the actions."""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.grids.catalogue import declared
from linli.grids.rules import (
    DrawSettings,
    PlanKind,
    Preset,
    read_band,
    read_codes,
    read_groups,
    read_pairs,
)
from linli.grids.wording import KIND_NAMES, PRESET_NAMES, tolerance_name
from linli.register.web.list_choosing import areas_to_choose
from linli.staff.rules import Actor, Permission
from linli.staff.web.command_forms import CommandForm

_AREA_DIGITS = (6, 9, 12)  # what a plan may be drawn for: a district, a street, a community
_MOST_SECONDS = 86_400
_NUMBER = re.compile(r"\d{1,2}(\.\d{1,6})?")
type _Choices = Sequence[tuple[str, str | Promise]]
_WHOLE: _Choices = (
    ("1.1", gettext_lazy("不超过目标的小区都不切开")),
    ("0.8", gettext_lazy("只保持较小的小区完整（网格更均衡）")),
    ("0", gettext_lazy("小区可以切开（网格最均衡）")),
)
_TOLERANCES: _Choices = (("0.05", "±5%"), ("0.1", "±10%"), ("0.15", "±15%"), ("0.2", "±20%"))


class StartForm(CommandForm):
    """What is to be drawn, and how."""

    area = forms.ChoiceField(label=gettext_lazy("区域"))
    kind = forms.ChoiceField(
        label=gettext_lazy("方式"), choices=list(KIND_NAMES.items()), widget=forms.RadioSelect, initial=PlanKind.DRAW
    )
    target = forms.IntegerField(label=gettext_lazy("每格目标户数"), min_value=1, max_value=100_000)
    band = forms.CharField(
        label=gettext_lazy("户数范围"), required=False, max_length=20,
        help_text=gettext_lazy("例如 300-500；不填则不限。"),
    )  # fmt: skip
    preset = forms.ChoiceField(label=gettext_lazy("侧重"), choices=list(PRESET_NAMES.items()))
    whole_up_to = forms.ChoiceField(label=gettext_lazy("小区"), choices=_WHOLE)
    tolerance = forms.ChoiceField(label=gettext_lazy("容许的工作量偏差"), choices=_TOLERANCES)
    seed = forms.IntegerField(
        label=gettext_lazy("种子"), min_value=0, max_value=2**31 - 1,
        help_text=gettext_lazy("同样的资料和种子总是划出同样的方案；换一个数可得到另一个方案。"),
    )  # fmt: skip
    time_limit_s = forms.FloatField(
        label=gettext_lazy("最多用多少秒"), required=False, min_value=0.1, max_value=_MOST_SECONDS,
        help_text=gettext_lazy("到时取已经找到的最好结果；不填则划完为止。"),
    )  # fmt: skip
    assumed_households = forms.IntegerField(
        label=gettext_lazy("资料不全的社区，每个按多少户推算"), required=False, min_value=1, max_value=1_000_000,
        help_text=gettext_lazy("只用于没有楼栋和户室资料的社区。"),
    )  # fmt: skip

    keep = forms.CharField(
        label=gettext_lazy("保持不变的网格"), required=False, max_length=2000,
        help_text=gettext_lazy("网格代码，用逗号或空格隔开。"),
    )  # fmt: skip
    together = forms.CharField(
        label=gettext_lazy("要在同一格的楼栋或小区"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("每行一组代码。"),
    )  # fmt: skip
    apart = forms.CharField(
        label=gettext_lazy("不得同格的楼栋或小区"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("每行几个代码，彼此都不同格。"),
    )  # fmt: skip

    def fit(self, actor: Actor) -> None:
        """Offer the areas this person may draw grids for, and the numbers asked for beside the usual ones."""
        choices: dict[str, _Choices] = {
            "area": areas_to_draw(actor),
            "tolerance": _with(_TOLERANCES, self["tolerance"].value(), tolerance_name),
            "whole_up_to": _with(_WHOLE, self["whole_up_to"].value(), _whole_name),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]  # a choice field

    def settings(self) -> DrawSettings:
        """Give what the drawing is told; what does not fit together is refused."""
        said, usual = self.cleaned_data, declared().drawing.settings
        return DrawSettings(
            target=said["target"],
            band=read_band(said["band"]),
            seed=said["seed"],
            preset=Preset(said["preset"]),
            whole_up_to=float(said["whole_up_to"]),
            tolerance=float(said["tolerance"]),
            time_limit_s=said["time_limit_s"],
            assumed_households=said["assumed_households"] or usual.assumed_households,
            keep=read_codes(said["keep"]),
            together=read_groups(said["together"].splitlines()),
            apart=read_pairs(said["apart"].splitlines()),
        )


def areas_to_draw(actor: Actor) -> list[tuple[str, str]]:
    """List the districts, streets and communities somebody may draw grids for."""
    found = areas_to_choose(actor.prefixes(Permission.GRIDS_DRAW))
    return [(code, name) for code, name in found if len(code) in _AREA_DIGITS]


def _with(choices: _Choices, asked: object, name: Callable[[float], str]) -> _Choices:
    """Add a number somebody asks for to the usual ones, in its place; what is no number is left to the form's check."""
    text = str(asked)
    if text in dict(choices) or not _NUMBER.fullmatch(text):
        return choices
    first, last = float(choices[0][0]), float(choices[-1][0])
    return sorted([*choices, (text, name(float(text)))], key=lambda one: float(one[0]), reverse=first > last)


def _whole_name(times: float) -> str:
    return _("不超过目标 %(times)s 倍的小区都不切开") % {"times": f"{times:g}"}


class PlainForm(CommandForm):
    """A step that needs no word."""


class ApprovalForm(CommandForm):
    """From which day on the plan is to hold."""

    adopt_on = forms.DateField(
        label=gettext_lazy("从哪一天起启用"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("到这一天自动启用；不填则批准以后再定。"),
    )
    note = forms.CharField(label=gettext_lazy("意见"), required=False, max_length=400)

    @classmethod
    def fresh(cls, noun: str, **initial: object) -> "ApprovalForm":
        """Make the empty form, its day tomorrow."""
        return super().fresh(noun, adopt_on=timezone.localdate() + dt.timedelta(days=1), **initial)


class ReturnForm(CommandForm):
    """Why the plan goes back."""

    note = forms.CharField(
        label=gettext_lazy("为什么退回"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("说哪里要改，不写居民姓名。"),
    )  # fmt: skip


class AdoptionForm(CommandForm):
    """From which day on: today at once, a later day by itself."""

    on = forms.DateField(
        label=gettext_lazy("从哪一天起启用"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("今天则立即启用；以后的日子到时自动启用。停用的网格代码不会再用。"),
    )

    successors = forms.CharField(
        label=gettext_lazy("岗位另转"), required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("停用网格的岗位默认转到接收住户最多的网格；要转到别处，每行写“停用网格代码=接续网格代码”，清空则不另转。"),
    )  # fmt: skip

    @classmethod
    def fresh(cls, noun: str, **initial: object) -> "AdoptionForm":
        """Make the empty form, its day today."""
        return super().fresh(noun, on=timezone.localdate(), **initial)
