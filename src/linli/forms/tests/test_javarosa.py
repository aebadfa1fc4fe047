"""The engine of ODK Collect itself: it finds the shipped forms valid, fills the household form in, and its filled form is taken once."""

import base64
import datetime as dt
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.forms.converting.xlsforms import convert_xlsform, xform_from
from linli.forms.models import Submission, WriteBack
from linli.forms.sample import shipped_forms
from linli.forms.testing import a_command, admit, an_admission, make_forms
from linli.forms.tests.beside import files, upload, workbook
from linli.forms.tests.filling import CHILD, HEAD, HELP, fill, needs_java
from linli.register.testing import make_household
from linli.staff import actions as staff
from linli.staff.testing import Cast


@needs_java
@pytest.mark.parametrize("shipped", shipped_forms(), ids=lambda one: one.file.stem)
def test_the_engine_of_collect_finds_each_shipped_form_valid(shipped):
    _xform, said = xform_from(shipped.file.read_bytes(), name=shipped.file.name, validate=True)
    assert [one for one in said if "machine-readable codes" not in one] == []


@needs_java
@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("简体中文 (zh-Hans)", "电话号码不正确：手机是 1 开头的 11 位数字，座机要带区号。"),
        ("繁體中文 (zh-Hant)", "電話號碼不正確：手機是 1 開頭的 11 位數字，座機要帶區號。"),
    ],
    ids=["simplified", "traditional"],
)
def test_a_bad_phone_is_refused_by_the_form_itself_in_its_language(tmp_path, language, why):
    said, xml = fill(tmp_path, [*HEAD, "/data/members[1]/phone[1]=12345"], language=language)
    assert f"REFUSED /data/members[1]/phone[1]: {why}" in said
    assert b"12345" not in xml


@needs_java
@pytest.mark.django_db
def test_what_collect_filled_in_is_taken_through_its_door_and_stored_once(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast, at=timezone.now())
    house = make_household()
    said, xml = fill(tmp_path, [*HEAD, "/data/members[1]/phone[1]=13900000888", *CHILD, *HELP], household=str(house.pk))
    assert "HIDDEN /data/members[2]/elder_help[1]" in said  # a child is not asked
    assert "ASKED /data/members[1]/elder_help[1]" in said
    client, parts = collect(cast), {"xml_submission_file": SimpleUploadedFile("a.xml", xml, "text/xml")}
    assert client.head("/openrosa/submission").status_code == 204
    for _twice in range(2):
        parts["xml_submission_file"].seek(0)
        assert client.post("/openrosa/submission", parts).status_code == 201
    row = Submission.objects.get()
    assert (row.household_id, row.by_name) == (house.pk, "林小满")
    assert set(WriteBack.objects.values_list("field", flat=True)) == {"use", "phone"}


@needs_java
def test_an_empty_dwelling_asks_for_nobody(tmp_path):
    said, _xml = fill(tmp_path, ["/data/home[1]/dwelling_state[1]=vacant", "/data/members[1]/member_name[1]=何秀兰"])
    assert "HIDDEN /data/members[1]/member_name[1]" in said


@needs_java
@pytest.mark.django_db
def test_a_form_with_lists_beside_it_is_filled_in_from_what_the_manifest_gives(cast: Cast, tmp_path):
    upload(cast)
    admission = an_admission(expires_on=timezone.localdate() + dt.timedelta(days=30))
    admit("with-files", admission, command=a_command(cast.luo.actor, at=timezone.now()))
    client = collect(cast)
    manifest = ElementTree.fromstring(client.get("/openrosa/manifests/with-files.xml").content)
    for filename, _hash, address in manifest:
        (tmp_path / filename.text).write_bytes(client.get(address.text).content)
    xform = client.get("/openrosa/forms/with-files.xml").content
    said, xml = fill(tmp_path, ["/data/point[1]=p3", "/data/tree[1]=t1"], xform=xform)
    assert "ASKED /data/point[1]: 去哪个服务点" in said
    assert b"<point>p3</point><tree>t1</tree>" in xml
    post = {"xml_submission_file": SimpleUploadedFile("a.xml", xml, "text/xml")}
    assert client.post("/openrosa/submission", post).status_code == 201


@needs_java
@pytest.mark.django_db
def test_an_answer_that_the_filter_of_a_list_leaves_out_is_not_offered(tmp_path):
    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    xform = convert_xlsform(workbook(), name="t.xlsx", files=files()).xform
    with pytest.raises(AssertionError, match="no choice p2"):
        fill(tmp_path, ["/data/point[1]=p2"], xform=xform)


def collect(cast: Cast) -> Client:
    """A client with Lin's app password."""
    at = timezone.now()
    password = staff.issue_token(cast.lin.account, name="手机", scopes=["forms.fill"], days=1, by=cast.lin.actor, at=at)
    said = base64.b64encode(f"lin:{password}".encode()).decode()
    return Client(headers={"Authorization": f"Basic {said}"}, enforce_csrf_checks=True)
