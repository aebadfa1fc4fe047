"""A filled form comes in once: sealed, checked, compared; what cannot be is refused with its question and kept nowhere."""

import io

import pytest
import time_machine
from PIL import Image

from linli.core.secrets import unseal
from linli.forms import actions, errors
from linli.forms.actions import attaching
from linli.forms.models import Submission, SubmissionFile, WriteBack
from linli.forms.queries import open_forms, xform_of
from linli.forms.testing import (
    AT,
    a_command,
    admit,
    an_admission,
    an_xlsform,
    household_xml,
    make_form,
    member_xml,
)
from linli.register.testing import make_household
from linli.staff.testing import GRID_ELSEWHERE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def send(cast: Cast, xml: bytes, *, by="lin", command=None, **more):
    sent = actions.Sent("household", "", "", xml, **more)
    return actions.take_submission(sent, command=command or a_command(getattr(cast, by).actor))


def grandmother(**other: str) -> str:
    said = {"member_name": "何秀兰", "sex": "female", "born_on": "1958-04-05", "phone": "19900000123"}
    return member_xml(**{**said, **other})


def test_a_filled_form_is_taken_once(cast: Cast, house):
    xml = household_xml(grandmother(), household=house.pk, instance="uuid:1")
    command = a_command(cast.lin.actor)
    first = send(cast, xml, command=command)
    again = send(cast, xml, command=command)
    another = send(cast, xml)
    assert (first.is_repeat, again.is_repeat, another.is_repeat) == (False, True, True)
    assert first.id == again.id == another.id
    row = Submission.objects.get()
    assert (row.household_id, row.area_code, row.state) == (house.pk, house.area_code, "received")
    assert "何秀兰" not in row.xml_sealed
    assert "何秀兰" in unseal(row.xml_sealed)


def test_what_differs_waits_and_changes_nothing(cast: Cast, house):
    taken = send(
        cast, household_xml(grandmother(phone="19900000999"), household=house.pk, home={"dwelling_use": "rented"})
    )
    assert (taken.state, taken.waiting) == ("in-review", 2)
    fields = {
        (one.subject, one.field, unseal(one.base_sealed), unseal(one.value_sealed)) for one in WriteBack.objects.all()
    }
    assert fields == {("resident", "phone", "19900000123", "19900000999"), ("dwelling", "use", "home", "rented")}


def test_masked_values_that_the_phone_was_given_say_nothing(cast: Cast, house):
    turn = grandmother(member_name="何**", phone="199******23", born_on="", resident_id=str(_head(house)))
    assert send(cast, household_xml(turn, household=house.pk)).waiting == 0


def test_somebody_new_is_proposed_as_a_member(cast: Cast, house):
    new = member_xml(member_name="何小路", sex="male", born_on="2025-02-03", relation="grandchild")
    taken = send(cast, household_xml(grandmother(), new, household=house.pk))
    assert taken.waiting == 1
    assert WriteBack.objects.get().subject == "member"


@pytest.mark.parametrize(
    ("turn", "home", "path"),
    [
        ({"phone": "12345"}, {}, "/data/members/phone"),
        ({"sex": "other"}, {}, "/data/members/sex"),
        ({"born_on": "soon"}, {}, "/data/members/born_on"),
        ({}, {"dwelling_state": "flying"}, "/data/home/dwelling_state"),
        ({}, {"place": "north"}, "/data/home/place"),
        ({}, {"address": ""}, "/data/home/address"),
    ],
    ids=["phone", "sex", "date", "choice", "place", "missing"],
)
def test_a_wrong_answer_is_refused_with_its_question_and_kept_nowhere(cast: Cast, house, turn, home, path):
    with pytest.raises((errors.AnswerWrong, errors.AnswerMissing)) as refused:
        send(cast, household_xml(grandmother(**turn), household=house.pk, home=home))
    assert refused.value.field == path
    assert not Submission.objects.exists()


