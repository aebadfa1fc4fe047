"""Enrolments that end, assessments that are answered and signed by another, agreements that name fields and dates: pure rules."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.register import errors

LEAST_ANSWER = 4
MOST_ANSWER = 2_000
DEFAULT_REVIEW_YEARS = 1
MOST_REVIEW_YEARS = (
    3  # PIPL art. 56: assessments and records are kept at least three years; none holds longer unlooked at
)
MOST_AGREEMENT_YEARS = 3


@dataclass(frozen=True)
class Answer:
    """What was answered to one question: whether it is so, and why."""

    yes: bool
    why: str


@dataclass(frozen=True)
class NewAgreement:
    """A sharing agreement as a form gives it: which fields, of whom, to whom, what for, from when to when (PIPL art. 23)."""

    code: str
    receiver: str
    purpose_code: str
    basis: str
    area_code: str
    fields: tuple[str, ...]
    since: dt.date
    until: dt.date


def later(day: dt.date, *, months: int) -> dt.date:
    """Give the same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check_review(review_by: dt.date, *, today: dt.date, months: int) -> None:
    """Refuse an enrolment without an end: the next review lies ahead, within the programme's months."""
    latest = later(today, months=months)
    if not today < review_by <= latest:
        raise errors.ReviewDateWrong(field="review_by", latest=latest)


def check_answers(answers: Mapping[str, Answer], *, questions: Mapping[str, str]) -> None:
    """Refuse an assessment with a question left open; `questions` gives their texts by code."""
    for code, text in questions.items():
        answer = answers.get(code)
        if answer is None or not LEAST_ANSWER <= len(answer.why.strip()) <= MOST_ANSWER:
            raise errors.QuestionUnanswered(field=code, question=text, least=LEAST_ANSWER)


def check_fit(answers: Mapping[str, Answer], *, questions: Mapping[str, str]) -> None:
    """Refuse to sign an assessment in which the law's demand is not met."""
    for code, text in questions.items():
        if code not in answers or not answers[code].yes:
            raise errors.AssessmentUnfit(question=text)


def check_assessment_ends(review_by: dt.date, *, today: dt.date) -> None:
    """Refuse an assessment that holds for longer than three years."""
    latest = later(today, months=12 * MOST_REVIEW_YEARS)
    if not today < review_by <= latest:
        raise errors.ReviewTooFar(field="review_by", latest=latest)


def check_other_signs(*, drafted_by: str, signed_by: str) -> None:
    """Refuse that who drafted also signs."""
    if drafted_by == signed_by:
        raise errors.OtherMustSign


def check_agreement(new: NewAgreement, *, attributes: Iterable[str], purpose_name: str) -> None:
    """Refuse an agreement without its particulars, with fields the purpose does not name, or without an end."""
    if not (new.code.strip() and new.receiver.strip() and new.basis.strip()):
        raise errors.AgreementWrong(field="receiver")
    if not new.since <= new.until <= later(new.since, months=12 * MOST_AGREEMENT_YEARS):
        raise errors.AgreementDatesWrong(field="until")
    known = frozenset(attributes)
    if not new.fields:
        raise errors.FieldNotOfPurpose(field="fields", purpose=purpose_name, name="—")
    for name in new.fields:
        if name not in known:
            raise errors.FieldNotOfPurpose(field="fields", purpose=purpose_name, name=name)


def check_within_agreement(fields: Sequence[str], *, agreed: Sequence[str]) -> None:
    """Refuse a hand-over with a field that was not agreed on."""
    for name in fields:
        if name not in agreed:
            raise errors.FieldNotAgreed(name=name)


def check_agreement_runs(*, on: dt.date, since: dt.date, until: dt.date) -> None:
    """Refuse a hand-over outside an agreement's days."""
    if not since <= on <= until:
        raise errors.OutsideAgreement(since=since, until=until)
