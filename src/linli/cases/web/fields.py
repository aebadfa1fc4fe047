"""Form fields of the desk: long selects that render quickly, kinds under their majors, several photos at once."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.cases.catalogue import KindDeclaration
from linli.cases.queries.kinds import catalogue, grouped_kinds
from linli.cases.queries.lists import FIRST_DAY, LAST_DAY

MOST_PHOTOS = 9
KindGroups = list[tuple[str, list[tuple[str, str]]]]
# Days and moments that every zone can count; what lies beyond is a slip of the hand.
DAYS: list[Callable[[Any], None]] = [
    MinValueValidator(FIRST_DAY),
    MaxValueValidator(LAST_DAY),
]  # Any: Django's own shape
MOMENTS: list[Callable[[Any], None]] = [  # Any: as above
    bound(dt.datetime.combine(day, dt.time(), dt.UTC))
    for bound, day in ((MinValueValidator, FIRST_DAY), (MaxValueValidator, LAST_DAY))
]


class QuickSelect(forms.Select):
    """A select written without a template for each option: lists of kinds and areas are long."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  # Any: Django's own shape
        """Write the select with its groups."""
        chosen = "" if value is None else str(value)
        outer = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", outer, options_html(self.choices, chosen))

    def use_required_attribute(self, initial: Any) -> bool:  # Any: Django's own shape
        """Look at the first option only where something must be chosen: making the options costs more than writing them."""
        return self.is_required and super().use_required_attribute(initial)


def options_html(choices: Iterable[Any], chosen: str) -> SafeString:  # Any: Django's choices nest
    """Write options and their groups; lists that come again and again are written once."""
    return with_chosen(_written(tuple(_frozen(value, label) for value, label in choices)), chosen)


def with_chosen(written: str, chosen: str) -> SafeString:
    """Mark the chosen one among options that are written already."""
    if chosen:
        mark = f'value="{escape(chosen)}"'
        written = written.replace(f"<option {mark}>", f"<option {mark} selected>", 1)
    return SafeString(written)


def _frozen(value: Any, label: Any) -> tuple[Any, Any]:  # Any: Django's choices nest
    return (value, tuple(map(tuple, label))) if isinstance(label, list | tuple) else (value, str(label))


@lru_cache(maxsize=128)
def _written(choices: tuple[tuple[Any, Any], ...]) -> str:  # Any: Django's choices nest
    return "".join(
        f'<optgroup label="{escape(str(value))}">{_written(label)}</optgroup>'
        if isinstance(label, tuple)
        else f'<option value="{escape(str(value))}">{escape(str(label))}</option>'
        for value, label in choices
    )


class KindField(forms.ChoiceField):
    """A kind of case, chosen under its major class; `on_spot` leaves only what may be settled there and then."""

    widget = QuickSelect

    def __init__(self, *, on_spot: bool = False, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(**{"label": _("事项类别"), **kwargs})
        self.choices = lambda: [("", _("请选择类别")), *kind_groups(on_spot=on_spot)]


def kind_groups(words: str = "", *, on_spot: bool = False) -> KindGroups:
    """List kinds under their majors, all of them or those that a search finds by name, keyword or major."""
    wanted = words.lower().split()[:5]
    if not wanted:
        return _all_groups(id(catalogue()), get_language() or "", on_spot)
    return [
        (major, [(kind.code, str(kind.name)) for kind in found])
        for major, kinds in grouped_kinds()
        if (found := [kind for kind in kinds if (kind.on_spot or not on_spot) and _is_about(kind, major, wanted)])
    ]


@lru_cache(maxsize=12)
def _all_groups(_house: int, _language: str, on_spot: bool) -> KindGroups:  # noqa: FBT001 a key of the cache
    """Name all kinds once for each language and catalogue."""
    named = [
        (major, [(kind.code, str(kind.name)) for kind in kinds if kind.on_spot or not on_spot])
        for major, kinds in grouped_kinds()
    ]
    return [(major, kinds) for major, kinds in named if kinds]


def _is_about(kind: KindDeclaration, major: str, words: Sequence[str]) -> bool:
    said = " ".join((str(kind.name), kind.name.zh_hans, kind.name.en, major, *kind.keywords)).lower()
    return all(word in said for word in words)


class OpenChoiceField(forms.ChoiceField):
    """A choice whose list depends on the case: the page lists it, and the action checks what came in."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  # Any: Django's own shape
        """Leave it to the action to know the value."""
        return True


class PhotosInput(forms.ClearableFileInput):
    """A file input for several photos; the page's script shows and shrinks them before they are sent."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__({"accept": "image/*"})


class PhotosField(forms.FileField):
    """Some photos; whether they are photos is for the action to say."""

    widget = PhotosInput

    def __init__(
        self, *, most: int = MOST_PHOTOS, keeps_notes: bool = False, **kwargs: Any
    ) -> None:  # Any: Django's own shape
        self.most, self.keeps_notes = most, keeps_notes
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # Any: Django's own shape
        """Tell the page's script how many may be chosen, and whether time and place are sent along to compare a pair by."""
        notes = {"data-photo-notes": ""} if self.keeps_notes else {}
        return {**super().widget_attrs(widget), "data-photo-field": str(self.most), **notes}

    def clean(self, data: Any, initial: Any = None) -> Any:  # Any: Django's own shape, a list of files
        """Give the files as a list."""
        files: list[UploadedFile[Any]] = [file for file in (data or []) if file] if isinstance(data, list) else []
        if data and not isinstance(data, list):
            files = [data]
        if self.required and not files:
            raise forms.ValidationError(_("请选择照片。"), code="required")
        if len(files) > self.most:
            raise forms.ValidationError(_("一次最多上传 %(most)s 张照片。"), code="most", params={"most": self.most})
        return [super(PhotosField, self).clean(file, initial) for file in files]


def reasons(kind: str) -> list[tuple[str, Any]]:  # Any: texts in the reader's language
    """List the catalogue's reasons for declining ("decline") or returning ("return")."""
    house = catalogue()
    rows = house.decline_reasons if kind == "decline" else house.return_reasons
    return [("", _("请选择理由")), *((row.code, str(row.name)) for row in rows.values())]
