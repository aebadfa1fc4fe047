"""Rights over one's own data are cases with a clock: asked for at the portal, answered by a person, done with a button."""

import datetime as dt

import pytest
from django.apps import apps

from linli.cases import actions
from linli.cases.actions.rights import apply_right, ask_for_right
from linli.cases.errors import CaseNotFound
from linli.cases.errors import rights as errors
from linli.cases.models import Case, CaseSubject
from linli.cases.queries.rights import own_requests, request_beside
from linli.cases.rules.rights import KINDS, Right, RightRequest, check_request
from linli.cases.testing import a_command, make_places
from linli.core.errors import NotFound
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.core.secrets import unseal
from linli.register.actions.erasing import duties_to_keep
from linli.register.errors import ErasureRefused, NotOwnRecord
from linli.register.testing import make_resident
from linli.staff.rules import Actor, PostFacts, Role
from linli.staff.testing import DISTRICT, GRID, WATER, make_account, make_duty, make_post

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
NEW_PHONE = "19900000456"
# Looked up by name: the rows of a room are its own.
Resident, Residency, Contact = (apps.get_model(f"register.{name}") for name in ("Resident", "Residency", "Contact"))
Change, Guardianship = apps.get_model("register.RegisterChange"), apps.get_model("register.Guardianship")


@pytest.fixture(name="he")
def _he(cast):
    """A resident with an account, and the people who answer for personal information."""
    make_places()
    make_duty("personal-information", area_code=DISTRICT, unit=cast.units[WATER])
    account = make_account("he", name="何秀兰")
    make_post(account, Role.RESIDENT, area_code=GRID)
    person = make_resident("何秀兰", phone="19900000123", account_id=account.pk)
    return Actor("何秀兰", account.pk), person, account


@pytest.fixture(name="keeper")
def _keeper(cast):
    """Whoever answers requests holds two posts: handler of the unit, registrar of the area."""
    account = make_account("keeper", name="方晓")
    make_post(account, Role.HANDLER, area_code=DISTRICT, unit_code=WATER)
    make_post(account, Role.REGISTRAR, area_code=DISTRICT, unit_code=WATER)
    posts = (PostFacts(Role.HANDLER, DISTRICT, WATER), PostFacts(Role.REGISTRAR, DISTRICT, WATER))
    return Actor("方晓", account.pk, posts)


def _ask(he, right=Right.CORRECT, **more):
    actor, person, _ = he
    values = {"field": "phone", "value": NEW_PHONE} if right is Right.CORRECT else {}
    request = RightRequest(right, person.pk, **{**values, **more})
    return ask_for_right(request, by=actor, command=a_command(actor, at=AT)).case


def _bring_to_work(case, cast, keeper):
    at = AT + dt.timedelta(hours=1)
    actions.file_case(case.pk, command=a_command(cast.chen.actor, at=at))
    actions.advance_case(
        case.pk, step="check-identity", command=a_command(cast.chen.actor, at=at), answers={"identity-how": "account"}
    )
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=at), unit_code=WATER)
    actions.accept_task(case.pk, command=a_command(keeper, at=at))
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("right", list(Right))
def test_each_right_is_a_kind_of_case_with_a_clock_that_only_its_handlers_read(he, right):
    case = _ask(he, right, **({"field": "all"} if right is Right.DELETE else {}))
    assert (case.kind_code, case.is_confidential) == (KINDS[right], True)
    assert case.resident_due_at > AT


def test_the_new_value_lies_sealed_beside_the_case_and_nowhere_in_it(he):
    case = _ask(he)
    subject = CaseSubject.objects.get(case=case)
    assert unseal(subject.value_sealed) == NEW_PHONE
    written = [case.title, case.text, *case.records.values_list("note", "changes")]
    assert NEW_PHONE not in str(written)


def test_somebody_else_s_record_cannot_be_asked_for(he):
    other = make_resident("王芳")
    with pytest.raises(NotOwnRecord):
        ask_for_right(RightRequest(Right.SEE, other.pk), by=he[0], command=a_command(he[0], at=AT))


def test_an_account_without_a_record_asks_for_nothing(cast):
    with pytest.raises(NotFound):
        ask_for_right(RightRequest(Right.SEE, new_id()), by=cast.zhao.actor, command=a_command(cast.zhao.actor, at=AT))


