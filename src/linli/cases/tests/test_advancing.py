"""Declared steps: taken once, by whoever may, with their answers kept, through the desk and through the API."""

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client

from linli.cases import actions, errors
from linli.cases.actions.pausing import Wish, ask_extension, grant_relief
from linli.cases.catalogue import Stage, WorkflowDeclaration
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.kinds import catalogue, usual_lane, workflow_of
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import Answer, Asked, State, StepName, allowed_steps, check_answers
from linli.cases.testing import COURSE, a_command, a_photo, a_report, make_places
from linli.cases.tests.desk import SOON_AFTER, text_of
from linli.cases.web.advance_forms import declared_steps
from linli.core.ids import new_id
from linli.staff.actions import issue_token
from linli.staff.rules import Permission, Role
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, Cast, make_duty, make_member

pytestmark = pytest.mark.django_db
HAZARD = "hazard.small-premises"
NOTICE = {
    "grade": "major", "measures": "拆除阁楼隔板，打通出口", "rectify-by": "2026-11-30", "protection": "夜间不得住人",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


@pytest.fixture
def unit(cast: Cast):
    """Somebody of the unit that has every duty here."""
    for duty in catalogue().duties:
        if duty not in {"sanitation", "water", "community", "street-office"}:
            make_duty(duty, area_code=DISTRICT, unit=cast.units[COMMUNITY_OFFICE])
    return make_member("tang", "唐宁", Role.HANDLER, DISTRICT, COMMUNITY_OFFICE)


def at_handling(cast: Cast, unit, *, kind: str = HAZARD) -> Case:
    """Bring a case of a kind to its unit, through the workflow it usually runs in."""
    make_places()
    case = actions.report_case(a_report(kind_code=kind), command=a_command(at=SOON_AFTER)).case
    actions.file_case(case.pk, command=a_command(cast.chen.actor, at=SOON_AFTER))
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=SOON_AFTER), unit_code=COMMUNITY_OFFICE)
    actions.accept_task(case.pk, command=a_command(unit.actor, at=SOON_AFTER))
    case.refresh_from_db()
    return case


def take(case: Case, step: str, by, **answers: object) -> Case:
    return actions.advance_case(case.pk, step=step, command=a_command(by.actor, at=SOON_AFTER), answers=answers)


def test_a_declared_step_leads_to_its_phase_and_keeps_the_answers(cast: Cast, unit):
    case = at_handling(cast, unit)
    assert (case.lane, case.phase) == ("hazard-rectification", "handling")
    take(case, "issue-notice", unit, **NOTICE)
    case.refresh_from_db()
    assert (case.state, case.phase) == ("handling", "rectifying")
    assert case.answers == NOTICE
    assert [found for _number, found in replay_cases() if found] == []


def test_a_repeated_command_advances_once(cast: Cast, unit):
    case, command = at_handling(cast, unit), a_command(unit.actor, at=SOON_AFTER)
    for _again in range(2):
        actions.advance_case(case.pk, step="issue-notice", command=command, answers=NOTICE)
    assert CaseRecord.objects.filter(case=case, name="issue-notice").count() == 1


@pytest.mark.parametrize(
    ("answers", "field", "refusal"),
    [
        ({"grade": ""}, "grade", errors.AnswerMissing),
        ({"grade": "huge"}, "grade", errors.AnswerWrong),
        ({"rectify-by": "soon"}, "rectify-by", errors.AnswerWrong),
        ({"measures": " "}, "measures", errors.AnswerMissing),
    ],
)
def test_an_answer_that_is_missing_or_wrong_is_refused_by_its_field(cast: Cast, unit, answers, field, refusal):
    case = at_handling(cast, unit)
    with pytest.raises(refusal) as refused:
        take(case, "issue-notice", unit, **NOTICE | answers)
    assert refused.value.field == field
    case.refresh_from_db()
    assert case.phase == "handling"


