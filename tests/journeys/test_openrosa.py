"""A client of another house: JavaRosa fills the household form in, it goes to the served town as ODK Collect sends it, a registrar looks."""

import base64
import hashlib
import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from linli.forms.tests.filling import CHILD, HEAD, HELP, fill, needs_java

pytestmark = pytest.mark.journey
LIST = "{http://openrosa.org/xforms/xformsList}"
MARK = "----linli-openrosa"
BASIC = {
    "Authorization": "Basic " + base64.b64encode(b"worker:linli-demo").decode(),
    "X-OpenRosa-Version": "1.0",
    "User-Agent": "org.odk.collect.android/v2026.3",
}


def ask(house, method: str, path: str, body: object = None, headers: dict | None = None) -> tuple[int, dict, bytes]:
    """Send one request as a client without cookies; a body given in pieces travels in chunks."""
    at = urlsplit(house.address)
    line = http.client.HTTPConnection(at.hostname, at.port, timeout=30)
    try:
        line.request(
            method, path, body, {**BASIC, **(headers or {})}, encode_chunked=not isinstance(body, bytes | None)
        )
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


def multipart(xml: bytes) -> bytes:
    head = f'--{MARK}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\nContent-Type: text/xml\r\n\r\n'
    return head.encode() + xml + f"\r\n--{MARK}--\r\n".encode()


def pieces(body: bytes) -> Iterator[bytes]:
    for at in range(0, len(body), 700):
        yield body[at : at + 700]


@needs_java
def test_collect_lists_downloads_fills_and_sends_a_form_once(house, visit, tmp_path):
    registrar = visit().sign_in("registrar")
    registrar.page.goto("/desk/forms/submissions/?form=household")
    before = registrar.page.locator("tbody tr a").count()  # other journeys may have sent some
    status, headers, body = ask(house, "GET", "/openrosa/formList?deviceID=t")
    assert (status, headers["x-openrosa-version"]) == (200, "1.0")
    listed = {one.findtext(f"{LIST}formID"): one for one in ElementTree.fromstring(body)}["household"]
    address = urlsplit(listed.findtext(f"{LIST}downloadUrl"))
    _status, _headers, xform = ask(house, "GET", f"{address.path}?{address.query}")
    assert listed.findtext(f"{LIST}hash") == f"md5:{hashlib.md5(xform).hexdigest()}"

    said, xml = fill(tmp_path, [*HEAD, "/data/members[1]/phone[1]=13900000888", *CHILD, *HELP], xform=xform)
    assert "REFUSED" not in said
    assert ask(house, "HEAD", "/openrosa/submission?deviceID=t")[0] == 204
    sent, kind = multipart(xml), {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    in_chunks = {**kind, "Transfer-Encoding": "chunked"}
    assert ask(house, "POST", "/openrosa/submission?deviceID=t", pieces(sent), in_chunks)[0] == 201
    assert ask(house, "POST", "/openrosa/submission?deviceID=t", sent, kind)[0] == 201
    assert ask(house, "GET", "/openrosa/formList", headers={"Authorization": "Basic eDp5"})[0] == 401

    registrar.page.reload()
    assert registrar.page.locator("tbody tr a").count() == before + 1
    registrar.look("forms-submissions")
    registrar.page.locator("tbody a").first.click()
    registrar.page.get_by_text("填写的内容").wait_for()
    assert "何**" in registrar.page.content()
    registrar.look("forms-submission")


@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_of_forms_in_wide_and_narrow(visit, width):
    privacy = visit(width=width).sign_in("privacy")
    privacy.trouble.clear()  # signing in leads to the list of cases, which is none of this person's work
    for name, address in {
        "forms-list": "/desk/forms/",
        "forms-upload": "/desk/forms/new/",
        "forms-form": "/desk/forms/of/household/",
        "forms-admission": "/desk/forms/of/household/admission?version=2026112201",
    }.items():
        privacy.page.goto(address)
        privacy.look(name)
    registrar = visit(width=width).sign_in("registrar")
    registrar.page.goto("/desk/forms/review/")
    registrar.look("forms-review")