def test_a_guardian_asks_for_a_child_under_14_and_no_longer_after(he):
    child = make_resident("何小", born_on=dt.date(2014, 1, 1))
    Guardianship.objects.create(ward=child, guardian=he[1], basis="parent", since=dt.date(2014, 1, 1))
    asked = ask_for_right(RightRequest(Right.SEE, child.pk), by=he[0], command=a_command(he[0], at=AT))
    assert asked.case.subject.resident_id == child.pk
    with pytest.raises(NotOwnRecord):
        later = a_command(he[0], at=dt.datetime(2028, 1, 2, tzinfo=dt.UTC))
        ask_for_right(RightRequest(Right.SEE, child.pk), by=he[0], command=later)


def test_an_heir_asks_for_somebody_who_has_died_without_a_name_in_the_case(he):
    request = RightRequest(Right.COPY, died="何大山，父亲")
    case = ask_for_right(request, by=he[0], command=a_command(he[0], at=AT)).case
    assert "何大山" not in case.text
    assert unseal(case.subject.value_sealed) == "何大山，父亲"


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (RightRequest(Right.SEE), errors.PersonMissing),
        (RightRequest(Right.WITHDRAW, died="何大山"), errors.NotForHeirs),
        (RightRequest(Right.CORRECT, new_id(), "phone"), errors.CorrectionMissing),
        (RightRequest(Right.CORRECT, new_id(), "contacts", "x"), errors.CorrectionMissing),
        (RightRequest(Right.DELETE, new_id(), "name"), errors.DeletionMissing),
        (RightRequest(Right.SEE, new_id(), said="长" * 1_001), errors.RequestTooLong),
    ],
    ids=["nobody", "heir", "no value", "no such field", "not deletable", "too long"],
)
def test_a_request_nobody_could_answer_is_refused(request_, refusal):
    with pytest.raises(refusal):
        check_request(request_)


def test_a_granted_correction_is_written_with_the_person_as_its_source(he, cast, keeper):
    case = _bring_to_work(_ask(he), cast, keeper)
    apply_right(case.pk, command=a_command(keeper, at=AT + dt.timedelta(hours=2)))
    person = Resident.objects.get(pk=he[1].pk)
    assert unseal(person.phone_sealed) == NEW_PHONE
    change = Change.objects.filter(resident_id=person.pk, act="correct").latest("id")
    assert (change.source, case.number in change.reason) == ("self", True)
    assert CaseSubject.objects.get(case=case).value_sealed == ""


def test_a_correction_is_applied_only_once_the_case_is_worked_on(he, keeper, cast):
    case = _ask(he)
    actions.file_case(case.pk, command=a_command(cast.chen.actor, at=AT))
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=AT), unit_code=WATER)
    with pytest.raises(errors.RightNotAccepted):
        apply_right(case.pk, command=a_command(keeper, at=AT))


def test_neither_a_handler_without_the_register_nor_a_registrar_without_the_case_applies_it(he, cast, keeper):
    case = _bring_to_work(_ask(he), cast, keeper)
    handler = Actor("只办案", new_id(), (PostFacts(Role.HANDLER, DISTRICT, WATER),))
    for by in (handler, cast.jiang.actor, cast.zhao.actor):
        with pytest.raises(NotFound):
            apply_right(case.pk, command=a_command(by, at=AT))
    assert Resident.objects.get(pk=he[1].pk).phone_sealed == he[1].phone_sealed


def test_deleting_everything_is_refused_with_reasons_and_the_remedy_while_a_duty_stands(he, cast, keeper):
    case = _bring_to_work(_ask(he, Right.DELETE, field="all"), cast, keeper)
    with pytest.raises(ErasureRefused, match="人民法院") as refusal:
        apply_right(case.pk, command=a_command(keeper, at=AT))
    assert "居住" in str(refusal.value)
    assert len(duties_to_keep(he[1].pk)) == 1


def test_who_has_left_is_deleted_on_request_and_the_history_with_them(he, cast, keeper):
    case = _bring_to_work(_ask(he, Right.DELETE, field="all"), cast, keeper)
    Residency.objects.filter(resident=he[1]).update(until=dt.date(2026, 1, 1))
    apply_right(case.pk, command=a_command(keeper, at=AT + dt.timedelta(hours=2)))
    assert not Resident.objects.filter(pk=he[1].pk).exists()
    assert not Change.objects.filter(resident_id=he[1].pk).exclude(after_sealed="").exists()
    assert AuditEntry.objects.filter(act="destroy", subject_id=str(he[1].pk)).exists()