@pytest.mark.parametrize(
    ("name", "step", "refusal"),
    [
        ("zhao", "issue-notice", errors.CaseNotFound),
        ("lin", "issue-notice", errors.StepNotAllowed),
        ("chen", "issue-notice", errors.StepNotAllowed),
        ("wu", "delist", errors.WrongState),
        ("wu", "no-such-step", errors.WrongState),
        ("wu", "grant", errors.StepHasOwnForm),
    ],
)
def test_whoever_may_not_and_what_is_no_declared_step_is_refused(cast: Cast, unit, name, step, refusal):
    case = at_handling(cast, unit)
    if name == "lin":
        Case.objects.filter(pk=case.pk).update(unit_code="990101-cleaning")
    with pytest.raises(refusal):
        take(case, step, getattr(cast, name), **NOTICE)
    assert not CaseRecord.objects.filter(case=case, name=step).exists()


def test_an_optional_answer_not_given_again_is_gone(cast: Cast, unit):
    case = at_handling(cast, unit, kind="service.record-address")
    said = {"finding": "differs", "seen": "on-the-spot"}
    take(case, "find", unit, **said, **{"to-correct": "门牌号"})
    take(case, "find", unit, **said)
    case.refresh_from_db()
    assert case.answers["to-correct"] == ""
    assert [found for _number, found in replay_cases() if found] == []


def test_each_sort_of_answer_is_read_and_nonsense_is_refused():
    asked = [Asked(sort.value, sort, choices=("a", "b")) for sort in Answer]
    given = {
        "text": " 好\x00 ",
        "date": "2026-02-28",
        "time": "2026-02-28T10:00:00+08:00",
        "number": "3.5",
        "yes-no": "否",
        "choice": "b",
    }
    assert check_answers(asked, given) == {
        "text": "好", "date": "2026-02-28", "time": "2026-02-28T02:00:00+00:00", "number": 3.5, "yes-no": False, "choice": "b",
    }  # fmt: skip
    wrong = {"date": "2026-02-30", "time": "2026-02-28T10:00", "number": "1.0e999", "yes-no": "maybe", "choice": "c"}
    for name, text in wrong.items():
        with pytest.raises(errors.AnswerWrong):
            check_answers([one for one in asked if one.name == name], {name: text})
    for name, text in {"time": "0001-01-01T00:00:00+08:00", "number": "9" * 400}.items():
        with pytest.raises(errors.AnswerWrong):
            check_answers([one for one in asked if one.name == name], {name: text})


# --- the desk


def test_the_case_page_has_the_steps_form_in_the_readers_language(cast: Cast, unit):
    case = at_handling(cast, unit)
    page = text_of(unit.sign_in().get(f"/desk/cases/{case.pk}/"))
    assert f'action="/desk/cases/{case.pk}/steps/issue-notice"' in page
    assert "下达整改通知" in page
    assert 'type="radio"' in page
    assert 'type="date" name="rectify-by"' in page or 'name="rectify-by"' in page
    assert "核实定级中" in page
    assert f'href="/desk/catalogue/{HAZARD}/?lane=hazard-rectification"' in page
    english = text_of(unit.sign_in().get(f"/desk/cases/{case.pk}/", headers={"accept-language": "en"}))
    assert "Issue the rectification notice" in english
    assert "Being graded" in english


def test_a_form_of_a_declared_step_is_taken_once_and_told_in_the_history(cast: Cast, unit):
    case, client = at_handling(cast, unit), unit.sign_in()
    values = {"command_id": str(new_id()), **NOTICE}
    for _click in range(2):
        answer = client.post(f"/desk/cases/{case.pk}/steps/issue-notice", values)
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/"), text_of(answer)
    page = text_of(client.get(f"/desk/cases/{case.pk}/"))
    assert CaseRecord.objects.filter(case=case, name="issue-notice").count() == 1
    assert "隐患等级：重大隐患" in page
    assert "整改期限：2026-11-30" in page
    assert "整改中" in page


def test_an_error_stands_at_its_field_and_keeps_what_was_typed(cast: Cast, unit):
    case = at_handling(cast, unit)
    values = {"command_id": str(new_id()), **NOTICE, "grade": ""}
    answer = unit.sign_in().post(f"/desk/cases/{case.pk}/steps/issue-notice", values)
    page = text_of(answer)
    assert answer.status_code == 400
    assert "grade_error" in page
    assert "拆除阁楼隔板，打通出口" in page