def test_one_instance_with_two_contents_is_refused(cast: Cast, house):
    send(cast, household_xml(grandmother(), household=house.pk, instance="uuid:1"))
    with pytest.raises(errors.InstanceDiffers):
        send(cast, household_xml(household=house.pk, instance="uuid:1"))


@pytest.mark.parametrize("who", ["zhao", "sun", "luo", "wei"])
def test_a_stranger_hands_nothing_in(cast: Cast, house, who):
    with pytest.raises(errors.NotOfYourArea):
        send(cast, household_xml(grandmother(), household=house.pk), by=who)
    assert open_forms(getattr(cast, who).actor) == []


def test_a_household_elsewhere_is_none_of_ours(cast: Cast, house):
    elsewhere = make_household(area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.NotOfYourArea):
        send(cast, household_xml(household=elsewhere.pk))
    with pytest.raises(errors.SubjectUnknown):
        send(cast, household_xml(household="0192d5f0-0000-7000-8000-000000000000"))


@pytest.mark.parametrize(
    "xml",
    [
        b"not xml",
        b"<data id='household'/>",
        b'<!DOCTYPE d [<!ENTITY a "b">]><data id="household" version="2026112201"><meta><instanceID>u</instanceID></meta></data>',
        b"<data><meta><instanceID>u</instanceID></meta></data>",
        b"<a>" * 60 + b"</a>" * 60,
        '<data id="household"><meta><instanceID>u</instanceID></meta></data>'.encode("utf-16"),
        b'<data id="household"><meta><instanceID>' + b"u" * 101 + b"</instanceID></meta></data>",
    ],
    ids=["text", "no-id", "entity", "no-form", "deep", "utf-16", "long-id"],
)
def test_what_is_no_filled_form_is_refused(cast: Cast, house, xml):
    with pytest.raises((errors.InstanceUnreadable, errors.InstanceIdMissing)):
        send(cast, xml)


def test_a_form_filled_in_before_its_end_still_comes_in(cast: Cast, house):
    form = make_form(cast, [("today", "today"), ("text", "remark", "备注")], code="short")
    xml = '<data id="short" version="1"><today>{}</today><remark>好</remark><meta><instanceID>{}</instanceID></meta></data>'
    late = AT.replace(month=12, day=28)
    with time_machine.travel(late, tick=False):
        assert "short" not in {one.code for one in open_forms(cast.lin.actor)}
        with pytest.raises(errors.FormNotFound):
            xform_of("short")
        sent = actions.Sent("short", "1", "", xml.format(form.expires_on, "a").encode())
        assert not actions.take_submission(sent, command=a_command(cast.lin.actor, at=late)).is_repeat
        sent = actions.Sent("short", "1", "", xml.format("2026-12-28", "b").encode())
        with pytest.raises(errors.FormClosed):
            actions.take_submission(sent, command=a_command(cast.lin.actor, at=late))


def test_a_filled_form_that_names_no_version_is_of_the_present_one(cast: Cast, house):
    make_form(cast, [("text", "remark", "备注")], code="short")
    xml = '<data id="short"><remark>好</remark><meta><instanceID>{}</instanceID></meta></data>'
    first, second = (actions.Sent("short", "", "", xml.format(pk).encode()) for pk in "ab")
    actions.take_submission(first, command=a_command(cast.lin.actor))
    content = an_xlsform([("text", "remark", "说明")], code="short", version="2")
    actions.upload_form(content, name="t.xlsx", command=a_command(cast.luo.actor))
    admit("short", an_admission(), command=a_command(cast.luo.actor), version="2")
    actions.take_submission(second, command=a_command(cast.lin.actor))
    found = Submission.objects.filter(form_id="short").order_by("instance_id")
    assert [row.version.version for row in found] == ["1", "2"]


