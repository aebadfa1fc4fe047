"""A sensitive purpose opens with a signed assessment, and closes when it runs out, is revoked or the purpose is widened."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.register import catalogue, errors
from linli.register.actions.assessments import draft_assessment, revoke_assessment, sign_assessment
from linli.register.actions.consents import Asked, give_consent
from linli.register.actions.programmes import NewEnrolment, enrol, renew_enrolment
from linli.register.models import Enrolment, ImpactAssessment
from linli.register.queries import agreements
from linli.register.queries import purposes as purposes_queries
from linli.register.queries.agreements import Standing, answer_rows, assessment_standing
from linli.register.queries.purposes import Use, purpose_for, purposes_for, purposes_register
from linli.register.rules.consents import Channel
from linli.register.rules.purposes import Answer
from linli.register.testing import AT, a_command, good_answers, make_resident, open_purpose
from linli.staff.rules import Role
from linli.staff.testing import DISTRICT, make_member

TODAY = dt.date(2026, 11, 16)
CODE = "minimum-living"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def is_open(code: str = CODE) -> bool:
    return next(row.is_open for row in purposes_register() if row.purpose.code == code)


def draft(cast, **changes):
    return draft_assessment(CODE, good_answers() | changes, command=a_command(cast.jiang.actor))


def test_a_sensitive_purpose_opens_with_the_signature_and_closes_when_it_runs_out(cast, now):
    row = draft(cast)
    assert not is_open()
    with pytest.raises(errors.PurposeClosed):
        purpose_for(CODE, use=Use.ENROLLING)
    signed = sign_assessment(row.pk, command=a_command(cast.luo.actor))
    assert (signed.review_by, signed.signed_by_name) == (dt.date(2027, 11, 16), "罗正")
    for use in Use:
        assert purpose_for(CODE, use=use).code == CODE
    now.move_to(AT + dt.timedelta(days=365))
    assert is_open()
    now.move_to(AT + dt.timedelta(days=366))
    assert not is_open()
    assert CODE not in {one.code for one in purposes_for(Use.READING)}


def test_revoking_closes_the_purpose_at_once(cast):
    row = sign_assessment(draft(cast).pk, command=a_command(cast.luo.actor))
    assert is_open()
    revoke_assessment(row.pk, command=a_command(cast.luo.actor))
    assert not is_open()
    acts = list(AuditEntry.objects.filter(act="sign").order_by("id").values_list("detail__act", flat=True))
    assert acts == ["assessment-drafted", "assessment-signed", "assessment-revoked"]
    with pytest.raises(errors.AlreadySigned):
        revoke_assessment(row.pk, command=a_command(cast.luo.actor))


def test_a_closed_purpose_stops_enrolling_from_end_to_end(cast):
    granny = make_resident()
    assessment = open_purpose(CODE, cast)
    give_consent(granny.pk, CODE, command=a_command(cast.lin.actor), asked=Asked(Channel.COUNTER))
    enrol(granny.pk, NewEnrolment(CODE), command=a_command(cast.lin.actor))
    revoke_assessment(assessment.pk, command=a_command(cast.luo.actor))
    with pytest.raises(errors.PurposeClosed):
        renew_enrolment(Enrolment.objects.get().pk, command=a_command(cast.lin.actor))
    assert Enrolment.objects.get().until is None  # what was granted is not taken away by itself


def test_a_purpose_that_is_widened_is_assessed_anew(cast, monkeypatch):
    signed = sign_assessment(draft(cast).pk, command=a_command(cast.luo.actor))
    waiting = draft(cast)
    content = catalogue.declared()
    wider = content.purposes[CODE].model_copy(update={"attributes": (*content.purposes[CODE].attributes, "id-number")})
    changed = replace(content, purposes={**content.purposes, CODE: wider})
    for module in (purposes_queries, agreements):
        monkeypatch.setattr(module, "declared", lambda: changed)
    assert not is_open()
    assert assessment_standing(signed, on=TODAY) is Standing.OUTDATED
    with pytest.raises(errors.AssessmentOutdated):
        sign_assessment(waiting.pk, command=a_command(cast.luo.actor))


def test_who_drafted_does_not_sign(cast):
    row = draft_assessment(CODE, good_answers(), command=a_command(cast.luo.actor))
    with pytest.raises(errors.OtherMustSign):
        sign_assessment(row.pk, command=a_command(cast.luo.actor))
    other = make_member("he", "贺明", Role.DATA_OFFICER, DISTRICT)
    sign_assessment(row.pk, command=a_command(other.actor))
    with pytest.raises(errors.AlreadySigned):
        sign_assessment(row.pk, command=a_command(other.actor))
    assert is_open()


def test_an_assessment_with_a_no_or_a_gap_opens_nothing(cast):
    row = draft(cast, necessary=Answer(False, "多了两个字段"))
    with pytest.raises(errors.AssessmentUnfit, match="必要"):
        sign_assessment(row.pk, command=a_command(cast.luo.actor))
    with pytest.raises(errors.QuestionUnanswered):
        draft(cast, risks=Answer(True, ""))
    assert not is_open()


def test_an_assessment_holds_three_years_at_most(cast):
    row = draft(cast)
    with pytest.raises(errors.ReviewTooFar):
        sign_assessment(row.pk, command=a_command(cast.luo.actor), review_by=dt.date(2029, 11, 17))
    assert sign_assessment(row.pk, command=a_command(cast.luo.actor), review_by=dt.date(2029, 11, 16)).review_by


@pytest.mark.parametrize("who", ["zhao", "lin", "root", "han", "feng"])
def test_others_neither_draft_nor_sign(cast, who):
    row, actor = draft(cast), getattr(cast, who).actor
    with pytest.raises(NotAllowed):
        draft_assessment(CODE, good_answers(), command=a_command(actor))
    with pytest.raises(NotAllowed):
        sign_assessment(row.pk, command=a_command(actor))


def test_a_registrar_drafts_and_does_not_sign(cast):
    row = draft(cast)
    other = make_member("yan", "严敏", Role.REGISTRAR, DISTRICT)
    with pytest.raises(NotAllowed):
        sign_assessment(row.pk, command=a_command(other.actor))
    with pytest.raises(errors.AssessmentNotFound):
        sign_assessment(a_command(other.actor).id, command=a_command(cast.luo.actor))


def test_the_same_command_drafts_and_signs_once(cast):
    drafting, signing = a_command(cast.jiang.actor), a_command(cast.luo.actor)
    row = draft_assessment(CODE, good_answers(), command=drafting)
    assert draft_assessment(CODE, good_answers(), command=drafting) == row
    assert sign_assessment(row.pk, command=signing).signed_at == sign_assessment(row.pk, command=signing).signed_at
    assert ImpactAssessment.objects.count() == 1


def test_the_paper_keeps_the_questions_as_they_were_put(cast):
    rows = answer_rows(draft(cast))
    assert [row.part for row in rows] == ["purpose"] * 3 + ["impact"] * 2 + ["measures"] * 3
    assert all(row.answer and row.answer.yes for row in rows)
    assert draft(cast).answers["lawful"]["asked"] == "处理目的和方式合法吗？"