def test_a_stranger_gets_nothing_of_a_declared_step(cast: Cast, unit):
    case = at_handling(cast, unit)
    for member in (cast.zhao, cast.root):
        answer = member.sign_in().post(
            f"/desk/cases/{case.pk}/steps/issue-notice", {"command_id": str(new_id()), **NOTICE}
        )
        assert answer.status_code in {403, 404}
    signed_out = Client().post(f"/desk/cases/{case.pk}/steps/issue-notice", NOTICE)
    assert signed_out.status_code == 302
    assert "/accounts/" in signed_out["Location"]
    assert not CaseRecord.objects.filter(case=case, name="issue-notice").exists()


def test_a_step_of_another_workflow_is_told_not_to_stand_here(cast: Cast, unit):
    case = at_handling(cast, unit)
    answer = unit.sign_in().post(f"/desk/cases/{case.pk}/steps/decide", {"command_id": str(new_id())})
    assert answer.status_code == 409


def test_of_a_confidential_case_outsiders_see_the_phase_and_no_answer(cast: Cast, unit):
    case = at_handling(cast, unit, kind="service.data-access")
    said = {"decision": "refused", "decision-reason": "涉及他人隐私", "told-remedy": "yes"}
    take(case, "decide", unit, **said)
    mine, others = (text_of(one.sign_in().get(f"/desk/cases/{case.pk}/")) for one in (unit, cast.chen))
    assert "涉及他人隐私" in mine
    assert "已作决定" in others
    assert "涉及他人隐私" not in others
    assert "决定：" not in others


# --- the API


def api(member) -> Client:
    scopes = [scope.value for scope in Permission]
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=SOON_AFTER)
    return Client(headers={"authorization": f"Bearer {token}"})


def post(client: Client, path: str, body: object):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_a_program_takes_a_declared_step_and_reads_what_came_of_it(cast: Cast, unit):
    case, client, key = at_handling(cast, unit), api(unit), str(new_id())
    for _again in range(2):
        answer = post(client, f"/cases/{case.pk}/steps/issue-notice", {"id": key, "answers": NOTICE})
        assert answer.status_code == 200, answer.content
    told = client.get(f"/api/v1/cases/{case.pk}").json()
    assert (told["phase"], told["phase_name"], told["answers"]) == ("rectifying", "整改中", NOTICE)
    assert CaseRecord.objects.filter(case=case, name="issue-notice").count() == 1


def test_a_program_is_told_the_field_that_is_wrong(cast: Cast, unit):
    case = at_handling(cast, unit)
    answer = post(api(unit), f"/cases/{case.pk}/steps/issue-notice", {"answers": {**NOTICE, "grade": "huge"}})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert (answer.json()["code"], answer.json()["field"]) == ("case.answer-wrong", "grade")


def test_a_program_of_a_stranger_takes_no_step(cast: Cast, unit):
    case = at_handling(cast, unit)
    assert post(api(cast.zhao), f"/cases/{case.pk}/steps/issue-notice", {"answers": NOTICE}).status_code == 404


def test_a_program_reads_the_workflows_with_their_fields(cast: Cast):
    found = {one["code"]: one for one in api(cast.chen).get("/api/v1/workflows").json()}
    assert set(found) == set(catalogue().workflows)
    step = next(one for one in found["hazard-rectification"]["steps"] if one["code"] == "issue-notice")
    assert [field["code"] for field in step["fields"]][:2] == ["grade", "notice-number"]
    assert step["fields"][0]["choices"][1] == {"code": "major", "name": "重大隐患"}


# --- every shipped workflow


def kind_in(lane: str) -> str:
    return next(kind.code for kind in catalogue().kinds.values() if usual_lane(kind) == lane)


LANES = sorted({usual_lane(kind) for kind in catalogue().kinds.values()} - {"mediation"})


