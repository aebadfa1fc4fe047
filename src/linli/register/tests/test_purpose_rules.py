"""Enrolments end, assessments are answered whole, agreements name fields and days."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.register import errors
from linli.register.rules import purposes as rules
from linli.register.rules.purposes import Answer, NewAgreement

TODAY = dt.date(2026, 11, 16)
QUESTIONS = {"lawful": "合法吗？", "necessary": "必要吗？"}
GOOD = {"lawful": Answer(True, "老年人权益保障法第三十七条"), "necessary": Answer(True, "逐项核对过字段")}
PLAN = NewAgreement(
    "2026-01", "区民政局", "elder-allowance", "高龄津贴办法", "990101", ("name", "age"), TODAY, dt.date(2027, 11, 15)
)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 120))
def test_some_months_later_is_later_and_in_the_right_month(day, months):
    found = rules.later(day, months=months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day


@pytest.mark.parametrize("review_by", [TODAY, dt.date(2027, 11, 17), dt.date(2020, 1, 1)])
def test_an_enrolment_has_an_end_within_its_months(review_by):
    with pytest.raises(errors.ReviewDateWrong):
        rules.check_review(review_by, today=TODAY, months=12)
    rules.check_review(dt.date(2027, 11, 16), today=TODAY, months=12)


@pytest.mark.parametrize("answers", [{}, {"lawful": GOOD["lawful"]}, GOOD | {"necessary": Answer(True, " 是 ")}])
def test_an_assessment_with_a_question_left_open_is_refused(answers):
    with pytest.raises(errors.QuestionUnanswered):
        rules.check_answers(answers, questions=QUESTIONS)


def test_an_assessment_with_a_no_is_not_signed():
    rules.check_answers(GOOD, questions=QUESTIONS)
    rules.check_fit(GOOD, questions=QUESTIONS)
    with pytest.raises(errors.AssessmentUnfit, match="必要"):
        rules.check_fit(GOOD | {"necessary": Answer(False, "多了两个字段")}, questions=QUESTIONS)


@pytest.mark.parametrize("review_by", [TODAY, dt.date(2029, 11, 17)])
def test_an_assessment_holds_three_years_at_most(review_by):
    with pytest.raises(errors.ReviewTooFar):
        rules.check_assessment_ends(review_by, today=TODAY)


def test_who_drafted_does_not_sign():
    rules.check_other_signs(drafted_by="a", signed_by="b")
    with pytest.raises(errors.OtherMustSign):
        rules.check_other_signs(drafted_by="a", signed_by="a")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"receiver": " "}, errors.AgreementWrong),
        ({"basis": ""}, errors.AgreementWrong),
        ({"fields": ()}, errors.FieldNotOfPurpose),
        ({"fields": ("name", "phone")}, errors.FieldNotOfPurpose),
        ({"until": dt.date(2026, 11, 15)}, errors.AgreementDatesWrong),
        ({"until": dt.date(2029, 11, 17)}, errors.AgreementDatesWrong),
    ],
)
def test_an_agreement_names_its_fields_and_days(change, refusal):
    rules.check_agreement(PLAN, attributes=("name", "age", "area"), purpose_name="高龄津贴")
    with pytest.raises(refusal):
        rules.check_agreement(replace(PLAN, **change), attributes=("name", "age", "area"), purpose_name="高龄津贴")


def test_a_hand_over_holds_agreed_fields_on_agreed_days():
    rules.check_within_agreement(["name"], agreed=["name", "age"])
    with pytest.raises(errors.FieldNotAgreed):
        rules.check_within_agreement(["name", "phone"], agreed=["name", "age"])
    for on in (dt.date(2026, 11, 15), dt.date(2027, 11, 16)):
        with pytest.raises(errors.OutsideAgreement):
            rules.check_agreement_runs(on=on, since=PLAN.since, until=PLAN.until)
