"""Deleting a whole record, or a phone, deletes it in every room: forms, visits, requests, answers for phones."""

import datetime as dt
import io
import json

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from linli.cases.models import CaseSubject
from linli.cases.testing import a_photo, make_case
from linli.core.facts import tell_facts
from linli.core.models import StoredFact
from linli.core.secrets import seal, unseal
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.tests.phone import Phone
from linli.forms import actions as forms
from linli.forms.models import Submission, SubmissionFile, WriteBack
from linli.forms.queries.about_me import forms_about
from linli.forms.testing import AT, a_command, household_xml, make_forms, member_xml
from linli.register import actions as register
from linli.register.actions.consents import Asked, give_consent
from linli.register.actions.erasing import Erasure, erase
from linli.register.facts import ResidentErased
from linli.register.models import Resident
from linli.register.rules.consents import Channel
from linli.register.testing import make_household, make_resident
from linli.visits import actions as visits
from linli.visits.actions.voices import path_of
from linli.visits.errors import WhomUnknown
from linli.visits.models import Visit, VisitRecord, VoiceNote
from linli.visits.queries.field import agreed_last
from linli.visits.rules import VisitState
from linli.visits.testing import AGREED, SECRET, a_result, as_lin, make_visit_row

pytestmark = pytest.mark.django_db
NAME, NUMBER = "何秀兰", "13900000222"
# Models that name a resident, and what becomes of them when the record goes.
COVERED = {
    "cases.CaseSubject": "the request itself is kept for its proof, two years after it ended; its value goes",
    "forms.Submission": "its answers and files go",
    "forms.WriteBack": "goes",
    "visits.Visit": "what was said goes",
    "register.Consent": "kept three years under a number nobody bears: that one was asked must be proved",
    "register.Contact": "goes",
    "register.Disclosure": "kept three years under a number nobody bears: who read what must be proved",
    "register.Enrolment": "kept three years under a number nobody bears: what was granted must be proved",
    "register.Guardianship": "goes",
    "register.LinkagePair": "goes",
    "register.Membership": "goes",
    "register.RegisterChange": "its values go",
    "register.Residency": "goes",
    "register.Statement": "goes",
    "register.Household": "its head, who has moved out before, is passed on by then",
    "core.AuditEntry": "names a number nobody bears, and never a value",
    "visits.VisitRecord": "what was said goes",
}
_NAMING = {"resident_id", "resident", "ward", "guardian", "head_id", "subject_id", "left_id"}


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.LINLI_MEDIA = settings.LINLI_DATA = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


def tell():
    while tell_facts():
        pass


def erase_all(cast, resident, *, leaves=True):
    if leaves:
        gone = {"on": AT.date(), "reason": "迁往外地", "keeps_registration": False}
        register.move_out(resident.pk, command=a_command(cast.jiang.actor), **gone)
    erase(resident.pk, Erasure.ALL, command=a_command(cast.jiang.actor), reason="本人请求")
    tell()


def erase_phone(cast, resident):
    erase(resident.pk, Erasure.PHONE, command=a_command(cast.jiang.actor), reason="本人请求")
    tell()


@pytest.fixture
def home(cast):
    make_forms(cast, at=AT - dt.timedelta(days=10))
    return make_household()


@pytest.fixture
def woman(home):
    return home.residencies.get(resident__name=NAME).resident


def her_turn(resident, **more):
    said = {"member_name": NAME, "sex": "female", "born_on": "1958-04-05", "phone": NUMBER}
    return member_xml(resident_id=str(resident.pk) if resident else "", **said | more)


def hand_in(cast, xml, **more):
    taken = forms.take_submission(forms.Sent("", "", "", xml, **more), command=a_command(cast.lin.actor))
    return Submission.objects.get(pk=taken.id)


def answers():
    return [unseal(one.xml_sealed) for one in Submission.objects.all()]