@pytest.mark.parametrize("lane", LANES)
def test_the_standard_course_goes_on_in_every_workflow(cast: Cast, unit, lane: str):
    case = at_handling(cast, unit, kind=kind_in(lane))
    assert case.lane == lane
    later = SOON_AFTER + dt.timedelta(hours=1)
    for purpose in ("before", "after"):
        photo = a_photo(colour="red" if purpose == "before" else "green")
        actions.attach_photo(
            case.pk, command=a_command(unit.actor, at=later), file=photo, name="p.jpg", purpose=purpose
        )
    actions.respond(case.pk, command=a_command(unit.actor, at=later), result="已按要求办理完毕")
    actions.fail_check(case.pk, command=a_command(cast.qian.actor, at=later), reason="还差一处没有办")
    actions.respond(case.pk, command=a_command(unit.actor, at=later), result="差的一处也已办理完毕")
    actions.pass_check(case.pk, command=a_command(cast.qian.actor, at=later))
    actions.close_case(case.pk, command=a_command(cast.wu.actor, at=later))
    case.refresh_from_db()
    assert (case.state, case.is_open, case.due_at) == ("closed", False, None)
    assert [found for _number, found in replay_cases() if found] == []


@pytest.mark.parametrize("code", catalogue().workflows)
def test_a_kept_workflow_reads_back_with_the_same_version(code: str):
    workflow = catalogue().workflows[code]
    again = WorkflowDeclaration.model_validate(json.loads(json.dumps(workflow.declared())))
    assert (again.version, again.compiled) == (workflow.version, workflow.compiled)


def test_every_declared_step_of_every_workflow_has_a_form_with_its_labels():
    for workflow in catalogue().workflows.values():
        case = Case(lane=workflow.code, workflow_version=workflow.version)
        for code, spec in declared_steps(case).items():
            step = workflow.step_named(code)
            fields = {name: field for name, field in spec.form.fresh("x").fields.items() if name != "command_id"}
            assert list(fields) == [field.code for field in step.fields]
            assert [str(field.label) for field in fields.values()] == [str(field.name) for field in step.fields]
            assert step.name is not None


def test_a_case_in_its_first_stage_offers_only_what_its_workflow_allows(cast: Cast):
    make_places()
    case = actions.report_case(a_report(kind_code="request.letter"), command=a_command(at=SOON_AFTER)).case
    steps = allowed_steps(workflow_of(case), case.standing, cast.chen.actor)
    assert set(steps) >= {StepName.FILE, StepName.DECLINE}
    assert "deliver-reply" not in steps
    assert COURSE[0] == State(case.state)


# --- letters and visits


def ask_for_more(case: Case, unit, hours: int) -> None:
    wish = Wish(reason="procedure", words="情况复杂，须再核实", by=f"{hours} hours")
    ask_extension(case.pk, command=a_command(unit.actor, at=SOON_AFTER), wish=wish)


def test_a_letter_is_given_thirty_days_more_in_all_and_not_an_hour_beyond(cast: Cast, unit):
    case = at_handling(cast, unit, kind="request.letter")
    before = case.handling_due_at
    with pytest.raises(errors.ExtensionTooLong):
        ask_for_more(case, unit, 721)
    ask_for_more(case, unit, 720)
    grant_relief(case.pk, command=a_command(cast.wu.actor, at=SOON_AFTER))
    case.refresh_from_db()
    assert case.handling_due_at - before == dt.timedelta(days=30)
    with pytest.raises(errors.ExtensionTooLong):
        ask_for_more(case, unit, 1)


def test_a_letter_is_decided_on_in_fifteen_days_and_answered_in_sixty(cast: Cast):
    make_places()
    case = actions.report_case(a_report(kind_code="request.visit"), command=a_command(at=SOON_AFTER)).case
    assert case.due_at - SOON_AFTER == dt.timedelta(days=15)
    assert case.resident_due_at - SOON_AFTER == dt.timedelta(days=75)
    kind = catalogue().kinds["request.visit"]
    after_acceptance = sum(kind.limit(stage).amount for stage in (Stage.DISPATCH, Stage.HANDLING, Stage.CHECKING))
    assert after_acceptance <= 60 * 24


def test_letters_are_confidential_and_nothing_of_them_goes_by_person():
    for kind in catalogue().kinds.values():
        if "letters-and-visits" in kind.lanes:
            assert kind.confidential
    asked = {field.code for step in catalogue().workflows["letters-and-visits"].step for field in step.fields}
    assert asked
    assert not [code for code in asked if any(word in code for word in ("count", "history", "name", "phone", "person"))]
