"""Whether a filled form fits its form: every answer of its type, every question answered that must be."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import get_language

from linli.forms import errors
from linli.forms.converting import Instance
from linli.forms.models import Form
from linli.forms.rules import Question, fits
from linli.register.queries.consents import agreed_among
from linli.register.queries.purposes import Use, purpose_for

_NO_ANSWER = frozenset({"group", "repeat", "note"})


def check_answers(questions: Sequence[Question], instance: Instance) -> None:
    """Refuse a filled form with an answer that cannot be, naming the question; what depends on other answers may be empty."""
    for one in questions:
        if one.kind in _NO_ANSWER:
            continue
        answers = instance.answers(one.path)
        if not all(fits(one, text) for text in answers):
            raise errors.AnswerWrong(field=one.path, question=label_of(one))
        if _must_be_answered(one, answers, instance):
            raise errors.AnswerMissing(field=one.path, question=label_of(one))


def check_consent(form: Form, resident_id: UUID) -> None:
    """Where the purpose rests on consent, take nothing of somebody who has not agreed, or no longer does."""
    purpose = purpose_for(form.purpose_code, use=Use.READING)
    if resident_id not in agreed_among([resident_id], purpose):
        raise errors.ConsentNeeded(purpose=str(purpose.name))


def label_of(question: Question) -> str:
    """Give the words of a question in the reader's language, else in the first it has, else its name."""
    labels = question.labels
    return labels.get(get_language() or "") or next((text for text in labels.values() if text), question.name)


def choice_label(question: Question, code: str) -> str:
    """Give the words of an answer that was chosen; of several, each."""
    labels = dict(question.choices)
    said = code.split() if question.kind in {"selects", "rank"} else [code]
    language = get_language() or ""
    words = [_worded(labels.get(one, {}), language) or one for one in said]
    return "、".join(words)


def _worded(labels: object, language: str) -> str:
    if not isinstance(labels, dict) or not labels:
        return ""
    return str(labels.get(language) or next(iter(labels.values())))


def _must_be_answered(one: Question, answers: Sequence[str], instance: Instance) -> bool:
    if not one.required or one.conditional or not one.is_asked:
        return False
    if one.repeat:
        return any(not text for text in answers) and bool(instance.turns(one.repeat, [one]))
    return not any(answers)