def test_pictures_lose_their_notes_and_a_repeat_brings_what_was_missing(cast: Cast, house):
    picture, notes = io.BytesIO(), Image.Exif()
    notes[0x010F] = "SecretPhone"
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=notes)
    xml = household_xml(grandmother(), household=house.pk, home={"plate_unclear": "yes", "plate_photo": "a.jpg"})
    send(cast, xml)
    send(cast, xml, files={"a.jpg": picture.getvalue()})
    send(cast, xml, files={"a.jpg": picture.getvalue()})
    file = SubmissionFile.objects.get()
    stored = attaching.read_stored(file.sha256)
    assert b"SecretPhone" not in stored
    assert stored not in attaching.path_of(file.sha256).read_bytes()


@pytest.mark.parametrize(
    ("body", "error"), [(b"MZ program", errors.FileUnfit), (b"\xff\xd8" + b"0" * 20, errors.FileUnfit)]
)
def test_what_is_no_picture_is_refused(cast: Cast, house, body, error):
    with pytest.raises(error):
        send(cast, household_xml(grandmother(), household=house.pk), files={"a.jpg": body})
    assert not Submission.objects.exists()


def test_a_mended_form_takes_the_place_of_the_one_before(cast: Cast, house):
    send(cast, household_xml(grandmother(phone="19900000999"), household=house.pk, instance="uuid:1"))
    send(cast, household_xml(grandmother(), household=house.pk, instance="uuid:2", replaces="uuid:1"))
    assert Submission.objects.get(instance_id="uuid:1").state == "replaced"
    assert WriteBack.objects.get().state == "replaced"


def test_an_original_that_comes_after_its_mended_version_is_replaced_as_it_comes(cast: Cast, house):
    send(
        cast, household_xml(grandmother(phone="19900000999"), household=house.pk, instance="uuid:2", replaces="uuid:1")
    )
    late = send(cast, household_xml(grandmother(phone="19900000888"), household=house.pk, instance="uuid:1"))
    assert (late.state, late.waiting) == ("replaced", 0)
    [waiting] = WriteBack.objects.all()
    assert (unseal(waiting.value_sealed), waiting.state) == ("19900000999", "waiting")


def test_the_middle_one_of_three_comes_last_and_replaces_the_first(cast: Cast, house):
    for instance, replaces in (("uuid:3", "uuid:2"), ("uuid:1", ""), ("uuid:2", "uuid:1")):
        send(cast, household_xml(grandmother(), household=house.pk, instance=instance, replaces=replaces))
    states = dict(Submission.objects.values_list("instance_id", "state"))
    assert states == {"uuid:1": "replaced", "uuid:2": "replaced", "uuid:3": "received"}


def test_what_another_writer_says_to_mend_is_not_replaced(cast: Cast, house):
    send(cast, household_xml(household=house.pk, instance="uuid:2", replaces="uuid:1"), by="jiang")
    late = send(cast, household_xml(grandmother(phone="19900000999"), household=house.pk, instance="uuid:1"))
    assert (late.state, late.waiting) == ("in-review", 1)


def test_where_the_purpose_rests_on_consent_nothing_is_taken_without_it(cast: Cast, house):
    xml = (
        f'<data id="elder-visit-needs" version="2026112201"><resident_id>{_head(house)}</resident_id>'
        "<resident_name>何秀兰</resident_name><often>weekly</often><help>meals</help>"
        "<meta><instanceID>uuid:e</instanceID></meta></data>"
    )
    with pytest.raises(errors.ConsentNeeded):
        actions.take_submission(actions.Sent("", "", "", xml.encode()), command=a_command(cast.lin.actor))


def test_a_phone_is_told_what_of_the_register_each_question_is(cast: Cast, house):
    forms = {one.code: one for one in open_forms(cast.lin.actor)}
    assert set(forms) == {"household", "elder-visit-needs", "building-safety"}
    bound = {one.path: one.attribute for one in forms["household"].bindings}
    assert bound["/data/members/born_on"] == "resident.born_on"
    assert (forms["household"].asked, forms["household"].reused) == (15, 8)
    assert (forms["elder-visit-needs"].needs_consent, forms["household"].needs_consent) == (True, False)


def _head(house):
    return house.residencies.get(resident__name="何秀兰").resident_id
