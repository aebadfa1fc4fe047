"""Forms of an import: the file and where its people live; which column is which field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.core.barred import check_columns
from linli.core.errors import LinliError
from linli.core.tables import read_table_in
from linli.places import queries as places
from linli.register.catalogue import declared
from linli.register.errors import BarredColumn
from linli.register.importing.columns import FIELD_NAMES, by_usual_names, check_enough
from linli.staff.rules import Actor, Permission

MOST_MB = 200
_COMMUNITY = 12
_ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.gz"


def areas(actor: Actor) -> list[tuple[str, str]]:
    """List the areas this person may import into, down to communities, and what is narrower if that is all they have."""
    scope = actor.prefixes(Permission.PEOPLE_IMPORT)
    most = max(_COMMUNITY, min((len(prefix) for prefix in scope), default=_COMMUNITY))
    found = sorted((area for area in places.open_areas(scope) if len(area.code) <= most), key=lambda area: area.code)
    return [(area.code, " / ".join(places.area_path(area.code))) for area in found]


class UploadForm(forms.Form):
    """A street's spreadsheet and the area it is about."""

    file = forms.FileField(
        label=_("居民表格"), widget=forms.ClearableFileInput(attrs={"accept": _ENDINGS}),
        help_text=_("Excel 或 CSV，第一行是列名，一行一人，不超过 200 MB。有民族、宗教、信访等列的文件会被整个拒收。"),
    )  # fmt: skip
    area_code = forms.ChoiceField(label=_("导入到哪里"), help_text=_("户室只在这个区域内查找。"))
    source = forms.ChoiceField(label=_("资料来源"), initial="import")

    def __init__(self, data: object, files: object, *, actor: Actor) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]  # the request's own
        self.fields["area_code"].choices = areas(actor)  # type: ignore[attr-defined]  # a choice field
        sources = [(one.code, str(one.name)) for one in declared().sources.values()]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]  # as above
        self.content, self.present = b"", tuple[str, ...]()

    def clean_file(self) -> "UploadedFile[Any]":  # Any: its content is bytes
        """Read the head at once: a file with a barred column is refused whole and kept nowhere."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("文件超过 %(most)s MB，请拆分，或用命令行导入。"), params={"most": MOST_MB})
        self.content = file.read()
        try:
            self.present = read_table_in(self.content, name=file.name or "").columns
            check_columns(self.present, BarredColumn)
        except LinliError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class ColumnsForm(forms.Form):
    """What each column of the file is; a field can come from one column only."""

    def __init__(self, data: object, *, present: Sequence[str], chosen: dict[str, str] | None = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the request's own
        self._present = present
        fields = {column: field for field, column in (by_usual_names(present) if chosen is None else chosen).items()}
        choices: list[tuple[str, Any]] = [("", _("不导入")), *FIELD_NAMES.items()]
        for place, column in enumerate(present):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=fields.get(column, "")
            )
        self.fields["save_as"] = forms.CharField(
            label=_("保存这个对应关系，下次直接选用（可不填）"), required=False, max_length=60
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a field from two columns, and columns that give no person."""
        said = super().clean() or {}
        columns: dict[str, str] = {}
        for place, column in enumerate(self._present):
            field = said.get(f"column_{place}")
            if field and field in columns:
                self.add_error(f"column_{place}", _("“%(field)s”只能来自一列。") % {"field": FIELD_NAMES[field]})
            elif field:
                columns[field] = column
        try:
            check_enough(columns)
        except LinliError as refusal:
            self.add_error(None, str(refusal))
        return {**said, "columns": columns}

    @property
    def columns(self) -> dict[str, str]:
        """Field → column, as chosen."""
        chosen: dict[str, str] = self.cleaned_data["columns"]
        return chosen
