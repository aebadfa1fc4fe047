"""The forms of more time: asking for a pause or an extension, deciding on it, letting clocks run on, reminding."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.catalogue.timing import Relief
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.naming import PURPOSE_NAMES
from linli.cases.rules import State
from linli.cases.rules.clocks import UNIT, from_json
from linli.cases.rules.joint import AT_WORK
from linli.cases.web.fields import OpenChoiceField, QuickSelect
from linli.cases.web.joint_forms import MomentField
from linli.cases.web.step_forms import StepForm, words
from linli.cases.wording import limit_said
from linli.core.calendar import Limit


class PauseForm(StepForm):
    """Ask that the clocks stand still until a moment."""

    reason = OpenChoiceField(label=gettext_lazy("暂停理由"), widget=QuickSelect)
    until = MomentField(label=gettext_lazy("暂停到"))
    words = words(gettext_lazy("具体情况"), rows=2, required=False)
    photo = OpenChoiceField(label=gettext_lazy("佐证照片"), widget=QuickSelect, required=False)


class ExtensionForm(StepForm):
    """Ask for more time."""

    reason = OpenChoiceField(label=gettext_lazy("延期理由"), widget=QuickSelect)
    by = OpenChoiceField(label=gettext_lazy("延长多久"), widget=QuickSelect)
    words = words(gettext_lazy("具体情况"), rows=2, required=False)
    photo = OpenChoiceField(label=gettext_lazy("佐证照片"), widget=QuickSelect, required=False)


class DecisionForm(StepForm):
    """Grant or refuse what a unit asked for."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("审批意见"),
        choices=[("grant", gettext_lazy("同意")), ("refuse", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    reason = words(gettext_lazy("说明"), rows=2, required=False, help_text=gettext_lazy("不同意时必须写明理由。"))


class RemindForm(StepForm):
    """Remind whoever has the case."""

    note = words(gettext_lazy("催办内容"), rows=2, required=False)


def offer_pauses(form: StepForm, detail: CaseDetail) -> None:
    """List the causes for a pause, and the photos that may show one."""
    _offer_reasons(form, Relief.PAUSE)
    _offer_photos(form, detail)


def offer_extensions(form: StepForm, detail: CaseDetail) -> None:
    """List the causes for an extension, how much more time may be asked for, and the photos that may show why."""
    _offer_reasons(form, Relief.EXTENSION)
    _offer_photos(form, detail)
    limit = from_json(detail.case.clocks[UNIT]).limit
    amounts = sorted({max(1, int(limit.amount * part)) for part in (0.25, 0.5, 0.75, 1) if limit.amount >= 1})
    form.offer("by", [(str(one), limit_said(one)) for one in (Limit(amount, limit.unit) for amount in amounts)])


def may_not_ask(detail: CaseDetail) -> bool:
    """Say whether there is no running clock of the unit to be stopped, or an application waits already."""
    kept = detail.case.clocks.get(UNIT)
    return bool(detail.case.asked) or kept is None or not from_json(kept).is_running


def nothing_asked(detail: CaseDetail) -> bool:
    """Say whether no application waits for a decision."""
    return not detail.case.asked


def nothing_paused(detail: CaseDetail) -> bool:
    """Say whether all clocks run."""
    return detail.case.paused_at is None


def nobody_to_remind(detail: CaseDetail) -> bool:
    """Say whether no unit has the case in hand: what waits for oneself needs no reminder."""
    return State(detail.case.state) not in AT_WORK


def _offer_reasons(form: StepForm, what: Relief) -> None:
    rows = [row for row in catalogue().pause_reasons.values() if what in row.allows]
    form.offer("reason", [("", _("请选择理由")), *((row.code, str(row.name)) for row in rows)])


def _offer_photos(form: StepForm, detail: CaseDetail) -> None:
    named: list[tuple[str, Any]] = [  # Any: texts in the reader's language
        (
            str(photo.pk),
            f"{PURPOSE_NAMES.get(photo.purpose, photo.purpose)} {timezone.localtime(photo.added_at):%m-%d %H:%M}",
        )
        for photo in detail.photos
    ]
    form.offer("photo", [("", _("不附照片")), *named])