def test_her_answers_and_values_go_and_the_others_values_stay(cast, home, woman, settings):
    him = home.residencies.exclude(resident=woman).first().resident
    his = member_xml(
        resident_id=str(him.pk), member_name=him.name, sex=him.sex, born_on=str(him.born_on), phone="13900000333"
    )
    row = hand_in(cast, household_xml(her_turn(woman), his, household=home.pk), files={"a.jpg": a_photo().getvalue()})
    erase_all(cast, woman)
    assert not any(NAME in text or NUMBER in text or "13900000333" in text for text in answers())
    assert {one.resident_id for one in WriteBack.objects.all()} == {him.pk}
    assert not SubmissionFile.objects.exists()
    assert not [one for one in (settings.LINLI_MEDIA / "forms").rglob("*") if one.is_file()]
    page = cast.jiang.sign_in().get(reverse("forms:submission", args=[row.pk])).content.decode()
    assert NAME not in page
    assert NUMBER not in page
    assert "这份表单里已没有回答" in page


def test_a_form_about_her_alone_keeps_no_answer_and_asks_for_no_household(cast, home, woman):
    give_consent(woman.pk, "elder-visits", command=a_command(cast.jiang.actor), asked=Asked(Channel.PAPER))
    row = hand_in(cast, elder_xml(woman))
    erase_all(cast, woman)
    row.refresh_from_db()
    assert "meals" not in unseal(row.xml_sealed)
    assert (row.state, row.household_id, row.dwelling_id) == ("erased", None, None)
    listed = cast.jiang.sign_in().get(reverse("forms:submissions"), {"state": "unmatched"}).content.decode()
    assert str(row.pk) not in listed


def elder_xml(resident, instance="uuid:elder"):
    return (
        f'<data id="elder-visit-needs" version="2026112201"><resident_id>{resident.pk}</resident_id>'
        f"<resident_name>{NAME}</resident_name><often>weekly</often><help>meals</help>"
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()


def test_a_turn_that_names_no_record_goes_as_well(cast, home, woman):
    hand_in(cast, household_xml(her_turn(None), household=home.pk))
    erase_all(cast, woman)
    assert NAME not in "".join(answers())


def test_a_newcomers_form_goes_though_it_is_older_than_her_record(cast, home):
    turn = member_xml(member_name="何小路", sex="male", born_on="2005-02-03", relation="grandchild", phone=NUMBER)
    row = hand_in(cast, household_xml(turn, household=home.pk, today="2026-11-10"))
    forms.settle_submission(row.pk, command=a_command(cast.jiang.actor), take=True)
    erase_all(cast, Resident.objects.get(name="何小路"))
    assert not any("何小路" in text for text in answers())
    assert not WriteBack.objects.filter(subject="member").exists()


def test_a_form_filled_in_after_she_left_stays(cast, home, woman):
    gone = {"on": dt.date(2026, 11, 10), "reason": "迁往外地", "keeps_registration": False}
    register.move_out(woman.pk, command=a_command(cast.jiang.actor), **gone)
    row = hand_in(cast, household_xml(household=home.pk))
    erase_all(cast, woman, leaves=False)
    row.refresh_from_db()
    assert "竹桥路1号" in unseal(row.xml_sealed)


def test_a_form_sent_again_brings_nothing_back(cast, home, woman):
    xml = household_xml(her_turn(woman), household=home.pk, instance="uuid:again")
    hand_in(cast, xml)
    erase_all(cast, woman)
    hand_in(cast, xml, files={"a.jpg": a_photo().getvalue()})
    assert NAME not in "".join(answers())
    assert not SubmissionFile.objects.exists()


def test_what_was_said_on_visits_goes_with_its_history_and_voice(cast, home, woman):
    own = make_visit_row(cast, home=home, resident_id=woman.pk)
    voice = visits.Voice(io.BytesIO(b"\x1a\x45\xdf\xa3" + b"x" * 50), "audio/webm")
    signed = visits.Receipt("name", NAME)
    made = a_result(at=timezone.now(), voice=voice, receipt=signed)
    visits.make_visit(own.pk, command=as_lin(cast, at=timezone.now()), made=made)
    kept_at = path_of(VoiceNote.objects.get().sha256)
    shared = make_visit_row(cast, home=home, state=VisitState.MADE)
    erase_all(cast, woman)
    for row in Visit.objects.all():
        assert {row.why_sealed, row.talked_sealed, row.agreed_sealed, row.receipt_name_sealed} == {""}
    assert not VisitRecord.objects.exclude(before_sealed="", after_sealed="").exists()
    assert not VoiceNote.objects.exists()
    assert not kept_at.exists()
    assert Visit.objects.get(pk=shared.pk).household_id == home.pk
    assert agreed_last(cast.lin.actor, [home.pk]) == {}


def test_an_open_visit_to_her_is_called_off_and_can_be_told_no_more(cast, home, woman):
    own = make_visit_row(cast, home=home, resident_id=woman.pk)
    shared = make_visit_row(cast, home=home, why="她腿脚不便")
    erase_all(cast, woman)
    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.state, shared.state, unseal(shared.why_sealed)) == ("cancelled", "planned", "")
    with pytest.raises(WhomUnknown):
        visits.make_visit(own.pk, command=as_lin(cast, at=timezone.now()), made=a_result(at=timezone.now()))


