"""Whom a filled form is about: a person who agreed, a dwelling, a place on the map; commands repeated give the first answer."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.forms import actions, errors
from linli.forms.actions import attaching
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.submissions import SubmissionFilter
from linli.forms.testing import AT, a_command, admit, an_admission, household_xml, make_form
from linli.forms.web.openrosa_posts import MOST_BYTES, read_post
from linli.places.testing import make_town, middle
from linli.register.actions.consents import Asked, give_consent
from linli.register.queries.held import held_members
from linli.register.rules.consents import Channel
from linli.register.testing import make_household
from linli.staff.testing import GRID, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def elder_xml(resident: object = "", *, phone: str = "", name: str = "何秀兰") -> bytes:
    return (
        f'<data id="elder-visit-needs" version="2026112201"><resident_id>{resident}</resident_id>'
        f"<resident_name>{name}</resident_name><phone>{phone}</phone><often>weekly</often><help>meals medicine</help>"
        f"<meta><instanceID>uuid:{new_id()}</instanceID></meta></data>"
    ).encode()


def send(cast: Cast, xml: bytes, *, by="lin", **more) -> Submission:
    sent = actions.Sent("", "", "", xml, **more)
    taken = actions.take_submission(sent, command=a_command(getattr(cast, by).actor))
    return Submission.objects.get(pk=taken.id)


def grandmother(house):
    return next(one for one in held_members(house.pk) if one.name == "何秀兰")


def test_who_agreed_is_written_down_and_a_new_phone_waits(cast: Cast, house):
    person = grandmother(house)
    give_consent(person.id, "elder-visits", command=a_command(cast.jiang.actor), asked=Asked(Channel.PAPER))
    row = send(cast, elder_xml(person.id, phone="13900000222"))
    assert (row.resident_id, row.household_id, row.area_code) == (person.id, house.pk, GRID)
    assert [(one.field, one.resident_id) for one in WriteBack.objects.all()] == [("phone", person.id)]


def test_a_form_about_a_person_is_matched_within_a_household(cast: Cast, house):
    row = send(cast, elder_xml())
    with pytest.raises(errors.ConsentNeeded):
        actions.match_submission(row.pk, household_id=house.pk, command=a_command(cast.jiang.actor))
    person = grandmother(house)
    give_consent(person.id, "elder-visits", command=a_command(cast.jiang.actor), asked=Asked(Channel.PAPER))
    found = actions.match_submission(row.pk, household_id=house.pk, command=a_command(cast.jiang.actor))
    assert found.resident_id == person.id
    other = send(cast, elder_xml(name="不在这一户"))
    with pytest.raises(errors.SubjectUnknown):
        actions.match_submission(other.pk, household_id=house.pk, command=a_command(cast.jiang.actor))


def test_a_dwelling_is_enough_to_know_the_household(cast: Cast, house):
    row = send(cast, household_xml(), dwelling_id=house.dwelling_id)
    assert (row.household_id, row.area_code) == (house.pk, GRID)


@pytest.mark.parametrize("key", ["resident_id", "household_id", "dwelling_id"])
def test_nobody_is_not_written_down(cast: Cast, house, key):
    with pytest.raises(errors.SubjectUnknown):
        send(cast, household_xml(), **{key: new_id()})


def test_what_is_said_of_a_household_must_agree(cast: Cast, house):
    other = make_household()
    with pytest.raises(errors.SubjectUnknown):
        send(cast, household_xml(household=house.pk), resident_id=held_members(other.pk)[0].id)
    with pytest.raises(errors.SubjectUnknown):
        send(cast, household_xml(household=house.pk), dwelling_id=other.dwelling_id)
    with pytest.raises(errors.SubjectUnknown):
        send(cast, household_xml(household="no-key"))


def test_a_form_about_a_place_belongs_to_the_grid_it_lies_in(cast: Cast, house):
    make_town()
    lon, lat = middle(0, 0)
    xml = (
        '<data id="building-safety" version="2026112201"><building>1号楼</building>'
        f"<place>{lat} {lon} 0 5</place><fire_door>good</fire_door><way_out>good</way_out>"
        "<meta><instanceID>uuid:p</instanceID></meta></data>"
    )
    row = send(cast, xml.encode(), by="jiang")
    assert row.area_code == GRID


def test_a_form_without_any_place_belongs_to_the_post(cast: Cast, house):
    make_form(cast, [("text", "remark", "备注")], code="plain")
    xml = b'<data id="plain" version="1"><remark>x</remark><meta><instanceID>uuid:q</instanceID></meta></data>'
    assert send(cast, xml).area_code == GRID


def test_a_form_and_an_instance_that_contradict_each_other_are_refused(cast: Cast, house):
    for sent in (("elder-visit-needs", ""), ("household", "another")):
        with pytest.raises(errors.InstanceUnreadable):
            actions.take_submission(
                actions.Sent(sent[0], "", sent[1], household_xml()), command=a_command(cast.lin.actor)
            )
    with pytest.raises(errors.FormNotFound):
        send(cast, household_xml(version="1999"))


def test_commands_repeated_give_the_first_answer(cast: Cast, house):
    command, said = a_command(cast.luo.actor), an_admission(purpose_code="verify")
    make_form(cast, [("text", "remark", "备注")], code="again")
    later = an_admission(expires_on=AT.date() + dt.timedelta(days=60))
    for _twice in range(2):
        form = admit("again", later, command=command)
    assert form.expires_on == later.expires_on
    withdraw = a_command(cast.luo.actor)
    for _twice in range(2):
        assert actions.withdraw_form("again", reason="不再需要", command=withdraw).state == "withdrawn"
    assert admit("again", said, command=a_command(cast.luo.actor)).state == "admitted"
    row, settle, read = (
        send(cast, household_xml(household=house.pk)),
        a_command(cast.jiang.actor),
        a_command(cast.jiang.actor),
    )
    for _twice in range(2):
        actions.settle_submission(row.pk, command=settle, take=True)
        assert actions.read_submission(row.pk, command=read, said="核对").pk == row.pk
    with pytest.raises(errors.FormNotFound):
        admit("nothing", said, command=a_command(cast.luo.actor))


def test_answers_go_out_only_to_who_may_export(cast: Cast, house):
    with pytest.raises(NotAllowed):
        actions.take_answers(SubmissionFilter("household"), command=a_command(cast.lin.actor))
    with pytest.raises(errors.FormNotFound):
        actions.take_answers(SubmissionFilter("nothing"), command=a_command(cast.jiang.actor))


def test_a_file_too_large_is_refused_and_a_recording_is_kept_as_it_is(cast: Cast, house, settings, tmp_path):
    recording = tmp_path / "voice.ogg"
    recording.write_bytes(b"OggS" + b"\x00" * 64)
    row = send(cast, household_xml(household=house.pk), files={"voice.ogg": recording})
    assert attaching.read_stored(row.files.get().sha256) == recording.read_bytes()
    settings.LINLI_PHOTO_MB = 0
    with pytest.raises(errors.FileTooLarge):
        send(cast, household_xml(household=house.pk), files={"voice.ogg": recording})
    with pytest.raises(errors.FileGone):
        attaching.read_stored("0" * 64)


def chunked(body: bytes, kind: str):
    request = RequestFactory().generic("POST", "/openrosa/submission", b"", content_type=kind)
    request.META.pop("CONTENT_LENGTH", None)
    request.META |= {"CONTENT_TYPE": kind, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(body)}
    return request


def test_a_post_in_chunks_is_read_to_its_end_and_no_further_than_allowed():
    made = RequestFactory().post("/x", {"xml_submission_file": SimpleUploadedFile("a.xml", b"<data/>", "text/xml")})
    assert read_post(chunked(made.body, made.headers["Content-Type"])) == (b"<data/>", {})
    with pytest.raises(errors.DoorPostTooLarge):
        read_post(chunked(b"x" * (MOST_BYTES + 1), made.headers["Content-Type"]))
    with pytest.raises(errors.InstanceUnreadable):
        read_post(chunked(b"", "multipart/form-data"))
