"""What forms ask: the questions of a version, and of all forms that are open, to find what is asked twice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from linli.forms.models import Form, FormVersion
from linli.forms.rules import FormState, Measured, Question, compare


def forms_open(on: dt.date) -> QuerySet[Form]:
    """Select the forms that are filled in on a day: an expired one is gone by itself."""
    return Form.objects.filter(state=FormState.ADMITTED.value, expires_on__gte=on)


def questions_of(version: FormVersion) -> list[Question]:
    """Give the questions of a version."""
    return [_question(one) for one in version.questions]


def other_questions(*, but: str) -> Mapping[str, Sequence[Question]]:
    """Give the questions of every other form that is open today, by form."""
    open_now = forms_open(timezone.localdate()).exclude(pk=but)
    rows = FormVersion.objects.filter(form__in=open_now, admitted_at__isnull=False)
    current = rows.values_list("form_id", "form__version", "version", "questions").order_by("form_id")
    return {code: [_question(one) for one in asked] for code, now, version, asked in current if now == version}


def measured_now(version: FormVersion) -> Measured:
    """Count anew what a version asks that the register or another open form asks as well."""
    return compare(questions_of(version), other_questions(but=version.form_id))


def _question(kept: Mapping[str, Any]) -> Question:  # Any: as JSON gave it
    choices = tuple((code, labels) for code, labels in kept.get("choices", ()))
    return Question(**{**kept, "choices": choices})