def pull(phone, cursor=""):
    return phone.call("GET", f"changes?cursor={cursor}" if cursor else "changes").json()


def test_a_phone_loses_her_and_what_was_said_by_its_next_exchange(cast, home, woman):
    own = make_visit_row(cast, home=home, resident_id=woman.pk)
    make_visit_row(cast, home=home, state=VisitState.MADE)
    phone = Phone(cast.lin)
    before = pull(phone)
    assert [one["last"]["agreed"] for one in before["parts"]["households"]["put"] if "last" in one] == [AGREED]
    erase_all(cast, woman)
    after = pull(phone, before["cursor"])["parts"]
    assert str(woman.pk) in after["people"]["drop"]
    assert str(own.pk) in after["visits"]["drop"]
    assert [one.get("last") for one in after["households"]["put"] if one["id"] == str(home.pk)] == [None]


def test_nobody_signs_for_her_any_more(cast, home, woman):
    own = make_visit_row(cast, home=home, resident_id=woman.pk, state=VisitState.MADE)
    erase_all(cast, woman)
    with pytest.raises(WhomUnknown):
        visits.confirm_receipt(own.pk, command=as_lin(cast), receipt=visits.Receipt("name", NAME))


def test_a_visit_made_after_she_left_keeps_its_words(cast, home, woman):
    gone = {"on": dt.date(2026, 11, 10), "reason": "迁往外地", "keeps_registration": False}
    register.move_out(woman.pk, command=a_command(cast.jiang.actor), **gone)
    row = make_visit_row(cast, home=home, state=VisitState.MADE)
    erase_all(cast, woman, leaves=False)
    row.refresh_from_db()
    assert (unseal(row.talked_sealed), unseal(row.agreed_sealed)) == (SECRET, AGREED)


def test_a_deleted_phone_waits_nowhere_to_come_back(cast, home, woman):
    row = hand_in(cast, household_xml(her_turn(woman), household=home.pk))
    assert WriteBack.objects.get().field == "phone"
    erase_phone(cast, woman)
    assert not WriteBack.objects.exists()
    row.refresh_from_db()
    assert row.state == "received"
    assert NUMBER not in unseal(row.xml_sealed)
    assert NAME in unseal(row.xml_sealed)