def test_a_phone_goes_with_every_trace_of_it(he, cast, keeper):
    case = _bring_to_work(_ask(he, Right.DELETE, field="phone"), cast, keeper)
    apply_right(case.pk, command=a_command(keeper, at=AT + dt.timedelta(hours=2)))
    person = Resident.objects.get(pk=he[1].pk)
    assert (person.phone_sealed, person.phone_hash) == ("", "")
    kept = Change.objects.filter(resident_id=person.pk).values_list("before_sealed", "after_sealed")
    assert "19900000123" not in "".join(unseal(value) for row in kept for value in row if value)


def test_the_people_to_call_go_on_request(he, cast, keeper):
    Contact.objects.create(resident=he[1], name_sealed="", phone_sealed="", since=dt.date(2020, 1, 1))
    case = _bring_to_work(_ask(he, Right.DELETE, field="contacts"), cast, keeper)
    apply_right(case.pk, command=a_command(keeper, at=AT + dt.timedelta(hours=2)))
    assert not Contact.objects.exists()


def test_a_right_that_no_button_does_says_so(he, cast, keeper):
    case = _bring_to_work(_ask(he, Right.EXPLAIN), cast, keeper)
    with pytest.raises(errors.NothingToApply):
        apply_right(case.pk, command=a_command(keeper, at=AT))


def test_the_desk_shows_the_value_masked_and_the_record_to_those_who_may_open_it(he, cast, keeper):
    case = _bring_to_work(_ask(he), cast, keeper)
    shown = request_beside(keeper, case)
    assert (shown.value, shown.may_open, shown.may_apply) == ("199******56", True, True)
    assert request_beside(cast.feng.actor, case) is None


def test_a_birth_date_that_is_asked_to_be_corrected_shows_its_year_alone(he, cast, keeper):
    case = _bring_to_work(_ask(he, field="born_on", value="1958-04-15"), cast, keeper)
    assert request_beside(keeper, case).value == "1958-**-**"


def test_the_page_of_the_case_has_the_button_that_corrects(he, cast, keeper, client):
    case = _bring_to_work(_ask(he), cast, keeper)
    client.force_login(apps.get_model("staff.Account").objects.get(pk=keeper.account_id))
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "按请求更正" in page
    assert NEW_PHONE not in page
    client.post(f"/desk/cases/{case.pk}/right-application", {"command_id": new_id()})
    assert unseal(Resident.objects.get(pk=he[1].pk).phone_sealed) == NEW_PHONE


def test_a_request_is_made_and_followed_at_the_portal(he, client):
    _, person, account = he
    client.force_login(account)
    said = {"command_id": new_id(), "right": "correct", "person": person.pk, "field": "phone", "value": NEW_PHONE}
    assert client.get("/me/requests/new/?right=correct").status_code == 200
    answer = client.post("/me/requests/new/", said, follow=True)
    case = Case.objects.get()
    assert case.number in answer.content.decode()
    assert [one.id for one in own_requests(account.pk)] == [case.pk]


def test_a_refused_request_keeps_what_was_typed(he, client):
    client.force_login(he[2])
    said = {"command_id": new_id(), "right": "correct", "person": he[1].pk, "field": "", "value": "贺秀兰"}
    answer = client.post("/me/requests/new/", said)
    assert (answer.status_code, "贺秀兰" in answer.content.decode()) == (400, True)


def test_the_same_request_sent_twice_is_one_case(he):
    command = a_command(he[0], at=AT)
    for _ in range(2):
        ask_for_right(RightRequest(Right.SEE, he[1].pk), by=he[0], command=command)
    assert (Case.objects.count(), CaseSubject.objects.count()) == (1, 1)


@pytest.mark.parametrize("path", ["/me/requests/new/"])
def test_zhao_gets_no_form_for_data_that_are_not_there(cast, path):
    assert cast.zhao.sign_in().get(path).status_code == 404


def test_zhao_has_no_requests_and_cannot_apply_any(he, cast, keeper):
    case = _ask(he)
    client = cast.zhao.sign_in()
    assert case.number not in client.get("/me/requests/").content.decode()
    assert client.post(f"/desk/cases/{case.pk}/right-application").status_code == 403
    with pytest.raises(CaseNotFound):
        apply_right(case.pk, command=a_command(cast.zhao.actor, at=AT))


def test_nobody_reaches_requests_without_signing_in(client):
    assert client.get("/me/requests/").status_code == 302
