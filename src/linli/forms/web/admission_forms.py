"""The forms of admission: a file, who answers for it and until when, and taking one back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.errors import LinliError
from linli.forms.converting.xlsforms import MOST_MB
from linli.forms.models import Form
from linli.forms.rules import LISTS, MOST_DAYS, MOST_FILE_MB, PICTURES, SOUNDS, Admission, Target, check_once
from linli.forms.wording import TARGET_NAMES
from linli.places import queries as places
from linli.register.queries.purposes import Use, purposes_for
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission
from linli.staff.web.command_forms import CommandForm

_COMMUNITY = 12


class SeveralFiles(forms.ClearableFileInput):
    """A choice of any number of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; none is none."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # Any: Django's uploads
        """Check each file as one alone would be."""
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class UploadForm(CommandForm):
    """An XLSForm, and the files it leans on."""

    file = forms.FileField(
        label=_("XLSForm 文件"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text=_("Excel 文件，有 survey、choices、settings 三张工作表，不超过 5 MB。问民族、宗教、信访等内容的表单不能准入。"),
    )  # fmt: skip

    beside = FilesField(
        label=_("附带文件"), required=False, widget=SeveralFiles(attrs={"accept": ",".join((*LISTS, *PICTURES, *SOUNDS))}),
        help_text=_("表单里写到的选项清单（.csv、.geojson）、图片和录音，可以一次选多个；文件名要和表单里写的一致。清单不能带居民的资料。"),
    )  # fmt: skip

    def clean_file(self) -> Any:  # Any: Django's upload
        """Refuse a file larger than any form before it is read."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(_("表单文件太大：最多 %(most)s MB。"), params={"most": MOST_MB})
        return file

    def contents(self) -> dict[str, bytes]:
        """Read the files beside the form; one that is too large is not read to its end."""
        most = MOST_FILE_MB * 1024 * 1024
        check_once(str(one.name) for one in self.cleaned_data["beside"])
        return {str(one.name): one.read(most + 1) for one in self.cleaned_data["beside"]}


class AdmissionForm(CommandForm):
    """Who answers for a form, what it is for, where and until when it is asked; and which contents were looked at."""

    owner_unit = forms.ChoiceField(label=_("责任单位"), help_text=_("答案由哪个单位负责使用和保管。"))
    asked_by = forms.CharField(
        label=_("提出单位"), max_length=80, required=False, help_text=_("哪个部门要求填这张表。")
    )
    purpose_code = forms.ChoiceField(label=_("目的"))
    list_reference = forms.CharField(
        label=_("准入清单编号"), max_length=80, help_text=_("社区工作事项准入清单上的编号；不在清单上的不能准入。")
    )
    area_code = forms.ChoiceField(label=_("在哪里填"))
    target = forms.ChoiceField(label=_("填的是什么"), choices=lambda: list(TARGET_NAMES.items()))
    expires_on = forms.DateField(
        label=_("到期日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("最多一年；到期以后自动从各处消失，到期前填好的仍然收。"),
    )  # fmt: skip
    lead_days = forms.IntegerField(
        label=_("提前天数"), min_value=0, max_value=180, initial=7, help_text=_("提前几天告知填写人。")
    )
    about = forms.CharField(
        label=_("给填写人的说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def fit(self, actor: Actor) -> None:
        """Offer the units, purposes and areas of this person's scope."""
        prefixes = actor.prefixes(Permission.FORMS_ADMIT)
        units = {unit.code: unit.name for prefix in prefixes for unit in staff.known_units(prefix)}
        areas = sorted(
            (one for one in places.open_areas(prefixes) if len(one.code) <= _COMMUNITY), key=lambda one: one.code
        )
        purposes = {one.code: str(one.name) for use in (Use.READING, Use.SHARING) for one in purposes_for(use)}
        self._offer("owner_unit", sorted(units.items(), key=lambda unit: unit[1]))
        self._offer("purpose_code", list(purposes.items()))
        self._offer("area_code", [(one.code, " / ".join(places.area_path(one.code))) for one in areas])

    def look_again(self, mark: str, error: LinliError) -> None:
        """Say that there are other contents by now, which the next try admits."""
        self.data = {**{name: self.data[name] for name in self.data}, "mark": mark}
        self.refuse(error)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def admission(self) -> Admission:
        """Give what was said."""
        said = {name: self.cleaned_data[name] for name in self.fields if name not in {"command_id", "mark"}}
        return Admission(**{**said, "target": Target(said["target"])})


class WithdrawalForm(CommandForm):
    """Why a form is taken back."""

    reason = forms.CharField(label=_("撤回的原因"), max_length=200)


def initial_of(form: Form, guessed: Target) -> dict[str, object]:
    """Give what the admission form begins with: as it was admitted before, else half a year and what its questions are about."""
    if form.admitted_at is not None:
        return {
            name: getattr(form, name)
            for name in (
                "owner_unit", "asked_by", "purpose_code", "list_reference", "area_code", "target", "lead_days", "about",
                "expires_on",
            )
        }  # fmt: skip
    return {"target": guessed.value, "expires_on": timezone.localdate() + dt.timedelta(days=MOST_DAYS // 2)}