def test_the_number_of_another_member_stays(cast, home, woman):
    him = home.residencies.exclude(resident=woman).first().resident
    his = member_xml(
        resident_id=str(him.pk), member_name=him.name, sex=him.sex, born_on=str(him.born_on), phone="13900000333"
    )
    hand_in(cast, household_xml(her_turn(woman), his, household=home.pk))
    erase_phone(cast, woman)
    assert [("13900000333" in text, NUMBER in text) for text in answers()] == [(True, False)]
    assert [(one.resident_id, unseal(one.value_sealed)) for one in WriteBack.objects.all()] == [(him.pk, "13900000333")]


def test_the_number_a_newcomer_was_entered_with_goes(cast, home):
    turn = member_xml(member_name="何小路", sex="male", born_on="2005-02-03", relation="grandchild", phone=NUMBER)
    row = hand_in(cast, household_xml(turn, household=home.pk))
    forms.settle_submission(row.pk, command=a_command(cast.jiang.actor), take=True)
    erase_phone(cast, Resident.objects.get(name="何小路"))
    assert "phone" not in json.loads(unseal(WriteBack.objects.get().value_sealed))
    assert NUMBER not in "".join(answers())


def test_values_of_requests_and_of_answers_to_phones_go(cast, home, woman):
    case = make_case(cast)
    CaseSubject.objects.create(
        case=case, resident_id=woman.pk, field="phone", right="correct", value_sealed=seal(NUMBER)
    )
    told = {"name": "person.edit", "record": f"person:{woman.pk}", "applied_on": AT.date(), "outcome": "conflict"}
    FieldCommand.objects.create(id=case.pk, device_id=case.pk, conflicts_sealed=seal("[]"), **told)
    erase_phone(cast, woman)
    assert CaseSubject.objects.get().value_sealed == ""
    assert FieldCommand.objects.get().conflicts_sealed == ""


def test_only_the_phones_request_loses_its_value_with_the_phone(cast, home, woman):
    asked = {"field": "name", "right": "correct", "value_sealed": seal("何秀莲")}
    CaseSubject.objects.create(case=make_case(cast), resident_id=woman.pk, **asked)
    erase_phone(cast, woman)
    assert unseal(CaseSubject.objects.get().value_sealed) == "何秀莲"


def test_where_she_lived_is_forgotten_once_all_were_told(cast, home, woman):
    erase_all(cast, woman)
    fact = StoredFact.objects.get(name=ResidentErased.name)
    assert fact.told_at is not None
    assert fact.payload == {}


def test_told_twice_nothing_more_goes(cast, home, woman):
    hand_in(cast, household_xml(her_turn(woman), household=home.pk))
    erase(woman.pk, Erasure.PHONE, command=a_command(cast.jiang.actor), reason="本人请求")
    payload = StoredFact.objects.get(name=ResidentErased.name).payload
    tell()
    before = answers()
    StoredFact.objects.create(name=ResidentErased.name, payload=payload)
    tell()
    assert answers() == before


def test_the_others_still_read_that_the_form_was_filled_in(cast, home, woman):
    him = home.residencies.exclude(resident=woman).first().resident
    hand_in(cast, household_xml(her_turn(woman), household=home.pk))
    erase_all(cast, woman)
    assert [len(section.rows) for section in forms_about(cast.lin.actor.account_id, him.pk)] == [1]


def test_a_neighbours_papers_stay(cast, home, woman):
    neighbour = make_resident("罗明")
    give_consent(neighbour.pk, "elder-visits", command=a_command(cast.jiang.actor), asked=Asked(Channel.PAPER))
    row = hand_in(cast, elder_xml(neighbour))
    erase_all(cast, woman)
    row.refresh_from_db()
    assert "meals" in unseal(row.xml_sealed)


def test_every_model_that_names_a_resident_is_thought_of():
    naming = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label
        in {config.label for config in apps.get_app_configs() if config.name.startswith("linli.")}
        and any(one.name in _NAMING or one.name.endswith("resident_id") for one in model._meta.get_fields())
    }
    assert naming <= set(COVERED), naming - set(COVERED)
    assert set(COVERED) - naming <= {"visits.VisitRecord"}, set(COVERED) - naming
