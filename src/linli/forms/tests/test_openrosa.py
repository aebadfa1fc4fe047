"""The OpenRosa door as a client of its own knocks at it: list, download, HEAD, POST; once, within the area, with a password."""

import base64
import hashlib
import io
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.core.errors import Unavailable
from linli.core.installation import set_installation
from linli.forms.actions import submitting
from linli.forms.errors import FillingNotAllowed, FormWithdrawn, InstanceDiffers, VersionChanged, VersionUnknown
from linli.forms.models import Submission, SubmissionFile
from linli.forms.testing import AT, household_xml, make_form, member_xml
from linli.forms.web.openrosa_answers import refusal
from linli.staff import actions as staff
from linli.staff.testing import DISTRICT, PASSWORD, Cast, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
LIST = "{http://openrosa.org/xforms/xformsList}"
SAID = "{http://openrosa.org/http/response}message"
TURN = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05")


@pytest.fixture
def at_nine():
    cache.clear()
    with time_machine.travel(AT, tick=False):
        yield


def basic(username: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


def password_of(member: Member, *scopes: str) -> str:
    wanted = list(scopes) or ["forms.fill"]
    return staff.issue_token(member.account, name="手机", scopes=wanted, days=30, by=member.actor, at=AT)


@pytest.fixture
def collect(cast: Cast) -> Client:
    """A client that knocks with Lin's app password, and keeps no cookie."""
    return Client(headers=basic("lin", password_of(cast.lin)), enforce_csrf_checks=True)


def a_post(xml: bytes, **files: bytes) -> dict[str, SimpleUploadedFile]:
    parts = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
    return parts | {name: SimpleUploadedFile(name, body, "image/jpeg") for name, body in files.items()}


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, "JPEG")
    return out.getvalue()


def refuse(*_said, **_facts):
    raise InstanceDiffers


def test_the_list_names_each_form_with_the_hash_of_its_exact_bytes(collect: Client, house):
    answer = collect.get("/openrosa/formList", {"deviceID": "d", "verbose": "true"})
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (200, "1.0")
    assert "text/xml" in answer["Content-Type"]
    assert answer["Date"]
    forms = {one.findtext(f"{LIST}formID"): one for one in ElementTree.fromstring(answer.content)}
    assert set(forms) == {"household", "elder-visit-needs", "building-safety"}
    one = forms["household"]
    assert one.findtext(f"{LIST}name") == "入户核对表"
    assert one.findtext(f"{LIST}descriptionText")
    xform = collect.get(one.findtext(f"{LIST}downloadUrl"))
    assert one.findtext(f"{LIST}hash") == f"md5:{hashlib.md5(xform.content).hexdigest()}"
    manifest = collect.get(one.findtext(f"{LIST}manifestUrl"))
    assert (manifest.status_code, manifest["X-OpenRosa-Version"]) == (200, "1.0")
    assert b"xformsManifest" in manifest.content


def test_one_form_of_the_list_is_asked_for_by_its_id(collect: Client, house):
    answer = collect.get("/openrosa/formList", {"formID": "household", "listAllVersions": "true"})
    assert [one.findtext(f"{LIST}formID") for one in ElementTree.fromstring(answer.content)] == ["household"]


def test_head_answers_204_with_the_most_that_is_taken(collect: Client, house):
    answer = collect.head("/openrosa/submission?deviceID=d")
    assert answer.status_code == 204
    assert answer["X-OpenRosa-Accept-Content-Length"] == str(20 * 1024 * 1024)
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_a_filled_form_is_answered_201_and_once_more_201_and_stored_once(collect: Client, house):
    xml = household_xml(TURN, household=house.pk)
    for _twice in range(2):
        answer = collect.post("/openrosa/submission", a_post(xml))
        assert answer.status_code == 201
        assert ElementTree.fromstring(answer.content).find(SAID) is not None
    assert Submission.objects.get().by_name == "林小满"


def test_a_form_split_over_posts_ends_with_every_file(collect: Client, house):
    xml = household_xml(TURN, household=house.pk, home={"plate_unclear": "yes", "plate_photo": "a.jpg"})
    parts = a_post(xml, **{"a.jpg": a_picture()})
    assert collect.post("/openrosa/submission", {**parts, "*isIncomplete*": "yes"}).status_code == 201
    assert collect.post("/openrosa/submission", a_post(xml, **{"b.jpg": a_picture()})).status_code == 201
    assert set(SubmissionFile.objects.values_list("name", flat=True)) == {"a.jpg", "b.jpg"}
    assert Submission.objects.count() == 1


def test_names_of_files_that_would_be_cut_to_the_same_are_refused(collect: Client, house):
    long = "a" * 120
    answer = collect.post(
        "/openrosa/submission",
        a_post(household_xml(TURN, household=house.pk), **{f"{long}1.jpg": a_picture(), f"{long}2.jpg": a_picture()}),
    )
    assert (answer.status_code, "120" in answer.content.decode()) == (400, True)
    assert not Submission.objects.exists()


