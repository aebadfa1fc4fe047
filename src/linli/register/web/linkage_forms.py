"""Forms of reconciliations: a list taken in for one purpose, a search for double records, a decision, a second look."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.core.tables import read_table
from linli.places import queries as places
from linli.register.actions.linking import NewLinkage, start_duplicates, start_reconciliation
from linli.register.linking.columns import FIELDS, read_columns
from linli.register.models import LinkageJob
from linli.register.queries.naming_linkage import AGAINST_WORDS, DECISION_WORDS, FIELD_WORDS
from linli.register.queries.purposes import Use, purposes_for
from linli.register.rules.linking import LONGEST_REASON, WITHIN_PURPOSE, Against, Thresholds
from linli.register.web.record_forms import RecordForm, day, said
from linli.staff.rules import Actor, Command, Permission

type Choices = list[tuple[str, Any]]  # Any: texts in the reader's language
_ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm"
_SECURE = Thresholds()


def areas(actor: Actor) -> Choices:
    """List the areas whose register this person may link; grids are too small to be worth it."""
    own = places.open_areas(actor.prefixes(Permission.PEOPLE_LINK))
    return [(area.code, " ".join(places.area_path(area.code)[-2:])) for area in own if len(area.code) <= 12]


def purposes() -> Choices:
    """List the open purposes for which a list may be held against the register."""
    return [(one.code, str(one.name)) for one in purposes_for(Use.LINKING) if one.code != WITHIN_PURPOSE]


class LinkageForm(RecordForm):
    """A department's list, for one stated purpose."""

    file = forms.FileField(
        label=_("名单文件"), widget=forms.ClearableFileInput(attrs={"accept": _ENDINGS}),
        help_text=_("Excel 或 CSV。只读取姓名、身份证号、性别、出生日期、电话、住址这几列，其他列不读取、不保存。"),
    )  # fmt: skip
    title = said(_("名称"), most=80, help_text=_("例如：2026 年高龄津贴核对。"))
    area_code = forms.ChoiceField(label=_("与哪里的登记比对"))
    purpose = forms.ChoiceField(
        label=_("目的（只能有一个）"), choices=purposes, help_text=_("涉及敏感信息的目的，签署影响评估后才会出现。")
    )
    basis = said(_("依据"), help_text=_("法律、法规的条文，或决定的文号。"))
    destroy_by = day(_("最迟销毁日期"), required=False, help_text=_("不填则为该目的允许的最后一天；到期自动销毁。"))
    against = forms.ChoiceField(
        label=_("哪种判断可能对本人不利"), choices=list(AGAINST_WORDS.items()), initial=Against.BOTH.value,
        help_text=_("可能不利的判断要由另一人复核，不能批量作出。"),
    )  # fmt: skip
    certain = forms.FloatField(
        label=_("“把握大”的界限"), initial=_SECURE.certain, min_value=0.5, max_value=0.9999,
        widget=forms.NumberInput(attrs={"step": "0.0001"}),
        help_text=_("默认 0.99：在编造的名单上，这条线以上每一万对里不到十对认错。"),
    )  # fmt: skip
    review = forms.FloatField(
        label=_("“待核”的界限"), initial=_SECURE.review, min_value=0.01, max_value=0.98,
        widget=forms.NumberInput(attrs={"step": "0.01"}), help_text=_("默认 0.05：低于它的配对不再请人看。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: Django's own shapes
        super().__init__(*args, **more)
        for name in FIELDS:
            self.fields[f"column_{name}"] = said(FIELD_WORDS[name], most=60, required=False)

    def fit(self, actor: Actor) -> None:
        """List where this person may link."""
        self.fields["area_code"].choices = areas(actor)  # type: ignore[attr-defined]  # a choice field
        self.fields["purpose"].choices = purposes()  # type: ignore[attr-defined]  # as above

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Give the fields that everybody fills in."""
        return [
            field for field in self if not field.name.startswith("column_") and field.name not in {"certain", "review"}
        ]

    @property
    def columns(self) -> list[forms.BoundField]:
        """Give the fields that name columns by hand."""
        return [field for field in self if field.name.startswith("column_")]

    def act(self, command: Command) -> LinkageJob:
        """Read the file and start."""
        given: dict[str, Any] = self.cleaned_data
        pairs = [f"{given[f'column_{name}']}={name}" for name in FIELDS if given[f"column_{name}"]]
        wanted = NewLinkage(
            given["area_code"], given["title"], given["purpose"], given["basis"], given["destroy_by"],
            Thresholds(given["certain"], given["review"]), Against(given["against"]),
        )  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="linli-list-") as folder:
            table = read_table(_put(given["file"], Path(folder)))
            columns = read_columns(table.columns, pairs)
            return start_reconciliation(wanted, list(table.rows), columns, command=command)


class DuplicatesForm(RecordForm):
    """Double records of an area."""

    area_code = forms.ChoiceField(label=_("在哪里查找"))
    basis = said(_("依据"), initial=_("个人信息保护法第八条：保证个人信息的质量"))

    def fit(self, actor: Actor) -> None:
        """List where this person may look."""
        self.fields["area_code"].choices = areas(actor)  # type: ignore[attr-defined]  # a choice field

    def act(self, command: Command) -> LinkageJob:
        """Start."""
        given = self.cleaned_data
        title = str(_("查找重复登记"))
        wanted = NewLinkage(given["area_code"], title, WITHIN_PURPOSE, given["basis"], against=Against.NONE)
        return start_duplicates(wanted, command=command)


class DecisionForm(RecordForm):
    """What somebody says of a pair, and why."""

    decision = forms.ChoiceField(
        label=_("判断"),
        widget=forms.RadioSelect,
        choices=[(one, DECISION_WORDS[one]) for one in ("same", "different", "unsure")],
    )
    reason = said(_("理由"), most=LONGEST_REASON, help_text=_("写明根据什么判断，例如：身份证号相差一位，其余相同。"))


class SecondLookForm(RecordForm):
    """Other eyes on a decision."""

    agrees = forms.ChoiceField(
        label=_("复核"),
        widget=forms.RadioSelect,
        choices=[("yes", _("同意这一判断")), ("no", _("不同意，退回重新核对"))],
    )
    reason = said(_("说明"), most=LONGEST_REASON, required=False, help_text=_("不同意时要写。"))


class ConfirmForm(RecordForm):
    """All certain pairs at once, where it can only help."""

    reason = said(_("理由"), most=LONGEST_REASON, help_text=_("例如：抽查 20 对无误。"))


def _put(file: "UploadedFile[Any]", folder: Path) -> Path:  # Any: its content
    """Put the upload where it can be read as a table; the folder goes right after."""
    path = folder / f"list{Path(file.name or '').suffix.lower()}"
    with path.open("wb") as target:
        for part in file.chunks():
            target.write(part)
    return path
