"""Whether a filled form fits its form: every answer of its type, every question answered that must be."""

from collections.abc import Sequence

from django.utils.translation import get_language

from linli.forms import errors
from linli.forms.converting import Instance
from linli.forms.rules import Question, fits

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