def test_a_form_that_is_refused_at_last_leaves_no_file(collect: Client, house, monkeypatch, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    monkeypatch.setattr(submitting, "note", refuse)
    xml = household_xml(TURN, household=house.pk, home={"plate_unclear": "yes", "plate_photo": "a.jpg"})
    assert collect.post("/openrosa/submission", a_post(xml, **{"a.jpg": a_picture()})).status_code == 409
    assert not SubmissionFile.objects.exists()
    assert not list(tmp_path.rglob("*.sealed"))


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Basic !!"}, basic("lin", "wrong"), basic("nobody", "wrong"), basic("li\x00n", "wrong")],
)
def test_without_the_right_password_the_door_asks_for_one(cast: Cast, house, headers):
    answer = Client().get("/openrosa/formList", headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_an_app_password_opens_under_its_own_name_only(cast: Cast, house):
    password = password_of(cast.lin)
    assert Client().get("/openrosa/formList", headers=basic("jiang", password)).status_code == 401
    other = password_of(cast.lin, "cases.view")
    assert Client().get("/openrosa/formList", headers=basic("lin", other)).status_code == 403


def test_the_accounts_own_password_opens_in_a_demo_only(cast: Cast, house):
    cast.lin.account.set_password(PASSWORD)
    cast.lin.account.save()
    assert Client().get("/openrosa/formList", headers=basic("lin", PASSWORD)).status_code == 401
    set_installation(name="松门区", root_code=DISTRICT, is_demo=True)
    assert Client().get("/openrosa/formList", headers=basic("lin", PASSWORD)).status_code == 200


def test_after_five_wrong_passwords_the_door_stays_shut_for_a_while(cast: Cast, house):
    right = basic("lin", password_of(cast.lin))
    for _try in range(5):
        assert Client().get("/openrosa/formList", headers=basic("lin", "wrong")).status_code == 401
    assert Client().get("/openrosa/formList", headers=right).status_code == 429
    with time_machine.travel(AT.replace(hour=2), tick=False):
        assert Client().get("/openrosa/formList", headers=right).status_code == 200


def test_wrong_passwords_from_elsewhere_shut_out_nobody_else(cast: Cast, house):
    far = Client(REMOTE_ADDR="203.0.113.9")
    for status in (401, 401, 401, 401, 401, 429):
        assert far.get("/openrosa/formList", headers=basic("lin", "wrong"), secure=True).status_code == status
    right = basic("lin", password_of(cast.lin))
    assert Client().get("/openrosa/formList", headers=right).status_code == 200


def test_no_password_is_taken_over_plain_http_from_elsewhere(cast: Cast, house):
    right = basic("lin", password_of(cast.lin))
    far = Client(REMOTE_ADDR="203.0.113.9")
    refused = far.get("/openrosa/formList", headers=right)
    assert (refused.status_code, "https" in refused.content.decode()) == (403, True)
    proxied = Client().get("/openrosa/formList", headers={**right, "X-Forwarded-For": "203.0.113.9"})
    assert proxied.status_code == 403  # a proxy that says nothing of https, without LINLI_HTTPS
    assert far.get("/openrosa/formList", headers=right, secure=True).status_code == 200


@pytest.mark.parametrize("who", ["zhao", "sun", "luo", "root"])
def test_a_stranger_gets_nothing(cast: Cast, house, who):
    headers = basic(who, password_of(getattr(cast, who)))
    for address in ("/openrosa/formList", "/openrosa/forms/household.xml", "/openrosa/manifests/household.xml"):
        answer = Client().get(address, headers=headers)
        assert answer.status_code == 403
        assert "入户" not in answer.content.decode()
    assert Client().head("/openrosa/submission", headers=headers).status_code == 403
    answer = Client().post("/openrosa/submission", a_post(household_xml(household=house.pk)), headers=headers)
    assert answer.status_code == 403
    assert not Submission.objects.exists()


def test_a_form_asked_elsewhere_is_not_listed(cast: Cast, collect: Client, house):
    make_form(cast, [("text", "remark", "备注")], code="elsewhere", area_code="990101002")
    answer = collect.get("/openrosa/formList")
    assert b"elsewhere" not in answer.content
    assert collect.get("/openrosa/forms/elsewhere.xml").status_code == 404


def test_refusals_are_sentences_with_their_status(collect: Client, house):
    wrong = collect.post("/openrosa/submission", a_post(household_xml(member_xml(member_name="何", sex="x"))))
    assert wrong.status_code == 400
    assert "性别" in ElementTree.fromstring(wrong.content).findtext(SAID)
    assert collect.post("/openrosa/submission", {}).status_code == 400
    large = collect.post("/openrosa/submission", a_post(b"x"), headers={"Content-Length": str(21 * 1024 * 1024)})
    assert large.status_code == 413


@pytest.mark.parametrize(
    ("error", "status"),
    [(Unavailable, 503), (VersionChanged, 409), (FormWithdrawn, 409), (VersionUnknown, 404), (FillingNotAllowed, 403)],
)
def test_a_client_hears_whether_to_try_again_later(error, status):
    assert refusal(error()).status_code == status


def test_a_list_costs_a_few_queries(collect: Client, house, django_assert_max_num_queries):
    collect.get("/openrosa/formList")
    with django_assert_max_num_queries(8):
        collect.get("/openrosa/formList")
